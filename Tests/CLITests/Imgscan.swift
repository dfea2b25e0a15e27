import Foundation
import JSONText
import TestSupport

/// The program as built, run as a process.
enum Imgscan {
  /// The package's directory.
  static let packageRoot: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// Without colours, without a ShellCheck that may be installed or not, and without what another run kept.
  static let environment = ["NO_COLOR": "1", "IMGSCAN_SHELLCHECK": "off", "IMGSCAN_CACHE": "off"]

  /// `IMGSCAN_PROGRAM`, else beside the running test bundle, else the debug build of the package.
  static let program: ExternalProgram = {
    let manager = FileManager.default
    var places: [String] = []
    if let given = ProcessInfo.processInfo.environment["IMGSCAN_PROGRAM"] { places.append(given) }
    var directory = URL(
      fileURLWithPath: (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0])
    for _ in 0..<4 {
      directory.deleteLastPathComponent()
      places.append(directory.appendingPathComponent("imgscan").path)
    }
    places.append(packageRoot + "/.build/debug/imgscan")
    var isDirectory: ObjCBool = false
    let found = places.first {
      manager.fileExists(atPath: $0, isDirectory: &isDirectory) && !isDirectory.boolValue
        && manager.isExecutableFile(atPath: $0)
    }
    return ExternalProgram(path: found ?? "imgscan")
  }()

  static func run(
    _ arguments: String..., input: String? = nil, output: String? = nil, seconds: Double = 120
  ) throws -> ExternalProgram.Result {
    try run(arguments, input: input, output: output, seconds: seconds)
  }

  static func run(
    _ arguments: [String], input: String? = nil, output: String? = nil, seconds: Double = 120
  ) throws -> ExternalProgram.Result {
    try program.run(arguments, input: input, output: output, environment: environment, seconds: seconds)
  }

  /// Runs it in a directory, with variables of the environment.
  static func run(
    in directory: String, _ arguments: [String], environment: [String: String] = [:], output: String? = nil
  ) throws -> ExternalProgram.Result {
    let shell = ExternalProgram(path: "/bin/sh")
    return try shell.run(
      ["-c", #"cd "$1" && shift && exec "$0" "$@""#, program.path, directory] + arguments, output: output,
      environment: Imgscan.environment.merging(["HOME": "/nonexistent"]) { $1 }.merging(environment) { $1 })
  }

  /// Runs it at the end of a pipe that `cat FILE` feeds.
  static func pipe(_ file: String, _ arguments: [String]) throws -> ExternalProgram.Result {
    let shell = ExternalProgram(path: "/bin/sh")
    return try shell.run(
      ["-c", #"file=$1; shift; cat "$file" | "$0" "$@""#, program.path, file] + arguments,
      environment: environment)
  }

  /// The folder of shared cases: `IMGSCAN_CASES`, else ../shared/cases beside the package; nil when it is not there.
  static let cases: String? = {
    let path = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? packageRoot + "/../shared/cases"
    if FileManager.default.fileExists(atPath: path + "/images") { return path + "/images" }
    print("not tested: the shared cases are not at \(path) (IMGSCAN_CASES names another place)")
    return nil
  }()
}

extension ExternalProgram.Result {
  /// Standard output as JSON.
  func json() throws -> JSONValue { try JSONParser.parse(output) }
}

extension JSONValue {
  /// The rules of all findings in a JSON report, with their paths, sorted.
  var findingKeys: [String] {
    func walk(_ value: JSONValue) -> [String] {
      var out: [String] = []
      if let rule = value["rule"]?.string ?? value["ruleId"]?.string {
        out.append(rule + " " + (value["path"]?.string ?? value["location"]?["path"]?.string ?? ""))
      }
      for member in value.members ?? [] { out += walk(member.value) }
      for item in value.array ?? [] { out += walk(item) }
      return out
    }
    return walk(self).sorted()
  }
}
