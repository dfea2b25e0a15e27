import Core
import Engine

extension Settings {
  /// What they make of findings, but for the baseline, whose file is not read here.
  public func policy() -> Policy {
    var policy = Policy()
    policy.file = file?.name
    policy.directory = file?.directory ?? ""
    policy.profile = text("profile").flatMap { Profile(rawValue: $0) } ?? .standard
    policy.levels = file?.levels ?? [:]
    policy.ignores = list("ignore").map { IgnoreEntry(rules: [$0], place: .image) } + (file?.ignores ?? [])
    policy.setuidAllowances = file?.setuidAllowances ?? []
    policy.inlineIgnores = text("inline-ignores").flatMap { InlineIgnores(rawValue: $0) }
    if case .file(let name, let range) = origin("inline-ignores") {
      policy.inlineIgnoresPlace = .source(file: name, range: range)
    }
    policy.failOn = text("fail-on").flatMap { Severity(rawValue: $0) } ?? policy.failOn
    policy.onlyOwn = flag("only-own")
    policy.base = text("base").map(base)
    policy.expiryWarningDays = number("expiry-warning-days") ?? policy.expiryWarningDays
    return policy
  }

  /// A number is one of layers. Only what is plainly a path is one of the configuration file's directory: another text
  /// may name an image.
  private func base(_ text: String) -> BaseChoice {
    if let layers = Setting.number(text, in: 0...Int(Int32.max)) { return .layers(layers) }
    let isPath = text.utf8.starts(with: "./".utf8) || text.utf8.starts(with: "../".utf8)
    return .named(isPath ? resolved(text, "base") : text)
  }
}
