import Core
import ImageArchive
import RootFS
import ShellSyntax

/// An image whose start command cannot be executed.
///
/// Source: execve(2); Linux, fs/binfmt_elf.c and fs/binfmt_script.c.
struct MetaMissingBin: ImageRule {
  static let info = RuleInfo(
    id: "IMG-META-MISSINGBIN", title: "start command cannot run", severity: .high,
    what: "The first word of ENTRYPOINT and CMD is not in the image or not executable, is a program for another "
      + "processor, or needs a loader or interpreter that the image does not have.",
    why: "The container does not start. After a move to a small or distroless image this is the usual mistake: the "
      + "shell of a shell-form CMD, the interpreter of a script or the C library's loader stayed behind.",
    fix: "copy the program with what it needs into the final stage, or name one that is there",
    controls: [],
    examples: [
      .bad("a program that is not there", config: #"{"Entrypoint":["/app/server"]}"#),
      .bad("a shell-form CMD without a shell", config: #"{"Cmd":["/bin/sh","-c","server"]}"#),
      .bad(
        "no execute bit", config: #"{"Entrypoint":["/entry.sh"]}"#,
        layers: [
          [.script("/entry.sh", "#!/bin/sh\n", mode: 0o644), .program("/bin/sh")]
        ]),
      .bad(
        "a script without its interpreter", config: #"{"Entrypoint":["/entry.sh"]}"#,
        layers: [
          [.script("/entry.sh", "#!/bin/bash\n"), .program("/bin/sh")]
        ]),
      .good("found in PATH", config: #"{"Cmd":["server"]}"#, layers: [[.program("/usr/local/bin/server")]]),
      .good("on a volume", config: #"{"Cmd":["/data/server"],"Volumes":{"/data":{}}}"#),
      .good("nothing to start", config: "{}"),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, let word = image.start.argv.first, !isUnknown(word, image) else { return [] }
    let shown = UserText.clipped(word)
    switch image.start.state {
    case .nothing: return []
    case .missing:
      let place = word.contains("/") ? image.startPath(word).description : "any directory of PATH"
      return [report("\"\(shown)\" is not in the image", ["looked for in \(UserText.clipped(place))"], image)]
    case .notExecutable(let reason): return [report("\"\(shown)\" cannot be executed: \(reason)", [], image)]
    case .found: return content(shown, image)
    }
  }

  /// Whether a mount decides what the word finds.
  private func isUnknown(_ word: String, _ image: ImageModel) -> Bool {
    if let real = image.start.realPath, image.isDecidedAtRunTime(real) { return true }
    if let path = image.start.path, image.isDecidedAtRunTime(path) { return true }
    if word.contains("/") {
      guard image.start.node == nil else { return linksToMount(image) }
      return !knows(image.startPath(word), image)
    }
    guard image.start.real == nil else { return false }
    return image.config.searchPath.contains { !knows(image.startPath($0), image) }
  }

  /// Whether the image alone decides what is at a path: no mount, and no link on the way into one.
  private func knows(_ path: RootPath, _ image: ImageModel) -> Bool {
    if image.isDecidedAtRunTime(path) { return false }
    var prefix: [UInt8] = []
    for part in path.bytes.split(separator: UInt8(ascii: "/")).dropLast() {
      prefix.append(UInt8(ascii: "/"))
      prefix.append(contentsOf: part)
      guard let node = image.root.lookup(RootPath(bytes: prefix), followLast: false) else { return true }
      guard image.root.info(node).kind == .symlink else { continue }
      let target = String(decoding: image.root.linkTarget(node), as: UTF8.self)
      let parent = image.root.parent(of: node).map { image.root.path(of: $0).description } ?? "/"
      if image.isDecidedAtRunTime(RuntimePath.cleaned(target.hasPrefix("/") ? target : parent + "/" + target)) {
        return false
      }
    }
    return true
  }

  /// Whether the program is a link into what only a container has.
  private func linksToMount(_ image: ImageModel) -> Bool {
    guard image.start.real == nil, let node = image.start.node else { return false }
    let target = String(decoding: image.root.linkTarget(node), as: UTF8.self)
    let parent = image.root.parent(of: node).map { image.root.path(of: $0).description } ?? "/"
    return !knows(RuntimePath.cleaned(target.hasPrefix("/") ? target : parent + "/" + target), image)
  }

  private func content(_ shown: String, _ image: ImageModel) -> [Finding] {
    guard let real = image.start.real, let bytes = image.contents[real]?.known else { return [] }
    if let header = ELFHeader(bytes) { return program(shown, header, image) }
    guard let line = Shebang(bytes) else { return [] }
    return script(shown, line, image)
  }

  private func program(_ shown: String, _ header: ELFHeader, _ image: ImageModel) -> [Finding] {
    if let architecture = image.config.architecture, ELFMachine.runs(header, on: architecture) == false {
      let name = ELFMachine.name(header)
      return [
        report(
          "\"\(shown)\" is a program for \(name), the image is for \(UserText.clipped(architecture))", [], image,
          fix: "build the program for \(UserText.clipped(architecture)), or the image with --platform linux/\(name)")
      ]
    }
    guard case .path(let loader) = header.loader, !isThere(loader, image) else { return [] }
    return [
      report(
        "\"\(shown)\" needs the loader \(UserText.clipped(loader)), which is not in the image", [], image,
        fix: "link the program statically, or use a base image with the C library it was built for "
          + "(\(loader.contains("musl") ? "musl, as in alpine" : "glibc, as in debian or distroless/base"))")
    ]
  }

  private func script(_ shown: String, _ line: Shebang, _ image: ImageModel) -> [Finding] {
    let name = UserText.clipped(line.interpreter)
    guard line.interpreter.hasPrefix("/") else { return [] }
    if !isThere(line.interpreter, image) {
      let isCarriageReturn = line.interpreter.utf8.last == 13
      let why = isCarriageReturn ? "its first line ends with a carriage return" : "\(name) is not in the image"
      return [
        report(
          "\"\(shown)\" is a script that cannot start: \(why)", ["#!" + name], image,
          fix: isCarriageReturn ? "save the script with line feeds only (dos2unix)" : "")
      ]
    }
    guard let program = line.programOfEnv, !program.contains("/"), CommandWords.isLiteral(program) else { return [] }
    let search = image.config.searchPath.prefix(64)
    guard search.allSatisfy({ knows(image.startPath($0), image) }) else { return [] }
    guard !search.contains(where: { isThere(image.startPath($0).description + "/" + program, image) }) else {
      return []
    }
    let missing = UserText.clipped(program)
    return [report("\"\(shown)\" is a script that cannot start: \(missing) is not in PATH", ["#!" + name], image)]
  }

  /// Whether an executable is at a path, or could be: what a mount brings is not known.
  private func isThere(_ path: String, _ image: ImageModel) -> Bool {
    guard knows(image.startPath(path), image) else { return true }
    guard let node = image.root.lookup(path) else { return false }
    return image.root.info(node).kind == .file && image.root.info(node).isExecutable
  }

  private func report(_ message: String, _ evidence: [String], _ image: ImageModel, fix: String = "") -> Finding {
    let isShell = image.start.isShellForm && image.start.state != .found
    let advice =
      isShell ? "write the command as a JSON array: CMD [\"PROGRAM\", \"ARG\"]; the shell form needs a shell" : fix
    guard let real = image.start.real else {
      return finding(message, at: image.startPlace, evidence: evidence, fix: advice)
    }
    return finding(message, at: image.place(of: real), evidence: evidence, fix: advice, detail: image.detail(of: real))
  }
}
