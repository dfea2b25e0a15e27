import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct OutputTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ image: SavedImage, _ name: String = "app.tar") throws -> String {
    try directory.write(name, SavedImage.tar(image.dockerMembers()))
  }

  @Test(arguments: [["-f", "json"], ["facts"], ["facts", "--tree"], ["layers", "-f", "json"]])
  func `machine formats are one JSON document`(_ arguments: [String]) throws {
    let path = try write(ExitStatusTests.bad)
    let result = try Imgscan.run(arguments + [path])
    #expect(try result.json().members?.isEmpty == false)
    #expect(result.output.last == 10)
  }

  @Test(arguments: [["schema"], ["rules", "-f", "json"]])
  func `the schema and the list of rules are JSON`(_ arguments: [String]) throws {
    #expect(throws: Never.self) { try Imgscan.run(arguments).json() }
  }

  @Test func `--output writes the same bytes to a file, and nothing beside it`() throws {
    let path = try write(ExitStatusTests.bad)
    let target = directory.path + "/report.json"
    let toFile = try Imgscan.run("-f", "json", "--output", target, path)
    #expect(toFile.status == 1)
    #expect(toFile.output.isEmpty)
    let written = try #require(FileManager.default.contents(atPath: target))
    #expect(Array(written) == (try Imgscan.run("-f", "json", path).output))
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(names.sorted() == ["app.tar", "report.json"])
  }

  @Test func `a report that cannot be written is 2 and one line, and leaves the old one alone`() throws {
    let path = try write(ExitStatusTests.bad)
    for target in [directory.path + "/no/such/directory/report", directory.path] {
      let result = try Imgscan.run("--output", target, path)
      #expect(result.status == 2)
      #expect(result.errorText.split(separator: "\n").count == 1)
      #expect(result.errorText.contains("cannot be written"))
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: [["-f", "text"], ["-f", "json"]])
  func `a full disk is 2 with one line that says so`(_ format: [String]) throws {
    let path = try write(ExitStatusTests.bad)
    let result = try Imgscan.run(format + [path], output: "/dev/full")
    #expect(result.status == 2)
    #expect(
      result.errorText.split(separator: "\n").filter { $0.contains("error") } == [
        "error: the report cannot be written to standard output: no space left on device"
      ])
  }

  @Test func `the same input gives the same bytes, whatever the threads and however often`() throws {
    var image = ExitStatusTests.bad
    image.layers = (0..<12).map { layer in
      TestLayer((0..<40).map { .setuid("d\($0 % 7)/layer\(layer)-\($0)") } + [.file("tmp/.wh.x"), .setuid("same")])
        .gzipped
    }
    let path = try write(image)
    for arguments in [["-f", "json"], ["-f", "text", "--all", "-v"], ["facts", "--tree"], ["layers"]] {
      let first = try Imgscan.run(arguments + ["--jobs", "1", path])
      #expect(!first.output.isEmpty)
      for jobs in ["1", "4", "4", "13"] {
        let again = try Imgscan.run(arguments + ["--jobs", jobs, path])
        #expect(again.output == first.output, "\(arguments) --jobs \(jobs)")
        #expect(again.status == first.status)
      }
    }
  }

  static let ugly = "e\u{1B}[31m\u{7}\r\u{8}\u{7F}\u{9B}x\u{202E}\u{2066}\n\t"

  @Test(arguments: [
    ["-f", "text", "--all", "-v"], ["-f", "json"], ["facts", "--tree"], ["layers"], ["layers", "-f", "json"],
  ])
  func `no name in an image can speak to the terminal`(_ arguments: [String]) throws {
    var image = SavedImage(
      [
        TestLayer([
          .setuid("bin/\(OutputTests.ugly)su"), .setuid("bin/").with { $0.name += [0xFF, 0x1B] },
          .hardLink("x\(OutputTests.ugly)", to: "missing\(OutputTests.ugly)"),
          .directory("w\(OutputTests.ugly)", mode: 0o777),
          .symlink("bin/nc", to: OutputTests.ugly),
        ])
      ],
      config:
        #"{"User":"\#(escaped)","Env":["\#(escaped)=1"],"Entrypoint":["\#(escaped)"],"WorkingDir":"\#(escaped)","Volumes":{"\#(escaped)":{}}}"#,
      tags: [escaped])
    image.history = #"[{"created_by":"\#(escaped)"}]"#
    for path in [try write(image), try write(image, "ugly \u{1B}[31m.tar")] {
      let result = try Imgscan.run(arguments + [path])
      #expect(result.status != nil)
      for bytes in [result.output, result.errors] {
        #expect(bytes.allSatisfy { $0 >= 32 && $0 != 0x7F || $0 == 10 })
        let text = String(decoding: bytes, as: UTF8.self)
        if !arguments.contains("json"), arguments[0] != "facts" {
          #expect(
            !text.unicodeScalars.contains {
              (0x80..<0xA0).contains($0.value) || "\u{202E}\u{2066}".unicodeScalars.contains($0)
            })
        }
      }
    }
  }

  private var escaped: String { #"e\u001b[31m\u0007\r\u0008\u007f\u009bx\u202e\n\t"# }

  @Test func `errors about an ugly file name are as harmless`() throws {
    let result = try Imgscan.run(directory.path + "/no\u{1B}[31m\u{202E}\n.tar")
    #expect(result.status == 2)
    #expect(result.errors.allSatisfy { $0 >= 32 || $0 == 10 })
    #expect(!result.errorText.contains("\u{202E}"))
  }

  @Test func `nothing is coloured in a file or pipe unless asked for`() throws {
    let path = try write(ExitStatusTests.bad)
    #expect(!(try Imgscan.program.run([path]).output.contains(0x1B)))
    #expect(try Imgscan.program.run(["--color", "always", path]).output.contains(0x1B))
  }
}
