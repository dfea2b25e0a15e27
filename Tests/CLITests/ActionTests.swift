import Foundation
import TestSupport
import Testing

/// The scripts of action.yml, run as a runner of GitHub Actions does.
@Suite struct ActionTests {
  private static let action = Imgscan.packageRoot + "/.github/action/"

  /// Runs one of the scripts; gives how it ended and what it wrote to `$GITHUB_OUTPUT`.
  private func run(
    _ script: String, in directory: TemporaryDirectory, _ settings: [String: String]
  ) throws -> (result: ExternalProgram.Result, outputs: [String: String])? {
    guard let bash = ExternalProgram.find("bash") else {
      print("not tested: there is no bash")
      return nil
    }
    let output = try directory.write("output", [])
    let runner = [
      "GITHUB_OUTPUT": output, "GITHUB_PATH": try directory.write("path", []), "RUNNER_TEMP": directory.path,
      "ACTION_PATH": Imgscan.packageRoot, "GITHUB_STEP_SUMMARY": try directory.write("summary", []),
    ]
    let result = try bash.run([Self.action + script], environment: runner.merging(settings) { $1 })
    let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
    let pairs = lines.compactMap { line -> (String, String)? in
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    return (result, Dictionary(pairs) { $1 })
  }

  /// A tarball of the form of a release, with a program that only knows its version; its URL and its checksum.
  private func release(in directory: TemporaryDirectory) throws -> (url: String, sha256: String) {
    let script = #"""
      mkdir -p "$0/imgscan-9-linux-amd64" && cd "$0" || exit 1
      printf '#!/bin/sh\necho 9\n' > imgscan-9-linux-amd64/imgscan && chmod 755 imgscan-9-linux-amd64/imgscan
      tar -czf release.tar.gz imgscan-9-linux-amd64 && sha256sum release.tar.gz > release.tar.gz.sha256
      cut -d ' ' -f 1 release.tar.gz.sha256
      """#
    let result = try ExternalProgram(path: "/bin/sh").run(["-c", script, directory.path])
    return ("file://" + directory.path + "/release.tar.gz", String(result.outputText.prefix(64)))
  }

  @Test(arguments: [true, false])
  func `a release is installed when it has the checksum`(isPinned: Bool) throws {
    guard ExternalProgram.find("curl") != nil else {
      print("not tested: there is no curl")
      return
    }
    let directory = try TemporaryDirectory()
    let (url, sha256) = try release(in: directory)
    guard
      let (result, outputs) = try run(
        "install.sh", in: directory, ["INPUT_URL": url, "INPUT_SHA256": isPinned ? sha256 : ""])
    else { return }
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    #expect(try ExternalProgram(path: outputs["program"] ?? "/nonexistent").run([]).outputText == "9\n")
  }

  @Test(arguments: [String(repeating: "0", count: 64), "abc", "../../etc/passwd"])
  func `a release with another checksum is not run`(sha256: String) throws {
    guard ExternalProgram.find("curl") != nil else { return }
    let directory = try TemporaryDirectory()
    let url = try release(in: directory).url
    guard let (result, outputs) = try run("install.sh", in: directory, ["INPUT_URL": url, "INPUT_SHA256": sha256])
    else { return }
    #expect(result.status == 2)
    #expect(outputs.isEmpty)
    #expect(result.outputText.hasPrefix("::error title=imgscan::"))
  }

  @Test(arguments: [("USER 65532:65532", 0, "0"), ("USER root", 1, nil)])
  func `the outputs tell how a scan ended`(user: String, status: Int32, findings: String?) throws {
    guard try Imgscan.run("scan", "--help").outputText.contains("--report") else {
      print("not tested: the program does not know --report")
      return
    }
    let directory = try TemporaryDirectory()
    let subject = try directory.write(
      "odd $(touch x) name/Dockerfile", Array("FROM scratch\nCOPY app /app\n\(user)\nENTRYPOINT [\"/app\"]\n".utf8))
    let sarif = directory.path + "/imgscan.sarif"
    guard
      let (result, outputs) = try run(
        "scan.sh", in: directory,
        [
          "PROGRAM": Imgscan.program.path, "INPUT_SUBJECT": "\n" + subject + "\n", "INPUT_FORMAT": "text",
          "INPUT_SARIF_FILE": sarif, "INPUT_ARGS": "--color\nnever\n", "INPUT_REPORT": "junit=\(directory.path)/j.xml",
        ])
    else { return }
    #expect(result.status == status, "\(result.outputText)\(result.errorText)")
    #expect(outputs["exit-status"] == String(status))
    #expect(outputs["sarif-file"] == sarif)
    #expect(FileManager.default.fileExists(atPath: directory.path + "/j.xml"))
    if let findings { #expect(outputs["findings"] == findings) } else { #expect(outputs["findings"] != "0") }
  }
}
