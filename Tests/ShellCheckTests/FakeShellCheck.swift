import Foundation
import TestSupport

@testable import ShellCheck

/// A shell script in the place of ShellCheck.
struct FakeShellCheck {
  private let directory: TemporaryDirectory
  private let program: ShellCheckProgram

  /// Prints a comment with code 7 for every file, its first line as the message.
  static let answering = """
    printf '{"comments":['
    separator=
    for file do
      case $file in -*) continue ;; esac
      read -r line < "$file"
      printf '%s{"file":"%s","line":1,"column":1,"endLine":1,"endColumn":2,"level":"info","code":7,"message":"%s"}' \\
        "$separator" "$file" "$line"
      separator=,
    done
    printf ']}\\n'
    exit 1
    """

  /// - Parameter text: what it does; its arguments are ShellCheck's.
  init(_ text: String, environment: [String: String] = [:]) throws {
    directory = try TemporaryDirectory()
    let source = try directory.write("source", Array("#!/bin/sh\n\(text)\n".utf8))
    chmod(source, 0o755)
    // Written by another process: a file that this one has open for writing may be open in a child of another test, too,
    // and then cannot be started.
    let file = directory.path + "/shellcheck"
    _ = try ExternalProgram(path: "/bin/cp").run(["-p", source, file])
    program = ShellCheckProgram(path: file, environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
  }

  /// The directory must outlive the run.
  func run(
    _ scripts: [[UInt8]], jobs: Int = 1, limits: ShellCheckLimits = ShellCheckLimits()
  ) -> [Result<[ShellCheckFinding], ShellCheckError>] {
    withExtendedLifetime(directory) { ShellCheckRunner(program: program, jobs: jobs, limits: limits).run(scripts) }
  }

  func verdicts(on files: [[ShellCheckScript]], limits: ShellCheckLimits) -> [ShellCheckVerdict] {
    withExtendedLifetime(directory) { ShellCheckRunner(program: program, jobs: 1, limits: limits).verdicts(on: files) }
  }

  var version: String? { withExtendedLifetime(directory) { program.version } }

  /// What the script wrote to a file of this name beside it; empty when there is none.
  func lines(of name: String) -> [String] {
    let text = FileManager.default.contents(atPath: directory.path + "/" + name) ?? Data()
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
