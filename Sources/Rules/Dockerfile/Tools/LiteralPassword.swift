import BuildModel
import Dockerfile
import ShellSyntax

/// A password that stands in the text of a RUN command and is given to an account.
struct LiteralPassword {
  /// The word or line that holds it.
  var range: Range<Int>
  var program: String

  /// Most commands before a reader that are looked at for what is piped into it.
  private static let reach = 8

  /// What a command sets; nil when it sets no password, or one that is not in the file.
  static func set(by command: StepCommand, in build: BuildModel, budget: inout ExpansionBudget) -> LiteralPassword? {
    switch command.name {
    case "chpasswd": return piped(into: command, in: build, needsColon: true, &budget)
    case "passwd": return piped(into: command, in: build, needsColon: false, &budget)
    case "useradd", "usermod", "adduser": return option(of: command, in: build, &budget)
    default: return nil
    }
  }

  // MARK: options

  /// Source: the manual pages of useradd and usermod, shadow 4.13.
  private static func option(
    of command: StepCommand, in build: BuildModel, _ budget: inout ExpansionBudget
  ) -> LiteralPassword? {
    let options = OptionWords(command.resolved.arguments, letters: "bcdefgGkKlpPRsuvVwWZ", names: ["--password"])
    guard let word = options.last("-p", "--password")?.value else { return nil }
    if let value = budget.fields(word, of: command, in: build) {
      return isLocked(value.joined(separator: " ")) ? nil : LiteralPassword(range: word.range, program: command.name)
    }
    return isHashedLiteral(word, command) ? LiteralPassword(range: word.range, program: command.name) : nil
  }

  /// Values that no password leads to.
  private static func isLocked(_ value: String) -> Bool {
    value.utf8.first == UInt8(ascii: "!") || value.utf8.first == UInt8(ascii: "*") || value == "x"
  }

  /// Whether a word is `$(openssl passwd -6 secret)`.
  private static func isHashedLiteral(_ word: ShellWord, _ command: StepCommand) -> Bool {
    guard word.parts.count == 1, case .substitution(let scope, _)? = word.parts.first else { return false }
    for inner in command.script.script.commands[(command.index + 1)...].prefix(reach) where inner.scope == scope {
      let program = ResolvedCommand(inner.words[...])
      switch program.name {
      case "openssl":
        let operands = program.operands(valueOptions: ["-salt", "-in"])
        return operands.first?.text == "passwd" && operands.count > 1 && operands[1].literal != nil
      case "mkpasswd":
        let operands = program.operands(valueOptions: ["-m", "--method", "-S", "--salt", "-R", "--rounds", "-P"])
        return operands.first?.literal != nil
      default: continue
      }
    }
    return false
  }

  // MARK: standard input

  private static func piped(
    into command: StepCommand, in build: BuildModel, needsColon: Bool, _ budget: inout ExpansionBudget
  ) -> LiteralPassword? {
    for redirection in command.command.redirections {
      if redirection.operation == "<<<" {
        return isSecret(redirection.target, command, build, needsColon, &budget)
          ? LiteralPassword(range: redirection.target.range, program: command.name) : nil
      }
      if let body = redirection.body {
        return line(of: body, command, needsColon).map { LiteralPassword(range: $0, program: command.name) }
      }
    }
    let place = command.command.pipeline
    guard place.index > 0 else { return nil }
    let script = command.script.script
    for index in (max(0, command.index - reach)..<command.index).reversed() {
      let writer = script.commands[index]
      let isMember = writer.pipeline.id == place.id || script.scopes[writer.scope].pipeline.id == place.id
      guard isMember else { break }
      var source = command
      source.index = index
      guard ["echo", "printf"].contains(source.name) else { continue }
      if let word = written(by: source, build, needsColon, &budget) {
        return LiteralPassword(range: word.range, program: command.name)
      }
    }
    return nil
  }

  /// The word of `echo` or `printf` that holds a password as such.
  private static func written(
    by source: StepCommand, _ build: BuildModel, _ needsColon: Bool, _ budget: inout ExpansionBudget
  ) -> ShellWord? {
    var words = source.resolved.arguments
    if source.name == "echo" { words = words.drop { ["-e", "-n", "-ne", "-en", "-E"].contains($0.text) } }
    guard let first = words.first else { return nil }
    guard source.name == "printf", first.text.utf8.contains(UInt8(ascii: "%")) else {
      return words.first { isSecret($0, source, build, needsColon, &budget) }
    }
    // The values of a format stand in the words behind it; the last is the password.
    let values = words.dropFirst()
    guard let last = values.last, let fields = budget.fields(last, of: source, in: build) else { return nil }
    return fields.contains { !$0.isEmpty && !isLocked($0) } ? last : nil
  }

  private static func isSecret(
    _ word: ShellWord, _ command: StepCommand, _ build: BuildModel, _ needsColon: Bool, _ budget: inout ExpansionBudget
  ) -> Bool {
    if let fields = budget.fields(word, of: command, in: build) {
      return fields.contains { hasPassword(Array($0.utf8)[...], needsColon) }
    }
    guard needsColon else { return false }
    // `$name:secret`: what stands behind the colon must be written out.
    var rest = word.parts[...]
    while let part = rest.first {
      rest = rest.dropFirst()
      guard case .literal(let text, _) = part, let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
      var value = String(text[text.utf8.index(after: colon)...])
      for part in rest {
        guard case .literal(let piece, _) = part else { return false }
        value += piece
      }
      return !value.isEmpty && !isLocked(value)
    }
    return false
  }

  private static func hasPassword(_ line: ArraySlice<UInt8>, _ needsColon: Bool) -> Bool {
    guard needsColon else { return !line.isEmpty }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
    return !value.isEmpty && !isLocked(value)
  }

  /// The first line of a here-document that holds a password as such.
  private static func line(of body: ShellHereDocument, _ command: StepCommand, _ needsColon: Bool) -> Range<Int>? {
    let bytes = command.script.text.bytes
    for line in bytes[body.range.clamped(to: 0..<bytes.count)].split(separator: 0x0A) {
      if body.isExpanded, line.contains(UInt8(ascii: "$")) || line.contains(UInt8(ascii: "`")) { continue }
      if hasPassword(line, needsColon) { return line.startIndex..<line.endIndex }
    }
    return nil
  }
}
