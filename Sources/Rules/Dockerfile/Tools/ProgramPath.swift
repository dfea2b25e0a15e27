/// Paths of programs.
enum ProgramPath {
  /// The last component.
  static func name(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Whether a path is that of a file in a directory for programs: `/bin`, `/usr/sbin`, `/opt/tools/bin`.
  static func isInProgramDirectory(_ path: String) -> Bool {
    guard path.utf8.first == UInt8(ascii: "/"), let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      return false
    }
    return isProgramDirectory(String(path[..<slash]))
  }

  /// Whether a directory is one for programs, by its last component.
  static func isProgramDirectory(_ path: String) -> Bool {
    ["bin", "sbin"].contains(name(path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path))
  }
}

/// A program that COPY takes from another stage or image.
enum CopiedProgram {
  /// Names that programs of other kinds have too.
  private static let commonWords: Set<String> = [
    "go", "make", "host", "perf", "http", "https", "john", "hydra", "ninja", "links", "stap", "meson",
  ]

  /// The tool that arrives by its path, or under that name at its destination; nil for other files.
  static func tool(from source: String, to destination: String) -> PackagedTool? {
    let isDirectory = destination.utf8.last == UInt8(ascii: "/") || ProgramPath.isProgramDirectory(destination)
    if !isDirectory, ProgramPath.isInProgramDirectory(destination),
      let tool = known(ProgramPath.name(destination))
    {
      return tool
    }
    return ProgramPath.isInProgramDirectory(source) ? known(ProgramPath.name(source)) : nil
  }

  private static func known(_ name: String) -> PackagedTool? {
    commonWords.contains(name) ? nil : PackagedTool.program(name)
  }
}
