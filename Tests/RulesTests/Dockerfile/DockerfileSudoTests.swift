import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileSudoTests {
  @Test(arguments: [
    "RUN echo ⟦'app ALL=(ALL) NOPASSWD: ALL'⟧ >> /etc/sudoers",
    "RUN echo ⟦\"$USER ALL=(root) NOPASSWD:ALL\"⟧ > /etc/sudoers.d/$USER && chmod 0440 /etc/sudoers.d/$USER",
    "RUN echo %sudo ⟦ALL=NOPASSWD:⟧ ALL >> /etc/sudoers",
    "RUN printf ⟦'Defaults x\\napp ALL=(ALL) NOPASSWD: ALL\\n'⟧ | tee -a /etc/sudoers",
    "RUN echo ⟦'app ALL=(ALL) NOPASSWD: ALL'⟧ | (EDITOR='tee -a' visudo)",
    "RUN { echo a; echo ⟦'app ALL=(ALL) NOPASSWD: ALL'⟧; } > /etc/sudoers.d/x",
    "RUN cat <<EOF > /etc/sudoers.d/app\n⟦app ALL=(ALL) NOPASSWD: ALL⟧\nEOF",
    "RUN tee /etc/sudoers.d/app <<'EOF'\n# x\n⟦app ALL=(ALL) NOPASSWD: ALL⟧\nEOF",
    "COPY <<EOF /etc/sudoers.d/app\n⟦app ALL=(ALL) NOPASSWD: ALL⟧\nEOF",
    "RUN sed -i ⟦'s/^%sudo.*/%sudo ALL=(ALL:ALL) NOPASSWD:ALL/'⟧ /etc/sudoers",
    "RUN sed -i -e ⟦'s/^# \\(%wheel.*NOPASSWD.*\\)/\\1/'⟧ /etc/sudoers",
    "RUN sed -i ⟦'$ a app ALL=(ALL) NOPASSWD: ALL'⟧ /etc/sudoers",
    "RUN echo ⟦'Defaults !authenticate'⟧ >> /etc/sudoers",
    "RUN echo ⟦'root:toor'⟧ | chpasswd", "RUN echo ⟦\"app:secret\"⟧ | sudo chpasswd", "RUN chpasswd <<< ⟦app:secret⟧",
    "ARG USER\nRUN echo ⟦\"$USER:secret\"⟧ | chpasswd", "ARG PW=changeme\nRUN echo ⟦\"root:$PW\"⟧ | chpasswd",
    "RUN printf 'root:%s' ⟦secret⟧ | chpasswd", "RUN chpasswd <<EOF\n⟦root:secret⟧\nEOF",
    "RUN echo ⟦secret⟧ | passwd --stdin root", "RUN echo -e ⟦\"a\\na\"⟧ | passwd root",
    "RUN useradd -m -p ⟦secret⟧ app", "RUN usermod --password=⟦'$6$x'⟧ root", "RUN useradd -rmp ⟦x1⟧ app",
    "RUN useradd -p ⟦$(openssl passwd -1 secret)⟧ app",
  ])
  func `root for the asking and written passwords are high`(text: String) {
    let file = TestDockerfile("FROM debian:12\n\(text)\n")
    let found = file.findings(DockerfileSudo.self)
    #expect(found.map(TestDockerfile.range) == file.marked)
    #expect(found.map(\.severity) == [.high])
    #expect(found.allSatisfy { !$0.message.contains("secret") && !$0.evidence.contains("secret") })
  }

  @Test(arguments: [
    "RUN echo 'app ALL=(ALL) ALL' >> /etc/sudoers", "RUN echo '# app NOPASSWD: ALL' >> /etc/sudoers",
    "RUN echo 'NOPASSWD: is bad'", "RUN grep NOPASSWD /etc/sudoers", "RUN sed -i '/NOPASSWD/d' /etc/sudoers",
    "RUN sed -i 's/NOPASSWD://' /etc/sudoers", "RUN sed -i 's/^\\(.*NOPASSWD\\)/# \\1/' /etc/sudoers",
    "RUN echo 'a NOPASSWD: ALL' > /etc/sudoers.d/a && rm /etc/sudoers.d/a",
    "RUN echo 'a NOPASSWD: ALL' > /etc/sudoers.d/a\nRUN rm -rf /etc/sudoers.d",
    "ARG PW\nRUN echo \"root:$PW\" | chpasswd", "RUN echo \"root:$(cat /run/secrets/pw)\" | chpasswd",
    "RUN --mount=type=secret,id=p chpasswd < /run/secrets/p", "RUN printf 'root:%s' \"$PW\" | chpasswd",
    "RUN chpasswd <<EOF\nroot:$PW\nEOF", "RUN echo 'root:*' | chpasswd -e", "RUN echo 'root:!x' | chpasswd -e",
    "RUN useradd -p '*' app", "RUN usermod -p '!' root", "RUN useradd -d/opt/app -s /bin/sh app",
    "RUN useradd -p \"$HASH\" app", "RUN useradd -p $(openssl passwd -1 $PW) app", "RUN passwd -l root",
    "RUN adduser --disabled-password app", "RUN echo root:toor", "RUN echo 'echo root:toor | chpasswd'",
    "# RUN echo root:toor | chpasswd", "RUN apt-get install -y sudo && apt-get purge -y sudo",
    "ONBUILD RUN echo root:toor | chpasswd",
  ])
  func `locked accounts, secrets and talk are not reported`(text: String) {
    #expect(TestDockerfile.findings(DockerfileSudo.self, "FROM debian:12\n\(text)\n").map(\.message) == [])
  }

  @Test(arguments: ["RUN apt-get install -y ⟦sudo⟧ vim", "RUN apk add ⟦doas⟧"])
  func `sudo that stays is medium`(text: String) {
    let file = TestDockerfile("FROM debian:12\n\(text)\n")
    #expect(file.findings(DockerfileSudo.self).map(TestDockerfile.range) == file.marked)
    #expect(file.findings(DockerfileSudo.self).map(\.severity) == [.medium])
  }

  @Test func `a builder's password does not ship`() {
    let text = "FROM a AS b\nRUN apk add sudo && echo root:toor | chpasswd\nFROM c\nCOPY --from=b /app /app\n"
    #expect(TestDockerfile.findings(DockerfileSudo.self, text).isEmpty)
  }
}
