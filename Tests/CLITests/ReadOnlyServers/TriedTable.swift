import Foundation
import Testing

/// The table of tried servers in docs/rofs.md, which says what the tests find.
enum TriedTable {
  private static let path = Imgscan.packageRoot + "/docs/rofs.md"

  /// Expects a server's line; with IMGSCAN_RECORD=1 writes it, and the test fails once.
  static func expect(_ name: String, _ columns: [[ContainerMount]]) throws {
    let line = line(name, columns)
    print(line)
    let data = try #require(FileManager.default.contents(atPath: path))
    var lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
    let at = lines.firstIndex { $0.hasPrefix("| \(name) |") }
    #expect(at.map { lines[$0] } == line, "docs/rofs.md says something else than is found (IMGSCAN_RECORD=1 writes it)")
    guard let at, ProcessInfo.processInfo.environment["IMGSCAN_RECORD"] == "1" else { return }
    lines[at] = line
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
  }

  private static func line(_ name: String, _ columns: [[ContainerMount]]) -> String {
    let cells = columns.map { mounts in
      "\(mounts.count)" + (mounts.isEmpty ? "" : ": " + mounts.map { "`\($0.path)`" }.joined(separator: " "))
    }
    return "| " + ([name] + cells).joined(separator: " | ") + " |"
  }
}
