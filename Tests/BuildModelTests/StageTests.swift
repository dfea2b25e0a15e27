import Core
import Dockerfile
import ShellSyntax
import Testing

@testable import BuildModel

/// Stages, what they are built from, and which of them ships.
@Suite struct StageTests {
  private func model(_ text: String, target: String? = nil) -> BuildModel {
    BuildModel(DockerfileSyntax(Array(text.utf8)), file: "Dockerfile", targetStage: target)
  }

  @Test func `the last stage ships with the stages it is built from`() {
    let build = model("FROM a AS one\nRUN x\nFROM b AS two\nFROM one\nRUN y\n")
    #expect(build.chain == [0, 2])
    #expect(build.stages.map(\.base) == [.image(ImageReference("a")), .image(ImageReference("b")), .stage(0)])
    #expect(build.base == .image(ImageReference("a")))
    #expect(build.shippedSteps.map(\.stage) == [0, 2])
  }

  @Test func `a target is named without regard to case`() {
    let text = "FROM a AS One\nFROM b AS two\n"
    #expect(model(text, target: "ONE").target == 0)
    #expect(model(text, target: "three").target == nil)
    #expect(model(text, target: "0").target == nil)
  }

  @Test(arguments: [
    ("FROM a AS b\nFROM b", BuildStage.Base.stage(0)),
    ("FROM a AS B\nFROM B", .image(ImageReference("B"))),
    ("FROM a AS B\nFROM b", .stage(0)),
    ("FROM a AS x\nFROM b AS x\nFROM x", .stage(1)),
    ("FROM x AS x", .image(ImageReference("x"))),
    ("FROM scratch", .scratch),
    ("ARG V=12\nFROM debian:$V", .image(ImageReference("debian:12"))),
    ("ARG V\nFROM debian:$V", .unknown("debian:$V")),
    ("ARG V\nFROM debian:${V:-12}", .image(ImageReference("debian:12"))),
    ("ARG A=1\nARG B=${A}2\nFROM x:$B", .image(ImageReference("x:12"))),
    ("FROM x-$TARGETARCH", .unknown("x-$TARGETARCH")),
    ("ARG S=scratch\nFROM \"$S\"", .scratch),
  ])
  func `FROM names a stage or an image`(text: String, base: BuildStage.Base) {
    #expect(model(text).targetStage?.base == base)
  }

