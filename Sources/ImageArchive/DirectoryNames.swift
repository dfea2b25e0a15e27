import Glibc

/// The names in a directory of the file system.
enum DirectoryNames {
  /// Calls `body` with every name but `.` and `..`, in no order.
  ///
  /// - Returns: false, with the reason in `errno`, when the directory cannot be opened.
  static func forEach(
    in path: String, _ body: (_ name: String) throws(ArchiveError) -> Void
  ) throws(ArchiveError) -> Bool {
    guard let stream = opendir(path) else { return false }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      // A C array of fixed size, imported as a tuple; it ends with a NUL.
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      if name != ".", name != ".." { try body(name) }
    }
    return true
  }
}
