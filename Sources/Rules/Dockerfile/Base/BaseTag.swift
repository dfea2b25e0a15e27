/// A tag, taken apart into the words between its dashes.
///
/// Source: the naming of Docker Official Images, .NET and CUDA images; general knowledge.
struct BaseTag {
  /// In lower case; empty for no tag.
  let words: [Substring]

  init(_ tag: String?) {
    words = (tag ?? "").lowercased().utf8.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      .map { Substring($0) }
  }

  func has(_ word: String) -> Bool { words.contains { $0 == word } }

  /// The number that a tag begins with: 17 for `17.0.2-jdk`.
  var leadingNumber: Int? { words.first.flatMap(BaseTag.number) }

  /// The number in the word behind one of these: 11 for `3.6-jdk-11` and `jdk`; also in the word itself, as in `jdk11`.
  func number(after names: [String]) -> Int? {
    for (index, word) in words.enumerated() {
      for name in names where word.hasPrefix(name) {
        let rest = word.dropFirst(name.count)
        if let number = BaseTag.number(rest) { return number }
        if rest.isEmpty, words.indices.contains(index + 1), let number = BaseTag.number(words[index + 1]) {
          return number
        }
      }
    }
    return nil
  }

  private static func number(_ text: Substring) -> Int? {
    Int(text.prefix { $0.isASCII && $0.isNumber })
  }

  /// The system that the tag names; nil when it names none.
  var family: BaseFamily? {
    if has("chiseled") || has("distroless") { return .distroless }
    for word in words.reversed() {
      // `alpine3.19`, `ubuntu22.04`, `ubi9`: a name and a version.
      let name = word.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
      let version = word.dropFirst(name.count)
      guard version.utf8.allSatisfy({ (48...57).contains($0) || $0 == 0x2E }) else { continue }
      if let family = BaseTag.families[String(name)] { return family }
      if word == "al2" || word == "al2023" { return .rpm }
      if name == "ltsc" || word == "windowsservercore" { return .windows }
    }
    return nil
  }

  private static let families: [String: BaseFamily] = {
    var table: [String: BaseFamily] = ["alpine": .alpine, "busybox": .busybox]
    let debian = [
      "debian", "wheezy", "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "forky", "sid",
    ]
    let ubuntu = [
      "ubuntu", "precise", "trusty", "xenial", "bionic", "focal", "groovy", "hirsute", "impish", "jammy", "kinetic",
      "lunar", "mantic", "noble", "oracular", "plucky", "questing", "resolute",
    ]
    let rpm = [
      "ubi", "rhel", "centos", "fedora", "amazonlinux", "amazoncorretto", "corretto", "oracle", "oraclelinux", "ol",
      "rockylinux", "almalinux", "amzn", "azurelinux", "mariner", "photon", "opensuse", "leap",
    ]
    for name in debian { table[name] = .debian }
    for name in ubuntu { table[name] = .ubuntu }
    for name in rpm { table[name] = .rpm }
    for name in ["nanoserver", "windowsservercore"] { table[name] = .windows }
    return table
  }()
}
