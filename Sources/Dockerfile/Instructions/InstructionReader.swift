/// Turns nodes into instructions, and checks what Docker checks then.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/instructions, measured.
struct InstructionReader {
  /// The instruction of a node.
  ///
  /// - Throws: when Docker refuses the node.
  static func instruction(_ node: Node, index: Int) throws(InstructionProblem) -> Instruction {
    guard let text = node.texts.first else { throw InstructionProblem("unknown-instruction", "an empty instruction") }
    return try instruction(text, of: node, index: index)
  }

  /// What one of a node's texts says: the instruction itself, or what ONBUILD triggers.
  ///
  /// - Throws: when Docker refuses it.
  static func instruction(
    _ text: InstructionText, of node: Node, index: Int
  ) throws(InstructionProblem) -> Instruction {
    guard let keyword = text.keyword else { throw unknown(node, text) }
    let ignoresFlags = keyword == .arg || keyword == .stopsignal || isHealthcheckNone(keyword, text)
    let flags = ignoresFlags ? FlagReader.unchecked(text) : try FlagReader.flags(of: text, keyword)
    let kind = try kind(keyword, text, flags, node)
    return Instruction(kind: kind, keyword: keyword, node: index, flags: flags)
  }

  private static func unknown(_ node: Node, _ text: InstructionText) -> InstructionProblem {
    let word = node.bytes(text.command)
    let equals = UInt8(ascii: "=")
    // A pair of an ENV above that lacks its backslash, whose value may be a password.
    let name = GoUTF8.string(word.prefix { $0 != equals }) + (word.contains(equals) ? "=…" : "")
    let near = Nearest.word(to: name, in: Keyword.allCases.map(\.name))
    return InstructionProblem(
      "unknown-instruction", "unknown instruction \"\(name)\"", text.command, help: near.map { "did you mean \($0)?" })
  }

  private static func kind(
    _ keyword: Keyword, _ text: InstructionText, _ flags: [Flag], _ node: Node
  ) throws(InstructionProblem) -> Instruction.Kind {
    let arguments = text.arguments
    let command = CommandForm(isExec: text.isJSON, arguments: arguments)
    switch keyword {
    case .from: return .from(try from(text, flags))
    case .arg: return .arg(try declarations(text))
    case .env: return .env(try pairs(text, keyword))
    case .label: return .label(try pairs(text, keyword))
    case .run: return .run(try run(command, flags))
    case .cmd: return .cmd(command)
    case .entrypoint: return .entrypoint(command)
    case .shell: return .shell(try shell(text))
    case .copy: return .copy(try transfer(text, keyword, node))
    case .add: return .add(try transfer(text, keyword, node))
    case .expose: return .expose(try atLeastOne(text, keyword))
    case .volume: return .volume(try volume(text))
    case .user: return .user(try single(text, keyword))
    case .workdir: return .workdir(try single(text, keyword))
    case .stopsignal: return .stopSignal(try single(text, keyword))
    case .maintainer: return .maintainer(try single(text, keyword))
    case .healthcheck: return .healthcheck(try HealthcheckReader.healthcheck(text, flags))
    case .onbuild:
      try checkTrigger(node)
      return .onbuild
    }
  }

  private static func isHealthcheckNone(_ keyword: Keyword, _ text: InstructionText) -> Bool {
    keyword == .healthcheck && text.arguments.first?.text.uppercased() == "NONE"
  }

