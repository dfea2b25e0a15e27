import Foundation
import JSONText
import TestSupport
import Testing

/// The program under its other name, its manual and its completions.
@Suite struct PluginAndManualTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func plugin(_ arguments: String...) throws -> ExternalProgram.Result {
    let link = directory.path + "/docker-imgscan"
    if !FileManager.default.fileExists(atPath: link) {
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Imgscan.program.path)
    }
    return try ExternalProgram(path: link).run(arguments)
  }

  @Test func `as a docker plug-in it answers the client's question`() throws {
    let answer = try plugin("docker-cli-plugin-metadata").json()
    #expect(answer["SchemaVersion"]?.string == "0.1.0")
    #expect(answer["Vendor"]?.string?.isEmpty == false)
  }

  @Test func `as a docker plug-in it passes over its own name and the client's flags`() throws {
    let path = try directory.write("Dockerfile", Array("FROM scratch\nUSER 1\n".utf8))
    #expect(try plugin("imgscan", path).status == 0)
    #expect(try plugin("--context", "x", "imgscan", "--fail-on", "high", path).status == 0)
    #expect(try plugin("imgscan", "rules").status == 0)
  }

  @Test(arguments: ["imgscan.1", "imgscan-rules.7", "imgscan.yaml.5"])
  func `a manual page is clean`(_ page: String) throws {
    let text = try Imgscan.run("man", page)
    #expect(text.status == 0 && text.outputText.hasPrefix(".TH"))
    let reader = ExternalProgram(path: "/usr/bin/mandoc")
    guard FileManager.default.fileExists(atPath: "/usr/bin/mandoc") else {
      return print("not tested: manual pages (mandoc is missing)")
    }
    let file = try directory.write(page, text.output)
    let lint = try reader.run(["-T", "lint", "-W", "warning", file])
    #expect(lint.status == 0, "\(lint.outputText)")
  }

  @Test(arguments: [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])])
  func `a completion script can be read by its shell`(shell: String, flags: [String]) throws {
    let script = try Imgscan.run("completions", shell)
    #expect(
      script.status == 0 && script.outputText.contains("--fail-on")
        || shell == "fish" && script.outputText.contains("fail-on"))
    guard let program = ["/bin/", "/usr/bin/"].map({ $0 + shell }).first(where: FileManager.default.fileExists) else {
      return print("not tested: completions of \(shell) (it is missing)")
    }
    let file = try directory.write("script", script.output)
    #expect(try ExternalProgram(path: program).run(flags + [file]).status == 0)
  }

  @Test func `bash completes commands, values, and files in place of a command`() throws {
    guard FileManager.default.fileExists(atPath: "/bin/bash") else { return }
    try directory.write("app.tar", [])
    let script = try directory.write("script", try Imgscan.run("completions", "bash").output)
    let question = """
      cd "$(dirname "$0")"; source "$0"
      complete -p imgscan
      for line in "imgscan base" "imgscan scan --fail-on h" "imgscan scan --fail-o" "imgscan layers ap"; do
        COMP_WORDS=($line); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$line; COMP_POINT=${#line}; COMPREPLY=()
        _imgscan imgscan "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; echo "${COMPREPLY[*]}"
      done
      """
    let answer = try ExternalProgram(path: "/bin/bash").run(["-c", question, script])
    let lines = answer.outputText.split(separator: "\n")
    #expect(
      lines == ["complete -o default -o filenames -F _imgscan imgscan", "baseline", "high", "--fail-on", "app.tar"])
  }

  @Test func `help fits 80 columns`() throws {
    for command in [[], ["scan"], ["init"], ["baseline", "write"], ["config", "show"], ["layers"], ["man"]] {
      let help = try Imgscan.run(command + ["--help"]).outputText
      #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 || !$0.contains(" -") }, "\(command)")
    }
  }

  @Test(arguments: ["-V", "--version"])
  func `it says its version`(_ flag: String) throws {
    let result = try Imgscan.run(flag)
    #expect(result.status == 0 && result.outputText.contains("."))
  }
}
