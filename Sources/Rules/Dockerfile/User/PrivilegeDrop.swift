import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A sign that what starts as root goes on as another user.
struct PrivilegeDrop {
  enum Sign: Equatable {
    /// ENTRYPOINT or CMD itself names the tool.
    case start(tool: String)
    /// A tool for it is put into the image.
    case tool(String)
    /// What starts is a script, which nobody can look into here.
    case script(String)
  }

  var sign: Sign
  var place: Place

  /// What the sign means, for a reader.
  var note: String {
    switch sign {
    case .start(let tool): "\(tool) may drop root at run time here"
    case .tool(let tool): "\(tool) is put into the image here: what starts may drop root with it"
    case .script(let name): "the script \(ClippedText.clipped(name)) may drop root at run time"
    }
  }

  /// Programs that start another one as another user.
  ///
  /// Source: the manual pages of gosu, su-exec, util-linux, runit, s6, fixuid, dpkg.
  static let tools: Set<String> = [
    "chpst", "fixuid", "gosu", "runuser", "s6-setuidgid", "setpriv", "setuidgid", "start-stop-daemon", "su-exec",
  ]

  /// The bytes that their names begin with.
  fileprivate static let toolStarts = Array(Set(tools.compactMap(\.utf8.first)))

  /// Endings of the names of shell scripts.
  private static let scriptEndings = [".sh", ".bash", ".ash", ".ksh", ".zsh"]

  /// Programs whose operand is a script.
  fileprivate static func runsScript(_ name: String) -> Bool {
    ShellDialect.isShell(name) || name == "." || name == "source"
  }

  /// The base name of a file that is a script by its name.
  static func scriptName(_ path: String) -> String? {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
    let lower = name.lowercased()
    let isScript = scriptEndings.contains(where: lower.hasSuffix) || lower.holds("entrypoint") || path == "/init"
    return isScript ? name : nil
  }
}

extension BuildModel {
  /// The last ENTRYPOINT of the shipped chain, and the last CMD; CMD alone when there is no ENTRYPOINT.
  var startSteps: [BuildStep] { [lastShipped(.entrypoint), lastShipped(.cmd)].compactMap(\.self) }

  /// The word that an instruction begins with.
  func place(ofKeywordOf step: BuildStep) -> Place {
    place(syntax.nodes[step.node].texts.first?.command ?? 0..<0, ofNode: step.node)
  }

  /// Signs that the image goes on as another user than it starts as, the strongest first.
  var privilegeDrops: [PrivilegeDrop] { namedDrops + installedDrops + scriptDrops }

  // MARK: ENTRYPOINT and CMD

  private var namedDrops: [PrivilegeDrop] {
    for step in startSteps {
      guard let script = step.script else { continue }
      for (command, resolved) in zip(script.script.commands, script.resolved) {
        let switchers = resolved.wrappers + [resolved.name]
        let tool =
          switchers.first(where: PrivilegeDrop.tools.contains)
          ?? switchers.first { ["su", "sudo", "doas"].contains($0) && (resolved.user ?? "root") != "root" }
        guard let tool, !(resolved.user.map(BuildUser.isNamedRoot) ?? false) else { continue }
        return [PrivilegeDrop(sign: .start(tool: tool), place: place(command.range, in: script))]
      }
    }
    return []
  }

  private var scriptDrops: [PrivilegeDrop] {
    for step in startSteps {
      guard let script = step.script else { continue }
      let isEntrypoint = step.instruction.keyword == .entrypoint || isStarter(lastShipped(.entrypoint))
      for (command, resolved) in zip(script.script.commands, script.resolved) {
        guard var path = resolved.words.first?.text else { continue }
        if PrivilegeDrop.runsScript(resolved.name) {
          path = resolved.operands(valueOptions: ["-c", "-o"]).first?.text ?? path
        }
        guard let name = PrivilegeDrop.scriptName(path) else { continue }
        // A CMD is the program itself more often than what prepares for it.
        guard isEntrypoint || path == "/init" || name.lowercased().holds("entrypoint") else { continue }
        return [PrivilegeDrop(sign: .script(name), place: place(command.range, in: script))]
      }
      // What follows is given to the entrypoint as words.
      if step.instruction.keyword == .entrypoint, !isStarter(step) { break }
    }
    return []
  }

  /// Whether an ENTRYPOINT starts what CMD names: `["tini", "--"]`.
  private func isStarter(_ step: BuildStep?) -> Bool {
    guard let script = step?.script, script.isExec, script.script.commands.count == 1 else { return false }
    let resolved = script.script.resolved(script.script.commands[0])
    let starters: Set<String> = ["tini", "dumb-init", "catatonit", "env", "sh", "bash", "ash", "dash"]
    return starters.contains(resolved.name) && resolved.operands().isEmpty
  }

  // MARK: tools in the image

  private var installedDrops: [PrivilegeDrop] {
    for step in shippedSteps {
      switch step.instruction.kind {
      case .copy(let transfer), .add(let transfer):
        let paths = transfer.sources + [transfer.destination]
        guard let found = paths.first(where: { tool(in: $0.text) != nil }), let name = tool(in: found.text) else {
          continue
        }
        return [PrivilegeDrop(sign: .tool(name), place: place(found.range, ofNode: step.node))]
      default: continue
      }
    }
    for command in shippedCommands where !["echo", "printf", "which", "command"].contains(command.name) {
      // What a wrapper such as gosu runs is a use at build time, above all the usual test `gosu nobody true`.
      let resolved = command.resolved
      guard resolved.wrappers.allSatisfy({ !PrivilegeDrop.tools.contains($0) }) else { continue }
      let words = resolved.arguments
      for index in words.indices {
        guard let name = tool(in: words[index].text) else { continue }
        return [PrivilegeDrop(sign: .tool(name), place: command.place(of: words[index], in: self))]
      }
    }
    return []
  }

  /// The tool that a path, an address or a package's name with its version names.
  private func tool(in text: String) -> String? {
    var last = text.utf8[...]
    while last.last == UInt8(ascii: "/") { last.removeLast() }
    if let slash = last.lastIndex(of: UInt8(ascii: "/")) { last = last[last.index(after: slash)...] }
    // Asked for every word of every command: most do not even begin like one.
    guard let first = last.first, PrivilegeDrop.toolStarts.contains(first) else { return nil }
    let name = String(decoding: last.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "@") }, as: UTF8.self)
    if PrivilegeDrop.tools.contains(name) { return name }
    // Released as `gosu-amd64`.
    if name.hasPrefix("gosu-") { return "gosu" }
    return nil
  }
}

extension BuildUser {
  /// Whether a user that a wrapper is given is root by name or number; nothing given is not.
  fileprivate static func isNamedRoot(_ text: String) -> Bool { !text.isEmpty && isRoot(text) }
}
