import Core

/// A name for a finding that survives rebuilds of the image.
///
/// It is the 64-bit FNV-1a hash, in 16 hexadecimal digits, of the rule, a zero byte, the path or JSON pointer (nothing for
/// the image as a whole), a zero byte, and the normalised message. At a place in a Dockerfile the path is the file's from
/// the root of its repository, and a zero byte and the normalised line that the place starts on follow: the line's number
/// does not count, so that lines put in above do not make the finding a new one. Of a finding that stands for several
/// files the rule alone counts: which files there are may change, the finding stays. A finding with an identity has this
/// in place of path and message. It identifies, it does not authenticate: two findings of one report may share it, and someone who controls file names can make it collide.
public enum Fingerprint {
  /// How much of a source line counts; a hostile file may be one line with a finding at every other byte.
  private static let countedBytes = 1024

  /// The name of a target's finding.
  public static func of(_ finding: Finding, in target: Target) -> String {
    if let group = finding.group, group.files.count > 1 { return hash(finding.rule) { _ in } }
    if let identity = finding.identity { return hash(finding.rule) { $0.add(identity.utf8) } }
    guard case .source(let file, _) = finding.place, file == target.name else { return of(finding) }
    return of(finding, in: target.source, path: target.repositoryPath)
  }

  /// The name of one file of a finding that stands for several.
  public static func of(_ file: GroupedFile, of finding: Finding) -> String {
    hash(finding.rule) { $0.add(file.path.bytes) }
  }

  private static func hash(_ rule: RuleID, _ rest: (inout FNV1a) -> Void) -> String {
    var hash = FNV1a()
    hash.add(rule.description.utf8)
    hash.add([0])
    rest(&hash)
    return hash.hex
  }

  /// The name of the finding that has the same fingerprint as `number` before it.
  public static func numbered(_ fingerprint: String, _ number: Int) -> String {
    var hash = FNV1a()
    hash.add(fingerprint.utf8)
    hash.add([0])
    hash.add(String(number).utf8)
    return hash.hex
  }

  /// - Parameters:
  ///   - source: the text of the file that the finding's place is in, where it is in a Dockerfile.
  ///   - path: that file's path, if not the one shown.
  static func of(_ finding: Finding, in source: SourceText? = nil, path: String? = nil) -> String {
    var hash = FNV1a()
    hash.add(finding.rule.description.utf8)
    hash.add([0])
    switch finding.place {
    case .image: break
    case .file(let path, _, _): hash.add(path.bytes)
    case .config(let pointer): hash.add(pointer.utf8)
    case .source(let file, _): hash.add((path ?? file).utf8)
    }
    hash.add([0])
    hash.add(normalised(finding.message))
    if case .source(_, let range) = finding.place {
      hash.add([0])
      hash.add(normalisedLine(range.start.line, of: source))
    }
    return hash.hex
  }

  /// The start of a line with one blank for each run of blanks, none at its ends, and normalised as a message is.
  private static func normalisedLine(_ number: Int, of source: SourceText?) -> [UInt8] {
    guard let source, number >= 1, number <= source.lineCount else { return [] }
    let words = source.line(number).prefix(countedBytes).split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return normalised(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
  }

  /// The message without what a rebuild changes: digests and long hexadecimal names become `#`, so do the numbers after
  /// `layer`, `line` and `:`.
  static func normalised(_ message: String) -> [UInt8] {
    let bytes = Array(message.utf8)
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let end = wordEnd(bytes, from: at)
      guard end > at else {
        out.append(bytes[at])
        at += 1
        continue
      }
      let word = bytes[at..<end]
      let isChanging = isLongHex(word) || (word.allSatisfy(isDigit) && isNumberOfPlace(out))
      out += isChanging ? [UInt8(ascii: "#")] : Array(word)
      at = end
    }
    return out
  }

  /// The end of the letters and digits that start at `from`.
  private static func wordEnd(_ bytes: [UInt8], from: Int) -> Int {
    var end = from
    while end < bytes.count, isDigit(bytes[end]) || isLetter(bytes[end]) { end += 1 }
    return end
  }

  private static func isLongHex(_ word: ArraySlice<UInt8>) -> Bool {
    word.count >= 12 && word.contains(where: isDigit)
      && word.allSatisfy { isDigit($0) || (97...102).contains($0 | 0x20) }
  }

  /// Whether the text so far announces a number that a rebuild may change.
  private static func isNumberOfPlace(_ text: [UInt8]) -> Bool {
    if text.last == UInt8(ascii: ":") { return true }
    return ["layer ", "layer #/", "layer #-", "line "].contains { ends(text, with: $0) }
  }

  private static func ends(_ text: [UInt8], with ending: String) -> Bool {
    text.count >= ending.utf8.count && text.suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
}

/// The 64-bit FNV-1a hash.
///
/// Source: Fowler, Noll, Vo, isthe.com/chongo/tech/comp/fnv (64-bit offset basis and prime).
struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Sixteen hexadecimal digits.
  var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
