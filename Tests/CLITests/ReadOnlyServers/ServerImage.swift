import Foundation
import JSONText
import TestSupport
import Testing

/// An image of a server, made of Debian packages, that can be started.
struct ServerImage {
  /// What a start came to.
  struct Outcome {
    var answers: Bool
    /// Why it does not answer, with the last lines of its log.
    var reason: String
    /// What it changed outside the mounts, such as `A /run/nginx.pid`.
    var changes: [String]
  }

  var name: String
  /// Where all images are.
  var directory: String
  private let definition: JSONValue

  init(_ name: String, in directory: String) throws {
    (self.name, self.directory) = (name, directory)
    let file = ServerImage.tools + "/\(name).json"
    definition = try JSONParser.parse(Array(try #require(FileManager.default.contents(atPath: file))))
  }

  private static let tools = Imgscan.packageRoot + "/testdata/servers"

  /// The names of all definitions.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: tools)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  /// Where the images are made and kept; nil, after one printed line, when they cannot be made or started here.
  static let made: String? = {
    let given = ProcessInfo.processInfo.environment["IMGSCAN_SERVERS"]
    let directory = given ?? Imgscan.packageRoot + "/.build/servers"
    guard let first = names.first else { return notTested("no definition is in \(tools)") }
    for arguments in [["build_images.py", directory], ["run_server.py", directory, first]] {
      do {
        let result = try python(arguments, seconds: 580)
        guard result.status != 0 else { continue }
        let isRefused = result.status == 3 || result.errorText.hasPrefix("unshare:")
        if !isRefused, result.status != nil { Issue.record("\(arguments[0]): \(result.errorText)") }
        return notTested(result.errorText.split(separator: "\n").last.map(String.init) ?? "the time was up")
      } catch {
        return notTested("\(error)")
      }
    }
    return directory
  }()

  private static func notTested(_ reason: String) -> String? {
    print("not tested: real servers with a read-only root (\(reason))")
    return nil
  }

  private static func python(_ arguments: [String], seconds: Double) throws -> ExternalProgram.Result {
    let python = try #require(ExternalProgram.find("python3"), "python3 is not installed")
    return try python.run([tools + "/" + arguments[0]] + arguments.dropFirst(), seconds: seconds)
  }

  /// The paths that `VOLUME` of the image names.
  var volumes: [ContainerMount] {
    (definition["config"]?["Volumes"]?.members ?? []).map { ContainerMount(path: $0.key, options: nil) }
  }

  /// Where it writes outside the plan, although it needs no mount there.
  var harmless: [ContainerMount] {
    (definition["harmless"]?.strings ?? []).map { ContainerMount(path: $0, options: nil) }
  }

  /// The mounts without which it does not start or answer, found by trying.
  var needs: [ContainerMount] {
    (definition["needs"]?.strings ?? []).map { text in
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      return ContainerMount(path: parts[0], options: parts.count == 1 ? nil : [parts[1]])
    }
  }

  /// The proposed mounts of the plan, read from the ECS container definition that the program emits.
  ///
  /// - Parameter changes: lines of `docker diff` for the plan to take in.
  func plan(changes: [String] = []) throws -> [ContainerMount] {
    let files = try TemporaryDirectory()
    let diff = try files.write("diff", Array(changes.map { $0 + "\n" }.joined().utf8))
    let observed = changes.isEmpty ? [] : ["--docker-diff", diff]
    let result = try Imgscan.run(["rofs", "\(directory)/\(name)/image", "--emit", "ecs"] + observed)
    try #require(result.status == 0, "\(name): \(result.errorText)")
    return ContainerMount.all(in: try result.json())
  }

  /// Starts it with mounts, everything else read-only or not, and asks it one question.
  func start(_ mounts: [ContainerMount], isReadOnly: Bool = true) throws -> Outcome {
    let arguments = ["run_server.py", directory, name] + (isReadOnly ? ["--read-only"] : [])
    let result = try ServerImage.python(arguments + mounts.flatMap(\.arguments), seconds: 150)
    try #require(result.status == 0, "\(name): \(result.errorText)")
    let outcome = try result.json()
    let log = outcome["log"]?.strings ?? []
    return Outcome(
      answers: outcome["answers"]?.bool == true,
      reason: ([outcome["why"]?.string ?? ""] + log.suffix(3)).joined(separator: "\n"),
      changes: outcome["changes"]?.strings ?? [])
  }
}
