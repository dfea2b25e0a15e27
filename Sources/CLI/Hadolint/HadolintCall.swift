import ArgumentParser
import Config
import Reports

/// A command line that asks for what hadolint does: called by that name, or with `--profile hadolint`.
struct HadolintCall {
  static let name = "hadolint"

  /// Without the program's name.
  var arguments: [String]
  /// Whether it is called as `hadolint`, which searches no directories.
  var isNamed: Bool

  /// nil for a command line that does not.
  ///
  /// Every start of the program asks this, so what takes time is asked for last.
  /// - Parameters:
  ///   - arguments: with the program's name first.
  ///   - profile: what the environment says the profile is.
  ///   - commands: the names of commands that are no scan.
  init?(_ arguments: [String], profile: @autoclosure () -> String?, commands: @autoclosure () -> Set<String>) {
    if arguments.first?.split(separator: "/").last.map(String.init) == HadolintCall.name {
      (self.arguments, isNamed) = (Array(arguments.dropFirst()), true)
      return
    }
    var own = DockerPlugin.arguments(arguments)
    guard (HadolintCall.profile(own) ?? profile()) == HadolintCall.name else { return nil }
    if let first = own.first, commands().contains(first) { return nil }
    if own.first == "scan" { own.removeFirst() }
    (self.arguments, isNamed) = (own, false)
  }

  /// What `--profile` says; nil when it is not given.
  private static func profile(_ arguments: [String]) -> String? {
    let options = arguments.prefix { $0 != "--" }
    let lead = "--profile="
    for (index, argument) in options.enumerated().reversed() {
      if argument.utf8.starts(with: lead.utf8) { return String(argument.dropFirst(lead.count)) }
      if argument == "--profile" { return index + 1 < options.count ? options[index + 1] : "" }
    }
    return nil
  }
}

extension HadolintCall {
  /// Runs it.
  ///
  /// - Returns: the exit status.
  func run(environment: [String: String]) -> Int32 {
    let request: HadolintRequest
    let flags: HadolintChoices
    do {
      request = try asked()
      flags = try request.choices()
    } catch {
      let error: any Error = (error as? Refusal).map { ValidationError($0.message) } ?? error
      let isAnswer = HadolintCommand.exitCode(for: error) == .success
      let text = HadolintCommand.fullMessage(for: error)
      (isAnswer ? Output.standardOutput : Output.standardError)
        .write((isAnswer ? text : ImgscanCommand.clean(text)) + "\n")
      return isAnswer ? ExitStatus.clean : HadolintRun.failed
    }
    if request.asksVersion {
      let version = "\(Tool.name) \(Tool.version), does as hadolint \(HadolintCommand.likeVersion)\n"
      return Output.standardOutput.write(version) ? ExitStatus.clean : HadolintRun.failed
    }
    return HadolintRun(request: request, flags: flags, isNamed: isNamed, environment: environment).run()
  }

  private func asked() throws -> HadolintRequest {
    let words = HadolintLetters.apart(arguments)
    return try HadolintRequest(plain: words) ?? HadolintRequest(parsing: words)
  }
}
