import Core
import Deployment
import ImageArchive
import TestSupport
import Testing

@testable import Engine

@Suite struct SubjectContentTests {
  @Test(arguments: [
    "FROM x", "# syntax=docker/dockerfile:1\nFROM x", "", "\n\n  from x", "\u{FEFF}FROM x", "hello", "RUNN: x",
    "FROM x\nRUN <<EOF\nservices:\nEOF\n", "# c\nname: x\nFROM y",
  ])
  func `text is a Dockerfile`(_ text: String) {
    #expect(SubjectContent(head: Array(text.utf8)) == .dockerfile)
  }

  @Test(arguments: [
    [0x1F, 0x8B, 8], [0x28, 0xB5, 0x2F, 0xFD], [0x42, 0x5A, 0x68, 0x39], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
    [0x1F], Array("\u{7F}ELF\u{2}\u{1}\u{1}\0".utf8),
    Array(TarBuilder.archive([.file("a", "b")]).prefix(1024)),
  ])
  func `binary bytes are an image, or what the reader of images has words for`(_ head: [UInt8]) {
    #expect(SubjectContent(head: head) == .image)
  }

  @Test(arguments: [
    ("<html>", "HTML"), ("#mtree\n./a mode=4755\n", "mtree"),
    ("version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
  ])
  func `text of another kind is told`(_ text: String, _ words: String) {
    guard case .other(let what) = SubjectContent(head: Array(text.utf8)) else {
      Issue.record("\(text) was not told")
      return
    }
    #expect(what.contains(words))
  }

  @Test(arguments: [
    ("services:\n  web:\n", DeploymentKind.compose), ("---\n# c\n\nkind: Pod\napiVersion: v1\n", .kubernetes),
    ("\"family\": x\n'containerDefinitions':\n", .ecs), ("AWSTemplateFormatVersion: 1", .ecs),
    ("Resources:\n  A:\n    Type: AWS::ECS::TaskDefinition\n", .ecs),
    (#"{"family": "x", "containerDefinitions": ["#, .ecs), (#"[{"containerDefinitions":[]}]"#, .ecs),
    (#"{"Resources":{"A":{"Type":"AWS::ECS::TaskDefinition"}}}"#, .ecs),
    ("# c\n/* d */\nresource \"aws_ecs_task_definition\" \"app\" {\n", .ecs), ("terraform {\n", .ecs),
    ("\u{FEFF}\nlocals {}", .ecs), ("variable image {\n}", nil), ("data x\nFROM y", nil), ("resource \"a\"", nil),
    ("# locals {\nFROM x", nil), ("module", nil), ("terraform\n{", nil),
  ])
  func `a deployment file is told by its beginning`(_ text: String, _ kind: DeploymentKind?) {
    #expect(SubjectContent(head: Array(text.utf8)) == (kind.map(SubjectContent.deployment) ?? .dockerfile))
  }

  @Test func `UTF-16 is told, for Docker does not read it`() {
    guard case .other(let what) = SubjectContent(head: [0xFF, 0xFE, 0x46, 0]) else {
      Issue.record("UTF-16 was not told")
      return
    }
    #expect(what.contains("UTF-16"))
  }

  @Test(arguments: [
    (#"{"family":"x","networkMode":"host"}"#, SubjectContent.deployment(.ecs)),
    (#"[{"image":"x","name":"y"}]"#, .deployment(.ecs)), (#"{"planned_values":{}}"#, .deployment(.ecs)),
    (#"{"Version":1,"Statement":[]}"#, .other("an IAM policy (top-level keys: Version, Statement)")),
    (#" [1]"#, .other("JSON (an array)")), (#"{"a":1,"b":2}"#, .other("JSON (top-level keys: a, b)")),
    (#"{"apiVersion":"v1","kind":"Pod"}"#, .deployment(.kubernetes)), (#"{"services":{}}"#, .deployment(.compose)),
    ("{{ template }}\nFROM x", nil), ("[broken", nil), ("{ \"a\": 1,\n}", .deployment(.ecs)),
    ("[{'a': 1}]", nil), ("{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{- end }}\n", .deployment(.kubernetes)),
  ])
  func `JSON is told by its keys`(_ text: String, _ content: SubjectContent?) {
    #expect(SubjectContent(head: Array(text.utf8)) == .perhapsJSON)
    #expect(SubjectContent.json(Array(text.utf8)) == content)
  }

  @Test(arguments: [
    (["index.json": #"{"manifests":[]}"#], DirectoryContent.image), (["oci-layout": "{}"], .image),
    (["index.json": "{", "blobs/x": ""], .image), (["index.json": #"{"pages":[]}"#], .tree),
    (["manifest.json": "{}", "version": "Directory Transport Version: 1.1\n"], .image),
    (["manifest.json": #"{"name":"web app"}"#, "version": "1.2"], .tree), (["manifest.json": " [{}]"], .image),
    (["manifest.json": #"{"schemaVersion":2}"#, "version": "1"], .image), (["manifest.json": "{}"], .tree),
    (["repositories": "{}"], .image), (["repositories": "list"], .tree), (["Dockerfile": ""], .tree),
  ])
  func `a directory is an image by what is in its files`(_ files: [String: String], _ content: DirectoryContent) throws
  {
    let directory = try TemporaryDirectory()
    for (name, text) in files { try directory.write(name, Array(text.utf8)) }
    #expect(DirectoryContent(of: Array(directory.path.utf8)) == content)
  }

  @Test func `each layout that is read is known`() throws {
    let image = SavedImage([.file("a")])
    let directory = try TemporaryDirectory()
    let forms = [image.dockerMembers(), image.ociMembers(), image.skopeoMembers(), image.legacyMembers()]
    for (index, members) in forms.enumerated() {
      let path = try directory.unpack(members, as: "form\(index)")
      #expect(DirectoryContent(of: Array(path.utf8)) == .image, "form \(index)")
    }
  }

  private static func subject(_ path: String, isFromSearch: Bool = false) -> Subject {
    Subject(name: path, kind: .dockerfile, path: Array(path.utf8), isFromSearch: isFromSearch)
  }

  @Test func `many Dockerfiles come back in order, and one that is gone costs the others nothing`() throws {
    let directory = try TemporaryDirectory()
    var subjects = try (0..<100).map { Self.subject(try directory.write("\($0)", Array("FROM \($0)".utf8))) }
    subjects[50] = Self.subject(directory.path + "/gone")
    let judged = TextBatch(jobs: 4).judge(subjects) { _, bytes in
      Target(kind: "dockerfile", name: String(decoding: bytes, as: UTF8.self))
    }
    #expect(judged.count == 100)
    for (index, one) in judged.enumerated() {
      if index == 50 {
        guard case .failed(let error) = one else {
          Issue.record("a file that is gone was read")
          continue
        }
        #expect(error.message.hasSuffix("gone: no such file or directory"))
      } else {
        #expect(one == .target(Target(kind: "dockerfile", name: "FROM \(index)")))
      }
    }
  }

  @Test func `a Dockerfile may have so many bytes and no more`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("Dockerfile", Array("0123456789".utf8))
    for (limit, isRead) in [(9, false), (10, true), (11, true)] {
      var limits = SubjectLimits()
      limits.dockerfileBytes = limit
      let judged = TextBatch(jobs: 1, limits: limits).judge([Self.subject(path)]) { _, bytes in
        Target(kind: "dockerfile", name: "\(bytes.count)")
      }
      if isRead {
        #expect(judged == [.target(Target(kind: "dockerfile", name: "10"))])
      } else {
        guard case .failed(let error) = judged.first else {
          Issue.record("10 bytes were read over a limit of 9")
          continue
        }
        #expect(error.code == .limit)
      }
    }
  }

  @Test func `a file that a search found and that is no text is passed over`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("Dockerfile.bin", [1, 0, 2])
    let batch = TextBatch(jobs: 1)
    @Sendable func target(_: Int, _: [UInt8]) -> Target { Target(kind: "dockerfile", name: path) }
    #expect(batch.judge([Self.subject(path, isFromSearch: true)], target) == [.passedOver])
    #expect(batch.judge([Self.subject(path)], target) != [.passedOver])
    var limits = SubjectLimits()
    limits.dockerfileBytes = 2
    let small = TextBatch(jobs: 1, limits: limits)
    #expect(small.judge([Self.subject(path, isFromSearch: true)], target) == [.passedOver])
  }
}
