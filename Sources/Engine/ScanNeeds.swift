import Core

/// What a scan looks for and reads for the rules, as text: to make sets of it takes longer than to read a small image.
public struct ScanNeeds: Sendable {
  /// Names as `ImageNeeds.programs` has them, between blanks.
  let programs: String
  /// The paths of `ImageNeeds.contents`, between blanks: each directory, which ends in a slash, before the names in it.
  let contents: String

  /// What all rules together need.
  public static let ofAllRules = ScanNeeds(programs: NeedsTable.programs, contents: NeedsTable.contents)

  private init(programs: String, contents: String) { (self.programs, self.contents) = (programs, contents) }

  /// What some rules need.
  public init(_ needs: ImageNeeds) {
    programs = needs.programs.sorted().joined(separator: " ")
    let byDirectory = Dictionary(grouping: needs.contents) { path in
      path.utf8.lastIndex(of: ScanNeeds.slash).map { String(path[...$0]) } ?? "/"
    }
    contents = byDirectory.sorted { $0.key < $1.key }.map { directory, paths in
      ([directory] + paths.map { String($0.dropFirst(directory.utf8.count)) }.sorted()).joined(separator: " ")
    }.joined(separator: "\n")
  }

  private static let slash = UInt8(ascii: "/")

  /// Calls `body` with each directory, without the slash at its end, and the names of files in it, between blanks.
  func forEachDirectory(_ body: (_ directory: ArraySlice<UInt8>, _ names: ArraySlice<UInt8>) -> Void) {
    let text = Array(contents.utf8)
    var directory = text[..<0]
    var (namesStart, wordStart) = (0, 0)
    for end in 0...text.count where end == text.count || text[end] <= 32 {
      if end > wordStart, text[end - 1] == ScanNeeds.slash {
        if wordStart > 0 { body(directory, text[namesStart..<wordStart]) }
        (directory, namesStart) = (text[wordStart..<(end - 1)], end)
      }
      wordStart = end + 1
    }
    body(directory, text[namesStart...])
  }

  /// The words of a text of names.
  static func words(_ names: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] { names.split { $0 <= 32 } }

  /// All paths whose contents are wanted.
  var paths: [String] {
    var out: [String] = []
    forEachDirectory { directory, names in
      for name in ScanNeeds.words(names) {
        out.append(String(decoding: directory + [ScanNeeds.slash] + name, as: UTF8.self))
      }
    }
    return out
  }
}
