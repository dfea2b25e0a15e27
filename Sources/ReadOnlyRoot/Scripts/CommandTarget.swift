import ShellSyntax

/// Something in the file system that a command changes.
struct CommandTarget {
  /// What is done to it.
  enum Effect: Equatable {
    /// A file is made or changed.
    case file
    /// A file is made or changed, or something is put into the directory of that name.
    case fileOrInto
    /// Files are made in the directory.
    case into
    /// The directory is made unless it is there.
    case directory
    /// Owner, mode or another attribute is changed, or a directory's with all in it.
    case metadata
    /// It is removed.
    case removal
  }

  enum Name {
    case word(ShellWord)
    case path(String)
    /// The script's current directory, or something below it.
    case current(String)
    /// Where temporary files go.
    case temporary
  }

  var name: Name
  var effect: Effect
  /// Whether the command may well find nothing to do, or does without.
  var isOptional = false

  init(_ word: ShellWord, _ effect: Effect, isOptional: Bool = false) {
    (name, self.effect, self.isOptional) = (.word(word), effect, isOptional)
  }

  init(_ name: Name, _ effect: Effect, isOptional: Bool = false) {
    (self.name, self.effect, self.isOptional) = (name, effect, isOptional)
  }
}

/// What a command writes, by its name and options.
///
/// Source: the manual pages of coreutils, sed, findutils, tar, shadow, openssh, openssl, wget, curl.
struct CommandTargets {
  private(set) var all: [CommandTarget] = []
  /// Writes to a place that is not among its words.
  private(set) var unknown = 0

  var isEmpty: Bool { all.isEmpty && unknown == 0 }

  /// Most of `find -exec find -exec` that is looked through, and most words of what it runs.
  private static let (mostNested, mostWords) = (3, 64)

  init(_ command: ResolvedCommand, depth: Int = 0) {
    guard !files(command), !copies(command), !archives(command), !accounts(command), !network(command) else { return }
    others(command, depth)
  }

  private mutating func add(_ words: some Sequence<ShellWord>, _ effect: CommandTarget.Effect, optional: Bool = false) {
    for word in words { all.append(CommandTarget(word, effect, isOptional: optional)) }
  }

  private mutating func add(path: String, _ effect: CommandTarget.Effect, optional: Bool = false) {
    all.append(CommandTarget(.path(path), effect, isOptional: optional))
  }

  private mutating func add(current below: String = "", optional: Bool = false) {
    all.append(CommandTarget(.current(below), below.isEmpty ? .into : .directory, isOptional: optional))
  }

  private mutating func files(_ command: ResolvedCommand) -> Bool {
    switch command.name {
    case "tee", "sponge": add(command.operands(), .file)
    case "mkdir": add(command.operands(valueOptions: ["-m", "--mode", "-Z"]), .directory)
    case "touch": add(command.operands(valueOptions: ["-d", "-t", "-r", "--date", "--reference"]), .file)
    case "truncate": add(command.operands(valueOptions: ["-s", "-r", "--size", "--reference"]), .file)
    case "mkfifo", "mknod": add(command.operands(valueOptions: ["-m", "--mode"]).prefix(1), .file)
    case "rm", "rmdir", "unlink": add(command.operands(), .removal)
    case "chown", "chgrp", "chmod", "setfacl", "setcap", "chattr": add(changed(command), .metadata)
    case "sed":
      guard command.hasFlag(short: "i", long: "in-place", valueLetters: "efl") else { return true }
      let hasScript =
        command.hasFlag(short: "e", long: "expression", valueLetters: "fli")
        || command.hasFlag(short: "f", long: "file", valueLetters: "eli")
      let operands = command.operands(valueOptions: ["-e", "-f", "-l", "--expression", "--file", "--line-length"])
      add(operands.dropFirst(hasScript ? 0 : 1), .file)
    case "perl":
      guard command.hasFlag(short: "i", valueLetters: "eEIMm") else { return true }
      add(command.operands(valueOptions: ["-e", "-E", "-I", "-M", "-m"]), .file)
    case "dd":
      for word in command.arguments where word.text.hasPrefix("of=") { add([word.dropping(3)], .file) }
    case "mktemp": temporary(command)
    default: return false
    }
    return true
  }

  /// The files of `chown` and its like: what stands behind the owner or mode.
  private func changed(_ command: ResolvedCommand) -> ArraySlice<ShellWord> {
    if command.hasFlag(long: "reference") { return command.operands(valueOptions: ["--reference"])[...] }
    let first = command.arguments.first?.text.utf8
    let isMode =
      command.name == "chmod" && first?.first == UInt8(ascii: "-")
      && first?.dropFirst().allSatisfy { "rwxXst".utf8.contains($0) } == true
    let operands = command.operands(valueOptions: command.name == "setfacl" ? ["-m", "-x", "-M", "-X"] : [])
    return operands.dropFirst(isMode || command.name == "setfacl" ? 0 : 1)
  }

