import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileUserRootTests {
  @Test(arguments: [
    "FROM a\nUSER ⟦root⟧\n", "FROM a\nUSER ⟦0⟧\n", "FROM a\nUSER ⟦00⟧\n", "FROM a\nUSER ⟦0:0⟧\n",
    "FROM a\nUSER ⟦0:1000⟧\n", "FROM a\nUSER ⟦root:app⟧\n", "FROM a\nUSER ⟦\"root\"⟧\n", "FROM a\nUSER ⟦'0'⟧\n",
    "FROM a\nUSER ⟦:1000⟧\n", "FROM a\nARG u=root\nUSER ⟦$u⟧\n", "FROM a\nENV U=0 G=1\nUSER ⟦${U}:${G}⟧\n",
    "FROM a\nUSER ⟦${U:-root}⟧\n", "ARG u=0\nFROM a\nARG u\nUSER ⟦$u⟧\n", "FROM a\nUSER ⟦root:$GID⟧\n",
    "FROM a\nUSER app\nUSER ⟦root⟧\n", "FROM a AS b\nUSER ⟦root⟧\nFROM b\nRUN x\n",
    "FROM a\nRUN useradd -o -u 0 toor\nUSER ⟦toor⟧\n", "FROM a\nRUN useradd -ou0 toor\nUSER ⟦toor⟧\n",
    "FROM a\nRUN adduser -D -u 0 toor grp\nUSER ⟦toor⟧\n", "FROM a\nRUN usermod --uid=0 -o app\nUSER ⟦app⟧\n",
    "FROM a\nRUN echo 'toor:x:0:0::/:/bin/sh' >> /etc/passwd\nUSER ⟦toor⟧\n",
    "FROM a\nARG N=toor\nRUN useradd -o -u 0 $N\nUSER ⟦$N⟧\n", "FROM a\nRUN gosu nobody true\nUSER ⟦root⟧\n",
    "FROM a\nUSER ⟦root⟧\nONBUILD USER app\n",
  ])
  func `a last USER of root is a high finding at its argument`(_ text: String) {
    let file = TestDockerfile(text)
    let findings = file.findings(DockerfileUserRoot.self)
    #expect(findings.map(TestDockerfile.range) == file.marked)
    #expect(findings.map(\.severity) == [.high])
  }

  @Test(arguments: [
    "FROM a\n", "FROM a\nUSER root\nUSER app\n", "FROM a\nUSER 10\n", "FROM a\nUSER 1000:0\n", "FROM a\nUSER rooty\n",
    "FROM a\nUSER $U\n", "FROM a\nARG u\nUSER $u\n", "FROM a\nUSER $U:0\n", "FROM a\nUSER ${U:-app}\n",
    "FROM a AS b\nUSER root\nFROM a\nUSER app\n", "FROM a AS b\nUSER root\nFROM a\n", "FROM a\nONBUILD USER root\n",
    "# escape=`\nFROM a\nUSER root\n", "FROM mcr.microsoft.com/windows/nanoserver:1809\nUSER root\n",
    "FROM a\nRUN useradd -u 1000 toor\nUSER toor\n", "FROM a\nRUN useradd -o -u 0 toor\nUSER app\n",
    "FROM a\nRUN useradd -o -u 0 t && usermod -u 5 t\nUSER t\n", "FROM a\nRUN adduser -u 0 x app\nUSER app\n",
    "FROM a\nRUN echo 'toor:x:10:0::/:/bin/sh' >> /etc/passwd\nUSER toor\n",
    "FROM a\nRUN echo 'toor:x:0:0::/:/bin/sh' > /tmp/x\nUSER toor\n",
    "FROM a AS b\nRUN useradd -o -u 0 toor\nFROM a\nUSER toor\n",
  ])
  func `another last USER is silent`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileUserRoot.self, text).isEmpty)
  }

  @Test(arguments: [
    "FROM a\nRUN apt-get install gosu\nUSER app\nUSER root\nENTRYPOINT [\"/entrypoint.sh\"]\n",
    "FROM a\nUSER root\nENTRYPOINT [\"gosu\", \"app\", \"/app\"]\n",
  ])
  func `root that a tool drops at run time is info`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileUserRoot.self, text).map(\.severity) == [.info])
  }

  @Test func `a script alone does not excuse a USER of root`() {
    let text = "FROM a\nUSER root\nENTRYPOINT [\"/entrypoint.sh\"]\n"
    #expect(TestDockerfile.findings(DockerfileUserRoot.self, text).map(\.severity) == [.high])
  }

  @Test func `the target decides which USER counts`() {
    let text = "FROM a AS b\nUSER root\nFROM a\nUSER app\n"
    #expect(TestDockerfile.findings(DockerfileUserRoot.self, text, target: "b").count == 1)
  }

  @Test(arguments: [
    ("FROM a\nUSER app\nRUN x\nUSER 0\nCMD [\"x\"]\n", "add USER app before CMD (line 5)"),
    ("FROM jenkins/jenkins:lts\nUSER root\nRUN x\n", "add USER jenkins at the end of the stage"),
    ("FROM scratch\nUSER 0\nCMD [\"x\"]\n", "add USER 65532:65532 before CMD (line 3); a number needs no account"),
    (
      "FROM alpine\nUSER 0\nCMD [\"x\"]\n",
      "add USER 10001:10001 before CMD (line 3); for an account of that number: RUN addgroup"
    ),
  ])
  func `the fix goes back to the user there was`(_ text: String, _ fix: String) throws {
    let finding = try #require(TestDockerfile.findings(DockerfileUserRoot.self, text).first)
    #expect(finding.fix.hasPrefix(fix))
  }

  @Test func `a note names where root came from`() throws {
    let file = TestDockerfile("FROM a\nRUN ⟦useradd -o -u 0 toor⟧\nUSER ⟦app⟧\nUSER toor\n")
    let finding = try #require(file.findings(DockerfileUserRoot.self).first)
    #expect(finding.notes.map(\.place) == file.marked.map { .source(file: "Dockerfile", range: $0) })
  }
}