  private static func from(_ text: InstructionText, _ flags: [Flag]) throws(InstructionProblem) -> From {
    let words = text.arguments
    let platform = flags.first { $0.name == "platform" }?.value
    guard let base = words.first, words.count == 1 || (words.count == 3 && words[1].text.lowercased() == "as") else {
      throw InstructionProblem(
        "from-arguments", "FROM has \(words.count) arguments, expected an image, or an image and AS name", text.rest,
        help: "FROM image AS name")
    }
    guard words.count == 3 else { return From(base: base, name: nil, platform: platform) }
    let name = GoUTF8.lowercased(words[2].bytes[...]).utf8
    let isName =
      name.first.map { (97...122).contains($0) } ?? false
      && name.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || "-_.".utf8.contains($0) }
    guard isName else {
      throw InstructionProblem(
        "stage-name", "\"\(words[2].text)\" is no name for a stage", words[2].range,
        help: "a letter, then letters, digits, - _ or .")
    }
    return From(base: base, name: words[2], platform: platform)
  }

  private static func declarations(_ text: InstructionText) throws(InstructionProblem) -> [ArgumentDeclaration] {
    var out: [ArgumentDeclaration] = []
    for word in try atLeastOne(text, .arg) {
      let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
      let name = word.bytes[..<(equals ?? word.bytes.count)]
      guard !name.isEmpty else { throw InstructionProblem("blank-name", "ARG has a value but no name", word.range) }
      let value = equals.map { at in
        Argument(
          bytes: Array(word.bytes[(at + 1)...]),
          range: min(word.range.lowerBound + at + 1, word.range.upperBound)..<word.range.upperBound)
      }
      out.append(ArgumentDeclaration(name: GoUTF8.string(name), value: value, range: word.range))
    }
    return out
  }

  private static func pairs(_ text: InstructionText, _ keyword: Keyword) throws(InstructionProblem) -> [Pair] {
    let items = try atLeastOne(text, keyword)
    var out: [Pair] = []
    for at in stride(from: 0, to: items.count - 2, by: 3) {
      guard !items[at].bytes.isEmpty else {
        throw InstructionProblem("blank-name", "\(keyword.name) has a value but no name", items[at + 1].range)
      }
      out.append(Pair(key: items[at], value: items[at + 1]))
    }
    return out
  }

  private static func run(_ command: CommandForm, _ flags: [Flag]) throws(InstructionProblem) -> Run {
    var mounts: [Mount] = []
    for flag in flags {
      switch flag.name {
      case "mount": mounts.append(try MountReader.mount(flag))
      case "network": try check(flag, ["default", "none", "host"])
      case "security": try check(flag, ["sandbox", "insecure"])
      default: break
      }
    }
    return Run(command: command, mounts: mounts)
  }

  private static func check(_ flag: Flag, _ values: [String]) throws(InstructionProblem) {
    guard let value = flag.value, !values.contains(value) else { return }
    throw InstructionProblem(
      "flag-value", "--\(flag.name) is \"\(value)\", expected " + values.joined(separator: " or "), flag.range)
  }

  private static func shell(_ text: InstructionText) throws(InstructionProblem) -> [Argument] {
    guard !text.arguments.isEmpty else {
      throw InstructionProblem("no-argument", "SHELL has no argument", help: #"SHELL ["/bin/sh", "-c"]"#)
    }
    guard text.isJSON else {
      throw InstructionProblem("shell-form", "SHELL takes a JSON list", text.rest, help: #"SHELL ["/bin/sh", "-c"]"#)
    }
    return text.arguments
  }

  private static func transfer(
    _ text: InstructionText, _ keyword: Keyword, _ node: Node
  ) throws(InstructionProblem) -> Transfer {
    guard let destination = text.arguments.last, text.arguments.count > 1 else {
      throw InstructionProblem(
        "no-destination", "\(keyword.name) has no destination", text.rest, help: "\(keyword.name) source destination")
    }
    let names = node.heredocs.map { $0.name }
    if !text.isJSON, names.contains(where: { isHeredoc(destination.bytes, named: $0) }) {
      throw InstructionProblem(
        "heredoc-destination", "the last argument is a here-document, expected the destination", destination.range)
    }
    return Transfer(sources: Array(text.arguments.dropLast()), destination: destination)
  }

  /// Whether a word of COPY is the one that announces a here-document.
  private static func isHeredoc(_ word: [UInt8], named name: [UInt8]) -> Bool {
    guard let mark = word.firstIndex(of: UInt8(ascii: "<")), word[..<mark].allSatisfy({ (48...57).contains($0) })
    else { return false }
    let rest = word[mark...].drop { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "-") }
    return word[mark...].starts(with: [0x3C, 0x3C]) && rest.filter { $0 != 0x22 && $0 != 0x27 }.elementsEqual(name)
  }

  private static func volume(_ text: InstructionText) throws(InstructionProblem) -> [Argument] {
    let paths = try atLeastOne(text, .volume)
    if let empty = paths.first(where: { UnicodeSpace.trimmed($0.bytes, 0..<$0.bytes.count).isEmpty }) {
      throw InstructionProblem("empty-volume", "VOLUME has an empty path", empty.range)
    }
    return paths
  }

  private static func atLeastOne(_ text: InstructionText, _ keyword: Keyword) throws(InstructionProblem) -> [Argument] {
    guard text.arguments.isEmpty else { return text.arguments }
    throw InstructionProblem("no-argument", "\(keyword.name) has no argument")
  }

  private static func single(_ text: InstructionText, _ keyword: Keyword) throws(InstructionProblem) -> Argument {
    guard let first = text.arguments.first, text.arguments.count == 1 else {
      throw InstructionProblem("no-argument", "\(keyword.name) has no argument")
    }
    return first
  }

  private static func checkTrigger(_ node: Node) throws(InstructionProblem) {
    guard let inner = node.texts.dropFirst().first else {
      throw InstructionProblem("no-argument", "ONBUILD has no instruction after it")
    }
    if let keyword = inner.keyword, [.onbuild, .from, .maintainer].contains(keyword) {
      throw InstructionProblem("onbuild-trigger", "\(keyword.name) cannot be triggered by ONBUILD", inner.command)
    }
  }
}
