import Core
import Dockerfile

extension DispatchWalker {
  /// COPY and ADD.
  mutating func checkTransfer(
    _ transfer: Transfer, _ origin: StepText, _ step: inout DispatchedStep, _ state: StageState
  ) throws(BuildError) {
    var flags: [String: DispatchedValue] = [:]
    for flag in origin.instruction.flags where ["chown", "chmod", "checksum"].contains(flag.name) {
      let part = Argument(bytes: Array((flag.value ?? "").utf8), range: flag.range)
      flags[flag.name] = try expand(part, origin, &step, state).value
    }
    let isJSON = origin.text.texts.first?.isJSON ?? false
    let names = isJSON ? [] : Set(origin.text.heredocs.map(\.name))
    var sources: [DispatchedValue] = []
    for source in transfer.sources where !TransferSource.isHeredoc(source.bytes, names: names) {
      sources.append(try expand(source, origin, &step, state).value)
    }
    _ = try expand(transfer.destination, origin, &step, state)
    try expandHeredocs(origin, names, &step, state)
    try checkFlags(flags, sources, origin)
    try checkSources(origin)
    let isFromContext = StageUse.sources(of: origin.instruction).isEmpty
    for source in sources where source.isKnown {
      let kind = TransferSource(path: source.text)
      if kind == .context {
        if isFromContext { takeFromContext(source, &step) }
      } else if origin.instruction.keyword == .copy {
        let name = kind == .git ? "git repository" : "URL"
        let text = Sanitized(source.text)
        throw refused("copy-remote", "COPY has the \(name) \"\(text)\", which only ADD takes", origin.node)
      }
    }
  }

  /// Holds a source against `.dockerignore`.
  private mutating func takeFromContext(_ source: DispatchedValue, _ step: inout DispatchedStep) {
    step.values.append(source)
    guard ignore != nil else { return }
    var cleaned = source
    cleaned.text = SlashPath.cleaned(source.text)
    switch ignore?.ignores(cleaned.text) {
    case true?: step.ignored.append(cleaned)
    case false?: break
    case nil: remark("not every source of COPY and ADD was held against .dockerignore, that takes too long")
    }
  }

  private mutating func expandHeredocs(
    _ origin: StepText, _ names: Set<[UInt8]>, _ step: inout DispatchedStep, _ state: StageState
  ) throws(BuildError) {
    for heredoc in origin.text.heredocs where heredoc.expands && names.contains(heredoc.name) {
      let (word, error) = heredocExpander.word(heredoc.body, state.variables)
      let undeclared = word.missing.filter {
        !state.variables.isDeclared($0) && !BuildKitVariables.unexported.contains($0)
      }
      if !undeclared.isEmpty {
        let isHere = !origin.isTriggered
        let places = isHere ? VariablePlaces.places(in: syntax.source.bytes, heredoc.offsets) : [:]
        let variables = state.variables
        for name in undeclared {
          step.missing.append(
            MissingVariable(
              name: name, offsets: places[name],
              suggestion: suggestion(name, count: variables.count) { variables.names }))
        }
      }
      if let error { throw problem(error, of: [], origin.node) }
    }
  }

  private func checkFlags(
    _ flags: [String: DispatchedValue], _ sources: [DispatchedValue], _ origin: StepText
  ) throws(BuildError) {
    if let mode = flags["chmod"], mode.isKnown, !FileModeText.isValid(mode.text) {
      let text = Sanitized(mode.text)
      throw refused(
        "chmod", "--chmod is \"\(text)\", expected an octal mode up to 07777, or one such as u=rwX,go=rX", origin.node)
    }
    guard let checksum = flags["checksum"], checksum.isKnown, !checksum.text.isEmpty else { return }
    guard sources.count == 1 else {
      throw refused("checksum", "--checksum needs a single source, this ADD has \(sources.count)", origin.node)
    }
    guard let source = sources.first, source.isKnown else { return }
    switch TransferSource(path: source.text) {
    case .git: break
    case .url:
      guard ReferenceGrammar.isDigest(Array(checksum.text.utf8)[...]) else {
        let text = Sanitized(checksum.text)
        throw refused("checksum", "--checksum is \"\(text)\", expected sha256: and 64 hexadecimal digits", origin.node)
      }
    case .context, .heredoc:
      throw refused("checksum", "--checksum needs an http, https or git source", origin.node)
    }
  }
}

/// Variables that BuildKit knows by name.
enum BuildKitVariables {
  /// ARG that steer the build and are no variables in it.
  ///
  /// Source: the Dockerfile reference, "BuildKit built-in build args".
  static let unexported: Set<String> = ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]
}
