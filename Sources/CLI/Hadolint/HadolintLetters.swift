/// Takes apart letters that share a dash, and values that follow theirs without a blank, as in `-Vfjson`.
enum HadolintLetters {
  private static let switches = Array("hvV".utf8)
  private static let valued = Array("coft".utf8)

  static func apart(_ arguments: [String]) -> [String] {
    var out: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument != "--" else { return out + [argument] + rest }
      let bytes = Array(argument.utf8)
      let isLong = bytes.starts(with: "--".utf8)
      if bytes.count < 2 || bytes[0] != UInt8(ascii: "-") || isLong {
        out.append(argument)
        if isLong, takesValue(argument), let value = rest.popFirst() { out.append(value) }
      } else {
        let (letters, wantsValue) = apart(bytes.dropFirst())
        out += letters ?? [argument]
        if wantsValue, let value = rest.popFirst() { out.append(value) }
      }
    }
    return out
  }

  /// What stands behind a dash; no letters when one of them is none of hadolint's.
  private static func apart(_ letters: ArraySlice<UInt8>) -> (letters: [String]?, wantsValue: Bool) {
    var out: [String] = []
    for (index, letter) in zip(letters.indices, letters) {
      out.append("-" + String(UnicodeScalar(letter)))
      if valued.contains(letter) {
        let value = letters[(index + 1)...]
        if value.isEmpty { return (out, true) }
        return (out + [String(decoding: value, as: UTF8.self)], false)
      }
      if !switches.contains(letter) { return (nil, false) }
    }
    return (out, false)
  }

  private static func takesValue(_ option: String) -> Bool { HadolintCommand.valuedOptions.contains(option) }
}
