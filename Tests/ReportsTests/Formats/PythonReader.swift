import Foundation
import TestSupport
import Testing

/// Python programs in `Tests/tools` that read reports with parsers not ours.
enum PythonReader {
  /// What a script makes of a report, as JSON; nil when Python or its packages cannot be had.
  static func read(_ bytes: [UInt8], with script: String, _ arguments: [String] = []) throws -> Any? {
    guard let python else { return nil }
    let directory = try TemporaryDirectory()
    let report = try directory.write("report", bytes)
    let result = try python.run([tools + "/" + script, report] + arguments)
    guard result.status == 0 else {
      Issue.record("\(script): \(result.errorText)")
      return nil
    }
    return try JSONSerialization.jsonObject(with: Data(result.output))
  }

  /// A file of the shared cases; nil, with a line, when they are not there.
  static func sharedCase(_ name: String) -> String? {
    let folder = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root + "/../shared/cases"
    let path = folder + "/" + name
    if FileManager.default.fileExists(atPath: path) { return path }
    print("not tested: \(name) is not in \(folder) (IMGSCAN_CASES names another place)")
    return nil
  }

  private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
  private static let tools = root + "/Tests/tools"

  /// Made once; several tests at once would wait for each other.
  private static let python: ExternalProgram? = {
    guard let shell = ExternalProgram.find("sh"), let result = try? shell.run([tools + "/readers.sh"], seconds: 400),
      result.status == 0
    else {
      print("not tested: the Python readers of reports cannot be had (Tests/tools/readers.sh)")
      return nil
    }
    let bin = result.outputText.split(separator: "\n").last.map(String.init) ?? ""
    return ExternalProgram(path: bin + "/python3")
  }()
}
