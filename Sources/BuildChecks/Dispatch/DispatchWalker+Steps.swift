import Core
import Dockerfile

extension DispatchWalker {
  /// Carries out a stage; false when to stop.
  mutating func carryOut(_ index: Int) -> Bool {
    let stage = result.stages[index]
    var state: StageState
    if let parent = stage.parent, let end = ends[parent] {
      state = StageState(after: end)
      guard carryOut(end.triggers, of: index, &state) else { return false }
    } else {
      state = StageState(isFromScratch: stage.base == "scratch", isWindows: isWindows(stage))
    }
    for position in bodies[index] {
      let instruction = syntax.instructions[position]
      let node = syntax.nodes[instruction.node]
      let origin = StepText(instruction: instruction, text: node, node: instruction.node, isTriggered: false)
      guard carryOut(origin, &state) else { return false }
    }
    ends[index] = state
    return true
  }

  /// Whether paths of a stage are those of Windows: by its platform; unless options are strict, also by the escape
  /// character and the names of Windows images.
  private func isWindows(_ stage: DispatchedStage) -> Bool {
    if let platform = stage.platform {
      return platform.value.isKnown && PlatformName(platform.value.text)?.os == "windows"
    }
    guard !options.isStrictlyBuildKit else { return false }
    let base = stage.base ?? stage.from.base.text
    let names = ["windowsservercore", "nanoserver", "/windows"]
    return syntax.escape == UInt8(ascii: "`") || names.contains { base.holds($0) }
  }

  private mutating func carryOut(_ triggers: [Trigger], of stage: Int, _ state: inout StageState) -> Bool {
    let node = result.stages[stage].node
    for trigger in triggers {
      triggeredCount += 1
      guard triggeredCount <= BuildCheckLimits.triggered else {
        remark("more than \(BuildCheckLimits.triggered) instructions of ONBUILD are triggered, the rest is not checked")
        return true
      }
      guard let instruction = trigger.instruction, let text = trigger.node else {
        let error = trigger.problem ?? BuildError("onbuild-trigger", "ONBUILD keeps no instruction")
        guard !fail(refused(error.code, error.message, node)) else { return false }
        continue
      }
      let origin = StepText(instruction: instruction, text: text, node: node, isTriggered: true)
      guard carryOut(origin, &state) else { return false }
    }
    return true
  }

  /// An instruction with the node that it is read from, and the one where its findings are.
  struct StepText {
    var instruction: Instruction
    var text: Node
    var node: Int
    var isTriggered: Bool
  }

  private mutating func carryOut(_ origin: StepText, _ state: inout StageState) -> Bool {
    let keyword = origin.instruction.keyword
    let command = origin.text.texts.first.map { GoUTF8.string(origin.text.bytes($0.command)) } ?? keyword.name
    var step = DispatchedStep(
      instruction: origin.instruction, node: origin.node, isTriggered: origin.isTriggered, hasWorkdir: state.hasWorkdir,
      hasShell: state.hasShell, isFromScratch: state.isFromScratch, isWindows: state.isWindows,
      previous: state.previous[keyword], command: command)
    step.isLegacy =
      [.env, .label].contains(keyword) && origin.text.texts.first?.arguments.dropFirst(2).first?.bytes.isEmpty == true
    if [.cmd, .entrypoint, .healthcheck].contains(keyword) { state.previous[keyword] = origin.node }
    var problem: BuildError?
    do throws(BuildError) {
      try carryOut(origin, &step, &state)
    } catch {
      problem = error
    }
    result.steps.append(step)
    return problem.map { !fail($0) } ?? true
  }

  private mutating func carryOut(
    _ origin: StepText, _ step: inout DispatchedStep, _ state: inout StageState
  ) throws(BuildError) {
    switch origin.instruction.kind {
    case .env(let pairs): try setVariables(pairs, origin, &step, &state)
    case .label(let pairs):
      for pair in pairs { for part in [pair.key, pair.value] { _ = try expand(part, origin, &step, state) } }
    case .arg(let declarations): try declare(declarations, origin, &step, &state)
    case .run(let run): try checkMounts(run, origin, &step, state)
    case .copy(let transfer), .add(let transfer): try checkTransfer(transfer, origin, &step, state)
    case .expose(let ports): try checkPorts(ports, origin, &step, state)
    case .volume(let paths):
      let values = try expandAll(paths, origin, &step, state)
      guard !values.contains(where: { $0.isKnown && $0.text.isEmpty }) else {
        throw refused("empty-volume", "VOLUME has a path that is empty when its variables are put in", origin.node)
      }
    case .user(let name): _ = try expand(name, origin, &step, state)
    case .workdir(let path):
      step.values = [try expand(path, origin, &step, state).value]
      state.hasWorkdir = true
    case .stopSignal(let name):
      let (value, _) = try expand(name, origin, &step, state)
      guard !value.isKnown || SignalName.isKnown(value.text) else {
        let text = Sanitized(value.text)
        throw refused(
          "signal", "STOPSIGNAL is \"\(text)\", expected a signal such as SIGTERM, or its number", origin.node)
      }
    case .shell: state.hasShell = true
    case .onbuild: state.triggers.append(Trigger(origin.text))
    case .from, .cmd, .entrypoint, .healthcheck, .maintainer: break
    }
    step.isExpanded = true
  }

  // MARK: expansion

