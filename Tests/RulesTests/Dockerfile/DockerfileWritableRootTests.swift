import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileWritableRootTests {
  @Test(arguments: [
    "FROM a\nCOPY . /app\nRUN ⟦chown -R app:app /app⟧\nUSER app\n",
    "FROM a\nRUN mkdir /opt/x && ⟦chown app -R /opt/x⟧\nUSER app:app\n",
    "FROM a\nWORKDIR /app\nCOPY ⟦--chown=app⟧ . .\nUSER app\n",
    "FROM a\nWORKDIR /home/app/src\nCOPY ⟦--chown=1000:1000⟧ . ./\nUSER 1000\n",
    "FROM a\nRUN useradd -u 1000 app\nCOPY ⟦--chown=app:app⟧ . /srv\nUSER 1000\n",
    "FROM a\nARG U=app\nRUN ⟦chown -R ${U}:${U} /usr/local⟧\nUSER $U\n",
    "FROM a\nCOPY . /opt/x\nRUN chgrp -R 0 /opt/x && chmod -R ⟦g=u⟧ /opt/x\nUSER 1001\n",
    "FROM a\nCOPY . /app\nRUN chmod -R ⟦777⟧ /app\nUSER app\n",
    "FROM a\nCOPY . /app\nRUN ⟦find /app -exec chown app {} +⟧\nUSER app\n",
    "FROM a AS b\nRUN ⟦chown -R app /app⟧\nFROM b\nUSER app\n",
    "FROM a\nRUN ⟦chown -R www /var/www/html⟧\nUSER www\n",
  ]) func `the user owns its program`(_ text: String) {
    let file = TestDockerfile(text)
    let found = file.findings(DockerfileWritableRoot.self)
    #expect(found.map(TestDockerfile.range) == file.marked)
    #expect(found.allSatisfy { $0.severity == .info })
  }

  @Test(arguments: [
    "FROM a\nCOPY . /app\nRUN chown -R app /app\n",
    "FROM a\nRUN chown -R app /app\nUSER root\n",
    "FROM a\nRUN chown -R app /app\nUSER other\n",
    "FROM a\nRUN chown -R app /app\nUSER $unknown\n",
    "FROM a\nRUN chown -R app /data /var/lib/x /var/log/x /var/cache /run/x /tmp/x /app/data /app/logs /app/uploads\nUSER app\n",
    "FROM a\nRUN chown -R app /opt/state\nVOLUME /opt/state\nUSER app\n",
    "FROM a\nCOPY --chown=root:app . /app\nCOPY --chown=app x /app/data/\nUSER app\n",
    "FROM a\nCOPY --from=b --chown=app /rootfs/home/app /home/app\nUSER app\n",
    "FROM a\nCOPY --chown=$unknown . /app\nUSER app\n",
    "FROM a\nRUN chown app /app && chmod -R g+w /app\nUSER app\n",
    "FROM a AS b\nRUN chown -R app /app\nFROM c\nCOPY --from=b /app /app\nUSER app\n",
    "FROM mcr.microsoft.com/windows/nanoserver:1\nCOPY --chown=app . /app\nUSER app\n",
  ]) func `the user owns data, or nothing`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileWritableRoot.self, text).isEmpty)
  }

  @Test func `one finding says what else is writable and what has to be mounted`() throws {
    let text = """
      FROM a
      COPY --chown=app . /app
      RUN chown -R app /opt/x /app/data /var/lib/x
      VOLUME /cache
      USER app

      """
    let found = TestDockerfile.findings(DockerfileWritableRoot.self, text)
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(finding.message == "user app can change the program files in /app")
    #expect(
      finding.notes.map(\.message) == [
        "also /opt/x", "a read-only root file system needs mounts at /app/data, /cache, /var/lib/x",
      ])
  }
}
