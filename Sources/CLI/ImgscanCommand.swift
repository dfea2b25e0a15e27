import ArgumentParser
import Core
import Glibc
import ImageArchive
import Reports

/// The command line: `imgscan SUBJECT…` and its companions.
public struct ImgscanCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: Tool.name,
    abstract: "Tells whether a container image, a Dockerfile or a task definition is hardened, and what to type.",
    discussion: """
      imgscan app.tar                      an image as docker save, podman save, skopeo or buildx wrote it
      docker save app | imgscan -          the same, without a file
      imgscan Dockerfile                   a Dockerfile; imgscan . all of a tree
      imgscan task-definition.json         an ECS task definition, a compose file, a Kubernetes manifest

      exit status: 0 nothing at or above --fail-on, 1 findings, 2 the scan could not be completed
      """,
    version: Tool.version,
    subcommands: [
      ScanCommand.self, InitCommand.self, BaselineCommand.self, ConfigCommand.self, RulesCommand.self,
      ExplainCommand.self, RofsCommand.self, LayersCommand.self, FactsCommand.self, ParseCommand.self,
      ExpandCommand.self, CacheCommand.self, SchemaCommand.self, CompletionsCommand.self, ManCommand.self,
    ],
    defaultSubcommand: ScanCommand.self)

  public init() {}

  /// The names of all commands.
  static var commandNames: Set<String> { Set(configuration.subcommands.map { $0._commandName } + ["help"]) }

  /// A message that quotes what was typed, which may come from a file's name.
  static func clean(_ message: String) -> String {
    message.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { Sanitized(String(Substring($0))).description }.joined(separator: "\n")
  }

  /// Runs the command line of this process and ends it.
  public static func run() -> Never {
    if let answer = DockerPlugin.answer(to: CommandLine.arguments) {
      Glibc.exit(Output.standardOutput.write(answer) ? ExitStatus.clean : ExitStatus.incomplete)
    }
    let call = HadolintCall(
      CommandLine.arguments, profile: Environment.value(of: "IMGSCAN_PROFILE"),
      commands: PlainScanLine.commands.subtracting(["scan"]))
    if let call { Glibc.exit(call.run(environment: Environment.all)) }
    prepareProcessForArchives()
    let arguments = DockerPlugin.arguments(CommandLine.arguments)
    if let line = PlainScanLine(arguments) {
      var scan = ScanRun(subjects: line.subjects, flags: line.flags)
      Glibc.exit(scan.run())
    }
    do {
      var command = try parseAsRoot(arguments == ["-V"] ? ["--version"] : arguments)
      try command.run()
      Glibc.exit(ExitStatus.clean)
    } catch let status as ExitStatus {
      Glibc.exit(status.code)
    } catch {
      let isAnswer = exitCode(for: error) == .success
      let text = isAnswer ? fullMessage(for: error) : clean(fullMessage(for: error)) + "\n"
      (isAnswer ? Output.standardOutput : Output.standardError).write(isAnswer ? text + "\n" : text)
      Glibc.exit(isAnswer ? ExitStatus.clean : ExitStatus.incomplete)
    }
  }
}

/// How the process ends (docs: 0 clean, 1 findings, 2 incomplete).
struct ExitStatus: Error {
  static let clean: Int32 = 0
  static let incomplete: Int32 = 2
  var code: Int32
}
