import Core
import Dockerfile

/// ENV or LABEL without an equals sign.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct LegacyKeyValueFormat: BuildCheck {
  static let info = RuleInfo(
    id: "LegacyKeyValueFormat", title: "ENV or LABEL without an equals sign", severity: .info, subject: .dockerfile,
    what: "ENV or LABEL is written as a name, a blank and a value.",
    why: "The old form takes one name only and the rest of the line as its value: ENV A 1 B=2 sets A to \"1 B=2\".",
    fix: "write name=value, with quotes around a value with blanks", controls: [],
    examples: [
      .bad("blank", dockerfile: "FROM alpine\nENV NAME value\n"),
      .good("equals sign", dockerfile: "FROM alpine\nENV NAME=value\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.compactMap { step in
      guard step.isExpanded, [.env, .label].contains(step.instruction.keyword), step.isLegacy else { return nil }
      return finding(
        "\(ShortText.of(step.command)) has a blank between name and value, expected name=value", at: nil, of: step,
        in: build)
    }
  }
}
