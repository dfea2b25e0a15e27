import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfilePipeShellTests {
  @Test(arguments: [
    "FROM a\nRUN curl -sSL https://x.y/z | ⟦sh⟧\n",
    "FROM a\nRUN wget -qO- https://x.y/z | ⟦bash -s -- -y⟧\n",
    "FROM a\nRUN wget -O - https://x.y/z | ⟦sudo -E bash -⟧\n",
    "FROM a\nRUN curl https://x.y/z|⟦/bin/zsh⟧;true\n",
    "FROM a\nRUN curl https://x.y/z | gunzip | sed s/a/b/ | ⟦dash⟧\n",
    "FROM a\nRUN curl https://x.y/z | tee z.sh | ⟦bash -o pipefail -x⟧\n",
    "FROM a\nRUN curl https://x.y/z | ⟦python3.11 - --user⟧\nRUN curl https://x.y/z | ⟦perl⟧\n",
    "FROM a\nRUN curl https://x.y/z | ⟦node⟧ && curl https://x.y/z | ⟦php -- --quiet⟧\n",
    "FROM a\nRUN curl https://x.y/z | ⟦env A=b bash /dev/stdin -c 9⟧\n",
    "FROM a\nRUN curl https://x.y/z | ⟦A=b sh⟧\n",
    "FROM a\nRUN (curl https://x.y/z || wget -O- https://x.y/z) | ⟦sh⟧\n",
    "FROM a\nRUN curl https://x.y/z | { cd /tmp; ⟦sh⟧; }\n",
    "FROM a\nRUN if true; then curl https://x.y/z; fi | ⟦sh⟧\n",
    "FROM a\nRUN curl https://x.y/z | su app -c '⟦sh⟧'\n",
    "FROM a\nRUN ⟦bash <(curl -s https://x.y/z)⟧\nRUN ⟦source <(wget -qO- https://x.y/z)⟧\n",
    "FROM a\nRUN ⟦sh -c \"$(curl -fsSL https://x.y/z)\" -- --unattended⟧\n",
    "FROM a\nRUN ⟦bash -ec \"`curl https://x.y/z`\"⟧\nRUN ⟦eval \"$(curl https://x.y/z | sed 1d)\"⟧\n",
    "FROM a\nRUN ⟦python3 -c \"$(curl https://x.y/z)\"⟧\nRUN ⟦bash <<< \"$(curl https://x.y/z)\"⟧\n",
    "FROM a\nRUN ⟦bash < <(curl https://x.y/z)⟧\n",
    "FROM a AS build\nRUN curl https://x.y/z | ⟦sh⟧\nFROM b\n",
    "FROM a\nRUN [\"bash\", \"-c\", \"curl https://x.y/z | ⟦bash⟧\"]\n",
    "FROM a\nRUN <<EOF\ncurl https://x.y/z | ⟦sh⟧\nEOF\n",
    "FROM a\nRUN curl https://x.y/list | xargs curl | ⟦sh⟧\n",
    "FROM a\nRUN curl https://x.y/z | ⟦sh⟧ | curl -d @- https://x.y/z\n",
  ]) func `what is fetched is run`(_ text: String) {
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfilePipeShell.self).map(TestDockerfile.range) == file.marked)
  }

  @Test(arguments: [
    "FROM a\nRUN curl https://x.y/z | tar xz\nRUN curl https://x.y/z | gpg --dearmor > k\n",
    "FROM a\nRUN curl https://x.y/z | apt-key add -\nRUN curl https://x.y/z | tee /etc/a | sha256sum -c -\n",
    "FROM a\nRUN curl https://x.y/z | python3 -m json.tool | python3 -c 'import sys' | perl -pe s/a/b/ | node -e 1\n",
    "FROM a\nRUN curl https://x.y/z | sh install.sh\nRUN curl https://x.y/z | bash -c 'cat > x'\n",
    "FROM a\nRUN curl -o z https://x.y/z && sh z\nRUN curl -O https://x.y/z | sh\nRUN wget https://x.y/z | sh\n",
    "FROM a\nRUN curl https://x.y/z > z | sh\n",
    "FROM a\nRUN curl https://x.y/z; cat a | sh\nRUN cat a | sh | curl -d @- https://x.y/z\n",
    "FROM a\nRUN sh -c \"echo $(curl https://x.y/v)\"\nRUN sh build.sh \"$(curl https://x.y/v)\"\n",
    "FROM a\nRUN v=$(curl https://x.y/v | grep x) && ./configure\nRUN eval \"$(ssh-agent)\"\n",
    "FROM a\nRUN curl https://x.y/z | bash <<EOF\ntrue\nEOF\n",
    "FROM a\nRUN echo 'curl https://x.y/z | sh'\nCMD curl https://x.y/z | sh\nONBUILD RUN curl https://x.y/z | sh\n",
    "FROM a\nSHELL [\"powershell\"]\nRUN curl https://x.y/z | sh\n",
  ]) func `what is fetched is data or is looked at`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfilePipeShell.self, text).isEmpty)
  }

  @Test func `the fetch is a second place`() throws {
    let file = TestDockerfile("FROM a\nRUN ⟦wget -qO- https://x.y/z⟧ | sh\n")
    let finding = try #require(file.findings(DockerfilePipeShell.self).first)
    #expect(finding.message == "sh runs what wget fetches without a look at it")
    #expect(finding.notes.first?.place == file.marked.first.map { .source(file: "Dockerfile", range: $0) })
  }
}
