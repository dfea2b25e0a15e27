import Core
import ImageArchive
import RootFS
import ShellSyntax

/// An image whose runtime writes into HOME and whose run user has none to write into.
///
/// Source: runc sets HOME from the passwd line, or to `/` without one, when the config does not set it.
struct UserHome: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-HOME", title: "HOME cannot be used", severity: .low, strict: .medium,
    what: "The container runs Java, Node, Python or .NET as an ordinary user, and HOME is missing, / or not writable.",
    why: "These runtimes keep caches, preferences and keys below HOME. Without one they fail late, or people give the "
      + "process more rights than it needs to make it work.",
    fix: "ENV HOME=/tmp",
    controls: [.runbook(11)],
    examples: [
      .bad("a number without a home", config: #"{"User":"1000:1000","Cmd":["node","a.js"]}"#),
      .bad(
        "the home of nobody", config: #"{"User":"nobody","Cmd":["python3"]}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "nobody:x:65534:65534::/nonexistent:/bin/sh\n")]
        ]),
      .good(
        "HOME in /tmp", config: #"{"User":"1000:1000","Cmd":["node"],"Env":["HOME=/tmp"]}"#,
        layers: [
          [.directory("/tmp", mode: 0o1777)]
        ]),
      .good("a program that does not care", config: #"{"User":"1000:1000","Cmd":["/server"]}"#),
    ])

  /// Base names of runtimes that write below HOME.
  private static let runtimes: Set<String> = [
    "java", "node", "nodejs", "npm", "npx", "yarn", "pnpm", "python", "python2", "python3", "gunicorn", "uvicorn",
    "celery", "dotnet",
  ]

  func findings(in image: ImageModel) -> [Finding] {
    guard let user = image.ordinaryRunUser, !image.passwdIsUnreadable, let runtime = runtime(image) else { return [] }
    let fromEnv = image.config.environment("HOME").flatMap { $0.isEmpty ? nil : $0 }
    let passwdHome = user.account.flatMap { $0.home.isEmpty ? nil : $0.home }
    let home = fromEnv ?? passwdHome ?? "/"
    guard let problem = problem(home, image) else { return [] }
    let source =
      if fromEnv != nil { "config.Env sets it" } else if let account = user.account, passwdHome != nil {
        "/etc/passwd:\(account.line) names it"
      } else { "neither config.Env nor /etc/passwd names one, so it is /" }
    return [
      finding(
        "HOME \(problem), and \(runtime) writes there",
        at: fromEnv == nil ? UserText.place : .config(pointer: "/config/Env"),
        evidence: ["HOME is \(UserText.clipped(home)): \(source)", "image runs as uid \(user.uid)"],
        fix: "ENV HOME=/tmp")
    ]
  }

  private func problem(_ home: String, _ image: ImageModel) -> String? {
    let shown = UserText.clipped(home)
    guard home.hasPrefix("/") else { return "\(shown) is no absolute path" }
    let path = RuntimePath.cleaned(home)
    if image.isInVolume(path) || RuntimePath.isMounted(path) { return nil }
    guard let node = image.root.lookup(path) else { return "\(shown) does not exist" }
    guard image.root.info(node).kind == .directory else { return "\(shown) is no directory" }
    if image.runUserCanWrite(node) { return nil }
    return node == .root ? "is / and not writable" : "\(shown) is not writable by uid \(image.runUser.uid)"
  }

  private func runtime(_ image: ImageModel) -> String? {
    var names = [CommandWords.withoutLaunchers(StartWords(image).words).first.map(CommandWords.baseName) ?? ""]
    if let real = image.start.realPath, !image.start.isShellForm { names.append(text(ofName: real.lastComponent)) }
    if let interpreter = image.start.interpreter { names.append(CommandWords.baseName(interpreter)) }
    if let line = shebangWords(image), line.count > 1, CommandWords.baseName(line[0]) == "env" { names.append(line[1]) }
    return names.first { UserHome.runtimes.contains(UserHome.withoutVersion($0)) }
  }

  private func shebangWords(_ image: ImageModel) -> [String]? {
    guard let real = image.start.real, let bytes = image.contents[real]?.known else { return nil }
    return Shebang(bytes)?.words
  }

  /// `python3.12` is `python3`.
  private static func withoutVersion(_ name: String) -> String {
    guard let dot = name.firstIndex(of: "."), name.hasPrefix("python") else { return name }
    return String(name[..<dot])
  }
}
