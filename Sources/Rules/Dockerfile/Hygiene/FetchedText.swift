import BuildModel
import ShellSyntax

/// Where in a script the output of curl and wget goes: into pipes and into substitutions.
struct FetchedText {
  /// For each pipeline the first member that fetches, with the command that does.
  private(set) var pipelines: [Int: (member: Int, command: Int)] = [:]
  /// For each substitution the command that fetches in it.
  private(set) var substitutions: [Int: Int] = [:]

  /// - Parameter commands: those of one script, all of them and in order.
  init(_ commands: some Sequence<StepCommand>) {
    for command in commands where Self.fetchesToOutput(command) { follow(command) }
  }

  var isEmpty: Bool { pipelines.isEmpty && substitutions.isEmpty }

  private mutating func follow(_ command: StepCommand) {
    let script = command.script.script
    note(command.command.pipeline, command.index)
    for index in script.enclosing(command.command) {
      let scope = script.scopes[index]
      switch scope.kind {
      case .substitution:
        if substitutions[index] == nil { substitutions[index] = command.index }
        return
      case .shellText(let runner):
        if script.commands.indices.contains(runner) { note(script.commands[runner].pipeline, command.index) }
      case .script, .function: return
      default:
        if ShellCommand.isElsewhere(scope.redirections) { return }
        note(scope.pipeline, command.index)
      }
    }
  }

  private mutating func note(_ place: PipelinePlace, _ command: Int) {
    guard place.count > 1 else { return }
    if let known = pipelines[place.id], known.member <= place.index { return }
    pipelines[place.id] = (place.index, command)
  }

  /// The programs that are looked at, and those that start one.
  private static let programs: Set<String> = [
    "curl", "wget", "lynx", "fetch", "http", "https", "xh", "find", "xargs",
  ]

  /// Whether a command writes what it fetches to its output.
  private static func fetchesToOutput(_ command: StepCommand) -> Bool {
    guard programs.contains(command.name) else { return false }
    return ProgramCall.calls(of: command.resolved).contains { call in
      switch call.program.name {
      case "curl":
        let options = OptionWords(call.program.arguments, letters: FetchOptions.curl, names: FetchOptions.curlNames)
        let file = options.last("-o", "--output")?.value?.text ?? "-"
        let isNamed = options.last("-O", "--remote-name", "--remote-name-all", "-I", "--head") != nil
        return !isNamed && isOutput(file) && !ShellCommand.isElsewhere(command.command.redirections)
      case "wget":
        let options = OptionWords(call.program.arguments, letters: FetchOptions.wget, names: FetchOptions.wgetNames)
        guard let file = options.last("-O", "--output-document")?.value?.text else { return false }
        return isOutput(file) && !ShellCommand.isElsewhere(command.command.redirections)
      case "lynx", "fetch", "http", "https", "xh":
        return !ShellCommand.isElsewhere(command.command.redirections)
      default: return false
      }
    }
  }

  private static func isOutput(_ file: String) -> Bool { file == "-" || file == "/dev/stdout" || file == "/dev/fd/1" }
}

extension ShellCommand {
  /// Whether redirections send standard output to a file.
  static func isElsewhere(_ redirections: [ShellRedirection]) -> Bool {
    redirections.contains {
      [">", ">>", ">|", "&>", "&>>"].contains($0.operation) && ($0.descriptor == nil || $0.descriptor == "1")
    }
  }
}

/// The options of curl and wget that take a value.
///
/// Source: the manual pages of curl 8.14 and GNU wget 1.25.
enum FetchOptions {
  static let curl = "AbcCdDeEFHKmoPQrtTuUwxXyYz"
  static let curlNames: Set<String> = [
    "--cacert", "--capath", "--cert", "--cert-type", "--ciphers", "--config", "--connect-timeout", "--connect-to",
    "--continue-at", "--cookie", "--cookie-jar", "--data", "--data-ascii", "--data-binary", "--data-raw",
    "--data-urlencode", "--dump-header", "--form", "--form-string", "--header", "--interface", "--json", "--key",
    "--key-type", "--limit-rate", "--max-filesize", "--max-redirs", "--max-time", "--noproxy", "--oauth2-bearer",
    "--output", "--output-dir", "--pass", "--pinnedpubkey", "--proto", "--proto-redir", "--proxy", "--proxy-header",
    "--proxy-user", "--quote", "--range", "--referer", "--request", "--resolve", "--retry", "--retry-delay",
    "--retry-max-time", "--socks5", "--socks5-hostname", "--speed-limit", "--speed-time", "--stderr", "--time-cond",
    "--tls-max", "--tls13-ciphers", "--upload-file", "--url", "--user", "--user-agent", "--write-out",
  ]
  static let wget = "aABDeiIloOPQRtTUwX"
  static let wgetNames: Set<String> = [
    "--output-document", "--output-file", "--append-output", "--directory-prefix", "--header", "--user", "--password",
    "--http-user", "--http-password", "--ftp-user", "--ftp-password", "--user-agent", "--tries", "--timeout",
    "--waitretry", "--post-data", "--post-file", "--body-data", "--method", "--ca-certificate", "--certificate",
    "--private-key", "--load-cookies", "--save-cookies", "--referer", "--input-file", "--accept", "--reject", "--level",
    "--execute", "--progress", "--read-timeout", "--connect-timeout", "--dns-timeout", "--wait", "--quota",
    "--limit-rate", "--proxy-user", "--proxy-password", "--secure-protocol",
  ]
}
