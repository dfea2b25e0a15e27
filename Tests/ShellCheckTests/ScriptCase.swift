import BuildModel
import Dockerfile
import LintRules
import ShellCheck

/// Scripts of a Dockerfile that a test writes down.
enum ScriptCase {
  static func scripts(_ text: String, isExact: Bool = false) -> [ShellCheckScript] {
    scripts(Array(text.utf8), isExact)
  }

  static func scripts(_ bytes: [UInt8], _ isExact: Bool = false) -> [ShellCheckScript] {
    var options = LintOptions()
    options.isExact = isExact
    return ShellCheckScripts.scripts(of: LintFile(BuildModel(DockerfileSyntax(bytes), file: "D"), options: options))
  }

  /// The scripts without the variables that Docker always knows, a slash for each line feed.
  static func shown(_ text: String, isExact: Bool = false) -> [String] {
    scripts(text, isExact: isExact).map { script in
      let lines = String(decoding: script.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      return lines.filter { !$0.lowercased().hasSuffix("_proxy=1") }.joined(separator: "/")
    }
  }
}
