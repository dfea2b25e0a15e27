import Core
import ImageArchive
import RootFS
import ShellSyntax

/// An image that starts as root and whose entry point then goes on as another user.
///
/// Explains IMG-USER-ROOT, and takes nothing of it back.
struct UserDropsRoot: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-DROPS-ROOT", title: "entry point drops root", severity: .info, strict: .low,
    what: "The container starts as uid 0, and its start command or entry point script calls gosu, su-exec, setpriv, "
      + "runuser, chpst, s6-setuidgid or exec su.",
    why: "Images such as postgres, mysql and redis start as root to fix owners and then change the user. The process "
      + "is root until then, and scanners of the configuration still see root.",
    fix: "set the user in the deployment (ECS: \"user\": \"UID:GID\"): such entry points skip the change when they are "
      + "not root",
    controls: [.runbook(11), .cis("4.1")],
    needs: ImageNeeds(contents: scripts),
    examples: [
      .bad(
        "a script with gosu", config: #"{"Entrypoint":["/entry.sh"],"Cmd":["redis-server"]}"#,
        layers: [
          [
            .script(
              "/entry.sh", "#!/bin/sh\nset -e\nif [ \"$(id -u)\" = 0 ]; then\n  exec gosu redis \"$0\" \"$@\"\nfi\n")
          ]
        ]),
      .bad("su-exec as the entry point", config: #"{"Entrypoint":["su-exec","app","/app"]}"#),
      .good(
        "a script that only installs it", config: #"{"Entrypoint":["/entry.sh"]}"#,
        layers: [
          [.script("/entry.sh", "#!/bin/sh\n# gosu app\ncommand -v gosu\necho gosu\nexec \"$@\"\n")]
        ]),
      .good("not root", config: #"{"User":"1000:1000","Entrypoint":["gosu","app","/app"]}"#),
    ])

  /// Where entry point scripts usually are, for commands such as `tini -- /entrypoint.sh`.
  private static let scripts: Set<String> = [
    "/docker-entrypoint.sh", "/entrypoint.sh", "/init", "/run.sh", "/start.sh", "/usr/bin/docker-entrypoint.sh",
    "/usr/bin/entrypoint.sh", "/usr/local/bin/docker-entrypoint.sh", "/usr/local/bin/entrypoint.sh",
  ]

  func findings(in image: ImageModel) -> [Finding] {
    guard image.runUser.isRoot, !image.isWindows else { return [] }
    if let drop = inCommand(image) { return [report(drop, .config(pointer: pointer(image)))] }
    let start = StartWords(image)
    for file in start.files {
      guard let real = image.root.resolve(file.node), let bytes = image.contents[real]?.known else { continue }
      guard bytes.starts(with: "#!".utf8), let drop = ScriptDrop.first(inScript: bytes) else { continue }
      return [report(drop, image.place(of: real, line: drop.line))]
    }
    return []
  }

  private func inCommand(_ image: ImageModel) -> ScriptDrop? {
    if let text = image.start.shellText { return ScriptDrop.first(inLine: text) }
    var words = image.start.argv[...]
    if let first = words.first, ["tini", "dumb-init", "catatonit"].contains(CommandWords.baseName(first)) {
      words = words.dropFirst().drop { $0.hasPrefix("-") }
    }
    return ScriptDrop.tool(of: Array(words)).map { ScriptDrop(tool: $0, line: 1, text: "") }
  }

  private func pointer(_ image: ImageModel) -> String {
    (image.config.entrypoint ?? []).isEmpty ? "/config/Cmd" : "/config/Entrypoint"
  }

  private func report(_ drop: ScriptDrop, _ place: Place) -> Finding {
    finding(
      "entry point calls \(drop.tool): the image runs as root until then", at: place,
      evidence: drop.text.isEmpty ? [] : ["line \(drop.line): \(drop.text)"],
      fix: "set the user that \(drop.tool) changes to in the deployment (ECS: \"user\": \"UID:GID\") or with USER")
  }
}
