import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileUserMissingTests {
  private func findings(_ text: String, target: String? = nil) -> [Finding] {
    TestDockerfile.findings(DockerfileUserMissing.self, text, target: target)
  }

  private static let start = "\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"

  @Test(arguments: [
    "debian", "node:22-slim", "scratch", "gcr.io/distroless/static", "acme/app", "mcr.microsoft.com/dotnet/aspnet:10.0",
    "debian@sha256:00",
  ])
  func `an image that starts as root is a high finding`(_ base: String) {
    #expect(findings("FROM " + base + DockerfileUserMissingTests.start).map(\.severity) == [.high])
  }

  @Test(arguments: [
    "FROM a\nUSER 1000\nCMD [\"x\"]\n", "FROM a\nUSER app\nCMD [\"x\"]\n", "FROM a\nUSER $APP_UID\nCMD [\"x\"]\n",
    "FROM a\nUSER root\nCMD [\"x\"]\n", "FROM a AS b\nUSER 1\nFROM b\nCMD [\"x\"]\n",
    "FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\nCMD [\"x\"]\n",
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD [\"x\"]\n", "# escape=`\nFROM a\nCMD [\"x\"]\n",
    "FROM a\nSHELL [\"powershell\"]\nCMD x\n", "FROM a\nUSER\nCMD [\"x\"]\n", "", "RUN x\n",
  ])
  func `another user, Windows and what Docker refuses are silent`(_ text: String) {
    #expect(findings(text).isEmpty)
  }

  @Test(arguments: [
    "FROM debian\nRUN apt-get install -y gosu\nENTRYPOINT [\"/app\"]\n",
    "FROM alpine\nRUN apk add --no-cache 'su-exec>=0.2' su-exec\nCMD [\"/app\"]\n",
    "FROM debian\nRUN wget -O /usr/local/bin/gosu https://x.example/gosu-amd64\nCMD [\"/app\"]\n",
    "FROM debian\nRUN curl -o /x https://x.example/gosu-amd64\nCMD [\"/app\"]\n",
    "FROM debian\nCOPY --from=tianon/gosu /gosu /usr/local/bin/\nCMD [\"/app\"]\n",
    "FROM debian\nENTRYPOINT [\"setpriv\", \"--reuid\", \"app\", \"/app\"]\n",
    "FROM debian\nCMD su - app -c /app\n", "FROM debian\nENTRYPOINT [\"sudo\", \"-u\", \"app\", \"/app\"]\n",
    "FROM debian\nENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD [\"/app\"]\n", "FROM debian\nENTRYPOINT [\"/init\"]\n",
    "FROM debian\nENTRYPOINT [\"tini\", \"--\", \"/start.sh\"]\n",
    "FROM debian\nENTRYPOINT [\"bash\", \"/start.sh\"]\n",
    "FROM debian\nENTRYPOINT [\"tini\", \"--\"]\nCMD [\"/start.sh\"]\n",
    "FROM debian\nCMD [\"/docker-entrypoint.sh\"]\n",
    "FROM $BASE\nCMD [\"/app\"]\n", "FROM debian\nRUN apt-get update\n", "FROM scratch\nCOPY app /\n",
    "FROM sha256:0ced1c7c9b23d0e107c7b15d5a0017abbbcf7e64e49a4c9f9efa1b9589ca8b68\nCMD [\"/app\"]\n",
    "FROM gcr.io/distroless/static@sha256:00\nCMD [\"/app\"]\n",
    "FROM gcr.io/distroless/static:nonroot\nCMD [\"/app\"]\n",
    "FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\nEXPOSE 5432\n",
    "FROM debian AS b\nRUN apt-get install gosu\nFROM b\nCMD [\"/app\"]\n", "FROM nginx\nRUN apt-get update\n",
  ])
  func `what may drop root, what is not known and what others build on is info`(_ text: String) throws {
    let finding = try #require(findings(text).first)
    #expect(finding.severity == .info)
    #expect(!finding.message.contains("never leaves root"))
  }

  @Test(arguments: [
    "FROM debian\nRUN gosu nobody true\nCMD [\"/app\"]\n", "FROM debian\nRUN su-exec app ls\nCMD [\"/app\"]\n",
    "FROM debian\nRUN echo gosu\nCMD [\"/app\"]\n",
    "FROM debian AS b\nRUN apt-get install gosu\nFROM debian\nCMD [\"/app\"]\n",
    "FROM debian\nCMD [\"gosu\", \"root\", \"/app\"]\n", "FROM debian\nCMD [\"sudo\", \"/app\"]\n",
    "FROM debian\nCMD [\"./run.sh\"]\n", "FROM debian\nENTRYPOINT [\"/app\"]\nCMD [\"/start.sh\"]\n",
    "FROM debian\nEXPOSE 80\n", "FROM nginx\nCOPY site /usr/share/nginx/html\n",
    "FROM php:8-apache\nCOPY . /var/www/html\n",
    "FROM a\nONBUILD USER app\nCMD [\"/app\"]\n", "FROM postgres\nENTRYPOINT [\"/app\"]\n",
    "FROM debian\nSHELL [\"bash\", \"-c\"]\nCMD /app\n",
  ])
  func `none of these is an excuse`(_ text: String) {
    #expect(findings(text).map(\.severity) == [.high])
  }

  @Test func `the place is FROM of the stage that ships`() throws {
    let file = TestDockerfile("FROM node:22 AS build\nUSER node\n⟦FROM node:22-slim⟧\n⟦ENTRYPOINT⟧ [\"node\"]\n")
    let finding = try #require(file.findings(DockerfileUserMissing.self).first)
    #expect(TestDockerfile.range(finding) == file.marked[0])
    #expect(finding.message == "the final stage never leaves root")
    #expect(finding.label == "this base's default user is root")
    #expect(finding.notes.first?.message == "starts as uid 0")
    #expect(finding.notes.first?.place == .source(file: "Dockerfile", range: file.marked[1]))
    #expect(finding.notes.last?.message == "`USER node` on line 2 belongs to stage `build`, which is not shipped")
    #expect(finding.fix.hasPrefix("add USER 1000:1000 before ENTRYPOINT (line 4); the base has the account node"))
  }

  @Test func `another target ships another stage`() throws {
    let text = "FROM debian AS a\nCMD [\"x\"]\nFROM debian AS b\nUSER 1\nCMD [\"x\"]\n"
    #expect(findings(text).isEmpty)
    #expect(findings(text, target: "a").map(\.message) == ["the stage that ships never leaves root"])
    #expect(findings(text, target: "c").isEmpty)
  }

  @Test(arguments: [
    ("FROM debian\nRUN a\nCMD [\"x\"]\n", 3, 1, "USER 10001:10001\n"),
    ("FROM scratch\n# about the start\nENTRYPOINT [\"x\"]\nCMD [\"y\"]\n", 2, 1, "USER 65532:65532\n"),
    ("FROM debian\nCMD [\"x\"]\nRUN a\n", 4, 1, "USER 10001:10001\n"),
    ("FROM debian\nCMD [\"x\"]\nRUN a", 3, 6, "\nUSER 10001:10001"),
    ("FROM debian\r\nCMD [\"x\"]\r\n", 2, 1, "USER 10001:10001\r\n"),
    ("FROM debian\nEXPOSE 80\nRUN <<E\na\nE\n", 6, 1, "USER 10001:10001\n"),
  ])
  func `the change adds USER after the last step that builds`(
    _ text: String, _ line: Int, _ column: Int, _ replacement: String
  ) throws {
    let edit = try #require(findings(text).first?.edits.first)
    #expect(edit.range.start == SourcePosition(line: line, column: column))
    #expect(edit.range.start == edit.range.end)
    #expect(edit.replacement == replacement)
    #expect(!edit.isSafe)
  }

  @Test(arguments: [
    (
      "FROM acme/base\nRUN sudo ⟦apt-get install -y git⟧\nCMD [\"x\"]\n", Severity.info,
      "sudo is run as the base's user"
    ),
    ("FROM acme/base\nRUN ⟦apt-get install -y git⟧\nCMD [\"x\"]\n", .high, "apt-get works only as root"),
  ])
  func `what runs as the user of an unknown base tells who that is`(
    _ text: String, _ severity: Severity, _ note: String
  ) throws {
    let finding = try #require(TestDockerfile(text).findings(DockerfileUserMissing.self).first)
    #expect(finding.severity == severity)
    #expect(finding.notes.contains { $0.message.hasPrefix(note) })
  }

  @Test func `a user that the base is said to have is the one to add`() throws {
    let finding = try #require(findings("FROM jenkins/jenkins:lts\nCMD [\"x\"]\n").first)
    #expect(finding.fix == "add USER jenkins before CMD (line 2)")
  }

  @Test func `many stages and steps are read in no more than linear time`() {
    let stages = (0..<5_000).map { "FROM debian AS s\($0)\nUSER app\nRUN useradd -u $x y\n" }.joined()
    let text = stages + "FROM debian\n" + String(repeating: "RUN a\n", count: 20_000) + "CMD [\"x\"]\n"
    #expect(findings(text).count == 1)
  }
}
