import Dockerfile

/// What hadolint takes for a JSON list, which is not what Docker does.
///
/// Source: hadolint 2.15.1, measured: any letter may follow the file's escape character, which only escapes a quote; two of
/// them or more before a quote end the list.
struct ExecList {
  private var rest: ArraySlice<UInt8>
  private let escape: UInt8
  /// The items so far; no escape but that of a quote is undone.
  private var items: [[UInt8]] = []

  private init(rest: ArraySlice<UInt8>, escape: UInt8) { (self.rest, self.escape) = (rest, escape) }

  /// The items of a list; nil when a text is none.
  static func items(_ text: ArraySlice<UInt8>, escape: UInt8) -> [[UInt8]]? {
    var scan = ExecList(rest: text, escape: escape)
    scan.skipBlanks()
    guard scan.takes("[") else { return nil }
    scan.skipBlanks()
    if scan.takes("]") { return [] }
    repeat {
      scan.skipBlanks()
      guard scan.takesString() else { return nil }
      scan.skipBlanks()
    } while scan.takes(",")
    return scan.takes("]") ? scan.items : nil
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) } }

  private mutating func takes(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func takesString() -> Bool {
    guard takes("\"") else { return false }
    var item: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") {
        items.append(item)
        return true
      }
      guard byte == escape else {
        item.append(byte)
        continue
      }
      let run = 1 + rest.prefix { $0 == escape }.count
      rest = rest.dropFirst(run - 1)
      guard rest.first == UInt8(ascii: "\"") else {
        item += repeatElement(escape, count: run)
        continue
      }
      guard run == 1 else { return false }
      item.append(UInt8(ascii: "\""))
      rest = rest.dropFirst()
    }
    return false
  }
}

extension LintFlow {
  /// Whether a command of CMD, ENTRYPOINT or HEALTHCHECK is a list: to Docker, or in an exact judgement to hadolint.
  func isList(_ command: CommandForm, of instruction: LintInstruction) -> Bool {
    let node = syntax.nodes[instruction.node]
    guard isExact, let text = node.texts.last else { return command.isExec }
    var rest = node.bytes(text.rest)
    if instruction.keyword == .healthcheck {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }.drop { $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: "[") }
    }
    return ExecList.items(rest, escape: syntax.escape) != nil
  }
}
