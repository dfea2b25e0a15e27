import Core
import ImageArchive
import RootFS

/// One entry of a layer, as a merge test writes it.
struct Step: Sendable, Equatable, CustomStringConvertible {
  var kind: EntryKind
  var path: String
  var mode: UInt16
  var link: String
  var uid: UInt32 = 0

  static func file(_ path: String, _ mode: UInt16 = 0o644) -> Step {
    Step(kind: .file, path: path, mode: mode, link: "")
  }
  static func directory(_ path: String, _ mode: UInt16 = 0o755) -> Step {
    Step(kind: .directory, path: path, mode: mode, link: "")
  }
  static func symlink(_ path: String, _ target: String) -> Step {
    Step(kind: .symlink, path: path, mode: 0o777, link: target)
  }
  static func hardLink(_ path: String, _ target: String, _ mode: UInt16 = 0o644) -> Step {
    Step(kind: .hardLink, path: path, mode: mode, link: target)
  }
  static func gone(_ path: String) -> Step { Step(kind: .whiteout, path: path, mode: 0, link: "") }
  static func opaque(_ directory: String) -> Step {
    Step(kind: .opaque, path: directory.isEmpty ? "." : directory + "/.", mode: 0, link: "")
  }

  var description: String { "\(kind) \(path) \(String(mode, radix: 8)) \(link)" }
}

/// A merged file system with what was said about it.
struct Merged {
  var root: RootFS
  var problems: Problems
  var gone: [SetidGone]

  init(_ layers: [[Step]], limits: MergeLimits = MergeLimits()) {
    root = RootFS(limits: limits)
    for (index, layer) in layers.enumerated() {
      var record = LayerRecord()
      for step in layer {
        record.append(path: step.path, kind: step.kind, mode: step.mode, uid: step.uid, gid: 0, link: step.link)
      }
      root.apply(record, layer: index)
    }
    (problems, gone) = root.finish()
  }

  /// Each name as `PATH KIND MODE @LAYER`, sorted; the root is left out.
  var lines: [String] {
    var out: [String] = []
    root.forEach { node in
      if node == .root { return }
      let info = root.info(node)
      let target = info.kind == .symlink ? " -> " + text(ofName: root.linkTarget(node)) : ""
      out.append("\(root.path(of: node)) \(info.kind) \(String(info.mode, radix: 8)) @\(root.layer(of: node))\(target)")
    }
    return out.sorted()
  }

  var files: [String] { lines.filter { !$0.contains(" directory ") } }
  var warnings: [String] { problems.warnings.map(\.code) }
  var incidents: [String] { problems.incidents.map(\.code) }
}