  private mutating func temporary(_ command: ResolvedCommand) {
    if command.hasFlag(short: "u", long: "dry-run", valueLetters: "p") { return }
    if let directory = command.value(short: "p", long: "tmpdir") { return add([directory], .into) }
    let template = command.operands(valueOptions: ["-p", "--tmpdir", "--suffix"]).first
    if let template, !command.hasFlag(short: "t", long: "tmpdir", valueLetters: "p") {
      if template.text.utf8.first == UInt8(ascii: "/") || template.literal == nil { return add([template], .file) }
      return add()
    }
    all.append(CommandTarget(.temporary, .into))
  }

  private mutating func add() { add(current: "") }

  private mutating func copies(_ command: ResolvedCommand) -> Bool {
    let values: Set<String>
    switch command.name {
    case "cp", "mv": values = ["-t", "-S", "--target-directory", "--suffix"]
    case "ln": values = ["-t", "-S", "--target-directory", "--suffix"]
    case "install":
      values = ["-t", "-m", "-o", "-g", "-S", "--target-directory", "--mode", "--owner", "--group", "--suffix"]
    case "rsync":
      values = ["-e", "--rsh", "--exclude", "--include", "--chown", "--chmod", "--files-from", "--exclude-from"]
    default: return false
    }
    let operands = command.operands(valueOptions: values)
    let isOptional = command.hasFlag(short: "n", long: "no-clobber", valueLetters: "tSmog")
    if command.name == "install", command.hasFlag(short: "d", long: "directory", valueLetters: "tmogS") {
      add(operands, .metadata)
      return true
    }
    if command.name != "rsync", let directory = command.value(short: "t", long: "target-directory") {
      add([directory], .into, optional: isOptional)
    } else if operands.count > 1, let last = operands.last {
      if command.name == "rsync", last.text.utf8.contains(UInt8(ascii: ":")) { return true }
      add([last], .fileOrInto, optional: isOptional)
    } else if command.name == "ln", operands.count == 1 {
      add(current: "")
    }
    if command.name == "mv" { add(operands.dropLast(), .removal) }
    return true
  }

  private mutating func archives(_ command: ResolvedCommand) -> Bool {
    switch command.name {
    case "gzip", "gunzip", "xz", "unxz", "bzip2", "bunzip2", "zstd", "unzstd":
      let reads = ["c", "t", "l"].contains { command.hasFlag(short: $0) }
      if !reads, !command.hasFlag(long: "stdout") { add(command.operands(), .file) }
    case "tar", "bsdtar": tar(command)
    case "unzip":
      guard !["l", "p", "t", "Z"].contains(where: { command.hasFlag(short: $0, valueLetters: "d") }) else {
        return true
      }
      if let directory = command.value(short: "d") { add([directory], .into) } else { add() }
    default: return false
    }
    return true
  }

  private mutating func tar(_ command: ResolvedCommand) {
    let bundle = command.arguments.first?.literal ?? ""
    let isBundle = bundle.utf8.first != UInt8(ascii: "-")
    func has(_ letter: Unicode.Scalar, _ long: String) -> Bool {
      if isBundle, bundle.unicodeScalars.contains(letter) { return true }
      return command.hasFlag(short: letter, long: long, valueLetters: "fC")
    }
    if has("x", "extract") {
      if let directory = command.value(short: "C", long: "directory") { add([directory], .into) } else { add() }
    } else if has("c", "create"), !isBundle {
      if let file = command.value(short: "f", long: "file"), file.text != "-" { add([file], .file) }
    }
  }

