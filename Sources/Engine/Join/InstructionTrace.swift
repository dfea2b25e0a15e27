import BuildModel
import Core
import Dockerfile

/// What an instruction leaves in an image's history, to be compared with it.
struct InstructionTrace {
  /// How sure it is that a history item is this instruction's.
  enum Likeness: Int { case none = 0, keyword = 1, value = 3, text = 4 }

  var step: BuildStep
  private var texts: [String]
  private var words: [String]
  /// Whether all words are known.
  private var isKnown = true

  init(_ step: BuildStep, in build: BuildModel) {
    self.step = step
    (texts, words) = ([], [])
    let node = build.syntax.nodes[step.node]
    switch step.instruction.kind {
    case .run, .cmd, .entrypoint: texts = InstructionTrace.commands(step, node)
    case .copy(let transfer), .add(let transfer):
      words = (transfer.sources + [transfer.destination]).map { expanded($0, build) }
    case .env(let pairs), .label(let pairs): words = pairs.prefix(1).map { expanded($0.key, build) }
    case .arg(let declarations): words = declarations.prefix(1).map(\.name)
    case .user(let word), .workdir(let word), .stopSignal(let word), .maintainer(let word):
      words = [expanded(word, build)]
    case .expose(let items), .volume(let items), .shell(let items): words = items.map { expanded($0, build) }
    case .from, .healthcheck, .onbuild: break
    }
  }

  private mutating func expanded(_ argument: Argument, _ build: BuildModel) -> String {
    let text = build.expanded(argument, at: step)
    isKnown = isKnown && text.isKnown
    return text.text
  }

  private static func commands(_ step: BuildStep, _ node: Node) -> [String] {
    guard let script = step.script else { return [] }
    if script.isExec {
      return [HistoryStep.normalised(arguments(of: step).joined(separator: " "))]
    }
    let whole = HistoryStep.normalised(GoUTF8.string(script.text.bytes))
    let line = HistoryStep.normalised(GoUTF8.string(node.texts.first.map { node.bytes($0.rest) } ?? []))
    return line == whole ? [whole] : [whole, line]
  }

  private static func arguments(of step: BuildStep) -> [String] {
    switch step.instruction.kind {
    case .run(let run): run.command.arguments.map(\.text)
    case .cmd(let command), .entrypoint(let command): command.arguments.map(\.text)
    default: []
    }
  }

  /// How much a history item looks like this instruction's.
  func likeness(to item: HistoryStep) -> Likeness {
    guard item.keyword == step.instruction.keyword else { return .none }
    switch step.instruction.kind {
    case .run: return texts.contains { InstructionTrace.isCommand($0, of: item.text) } ? .text : .none
    case .cmd, .entrypoint: return quotedWords(in: item.text) ? .text : .keyword
    case .copy, .add: return transferLikeness(item.text)
    case .env, .label, .arg:
      guard let name = words.first else { return .none }
      return item.text.hasPrefix(name) && !isNamePart(item.text.utf8.dropFirst(name.utf8.count).first) ? .value : .none
    case .user, .stopSignal, .maintainer: return !isKnown ? .keyword : item.text == words.first ? .value : .none
    case .workdir:
      guard isKnown, let path = words.first else { return .keyword }
      return normalisedPath(item.text).hasSuffix(normalisedPath(path)) ? .value : .none
    case .expose, .volume, .shell: return words.allSatisfy { item.text.holds($0) } ? .value : .keyword
    case .healthcheck, .onbuild: return .keyword
    case .from: return .none
    }
  }

  /// Whether an item of RUN is this command, by itself or behind a shell and build arguments.
  private static func isCommand(_ text: String, of item: String) -> Bool {
    let (text, item) = (text.utf8, item.utf8)
    guard item.count >= text.count, item.suffix(text.count).elementsEqual(text) else { return false }
    let before = item.dropLast(text.count)
    if before.isEmpty { return true }
    guard before.last == 0x20 else { return false }
    // What stands before is the shell: its last word is an option such as -c.
    let word = before.dropLast().suffix(while: { $0 != 0x20 })
    return word.first == UInt8(ascii: "-") || before.first == UInt8(ascii: "|")
  }

  /// Whether every argument is in the list that the history prints: `["nginx" "-g"]`.
  private func quotedWords(in item: String) -> Bool {
    guard let script = step.script else { return item.holds("[]") }
    let words = script.isExec ? InstructionTrace.arguments(of: step) : []
    if !words.isEmpty { return words.allSatisfy { item.holds("\"\($0)\"") } }
    return texts.contains { item.holds($0) }
  }

  private func transferLikeness(_ item: String) -> Likeness {
    guard let destination = words.last else { return .none }
    // The classic builder prints what it copied as a hash: `file:… in /etc/`.
    var target = item.split(separator: " ").last.map(String.init) ?? ""
    let isHash = item.holds(" in ")
    if !isHash, !isKnown { return .keyword }
    if target.isEmpty { target = "/" }
    let (left, right) = (normalisedPath(target), normalisedPath(destination))
    let isSame = left == right || (!destination.hasPrefix("/") && (right == "" || left.hasSuffix(right)))
    guard isSame else { return isKnown ? .none : .keyword }
    if isHash { return .value }
    let printed = item.split(separator: " ").map(String.init).filter { !$0.hasPrefix("--") }
    return printed.count == words.count && zip(printed, words.dropLast()).allSatisfy { $0 == $1 } ? .text : .value
  }

  private func isNamePart(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte != UInt8(ascii: "=") && byte != 0x20
  }

  /// Without `./` at the beginning and slashes at the end.
  private func normalisedPath(_ path: String) -> String {
    var text = Substring(path)
    while text.hasPrefix("./") { text = text.dropFirst(2) }
    if text == "." { text = "" }
    while text.utf8.count > 1, text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}

extension BidirectionalCollection {
  /// The elements at the end for which the condition holds.
  fileprivate func suffix(while condition: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, condition(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
