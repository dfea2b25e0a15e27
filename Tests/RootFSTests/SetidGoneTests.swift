import Core
import RootFS
import Testing

@Suite struct SetidGoneTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var layers: [[Step]]
    /// `PATH MODE @LAYER REASON byLAYER`.
    var gone: [String]
    var testDescription: String { what }
  }

  static let su: [Step] = [.file("su", 0o4755)]

  static let cases: [Case] = [
    Case(what: "still there", layers: [su, [.file("x")]], gone: []),
    Case(what: "deleted", layers: [su, [.gone("su")]], gone: ["/su 4755 @0 deleted by nil"]),
    Case(
      what: "deleted with its directory", layers: [[.file("d/su", 0o2755)], [.gone("d")]],
      gone: ["/d/su 2755 @0 deleted by nil"]),
    Case(
      what: "hidden by an opaque mark", layers: [[.file("d/su", 0o4755)], [.opaque("d")]],
      gone: ["/d/su 4755 @0 deleted by nil"]),
    Case(what: "stripped", layers: [su, [.file("su", 0o755)]], gone: ["/su 4755 @0 stripped by 1"]),
    Case(what: "replaced by a link", layers: [su, [.symlink("su", "x")]], gone: ["/su 4755 @0 replaced by 1"]),
    Case(what: "replaced by a directory", layers: [su, [.directory("su")]], gone: ["/su 4755 @0 replaced by 1"]),
    Case(
      what: "deleted, then a plain file in a later layer", layers: [su, [.gone("su")], [.file("su")]],
      gone: ["/su 4755 @0 stripped by 2"]),
    Case(what: "stripped and set again", layers: [su, [.file("su", 0o755)], [.file("su", 0o4755)]], gone: []),
    Case(
      what: "brought twice, deleted", layers: [su, su, [.gone("su")]],
      gone: ["/su 4755 @0 deleted by nil", "/su 4755 @1 deleted by nil"]),
    Case(
      what: "one of two hard links deleted",
      layers: [[.file("su", 0o4755), .hardLink("b", "su", 0o4755)], [.gone("b")]],
      gone: ["/b 4755 @0 deleted by nil"]),
    Case(what: "a setgid directory is none", layers: [[.directory("d", 0o2775)], [.gone("d")]], gone: []),
    Case(
      what: "its directory became a link", layers: [[.file("d/su", 0o4755)], [.symlink("d", "e")]],
      gone: ["/d/su 4755 @0 deleted by nil"]),
  ]

  @Test(arguments: cases)
  func `a set-id file that does not survive is told with the reason`(_ example: Case) {
    let gone = Merged(example.layers).gone.map {
      "\($0.path) \($0.info.octalMode) @\($0.layer) \($0.reason) by \($0.byLayer.map(String.init) ?? "nil")"
    }
    #expect(gone == example.gone)
  }
}
