import Dockerfile

/// What holds between two instructions of a stage.
struct StageState: Sendable {
  var variables = BuildVariables()
  var hasWorkdir = false
  var hasShell = false
  /// Whether it is built from nothing but this file.
  var isFromScratch = false
  var isWindows = false
  /// Instructions of ONBUILD, for the stage built from this one.
  var triggers: [Trigger] = []
  /// The node of the last CMD, ENTRYPOINT and HEALTHCHECK of the stage.
  var previous: [Keyword: Int] = [:]

  /// Begins a stage that is built from an image or from nothing.
  init(isFromScratch: Bool, isWindows: Bool) {
    (self.isFromScratch, self.isWindows) = (isFromScratch, isWindows)
    variables.set("PATH", to: .bytes(Array("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".utf8)))
  }

  /// Begins a stage that is built from one that ends so.
  init(after state: StageState) {
    self = state
    triggers = []
    previous = [:]
  }
}

/// An instruction that ONBUILD keeps for later, read by itself: with a backslash as escape character.
struct Trigger: Sendable {
  /// The one that is carried out; nil when BuildKit refuses it then.
  let instruction: Instruction?
  let problem: BuildError?
  let node: Node?

  /// - Parameter node: of ONBUILD.
  init(_ node: Node) {
    var bytes: [UInt8] = node.texts.count > 1 ? Array(node.bytes(node.texts[1].range)) : []
    for heredoc in node.heredocs { bytes += [0x0A] + heredoc.content + heredoc.name }
    let syntax = DockerfileSyntax(Array("FROM scratch\n".utf8) + bytes)
    let problem = syntax.errors.first.map(BuildError.init)
    let instruction = syntax.instructions.dropFirst().first
    let isOne = syntax.nodes.count == 2
    self.instruction = problem == nil && isOne ? instruction : nil
    self.node = isOne ? syntax.nodes.last : nil
    self.problem =
      problem ?? (isOne ? nil : BuildError("onbuild-trigger", "ONBUILD keeps no single instruction"))
  }
}
