import Core
import Dockerfile

/// pip install that leaves its cache behind.
struct DL3042: LintRule {
  static let info = RuleInfo(
    "DL3042", .warning, title: "pip install without --no-cache-dir",
    what: """
      each pip install without --no-cache-dir, when PIP_NO_CACHE_DIR is not set and no cache or tmpfs is mounted \
      over .cache/pip
      """,
    why: "the downloaded files stay in the layer, of no use to who runs the image",
    fix: "write pip install --no-cache-dir",
    examples: [
      .bad("a cache left behind", dockerfile: "FROM python:3.12\nRUN pip install flask==3.0.3\n"),
      .good("no cache", dockerfile: "FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n"),
      .good(
        "no cache for the whole image",
        dockerfile: "FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.0.3\n"),
    ])
  static let readsTriggers = true

  private static let variable = "PIP_NO_CACHE_DIR"
  private static let truths = ["1", "true", "True", "TRUE", "on", "On", "ON", "yes", "Yes", "YES"]

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    let installs = flow.pipInstalls.filter { !isOther($0.command) && !$0.command.has("--no-cache-dir") }
    guard !installs.isEmpty else { return }
    var isOff = InheritedState(false)
    var next = 0
    for instruction in flow.instructions {
      if instruction.keyword == .from {
        isOff.begin(instruction)
      } else if case .env(let pairs) = instruction.kind {
        if pairs.contains(where: isTrue) { isOff.set(true) }
      }
      while next < installs.count, installs[next].run.index == instruction.index {
        let (run, command) = installs[next]
        next += 1
        if isOff.value || run.mounts(over: ".cache/pip") || isSet(in: run) { continue }
        report.note("pip leaves its cache in the layer, expected pip install --no-cache-dir", at: run, command)
      }
    }
  }

  /// Whether a command is of a tool that has no such cache or no such option.
  private func isOther(_ command: LintCommand) -> Bool {
    if command.name.holds("pipx") || command.name.holds("pipenv") { return true }
    return command.name.hasPrefix("python") && command.has("pipx", "pipenv")
  }

  private func isTrue(_ pair: Pair) -> Bool {
    pair.key.text == DL3042.variable && DL3042.truths.contains(pair.value.unquotedText)
  }

  /// Whether the text of RUN sets the variable.
  private func isSet(in run: LintInstruction) -> Bool {
    guard let bytes = run.script?.text.bytes else { return false }
    let text = GoUTF8.string(bytes[...])
    return DL3042.truths.contains { text.holds("\(DL3042.variable)=\($0)") }
  }
}
