import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileSSHDTests {
  @Test(arguments: [
    "EXPOSE ⟦22⟧", "EXPOSE 80 ⟦22/tcp⟧ 443", "EXPOSE ⟦20-25⟧", "ARG P=22\nEXPOSE ⟦$P⟧",
    "ENV A=21 B=23\nEXPOSE ⟦$A-${B}/tcp⟧",
    "ENV PORTS=\"80 22\"\nEXPOSE ⟦$PORTS⟧", "EXPOSE ⟦\"22\"⟧", "EXPOSE ⟦22/TCP⟧",
    "RUN apt-get install -y ⟦openssh-server⟧", "RUN apk add ⟦openssh⟧", "RUN dnf install -y ⟦openssh-server⟧",
    "RUN apk add openssh\n⟦CMD [\"/usr/sbin/sshd\", \"-D\"]⟧",
    "RUN apk add openssh\nEXPOSE ⟦22⟧\nCMD [\"/usr/sbin/sshd\"]",
  ])
  func `port and server are found once`(text: String) {
    let base = text.contains("apk") ? "alpine:3.20" : "debian:12"
    let file = TestDockerfile("FROM \(base)\n\(text)\n")
    #expect(file.findings(DockerfileSSHD.self).map(TestDockerfile.range) == file.marked)
    #expect(file.findings(DockerfileSSHD.self).map(\.severity) == [.medium])
  }

  @Test(arguments: [
    "EXPOSE 2222 220 8022 122", "EXPOSE 22/udp", "EXPOSE 23-25", "EXPOSE $PORT", "EXPOSE 99999999999999999999-22",
    "EXPOSE 22x -22 22-", "RUN apt-get install -y openssh-client", "RUN dnf install -y openssh",
    "RUN apt-get install -y openssh-server && apt-get purge -y openssh-server", "RUN echo EXPOSE 22",
    "ONBUILD EXPOSE 22",
  ])
  func `other ports and packages are not`(text: String) {
    #expect(TestDockerfile.findings(DockerfileSSHD.self, "FROM debian:12\n\(text)\n").map(\.message) == [])
  }

  @Test func `a builder's port does not ship`() {
    #expect(TestDockerfile.findings(DockerfileSSHD.self, "FROM a AS b\nEXPOSE 22\nFROM c\n").isEmpty)
    #expect(TestDockerfile.findings(DockerfileSSHD.self, "FROM a AS b\nEXPOSE 22\nFROM b\n").count == 1)
  }
}