  /// A part of an instruction after expansion; what is missing is noted.
  mutating func expand(
    _ part: Argument, _ origin: StepText, _ step: inout DispatchedStep, _ state: StageState
  ) throws(BuildError) -> (value: DispatchedValue, word: ExpandedWordText) {
    var (word, error) = expander.word(part.bytes, state.variables)
    if mayBeSet(word.missing, state) {
      word.isKnown = false
      if error?.code == .required { error = nil }
    }
    note(word.missing, in: origin.isTriggered ? nil : part.range, origin, &step, state)
    if let error { throw problem(error, of: part.bytes, origin.node) }
    let offsets = origin.isTriggered ? nil : result.offsets(of: part.range, ofNode: origin.node)
    return (DispatchedValue(text: word.text, isKnown: word.isKnown, offsets: offsets), word)
  }

  /// Whether a base image may set one of some variables that this file does not.
  ///
  /// BuildKit reads the image; with strict options none is taken to set anything.
  private func mayBeSet(_ missing: [String], _ state: StageState) -> Bool {
    !missing.isEmpty && !state.isFromScratch && !options.isStrictlyBuildKit
  }

  private mutating func expandAll(
    _ parts: [Argument], _ origin: StepText, _ step: inout DispatchedStep, _ state: StageState
  ) throws(BuildError) -> [DispatchedValue] {
    var out: [DispatchedValue] = []
    for part in parts { out.append(try expand(part, origin, &step, state).value) }
    return out
  }

  private mutating func note(
    _ names: [String], in part: Range<Int>?, _ origin: StepText, _ step: inout DispatchedStep, _ state: StageState
  ) {
    let names = names.filter { !state.variables.isDeclared($0) && !BuildKitVariables.unexported.contains($0) }
    let variables = state.variables
    step.missing += missing(
      names, in: part, ofNode: origin.node, near: { variables.names }, count: variables.count)
  }

  // MARK: ENV, ARG

  /// Every name is set at once: a value does not see the names beside it.
  private mutating func setVariables(
    _ pairs: [Pair], _ origin: StepText, _ step: inout DispatchedStep, _ state: inout StageState
  ) throws(BuildError) {
    var values: [(DispatchedValue, BuildVariables.Value)] = []
    for pair in pairs {
      let key = try expand(pair.key, origin, &step, state).value
      let (_, word) = try expand(pair.value, origin, &step, state)
      values.append((key, kept(word)))
    }
    step.values = values.map { $0.0 }
    for (key, value) in values where key.isKnown { state.variables.set(key.text, to: value) }
  }

  private mutating func declare(
    _ declarations: [ArgumentDeclaration], _ origin: StepText, _ step: inout DispatchedStep, _ state: inout StageState
  ) throws(BuildError) {
    for declaration in declarations {
      let start = declaration.range.lowerBound
      let end = max(start, declaration.value.map { $0.range.lowerBound - 1 } ?? declaration.range.upperBound)
      let offsets = origin.isTriggered ? nil : result.offsets(of: start..<end, ofNode: origin.node)
      step.values.append(DispatchedValue(text: declaration.name, isKnown: true, offsets: offsets))
      let value: BuildVariables.Value?
      if let given = arguments[declaration.name] {
        value = .bytes(Array(given.utf8))
      } else if let written = declaration.value {
        value = kept(try expand(written, origin, &step, state).word)
      } else {
        value = globals[declaration.name]
      }
      if let value, !BuildKitVariables.unexported.contains(declaration.name) {
        state.variables.set(declaration.name, to: value)
      }
      state.variables.declare(declaration.name)
    }
  }

  // MARK: RUN, COPY, ADD, EXPOSE

  private mutating func checkMounts(
    _ run: Run, _ origin: StepText, _ step: inout DispatchedStep, _ state: StageState
  ) throws(BuildError) {
    let flags = origin.instruction.flags.filter { $0.name == "mount" }
    for (index, mount) in run.mounts.enumerated() {
      var check = MountCheck()
      var isKnown = true
      let range = index < flags.count ? flags[index].range : 0..<0
      for field in mount.fields {
        var value = field.value
        if let written = value {
          let (expanded, _) = try expand(Argument(bytes: Array(written.utf8), range: range), origin, &step, state)
          value = expanded.text
          isKnown = isKnown && expanded.isKnown
        }
        if isKnown, let problem = check.take(field.key, value) { throw refused("mount", problem, origin.node) }
      }
      if isKnown, let problem = check.problem(hasWorkdir: state.hasWorkdir) {
        throw refused("mount", problem, origin.node)
      }
    }
    try checkSources(origin)
  }

  /// Refuses files out of a stage that is carried out later.
  func checkSources(_ origin: StepText) throws(BuildError) {
    for source in StageUse.sources(of: origin.instruction) {
      guard let stage = try stage(source, at: origin.node), ends[stage] == nil else { continue }
      let name = Sanitized(source.name)
      throw refused(
        "later-stage", "the stage \"\(name)\" comes later than the instruction that copies from it", origin.node)
    }
  }

  private mutating func checkPorts(
    _ ports: [Argument], _ origin: StepText, _ step: inout DispatchedStep, _ state: StageState
  ) throws(BuildError) {
    // BuildKit goes through them in the order of the alphabet.
    for part in ports.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      var (words, error) = expander.words(part.bytes, state.variables)
      let missing = words.first?.missing ?? []
      if mayBeSet(missing, state) {
        for index in words.indices { words[index].isKnown = false }
        if error?.code == .required { error = nil }
      }
      if let error { throw problem(error, of: part.bytes, origin.node) }
      let offsets = origin.isTriggered ? nil : result.offsets(of: part.range, ofNode: origin.node)
      step.values += words.map { DispatchedValue(text: $0.text, isKnown: $0.isKnown, offsets: offsets) }
    }
    for (index, value) in step.values.enumerated() where value.isKnown {
      guard let problem = PortSpecification(value.text).problem else { continue }
      step.values.removeSubrange((index + 1)...)
      throw refused("port", "EXPOSE: \(Sanitized(problem))", origin.node)
    }
  }
}
