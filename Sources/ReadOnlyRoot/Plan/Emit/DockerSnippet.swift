import Core

/// Options of `docker run`.
///
/// Source: Docker CLI reference, `docker container run` (--read-only, --tmpfs, --volume): the first colon ends the path.
struct DockerSnippet {
  private let mounts: NamedMounts

  init(_ plan: MountPlan) {
    mounts = NamedMounts(
      plan, name: { NamedMounts.name($0) },
      refuses: { entry in
        if NamedMounts.hasColon(entry) { return "has a colon, which docker run cannot take" }
        return entry.path.description.unicodeScalars.contains(where: \.isUnsafeToShow)
          ? "has characters that cannot be typed" : nil
      })
  }

  /// In the shell's quoting, `--read-only` first.
  var flags: [String] {
    ["--read-only"]
      + mounts.tmpfs.map { "--tmpfs " + DockerSnippet.word("\($0.path):\(NamedMounts.sizedOptions($0.entry))") }
      + mounts.volumes.map { "-v " + DockerSnippet.word("\($0.name):\($0.path)") }
  }

  func snippet(image: String?) -> PlanSnippet {
    PlanSnippet(
      text: (["docker run"] + flags + [PlanSnippet.imageName(image)]).joined(separator: " \\\n  ") + "\n", notes: [],
      leftOut: mounts.leftOut)
  }

  /// Whether a name from an archive can stand for an image in a command.
  static func isName(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      (45...58).contains(byte) || (64...90).contains(byte) || (97...122).contains(byte) || byte == 95
    }
    return isPlain && !text.isEmpty && text.utf8.first != UInt8(ascii: "-") && text.utf8.count <= 512
  }

  /// A word in single quotes where it needs them.
  static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (48...58).contains(byte) || (64...90).contains(byte) || (97...122).contains(byte)
        || [UInt8(ascii: "/"), 95, 45, 46, 44, 61].contains(byte)
    }
    guard !isPlain else { return text }
    let parts = text.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
    return "'" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "'\\''") + "'"
  }
}
