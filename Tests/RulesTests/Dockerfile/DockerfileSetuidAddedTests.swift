import Core
import TestSupport
import Testing

@testable import Rules

/// Steps that set the setuid or setgid bit.
@Suite struct DockerfileSetuidAddedTests {
  @Test(arguments: [
    "RUN ⟦chmod u+s /usr/bin/ping⟧\n", "RUN ⟦chmod 4755 /srv/app⟧\n", "RUN ⟦chmod 04755 /srv/app⟧\n",
    "RUN ⟦chmod 6755 /srv/app⟧\n", "RUN ⟦chmod +s /srv/app⟧\n", "RUN ⟦chmod a+s /srv/app⟧\n",
    "RUN ⟦chmod u=rwxs,go=rx /srv/app⟧\n", "RUN ⟦chmod ug+rxs /srv/app⟧\n", "RUN ⟦chmod -v u+s /srv/app⟧\n",
    "RUN true && ⟦chmod 4770 /usr/sbin/fping⟧ && true\n", "RUN ⟦sudo chmod u+s /srv/app⟧\n",
    "RUN ⟦chmod g+s /usr/bin/wall⟧\n", "RUN ⟦chmod 2755 /usr/local/bin/x⟧\n", "RUN ⟦chmod g+s /srv/x.sh⟧\n",
    "RUN ⟦chmod u+s $APP⟧\n", "RUN ⟦chmod -R 4755 /srv/app⟧\n", "RUN ⟦install -m 4755 a /srv/app⟧\n",
    "RUN ⟦install -Dm4755 a /srv/app⟧\n", "RUN ⟦install --mode=u+s a /srv/app⟧\n",
    "RUN ⟦dpkg-statoverride --update --add root root 4755 /bin/x⟧\n",
    "RUN ⟦find /srv -type f -exec chmod u+s {} +⟧\n", "RUN find /srv | ⟦xargs chmod u+s⟧\n",
    "RUN for f in /bin/a /bin/b; do ⟦chmod u+s $f⟧; done\n", "RUN sh -c '⟦chmod u+s /srv/app⟧'\n",
    "COPY ⟦--chmod=4755⟧ a /a\n", "COPY ⟦--chmod=u+s⟧ a /a\n", "ADD ⟦--chmod=6755⟧ a /a\n",
    "COPY ⟦--chmod=2755⟧ a /a\n",
    "ARG M=4755\nCOPY ⟦--chmod=$M⟧ a /a\n", "RUN ⟦chmod u+s /a⟧ && chmod u-s /b\n",
  ])
  func `a bit on a file is told at its place`(step: String) {
    let file = TestDockerfile("FROM debian:12\n\(step)")
    let findings = file.findings(DockerfileSetuidAdded.self)
    #expect(findings.map(TestDockerfile.range) == file.marked)
    #expect(findings.allSatisfy { $0.severity == .high && !$0.fix.isEmpty })
  }

  @Test(arguments: [
    "RUN chmod 755 /srv/app\n", "RUN chmod 0755 /srv/app\n", "RUN chmod 1777 /tmp\n", "RUN chmod +t /tmp\n",
    "RUN chmod a+rx /srv/app\n", "RUN chmod u-s /bin/su\n", "RUN chmod $MODE /bin/su\n",
    "RUN chmod 2777 /var/run/postgresql\n",
    "RUN chmod 2775 /srv/www\n", "RUN chmod g+s /srv/www\n", "RUN chmod -R g+s /opt/conda\n",
    "RUN chmod -R 2775 /srv\n",
    "RUN find /opt -type d | xargs -n 1 chmod g+s\n", "RUN find /opt -type d -exec chmod g+s {} +\n",
    "RUN find /opt -exec chmod g+s {} +\n", "RUN mkdir -p /srv/x && chmod 4755 /srv/x\n", "RUN chmod 4755 /srv/x/\n",
    "WORKDIR /srv/x\nRUN chmod u+s /srv/x\n", "RUN install -d -m 2775 /srv/x\n", "RUN install -m 755 a /srv/x\n",
    "COPY --chmod=755 a /a\n", "COPY --chmod=0644 a /a\n", "COPY --chmod=1777 a /a\n", "COPY --chmod=2664 a /a\n",
    "RUN echo chmod u+s /a\n", "# RUN chmod u+s /a\n", "ONBUILD RUN chmod u+s /a\n", "RUN f() { chmod u+s /a; }\n",
    "RUN chmod u+s /a && rm /a\n", "RUN chmod u+s /a\nRUN chmod 755 /a\n",
    "RUN chmod u+s /bin/a\nRUN find / -perm /6000 -exec chmod a-s {} +\n",
    "RUN chmod u+s /bin/a && find / -perm /6000 -exec chmod a-s {} +\n", "RUN setcap cap_net_raw+ep /bin/ping\n",
    "RUN find / -perm /6000 -exec chmod a-s {} +\nRUN chmod u+s /bin/a\nRUN find / -perm /6000 -exec chmod a-s {} +\n",
  ])
  func `what is no file or has no bit is not`(step: String) {
    #expect(TestDockerfile.findings(DockerfileSetuidAdded.self, "FROM debian:12\n\(step)") == [])
  }

  @Test func `a file that the clean-up leaves out, or that comes after it, is told`() {
    let kept = "FROM debian:12\nRUN chmod u+s /bin/a\nRUN find / ! -path /bin/a -perm /6000 -exec chmod a-s {} +\n"
    #expect(TestDockerfile.findings(DockerfileSetuidAdded.self, kept).count == 1)
    let late = "FROM debian:12\nRUN find / -perm /6000 -exec chmod a-s {} +\nRUN chmod u+s /bin/a\n"
    #expect(TestDockerfile.findings(DockerfileSetuidAdded.self, late).first?.notes.count == 1)
  }

  @Test func `other stages and Windows are left alone`() {
    let text = "FROM debian:12 AS a\nRUN chmod u+s /bin/a\nFROM debian:12\nRUN true\n"
    #expect(TestDockerfile.findings(DockerfileSetuidAdded.self, text) == [])
    let windows = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN chmod u+s a\n"
    #expect(TestDockerfile.findings(DockerfileSetuidAdded.self, windows) == [])
  }
}
