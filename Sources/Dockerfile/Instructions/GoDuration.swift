/// A length of time as Go writes it: `1h30m`, `5s`, `0`.
///
/// Source: the Go standard library, time.ParseDuration.
enum GoDuration {
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("\u{B5}s", 1e3), ("\u{3BC}s", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
  ]

  /// Nanoseconds; nil when the text is no duration or is longer than 292 years.
  static func nanoseconds(_ text: String) -> Double? {
    var rest = Substring(text)
    var sign = 1.0
    if let first = rest.first, first == "-" || first == "+" {
      sign = first == "-" ? -1 : 1
      rest.removeFirst()
    }
    if rest == "0" { return 0 }
    guard !rest.isEmpty else { return nil }
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0 == "." || ("0"..."9").contains($0) }
      guard number.contains(where: { $0 != "." }), number.count(where: { $0 == "." }) <= 1 else { return nil }
      rest.removeFirst(number.count)
      let name = rest.prefix { $0 != "." && !("0"..."9").contains($0) }
      guard let unit = units.first(where: { $0.name == name }), let value = Double("0\(number)0") else { return nil }
      rest.removeFirst(name.count)
      total += (number.contains(".") ? value : value / 10) * unit.nanoseconds
    }
    return total < 9.223_372_036e18 ? sign * total : nil
  }
}
