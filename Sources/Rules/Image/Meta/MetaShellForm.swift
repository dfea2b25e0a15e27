import Core
import ImageArchive
import RootFS
import ShellSyntax

/// An image that starts its program through a shell.
///
/// Source: Dockerfile reference, "Shell and exec form".
struct MetaShellForm: ImageRule {
  static let info = RuleInfo(
    id: "IMG-META-SHELLFORM", title: "start command in shell form", severity: .low,
    what: "ENTRYPOINT or CMD is a text that /bin/sh -c runs.",
    why: "The image must keep a shell, which is what an attacker looks for first. The shell is process 1 and does not "
      + "pass the stop signal on: the program is killed after the grace period instead of ending in order.",
    fix: "write it as a JSON array: CMD [\"PROGRAM\", \"ARG\"]",
    controls: [.runbook(10)],
    examples: [
      .bad("a shell-form CMD", config: #"{"Cmd":["/bin/sh","-c","node server.js"]}"#),
      .bad("a shell-form ENTRYPOINT", config: #"{"Entrypoint":["/bin/sh","-c","exec /app/run"]}"#),
      .good("exec form", config: #"{"Cmd":["node","server.js"]}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, image.start.isShellForm, let shell = image.start.argv.first else { return [] }
    let isEntrypoint = !(image.config.entrypoint ?? []).isEmpty
    let keyword = isEntrypoint ? "ENTRYPOINT" : "CMD"
    let words = CommandWords.first(in: (image.start.shellText ?? "").utf8)
    let isExec = words.first == "exec"
    // Only the program is shown: arguments may hold passwords.
    let program = (isExec ? words.dropFirst().first : words.first).map { UserText.clipped($0) } ?? ""
    let isPlain = CommandWords.isLiteral(program) && !program.isEmpty && !program.contains("=")
    let name = isPlain ? program : "PROGRAM"
    var notes: [Note] = []
    if isExec { notes.append(Note("exec hands the signals on, but the image still needs the shell")) }
    if isEntrypoint, (image.config.entrypoint ?? []).count >= 3, !(image.config.cmd ?? []).isEmpty {
      notes.append(Note("the words of CMD do not reach the program of a shell-form ENTRYPOINT"))
    }
    return [
      finding(
        "\(keyword) starts \(isPlain ? program : "its command") through \(UserText.clipped(shell)) -c",
        at: image.startPlace, notes: notes, fix: "\(keyword) [\"\(name)\", \"ARG\", …] without a shell")
    ]
  }
}
