import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileShellLeftTests {
  @Test(arguments: [
    "FROM ⟦debian:12⟧\nENTRYPOINT [\"/app\"]\n", "FROM ⟦alpine⟧\nCMD [\"/usr/bin/app\", \"-x\"]\n",
    "FROM ⟦nginx:1.27⟧\nENTRYPOINT [\"nginx\", \"-g\", \"daemon off;\"]\n",
    "FROM ⟦debian:12⟧\nENTRYPOINT [\"tini\", \"--\"]\nCMD [\"app\"]\n",
    "FROM ⟦debian:12⟧\nENTRYPOINT [\"/app\"]\nHEALTHCHECK CMD [\"/app\", \"check\"]\n",
    "FROM debian:12 AS a\nCMD app\nFROM ⟦a⟧\nENTRYPOINT [\"/app\"]\nCMD [\"-v\"]\n",
  ])
  func `a shell beside a program is a remark at the last FROM`(text: String) {
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfileShellLeft.self).map(TestDockerfile.range) == file.marked)
    #expect(file.findings(DockerfileShellLeft.self).map(\.severity) == [.info])
    #expect(DockerfileShellLeft.info.strictSeverity == .medium)
  }

  @Test(arguments: [
    "FROM scratch\nENTRYPOINT [\"/app\"]\n", "FROM gcr.io/distroless/static-debian12\nENTRYPOINT [\"/app\"]\n",
    "FROM debian:12\nENTRYPOINT /app\n", "FROM debian:12\nENTRYPOINT [\"/app\"]\nCMD x\n",
    "FROM debian:12\nENTRYPOINT [\"/app\"]\nHEALTHCHECK CMD test -f /x\n",
    "FROM debian:12\nENTRYPOINT [\"/app\"]\nHEALTHCHECK CMD [\"sh\", \"-c\", \"x\"]\n",
    "FROM debian:12\nENTRYPOINT [\"/x.sh\"]\nCMD [\"app\"]\n", "FROM debian:12\nENTRYPOINT [\"docker-entrypoint\"]\n",
    "FROM debian:12\nCMD [\"bash\"]\n", "FROM debian:12\nENTRYPOINT [\"tini\", \"--\", \"bash\"]\n",
    "FROM debian:12\nENTRYPOINT [\"tini\", \"--\"]\n", "FROM debian:12\nRUN x\n",
    "FROM node:22\nCMD [\"node\", \"a.js\"]\n",
    "FROM debian:12\nCMD [\"npm\", \"start\"]\n", "FROM debian:12\nRUN rm -f /bin/sh\nENTRYPOINT [\"/app\"]\n",
    "FROM debian:12\nENTRYPOINT [\"$APP\"]\n", "FROM $BASE\nENTRYPOINT [\"/app\"]\n",
    "FROM example.org/unknown\nENTRYPOINT [\"/app\"]\n",
    "FROM mcr.microsoft.com/windows/nanoserver\nENTRYPOINT [\"app.exe\"]\n",
  ])
  func `a shell that is needed, gone or not known is not`(text: String) {
    #expect(TestDockerfile.findings(DockerfileShellLeft.self, text).map(\.message) == [])
  }
}
