import Core
import Dockerfile

/// A variable that is used and never set.
///
/// A base image may set variables that this file does not show. Unless the options ask for what BuildKit says without
/// the image, a variable of a stage that is built from an image is reported only when it looks like a mistyped one.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct UndefinedVar: BuildCheck {
  static let info = RuleInfo(
    id: "UndefinedVar", title: "variable is never set", severity: .low, subject: .dockerfile,
    what:
      "An instruction in which Docker puts in variables uses one that neither ENV nor ARG of its stage, or of a stage "
      + "that it is built from, has set before; a default such as ${NAME:-x} does not excuse it. What a base image "
      + "sets is not known: below an image only names that are near to one that is set are reported, with the profile "
      + "buildkit all.",
    why: "The variable is empty, and a path or an address that is built from it is another one than was meant.",
    fix: "correct the name, or declare it before its use: ARG NAME, or ENV NAME=value", controls: [],
    examples: [
      .bad("mistyped", dockerfile: "FROM alpine\nENV PATH=$PAHT:/app/bin\n"),
      .bad("never set", dockerfile: "FROM scratch\nCOPY $source /app\n"),
      .good("declared", dockerfile: "FROM scratch\nARG source\nCOPY $source /app\n"),
      .good("may be the base image's", dockerfile: "FROM golang\nENV PATH=$PATH:$GOPATH/tools\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.flatMap { step in
      step.missing.compactMap { variable -> BuildFinding? in
        guard build.options.isStrictlyBuildKit || step.isFromScratch || variable.suggestion != nil else { return nil }
        return finding(
          "the variable \"\(ShortText.of(variable.name))\" is never set in this file", at: variable.offsets, of: step,
          in: build, fix: variable.suggestion.map { "did you mean $\($0)?" } ?? "")
      }
    }
  }
}
