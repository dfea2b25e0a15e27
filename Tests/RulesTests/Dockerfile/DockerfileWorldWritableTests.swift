import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileWorldWritableTests {
  @Test(arguments: [
    "FROM a\nRUN chmod ⟦777⟧ /srv\n",
    "FROM a\nRUN chmod -R ⟦0777⟧ /srv\n",
    "FROM a\nRUN chmod ⟦777⟧ -R /srv\n",
    "FROM a\nRUN chmod --recursive ⟦666⟧ /srv /opt\n",
    "FROM a\nRUN chmod ⟦776⟧ /srv && chmod ⟦2777⟧ /run/x\n",
    "FROM a\nRUN chmod ⟦a+w⟧ /x; chmod ⟦o+w⟧ /y; chmod ⟦ugo+rwx⟧ /z; chmod ⟦a=rwX⟧ /w; chmod ⟦o=rw⟧ /v\n",
    "FROM a\nRUN sudo chmod ⟦777⟧ /srv\n",
    "FROM a\nRUN [\"chmod\", \"⟦777⟧\", \"/srv\"]\n",
    "FROM a\nRUN [\"sh\", \"-c\", \"chmod ⟦777⟧ /srv\"]\n",
    "FROM a\nRUN <<EOF\nset -e\nchmod ⟦777⟧ /srv\nEOF\n",
    "FROM a\nRUN mkdir -p x && \\\n  # a remark\n  chmod ⟦777⟧ x\n",
    "FROM a\nRUN mkdir -pm ⟦0777⟧ /srv/x && mkdir --mode=⟦a+rwx⟧ /srv/y\n",
    "FROM a\nRUN install -d -m ⟦777⟧ /srv/x; install -m⟦666⟧ -o root a b /etc/\n",
    "FROM a\nRUN find /srv -type d -exec chmod ⟦777⟧ {} +\n",
    "FROM a\nRUN find /srv -name x | xargs -0 -n 1 chmod ⟦666⟧\n",
    "FROM a\nCOPY ⟦--chmod=777⟧ a /a\nADD ⟦--chmod=o+w⟧ b /b\n",
    "FROM a\nARG M=777\nRUN chmod ⟦$M⟧ /srv\n",
    "FROM a\nRUN m=777; chmod ⟦\"$m\"⟧ /srv\n",
    "FROM a AS base\nRUN chmod ⟦777⟧ /srv\nFROM base\n",
    "FROM a\nRUN chmod 755 /srv && chmod ⟦777⟧ /srv\n",
    "FROM a\nRUN chmod ⟦777⟧ /srv/a /srv/b && chmod 755 /srv/b\n",
    "FROM a\nRUN chmod ⟦777⟧ /srv && chmod +x /srv\n",
    "FROM a\nRUN chmod ⟦777⟧ /srvx && chmod -R 755 /srv\n",
    "FROM a\nRUN chmod ⟦777⟧ /srv/x && chmod 755 /srv\n",
    "FROM a\nRUN chmod ⟦777⟧ /tmp\n",
    "FROM a\nRUN chmod ⟦777⟧ \"$unknown\"\n",
  ]) func `others may write`(_ text: String) {
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfileWorldWritable.self).map(TestDockerfile.range) == file.marked)
  }

  @Test(arguments: [
    "FROM a\nRUN chmod 1777 /tmp && chmod ugo+rwx,o+t /run/x && chmod a+w,+t /y && chmod 3777 /z\n",
    "FROM a\nRUN chmod 777 /srv && chmod +t /srv\n",
    "FROM a\nRUN chmod 775 /srv; chmod g+w,u+x /srv; chmod +w /srv; chmod u=rwX,g=u /srv; chmod 2775 /srv\n",
    "FROM a\nRUN chmod 777 /srv && make && chmod 755 /srv\n",
    "FROM a\nRUN chmod 777 /srv\nRUN chmod o-w /srv/\n",
    "FROM a\nRUN chmod 777 /srv/a/b && chmod -R go-w /srv\n",
    "FROM a\nWORKDIR /srv\nRUN chmod 777 x && chmod 755 /srv/x\n",
    "FROM a\nRUN cd /srv && chmod 777 x && chmod 755 ./x\n",
    "FROM a\nRUN chmod 777 $unknown/x && chmod 755 $unknown/x\n",
    "FROM a\nRUN chmod 777 /srv/x && find /srv -type f -exec chmod 644 {} \\;\n",
    "FROM a\nRUN chmod 777 /tmp/x.sh && /tmp/x.sh && rm -f /tmp/x.sh\n",
    "FROM a\nRUN chmod 777 /tmp/x/y && rm -rf /tmp/*\n",
    "FROM a\nCOPY --chmod=777 run.sh /opt/\nRUN chmod 755 /opt/run.sh\n",
    "FROM a AS build\nRUN chmod 777 /srv\nFROM b\n",
    "FROM a\nONBUILD RUN chmod 777 /srv\n",
    "FROM a\nRUN echo chmod 777 /srv # chmod 777 /srv\n",
    "FROM a\nRUN chmod 666 /dev/null /run/docker.sock\n",
    "FROM a\nRUN --mount=type=cache,target=/cache chmod -R 777 /cache/x\n",
    "FROM a\nRUN chmod --reference=/a /b && chmod $mode /c && chmod 999 /d\n",
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN chmod 777 x\n",
    "FROM a\nSHELL [\"powershell\"]\nRUN chmod 777 x\n",
    "FROM a\nCOPY --chmod=755 a /a\nCOPY --chmod=$M b /b\n",
  ]) func `nobody else may write`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileWorldWritable.self, text).isEmpty)
  }

  @Test func `the message names the paths that stay open, and the fix the mode`() throws {
    let text = "FROM a\nRUN chmod -R 777 /srv /opt /var/x && chmod 700 /opt\n"
    let finding = try #require(TestDockerfile.findings(DockerfileWorldWritable.self, text).first)
    #expect(finding.message == "chmod 777 lets every user write /srv and 1 more")
    #expect(finding.fix.hasPrefix("write 755 instead of 777"))
    #expect(finding.severity == .medium)
  }

  @Test func `a stage chosen as target ships`() {
    let text = "FROM a AS build\nRUN chmod 777 /srv\nFROM b\n"
    #expect(TestDockerfile.findings(DockerfileWorldWritable.self, text, target: "build").count == 1)
  }

  @Test func `many changes of many paths take no time worth measuring`() {
    var text = "FROM a\nRUN true"
    for number in 0..<20_000 { text += " && chmod 777 /srv/a\(number)/b/c && chmod -R 755 /srv/a\(number)" }
    #expect(TestDockerfile.findings(DockerfileWorldWritable.self, text + "\n").isEmpty)
  }
}
