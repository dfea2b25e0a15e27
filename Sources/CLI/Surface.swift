import Config
import Glibc
import Reports

/// Where a command that is no scan writes to.
struct Surface {
  let settings: Settings
  let environment = Environment.all
  let errors: Diagnostics

  init(_ flags: [String: SettingValue]) {
    let environment = Environment.all
    settings = Settings(flags: flags, environment: environment, file: nil)
    errors = Diagnostics(settings: settings, environment: environment)
  }

  init(_ groups: any SettingFlags...) throws {
    self.init(try Dictionary(of: groups))
    if let problem = settings.problems.first {
      errors.say(problem.message, help: problem.help)
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }

  /// The style of what is written.
  var style: TerminalStyle {
    settings.text("output") == nil
      ? TerminalStyle(settings, stream: .standardOutput, environment: environment) : TerminalStyle(fileWith: settings)
  }

  /// Writes to the output that the user chose.
  ///
  /// - Throws: `ExitStatus` 2 after a message.
  func deliver(_ bytes: [UInt8]) throws {
    let style = TerminalStyle(settings, stream: .standardError, environment: environment)
    guard Output.deliver(bytes, to: settings.text("output"), style: style) else {
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }

  func isDirectory(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }
}
