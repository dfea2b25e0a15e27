import Core

/// go install of a module in any version.
struct DL3062: LintRule {
  static let info = RuleInfo(
    "DL3062", .warning, title: "go install without a version",
    what: "each package that go install, go get or go run fetches without a version, or in the latest",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write go install PACKAGE@VERSION",
    examples: [
      .bad("any version", dockerfile: "FROM golang:1.22\nRUN go install golang.org/x/tools/gopls@latest\n"),
      .good("one version", dockerfile: "FROM golang:1.22\nRUN go install golang.org/x/tools/gopls@v0.15.3\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("go") else { return }
    for run in flow.runs {
      let commands = run.commands.filter { $0.name == "go" }
      let targets = commands.map { $0.has("run") ? runTarget(of: $0) : nil }
      // In an exact judgement a target of go run hides what the RUN installs.
      let hidesInstalls = flow.isExact && targets.contains { $0 != nil }
      for (command, target) in zip(commands, targets) {
        var packages = target.map { [$0] } ?? []
        if !hidesInstalls, target == nil, command.has("install", "get") { packages = installed(by: command) }
        let open = packages.filter { !isFixed(command.arguments[$0]) }
        report.noteOpenVersions(of: open, command, at: run) { "\(withoutVersion($0))@VERSION" }
      }
    }
  }

  /// What `go run` runs: looked for in the first two words that are no options.
  private func runTarget(of command: LintCommand) -> Int? {
    command.operands().prefix(2).first { command.arguments[$0] != "run" }
  }

  private func installed(by command: LintCommand) -> [Int] {
    command.operands().filter { !["install", "get", "tool"].contains(command.arguments[$0]) }
  }

  private func isFixed(_ package: String) -> Bool {
    let bytes = package.utf8
    if bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: ".") { return true }
    return bytes.contains(UInt8(ascii: "@")) && !package.hasSuffix("@latest") && !package.hasSuffix("@none")
  }

  private func withoutVersion(_ package: String) -> String {
    String(package.prefix { $0 != "@" })
  }
}
