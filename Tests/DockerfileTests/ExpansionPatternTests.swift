import Dockerfile
import Testing

/// What a matcher that goes back finds first, to compare with: short patterns only.
private struct Backtracker {
  var pattern: [UInt8]
  var isGreedy: Bool

  func end(_ text: [UInt8], from place: Int, part: Int = 0) -> Int? {
    guard part < pattern.count else { return place }
    let isLine = place < text.count && text[place] != UInt8(ascii: "\n")
    switch pattern[part] {
    case UInt8(ascii: "*"):
      let first = isGreedy && isLine ? end(text, from: place + 1, part: part) : nil
      if let found = first ?? end(text, from: place, part: part + 1) { return found }
      return !isGreedy && isLine ? end(text, from: place + 1, part: part) : nil
    case UInt8(ascii: "?"): return isLine ? end(text, from: place + 1, part: part + 1) : nil
    case let byte:
      return place < text.count && text[place] == byte ? end(text, from: place + 1, part: part + 1) : nil
    }
  }
}

@Suite struct ExpansionPatternTests {
  @Test func `patterns match as a backtracking matcher does`() throws {
    for _ in 0..<5000 {
      let value = (0..<Int.random(in: 0...7)).compactMap { _ in "aab\n".utf8.randomElement() }
      let pattern = (0..<Int.random(in: 0...5)).compactMap { _ in "aab*?\n*".utf8.randomElement() }
      func expand(_ form: String) throws -> [UInt8] {
        try WordExpander().word(Array(form.utf8)) { $0 == "V" ? value : $0 == "P" ? pattern : nil }.bytes
      }
      for isGreedy in [false, true] {
        let forward = Backtracker(pattern: pattern, isGreedy: isGreedy).end(value, from: 0) ?? 0
        #expect(try expand(isGreedy ? "${V##$P}" : "${V#$P}") == Array(value[forward...]), "\(value) \(pattern)")
        let matcher = Backtracker(pattern: pattern.reversed(), isGreedy: isGreedy)
        let backward = matcher.end(value.reversed(), from: 0) ?? 0
        #expect(try expand(isGreedy ? "${V%%$P}" : "${V%$P}") == Array(value.dropLast(backward)), "\(value) \(pattern)")
      }
      let matcher = Backtracker(pattern: pattern, isGreedy: true)
      // In the form for one match an empty pattern cannot be written, but can be a value.
      let start = (0...value.count).first { matcher.end(value, from: $0) != nil }
      let end = start.flatMap { matcher.end(value, from: $0) }
      let replaced = if let start, let end { value[..<start] + [0x23] + value[end...] } else { value[...] }
      #expect(try expand("${V/$P/#}") == Array(replaced), "\(value) \(pattern)")
    }
  }
}
