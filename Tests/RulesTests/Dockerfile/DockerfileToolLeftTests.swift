import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileToolLeftTests {
  private func findings(_ text: String) -> [Finding] { TestDockerfile.findings(DockerfileToolLeft.self, text) }

  @Test(arguments: [
    ("RUN apt-get update && apt-get install -y ⟦netcat-openbsd⟧ ca-certificates", Severity.medium),
    ("RUN apt-get install -y ⟦nmap⟧", .medium), ("RUN apt-get install -y ⟦'socat=1.7'⟧", .medium),
    ("RUN apt-get install -y ⟦netcat*⟧", .medium), ("RUN apk add ⟦tcpdump@edge⟧", .medium),
    ("RUN yum install -y ⟦nc⟧", .medium), ("RUN dnf install -y ⟦nmap-ncat⟧", .medium),
    ("RUN zypper in -y ⟦telnet⟧", .medium), ("RUN apk add ⟦openssh⟧", .medium),
    ("RUN apt-get install -y ⟦openssh-server⟧ openssh-client", .medium), ("RUN apk add ⟦dropbear⟧", .medium),
    ("RUN apt-get install -y ⟦curl⟧", .low), ("RUN apk add ⟦wget⟧", .low), ("RUN apk add ⟦busybox-extras⟧", .low),
    ("RUN apt-get install -y ⟦build-essential⟧", .low), ("RUN apt-get install -y ⟦gcc-12⟧", .low),
    ("RUN yum groupinstall -y ⟦'Development Tools'⟧", .low), ("RUN dnf install -y ⟦gcc-toolset-13⟧", .low),
    ("RUN apt-get install -y ⟦strace⟧", .low), ("RUN pacman -S --noconfirm ⟦base-devel⟧", .low),
    ("RUN if [ -n \"$X\" ]; then apt-get install -y ⟦gdb⟧; fi", .low),
    ("RUN apt-get install -y \\\n  # a comment\n  ca-certificates \\\n  ⟦curl⟧ \\\n  jq", .low),
    ("RUN <<EOF\nset -e\napt-get install -y ⟦curl⟧\nEOF", .low),
    ("ENV DEPS=\"jq curl\"\nRUN apt-get install -y ⟦$DEPS⟧", .low),
    ("RUN [\"sh\", \"-c\", \"apt-get install -y ⟦curl⟧\"]", .low),
    ("RUN [\"apt-get\", \"install\", \"-y\", \"⟦curl⟧\"]", .low),
    ("COPY --from=busybox ⟦/bin/nc⟧ /bin/", .medium), ("COPY --from=x ⟦/usr/bin/curl⟧ /usr/bin/", .low),
    ("COPY --from=x ⟦/out/a⟧ /usr/local/bin/socat", .medium),
  ])
  func `a tool that stays is found at its word`(text: String, severity: Severity) {
    let file = TestDockerfile("FROM debian:12\n" + text + "\n")
    let found = file.findings(DockerfileToolLeft.self)
    #expect(found.map(TestDockerfile.range) == file.marked)
    #expect(found.map(\.severity) == [severity])
  }

  @Test(arguments: [
    "RUN apk add --virtual .f curl gcc && curl x && apk del --no-network .f",
    "RUN apk add -t f curl; apk del f",
    "RUN apt-get install -y curl && curl x && apt-get purge -y --auto-remove curl",
    "RUN d='curl gcc'; apt-get install -y $d; apt-get purge -y --auto-remove $d",
    "ENV D=\"curl gcc\"\nRUN apt-get install -y ${D} && apt-get remove -y ${D}",
    "RUN apt-get install -y curl; apt-mark auto curl; apt-get autoremove -y",
    "RUN s=\"$(apt-mark showmanual)\"; apt-get install -y wget; apt-mark auto '.*' > /dev/null; "
      + "[ -z \"$s\" ] || apt-mark manual $s; apt-get purge -y --auto-remove",
    "RUN s=\"$(apt-mark showmanual)\"; apt-get install -y wget; apt-mark showmanual | xargs apt-mark auto; "
      + "apt-mark manual $s; apt-get purge -y --auto-remove",
    "RUN yum install -y gcc && yum -y history undo last", "RUN yum install -y gcc && yum erase -y gcc",
    "RUN apt-get install -y netcat && rm /bin/nc", "RUN apk add curl && rm -rf /usr/bin/curl",
    "RUN apt-get install -y curl && rm $(which curl)", "RUN apt-get install -y gcc && apt-get purge -y 'gcc*'",
    "RUN apt-get install -y curl && dpkg -r --force-all curl", "RUN dnf install -y gcc && rpm -e --nodeps gcc",
    "RUN apt-get install -y curl && apt-get purge -y $(cat list)",
    "RUN apt-get install -y socat && apt-get install -y socat-",
    "RUN apk add --root /out curl", "RUN echo apt-get install -y curl",
    "RUN apt-get install -y libcurl4 openssh-client",
    "RUN dnf install -y openssh", "RUN find / -type f -perm /0111 -exec strip --strip-all '{}' +",
    "RUN pip install curl nmap", "RUN apt-get install -y $UNKNOWN", "ONBUILD RUN apt-get install -y curl",
    "COPY --from=x /usr/share/curl /usr/share/", "COPY curl /usr/bin/curl", "COPY --from=x /go/bin/go /usr/bin/go",
    "RUN apk add curl\nHEALTHCHECK CMD curl -f http://localhost || exit 1",
    "RUN apk add wget\nHEALTHCHECK CMD [\"wget\", \"-q\", \"http://localhost\"]",
    "RUN apk add nmap\nENTRYPOINT [\"/usr/bin/nmap\"]", "RUN apk add socat\nENTRYPOINT [\"tini\", \"--\", \"socat\"]",
    "RUN apk add curl\nCMD while true; do curl x; sleep 1; done",
  ])
  func `what goes in the same step, or is needed, is not reported`(text: String) {
    #expect(findings("FROM debian:12\n" + text + "\n").map(\.message) == [])
  }

  @Test(arguments: [
    ("RUN apt-get install -y ⟦curl⟧\nRUN ⟦apt-get purge -y curl⟧\n", true),
    ("RUN apk add --virtual .d ⟦gcc⟧\nRUN ⟦apk del .d⟧\n", true),
    ("RUN apk add ⟦curl⟧\nRUN true && ⟦rm /usr/bin/curl⟧\n", true),
    ("RUN apt-get install -y ⟦curl⟧\nRUN apt-get purge -y $LIST\n", false),
  ])
  func `what goes in a later step is a remark with the place of the removal`(text: String, hasPlace: Bool) throws {
    let file = TestDockerfile("FROM debian:12\n" + text)
    let found = try #require(file.findings(DockerfileToolLeft.self).first)
    #expect(TestDockerfile.range(found) == file.marked[0])
    #expect(found.severity == .info)
    if hasPlace { #expect(found.notes.map(\.place) == [.source(file: "Dockerfile", range: file.marked[1])]) }
  }

  @Test(arguments: [
    // Listed as manual before, so it is kept.
    "RUN apt-get install -y ⟦curl⟧ && s=$(apt-mark showmanual) && apt-get install -y gcc && apt-mark auto '.*' && "
      + "apt-mark manual $s && apt-get purge -y --auto-remove\n",
    // Named by itself after its group.
    "RUN apk add --virtual .d curl gcc && apk add ⟦curl⟧ && apk del .d\n",
    // Marked by the second command again.
    "RUN s=$(apt-mark showmanual); apt-get install -y curl; apt-mark showmanual | xargs apt-mark auto; "
      + "apt-mark manual $s; apt-get install -y ⟦curl⟧ && apt-get remove --purge --auto-remove -y\n",
    // Nothing says that it is unused.
    "RUN apt-get install -y ⟦curl⟧ && apt-get autoremove -y\n",
    "RUN apk add ⟦curl⟧ && apk add --virtual .d gcc && apk del .d\n",
  ])
  func `a removal of other packages leaves it`(text: String) {
    let file = TestDockerfile("FROM debian:12\n" + text)
    #expect(file.findings(DockerfileToolLeft.self).map(TestDockerfile.range) == file.marked)
  }

  @Test func `only stages that ship count`() {
    #expect(findings("FROM a AS b\nRUN apk add curl\nFROM c\nCOPY --from=b /app /app\n").isEmpty)
    #expect(findings("FROM a AS b\nRUN apk add curl\nFROM b\n").count == 1)
    #expect(findings("FROM a AS b\nRUN apk add curl\nFROM scratch\nCOPY --from=b / /\n").count == 1)
    // One copy is one layer: what went before it is not in it.
    #expect(
      findings("FROM a AS b\nRUN apk add curl\nRUN apk del curl\nFROM scratch\nCOPY --from=b / /\n").isEmpty)
    let text = TestDockerfile("FROM a AS b\nRUN apk add curl\nFROM c\n")
    #expect(text.findings(DockerfileToolLeft.self, target: "b").count == 1)
  }

  @Test func `a text that cannot be read allows no strong claim`() {
    let found = findings("FROM debian:12\nRUN apt-get install -y nmap; if true; then (\n")
    #expect(found.allSatisfy { $0.severity == .info })
    #expect(findings("FROM mcr.microsoft.com/windows/nanoserver\nRUN apt-get install -y nmap\n").isEmpty)
  }

  @Test(arguments: ["nc", "socat", "nmap", "tcpdump", "telnet", "dig", "sshd", "msfconsole"])
  func `tools that are high in an image are not low here`(program: String) {
    #expect(
      ToolNames.network.contains(program) || ToolNames.recon.contains(program) || ToolNames.exploit.contains(program)
        || ToolNames.sshServers.contains(program))
    #expect([.attack, .sshServer].contains(PackagedTool.program(program)?.kind))
  }

  @Test func `every program of the table has the grade of the image rules`() {
    let high = [ToolNames.network, .recon, .exploit, .sshServers]
    for tool in PackagedTool.everywhere.values where tool.kind != .attack && tool.kind != .sshServer {
      for program in tool.programs { #expect(!high.contains { $0.contains(program) }, "\(program)") }
    }
    let low = [ToolNames.fetch, .build, .debug]
    for tool in PackagedTool.everywhere.values where tool.kind == .attack {
      for program in tool.programs { #expect(!low.contains { $0.contains(program) }, "\(program)") }
    }
  }
}
