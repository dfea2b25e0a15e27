import Core
import ImageArchive
import RootFS

/// Tells program code from data by name, and why the run user can change it.
struct AppCode {
  private let image: ImageModel

  /// Endings of files that an interpreter or runtime runs.
  private static let endings: Set<String> = [
    "cjs", "dll", "ear", "ex", "exs", "jar", "js", "lua", "mjs", "php", "phar", "pl", "pm", "py", "pyc", "rb", "sh",
    "so",
    "ts", "war",
  ]

  init(_ image: ImageModel) { self.image = image }

  /// Whether a file is something that runs: a program, a script or a module by its ending.
  func isCode(_ node: NodeID) -> Bool {
    guard let real = image.root.resolve(node) else { return false }
    let info = image.root.info(real)
    guard info.kind == .file else { return false }
    if info.isExecutable, info.head == .elf || info.head == .script { return true }
    let name = image.root.name(of: real)
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return false }
    return AppCode.endings.contains(String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
  }

  /// Why the run user can change a file: it owns it, may write it, or may replace it; nil when it cannot.
  func reason(_ node: NodeID) -> String? {
    guard let real = image.root.resolve(node) else { return nil }
    let uid = image.runUser.uid
    if Int(image.root.info(real).uid) == uid { return "uid \(uid) owns it" }
    if image.runUserCanWrite(real) { return "uid \(uid) may write it (mode \(image.root.info(real).octalMode))" }
    for name in node == real ? [node] : [node, real] {
      if let reason = replaceable(name) { return reason }
    }
    return nil
  }

  /// Whether a directory on the way lets the run user put something else in the file's place.
  private func replaceable(_ node: NodeID) -> String? {
    var child = node
    while let parent = image.root.parent(of: child) {
      let info = image.root.info(parent)
      let owns = Int(info.uid) == image.runUser.uid
      let mine = owns || Int(image.root.info(child).uid) == image.runUser.uid
      if owns || image.runUserCanWrite(parent), !info.isSticky || mine {
        return "uid \(image.runUser.uid) may replace it: it \(owns ? "owns" : "may write into") "
          + image.root.path(of: parent).description
      }
      child = parent
    }
    return nil
  }
}
