import Core
import Dockerfile
import Rules

/// What is to be said of a Dockerfile's comments that silence rules, once all findings were held against them.
struct PragmaRemarks {
  private let silencer: Silencer
  /// Whether a comment in a Dockerfile is of use for a name: it is that of a rule that was asked, or of rules that judge
  /// no Dockerfiles, which no comment can ever silence. Names that no rule has are not here.
  private var isOfUse: [String: Bool] = [:]

  /// Ids longer than this are cut in messages.
  private static let longestID = 64

  init(_ silencer: Silencer, asked: [RuleInfo]) {
    self.silencer = silencer
    guard !silencer.syntax.pragmas.isEmpty else { return }
    let asked = Set(asked.map(\.id))
    var elsewhere: Set<String> = []
    for info in RuleTable.infos {
      for name in [info.id.description] + info.aliases {
        if info.subject == .dockerfile {
          isOfUse[name] = isOfUse[name] == true || asked.contains(info.id)
        } else {
          elsewhere.insert(name)
        }
      }
    }
    for name in elsewhere where isOfUse[name] == nil { isOfUse[name] = true }
  }

  /// Adds the warnings of a file.
  ///
  /// - Parameter isComplete: whether all of the file was read, so that what is not used is not needed.
  func add(to problems: inout Problems, file: String, isComplete: Bool) {
    for (index, pragma) in silencer.syntax.pragmas.enumerated() {
      let place = Place.source(file: file, range: silencer.syntax.source.range(of: pragma.offsets))
      for (code, message) in remarks(pragma, index, problems) where isComplete || code != "unused-ignore" {
        problems.warning(code, message, place: place)
      }
    }
  }

  private func remarks(_ pragma: Pragma, _ index: Int, _ problems: Problems) -> [(code: String, message: String)] {
    if let problem = pragma.problem { return [("pragma", "this comment silences nothing: \(problem)")] }
    let isOurs = pragma.tool == .imgscan
    if silencer.isRefused(pragma) {
      return isOurs || silencer.wouldBeUsed.contains(index) ? [refusal] : []
    }
    // Words are only sought for what will be kept: a hostile file is all comments.
    let unknown = isOurs && problems.hasRoom(for: "unknown-rule") ? unknownNames(pragma) : []
    if silencer.isExpired(pragma), let date = pragma.expires {
      return [("expired-ignore", "this comment silences nothing since it expired on \(date)")] + unknown
    }
    guard isOurs else { return [] }
    var out = unknown
    let names = Set(pragma.rules)
    let used = names.filter { silencer.used.contains(Silencer.Use(pragma: index, name: $0)) }
    if !used.isEmpty, let end = silencer.policy.endsSoon(pragma.expires) {
      out.append(("expiring-ignore", "this comment \(end)"))
    }
    let idle = names.subtracting(used).filter { isOfUse[$0] == true }.sorted()
    if !idle.isEmpty {
      let which = used.isEmpty && idle.count == names.count ? "" : " of \(idle.joined(separator: ", "))"
      out.append(("unused-ignore", "this comment silences nothing\(which); remove it"))
    }
    return out
  }

  private var refusal: (String, String) {
    let there = CompiledPolicy.words(for: silencer.policy.policy.inlineIgnoresPlace).map { " in \($0)" } ?? ""
    switch silencer.policy.inlineIgnores {
    case .deny: return ("denied-ignore", "this comment counts for nothing (inline-ignores: deny\(there))")
    default:
      let cause =
        silencer.policy.policy.inlineIgnores == nil ? "profile strict" : "inline-ignores: require-reason\(there)"
      return ("ignore-without-reason", "this comment counts for nothing without a reason (\(cause)); add reason=\"…\"")
    }
  }

  private func unknownNames(_ pragma: Pragma) -> [(code: String, message: String)] {
    let unknown = pragma.rules.lazy.filter { isOfUse[$0] == nil && !ShellCheckCode.isCode($0) }
    return unknown.prefix(Problems.keptPerCode).map { name in
      let near = NearestName.of(name, among: isOfUse.keys.sorted())
      let meant = near.map { "; did you mean \($0)?" } ?? ": imgscan rules lists them"
      let isLong = name.utf8.count > PragmaRemarks.longestID
      let shown = isLong ? String(decoding: name.utf8.prefix(PragmaRemarks.longestID), as: UTF8.self) + "…" : name
      return ("unknown-rule", "\"\(shown)\" is no rule\(meant)")
    }
  }
}
