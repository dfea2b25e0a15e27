import ShellSyntax

/// The options and operands of a program, read with its list of options that take a value.
struct OptionWords {
  struct Option {
    /// With its dashes: `-k`, `--insecure`.
    var name: String
    /// The value, joined or the next word; nil when it has none.
    var value: ShellWord?
    /// The word that holds the option.
    var word: ShellWord
  }

  private(set) var options: [Option] = []
  private(set) var operands: [ShellWord] = []

  /// - Parameters:
  ///   - letters: short options that take a value.
  ///   - names: long options, with dashes, whose value may be the next word.
  init(_ words: ArraySlice<ShellWord>, letters: String = "", names: Set<String> = []) {
    var index = words.startIndex
    while index < words.endIndex {
      let word = words[index]
      let text = word.text.utf8
      index += 1
      guard text.first == UInt8(ascii: "-"), text.count > 1 else {
        operands.append(word)
        continue
      }
      if text.elementsEqual("--".utf8) {
        operands += words[index...]
        return
      }
      let next = index < words.endIndex ? words[index] : nil
      if text.dropFirst().first == UInt8(ascii: "-") {
        if readLong(word, next, names) { index += 1 }
      } else if readShort(word, next, letters) {
        index += 1
      }
    }
  }

  /// Whether the next word is its value.
  private mutating func readLong(_ word: ShellWord, _ next: ShellWord?, _ names: Set<String>) -> Bool {
    if let equals = word.text.utf8.firstIndex(of: UInt8(ascii: "=")) {
      let count = word.text.utf8.distance(from: word.text.utf8.startIndex, to: equals)
      options.append(
        Option(name: String(word.text[..<equals]), value: word.dropping(count + 1), word: word))
      return false
    }
    let takesNext = names.contains(word.text)
    options.append(Option(name: word.text, value: takesNext ? next : nil, word: word))
    return takesNext && next != nil
  }

  private mutating func readShort(_ word: ShellWord, _ next: ShellWord?, _ letters: String) -> Bool {
    var skipped = 1
    for letter in word.text.utf8.dropFirst() {
      skipped += 1
      let name = "-" + String(decoding: [letter], as: UTF8.self)
      guard letters.utf8.contains(letter) else {
        options.append(Option(name: name, value: nil, word: word))
        continue
      }
      let isLast = skipped == word.text.utf8.count
      options.append(Option(name: name, value: isLast ? next : word.dropping(skipped), word: word))
      return isLast && next != nil
    }
    return false
  }

  /// The last option of one of these names.
  func last(_ names: String...) -> Option? { options.last { names.contains($0.name) } }
}
