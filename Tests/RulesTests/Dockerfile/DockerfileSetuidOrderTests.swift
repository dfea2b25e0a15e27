import Core
import TestSupport
import Testing

@testable import Rules

/// What comes after a clean-up of setuid files.
@Suite struct DockerfileSetuidOrderTests {
  private static let strip = "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\n"

  @Test(arguments: [
    "apt-get install -y sudo", "apt install sudo", "apt-get -y upgrade", "apt-get dist-upgrade -y",
    "aptitude install x",
    "dpkg -i x.deb", "apk add shadow", "apk upgrade", "yum install -y sudo", "dnf update -y", "microdnf install x",
    "tdnf install x", "rpm -i x.rpm", "rpm -Uvh x.rpm", "zypper in x", "pacman -S --noconfirm x",
    "sudo apt-get install x",
  ])
  func `an installation after the clean-up is told at its own place`(command: String) {
    let file = TestDockerfile("FROM debian:12\n\(Self.strip)RUN true && ⟦\(command)⟧ && true\n")
    let findings = file.findings(DockerfileSetuidOrder.self)
    #expect(findings.map(TestDockerfile.range) == file.marked)
    #expect(findings.first?.notes.first?.place?.firstLine == 2)
    #expect(file.findings(DockerfileSetuidMissing.self) == [])
  }

  @Test(arguments: [
    "pip install x", "npm install -g x", "gem install x", "go install x", "cargo install x", "apt-get update",
    "apt-get clean", "apt-get download x", "apk del x", "apt-get purge -y x", "install -d /x", "apt-get install -s x",
    "dnf --installroot /rootfs install x", "echo apt-get install x", "yum clean all",
  ])
  func `other commands after it are not`(command: String) {
    #expect(TestDockerfile.findings(DockerfileSetuidOrder.self, "FROM debian:12\n\(Self.strip)RUN \(command)\n") == [])
    #expect(
      TestDockerfile.findings(DockerfileSetuidMissing.self, "FROM debian:12\n\(Self.strip)RUN \(command)\n") == [])
  }

  @Test(arguments: [
    "⟦COPY --from=busybox / /⟧\n", "ADD ⟦rootfs.tar.gz⟧ /\n",
    "RUN ⟦apt-get install -y a⟧\nRUN ⟦apt-get install -y b⟧\n",
    "RUN find / -perm -4000 -exec chmod u-s {} + && ⟦apt-get install -y sudo⟧\n",
    "RUN if true; then ⟦apt-get install -y sudo⟧; fi\n",
  ])
  func `every step that may bring such files is told`(rest: String) {
    let file = TestDockerfile("FROM debian:12\n\(Self.strip)\(rest)")
    #expect(file.findings(DockerfileSetuidOrder.self).map(TestDockerfile.range) == file.marked)
  }

  @Test(arguments: [
    "RUN apt-get install -y sudo\n\(strip)",
    "\(strip)RUN apt-get install -y sudo && find / -perm /6000 -exec chmod a-s {} +\n",
    "\(strip)RUN apt-get install -y sudo\nRUN chmod -R a-s /\n",
    "\(strip)COPY a.txt /\nADD https://example.com/x.tar.gz /x\nCOPY --from=busybox /bin/busybox /bin/\n",
    "\(strip)RUN setup() { apt-get install -y sudo; }\n",
    "RUN apt-get install -y sudo\n",
  ])
  func `nothing is told when the last word has the clean-up`(rest: String) {
    #expect(TestDockerfile.findings(DockerfileSetuidOrder.self, "FROM debian:12\n\(rest)") == [])
  }

  @Test func `the stages before are part of the order`() {
    let text = "FROM debian:12 AS a\n\(Self.strip)FROM a\nRUN ⟦apt-get install -y sudo⟧\n"
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfileSetuidOrder.self).map(TestDockerfile.range) == file.marked)
    let other = "FROM debian:12 AS a\n\(Self.strip)RUN apt-get install -y sudo\nFROM debian:12\nRUN true\n"
    #expect(TestDockerfile.findings(DockerfileSetuidOrder.self, other) == [])
  }
}