  private mutating func accounts(_ command: ResolvedCommand) -> Bool {
    switch command.name {
    case "useradd", "usermod", "userdel", "groupadd", "groupmod", "groupdel", "adduser", "addgroup", "deluser",
      "delgroup", "passwd", "chpasswd", "chsh", "gpasswd":
      let isGroup = command.name.hasPrefix("group") || command.name.hasSuffix("group")
      add(path: isGroup ? "/etc/group" : "/etc/passwd", .file)
    case "update-ca-certificates": add(path: "/etc/ssl/certs", .into)
    case "update-ca-trust": add(path: "/etc/pki/ca-trust/extracted", .into)
    case "ldconfig":
      if !command.hasFlag(short: "p", long: "print-cache") { add(path: "/etc/ld.so.cache", .file) }
    case "a2enmod", "a2dismod": add(path: "/etc/apache2/mods-enabled", .into)
    case "a2ensite", "a2dissite": add(path: "/etc/apache2/sites-enabled", .into)
    case "a2enconf", "a2disconf": add(path: "/etc/apache2/conf-enabled", .into)
    case "ssh-keygen":
      if command.hasFlag(short: "A", valueLetters: "ftbCNPO") { add(path: "/etc/ssh", .into) }
      let reads = ["l", "y", "e", "F", "H"].contains { command.hasFlag(short: $0, valueLetters: "ftbCNPO") }
      if !reads, let file = command.value(short: "f") { add([file], .file) }
    case "openssl":
      let words = Array(command.arguments)
      for (at, word) in words.enumerated() where at + 1 < words.count {
        if ["-out", "-keyout"].contains(word.text) { add([words[at + 1]], .file) }
      }
    case "keytool":
      let words = Array(command.arguments)
      let writes = words.contains { $0.text.hasPrefix("-import") || $0.text.hasPrefix("-gen") || $0.text == "-delete" }
      for (at, word) in words.enumerated() where writes && at + 1 < words.count && word.text == "-keystore" {
        add([words[at + 1]], .file)
      }
    default: return false
    }
    return true
  }

  private mutating func network(_ command: ResolvedCommand) -> Bool {
    switch command.name {
    case "wget":
      guard !command.hasFlag(long: "spider") else { return true }
      if let file = command.value(short: "O", long: "output-document") {
        if file.text != "-" { add([file], .file) }
      } else if let directory = command.value(short: "P", long: "directory-prefix") {
        add([directory], .into)
      } else {
        add()
      }
    case "curl":
      let files = command.values(short: "o", long: "output").filter { $0.text != "-" }
      add(files, .file)
      guard files.isEmpty, command.hasFlag(short: "O", long: "remote-name", valueLetters: "HdXuAebTFmwo") else {
        return true
      }
      if let directory = command.value(long: "output-dir") { add([directory], .into) } else { add() }
    case "apt-get", "apt", "apk", "dnf", "yum", "microdnf":
      let verbs: Set<String> = ["install", "update", "upgrade", "add", "remove"]
      if let verb = command.operands().first?.text, verbs.contains(verb) {
        add(
          path: command.name.hasPrefix("apt") ? "/var/lib/apt" : command.name == "apk" ? "/lib/apk/db" : "/var/lib/rpm",
          .into)
      }
    default: return false
    }
    return true
  }

  private mutating func others(_ command: ResolvedCommand, _ depth: Int) {
    let operands = command.operands()
    let verb = operands.first?.text ?? ""
    switch command.name {
    case "npm", "pnpm":
      if ["install", "ci", "i"].contains(verb) { add(current: "node_modules") }
    case "yarn":
      if verb.isEmpty && command.arguments.isEmpty || verb == "install" { add(current: "node_modules") }
    case "composer":
      if verb == "install" || verb == "update" { add(current: "vendor") }
    case "bundle", "pip", "pip3", "pipenv", "poetry": if verb == "install" { unknown += 1 }
    case "crontab":
      if !command.hasFlag(short: "l") { add(path: "/var/spool/cron", .into) }
    case "initdb":
      if let data = command.value(short: "D", long: "pgdata") { add([data], .into) } else { unknown += 1 }
    case "mysql_install_db", "mariadb-install-db":
      if let data = command.value(long: "datadir") { add([data], .into) } else { unknown += 1 }
    case "htpasswd":
      guard !command.hasFlag(short: "n") else { return }
      add(operands.prefix(1), .file)
    case _ where command.name.hasPrefix("python"):
      if operands.contains(where: { $0.text == "collectstatic" }) { unknown += 1 }
    case "find": find(command, depth)
    default: break
    }
  }

  /// What `find` does to the files it finds, said of where it begins to look.
  private mutating func find(_ command: ResolvedCommand, _ depth: Int) {
    guard depth < Self.mostNested else { return }
    let words = Array(command.arguments)
    let starts = words.prefix { word in
      let first = word.text.utf8.first
      return first != UInt8(ascii: "-") && word.text != "(" && word.text != "!"
    }
    var touches = words.contains { $0.text == "-delete" }
    var at = 0
    while at < words.count {
      at += 1
      guard ["-exec", "-execdir", "-ok", "-okdir"].contains(words[at - 1].text) else { continue }
      let inner = words[at...].prefix { $0.text != ";" && $0.text != "+" }
      at = inner.endIndex
      let targets = CommandTargets(ResolvedCommand(inner.prefix(Self.mostWords)), depth: depth + 1)
      for target in targets.all {
        if case .word(let word) = target.name, word.text.hasPrefix("{}") { touches = true } else { all.append(target) }
      }
    }
    guard touches else { return }
    if starts.isEmpty { add(current: "", optional: true) } else { add(starts, .into, optional: true) }
  }
}