  @Test(arguments: [
    ("FROM a\n", BuildUser.inherited),
    ("FROM a\nUSER b\nFROM c", .inherited),
  ])
  func `a stage without USER has its base's`(text: String, user: BuildUser) { #expect(model(text).user == user) }

  @Test(arguments: [
    ("FROM a\nUSER app", "app", true), ("FROM a AS x\nUSER app\nFROM x\nRUN y", "app", true),
    ("FROM a\nARG U=1000\nUSER $U:$U", "1000:1000", true), ("ARG U=7\nFROM a\nUSER $U", "$U", false),
    ("ARG U=7\nFROM a\nARG U\nUSER $U", "7", true), ("FROM a\nENV U=8\nUSER ${U}", "8", true),
    ("FROM a\nARG U\nUSER ${U:-9}", "9", true), ("FROM a\nUSER $APP_UID", "$APP_UID", false),
    ("FROM a\nENV A=1 B=$A\nUSER u$B", "u$B", false), ("FROM a\nARG A=1 B=$A\nUSER u$B", "u1", true),
    ("FROM a\nENV U=1\nARG U=2\nUSER $U", "2", true), ("FROM a\nENV U=1\nARG U\nUSER $U", "1", true),
    ("FROM a AS x\nENV U=3\nFROM x\nUSER $U", "3", true), ("FROM a\nENV U=$X\nUSER ${U:-1}", "${U:-1}", false),
    ("FROM a\nUSER 'root'", "root", true), ("FROM a\nUSER a\nONBUILD USER b", "a", true),
  ])
  func `USER is expanded with what the file says`(text: String, user: String, isKnown: Bool) {
    guard case .named(let found, _) = model(text).user else {
      Issue.record("no USER")
      return
    }
    if isKnown { #expect(found == ExpandedText(text: user, isKnown: true)) } else { #expect(!found.isKnown) }
  }

  @Test(arguments: ["root", "0", "00", "0:0", "root:x", ":5", "0:app"])
  func `root has many names`(user: String) { #expect(BuildUser.isRoot(user)) }

  @Test(arguments: ["1", "app", "rooty", "10", "app:root", "1000:0", "0x0"])
  func `other users are not root`(user: String) { #expect(!BuildUser.isRoot(user)) }

  @Test(arguments: [
    "# escape=`\nFROM a", "FROM mcr.microsoft.com/windows/servercore:ltsc2022", "FROM golang:1.22-nanoserver",
    "FROM --platform=windows/amd64 a", "FROM a\nSHELL [\"powershell\", \"-Command\"]",
    "FROM golang:windowsservercore-ltsc2022 AS x\nFROM x",
  ])
  func `Windows stages are told`(text: String) { #expect(model(text).isWindows) }

  @Test(arguments: [
    "FROM a", "FROM a\nSHELL [\"/bin/bash\", \"-c\"]", "FROM windows:x AS w\nFROM a\nCOPY --from=w a b",
  ])
  func `other stages are not`(text: String) { #expect(!model(text).isWindows) }

  @Test func `directories and shells are followed`() {
    let steps = model("FROM a AS x\nWORKDIR /srv\nSHELL [\"/bin/bash\", \"-c\"]\nFROM x\nWORKDIR app\nRUN y\n")
      .shippedSteps
    #expect(steps.last?.workdir == ExpandedText(text: "/srv/app", isKnown: true))
    #expect(steps.last?.dialect == .bash)
  }

  @Test func `values that grow without end are unknown`() {
    let text = "FROM a\nENV A=0123456789\n" + String(repeating: "ENV A=$A$A\n", count: 100) + "USER $A\n"
    guard case .named(let user, _) = model(text).user else {
      Issue.record("no USER")
      return
    }
    #expect(!user.isKnown)
  }

  @Test func `a long value is unknown, and the longer the file the shorter the values`() {
    for (count, isKnown) in [(16_000, true), (16_500, false)] {
      let build = model("FROM a\nENV A=\(String(repeating: "x", count: count))\nRUN b\n")
      #expect(build.shippedSteps.last.map { build.variable("A", at: $0) != nil } == isKnown)
    }
    #expect(Variables.mostValueBytes(fileBytes: 1 << 20) < Variables.mostValueBytes(fileBytes: 1 << 14))
    #expect(Variables.mostValueBytes(fileBytes: .max) > 0)
    #expect(Variables.mostPatternSteps(fileBytes: .max) > 0)
  }

  @Test(arguments: ["USER", "WORKDIR"])
  func `many steps cannot each hold a long text`(keyword: String) {
    let count = Variables.mostBytes / 2_000 + 10
    let build = model(
      "FROM a\nENV A=/\(String(repeating: "x", count: 1_999))\n"
        + String(repeating: "\(keyword) $A\n", count: count) + "RUN b\n")
    let steps = build.shippedSteps
    let texts = steps.map { step -> ExpandedText? in
      guard case .named(let user, _) = step.user else { return step.workdir }
      return user
    }
    #expect(texts[2]?.isKnown == true)
    #expect(texts.last == ExpandedText(text: "$A", isKnown: false))
    #expect(texts.reduce(0) { $0 + ($1?.text.utf8.count ?? 0) } <= Variables.mostBytes + 2 * count)
  }

  @Test func `a chain of many stages is followed in linear time`() {
    let text = "FROM a AS s0\n" + (1..<20_000).map { "FROM s\($0 - 1) AS s\($0)\nENV A$X=$Y\n" }.joined()
    #expect(model(text).chain.count == 20_000)
  }
}
