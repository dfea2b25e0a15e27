import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// Finds secrets that commands are given, in variables and in options: those of RUN, CMD, ENTRYPOINT and HEALTHCHECK.
struct SecretCommands {
  private let command: StepCommand
  private let files: Set<String>
  private(set) var settings: [SecretSetting] = []

  /// - Parameter files: what the same script writes; a word that names one of them is no secret.
  static func settings(of command: StepCommand, files: Set<String>) -> [SecretSetting] {
    var reader = SecretCommands(command: command, files: files)
    reader.readAssignments()
    for call in ProgramCall.calls(of: command.resolved) { reader.read(call.program) }
    return reader.settings
  }

  private init(command: StepCommand, files: Set<String>) { (self.command, self.files) = (command, files) }

  private mutating func add(_ giver: String, _ name: String, _ text: String?, shown: Range<Int>, secret: Range<Int>) {
    guard let text else { return }
    let value = SecretValue(text, name: name)
    guard value != .harmless, !files.contains(text) else { return }
    let line = command.script.text
    let all = 0..<line.bytes.count
    // Escapes of a JSON list shift the places in it: then all of the list is hidden and the keyword shown.
    let keyword = 0..<min(command.step.instruction.keyword.name.utf8.count, all.upperBound)
    settings.append(
      SecretSetting(
        giver: giver, name: name, value: value,
        shown: line.offsets(of: command.script.isExec ? keyword : shown.clamped(to: all)),
        secret: line.offsets(of: command.script.isExec ? keyword.upperBound..<all.upperBound : secret.clamped(to: all)),
        length: text.utf8.count))
  }

  // MARK: variables

  private var giver: String { command.step.instruction.keyword.name }

  private mutating func readAssignments() {
    for assignment in command.command.assignments where SecretName.isSecret(assignment.name) {
      let start = assignment.range.lowerBound
      add(
        giver, assignment.name, assignment.value.literal, shown: start..<start + assignment.name.utf8.count,
        secret: assignment.value.range)
    }
    for word in command.command.words.prefix(command.command.words.count - command.resolved.words.count) {
      guard let equals = word.text.utf8.firstIndex(of: UInt8(ascii: "=")), word.literal != nil else { continue }
      let name = String(word.text[..<equals])
      guard SecretName.isSecret(name) else { continue }
      let value = word.dropping(name.utf8.count + 1)
      let start = word.range.lowerBound
      add(giver, name, value.literal, shown: start..<start + name.utf8.count, secret: value.range)
    }
  }

  // MARK: options

  /// Programs whose words only look like it, or whose passwords are another rule's.
  private static let passed: Set<String> = [
    "useradd", "usermod", "adduser", "addgroup", "groupadd", "passwd", "chpasswd", "chage", "echo", "printf", "grep",
    "sed",
    "awk", "jq", "test", "[", "pwgen", "pwmake", "find", "cut", "tr",
  ]

  private mutating func read(_ program: ResolvedCommand) {
    guard !program.name.isEmpty, !Self.passed.contains(program.name) else { return }
    readLongOptions(program)
    switch program.name {
    case "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mariadb", "mariadb-dump", "mariadb-admin":
      for word in program.arguments where word.text.hasPrefix("-p") && word.text.utf8.count > 2 {
        addJoined(program.name, word, option: "-p")
      }
      if program.name.hasSuffix("admin") { addNext(program, after: ["password"]) }
    case "sshpass":
      for word in program.arguments.prefix(1) where word.text.hasPrefix("-p") && word.text.utf8.count > 2 {
        addJoined(program.name, word, option: "-p")
      }
      if program.arguments.first?.text == "-p" { addNext(program, after: ["-p"]) }
    case "docker", "podman", "buildah", "skopeo", "helm":
      if program.arguments.contains(where: { $0.text == "login" }) { addNext(program, after: ["-p"]) }
    case "redis-cli": addNext(program, after: ["-a"])
    case "keytool":
      addNext(
        program, after: ["-storepass", "-keypass", "-deststorepass", "-srcstorepass", "-destkeypass", "-srckeypass"])
    case "curl": readCurlUser(program)
    case "htpasswd": readPasswordFile(program)
    default: break
    }
  }

  private mutating func addJoined(_ program: String, _ word: ShellWord, option: String) {
    let count = option.utf8.count
    let value = word.dropping(count)
    add(
      program, option, value.literal, shown: word.range.lowerBound..<word.range.lowerBound + count, secret: value.range)
  }

  /// The word behind one of these.
  private mutating func addNext(_ program: ResolvedCommand, after names: Set<String>) {
    var previous: ShellWord?
    for word in program.arguments {
      if let name = previous, names.contains(name.text), word.text.utf8.first != UInt8(ascii: "-") {
        add(program.name, name.text, word.literal, shown: name.range, secret: word.range)
      }
      previous = word
    }
  }

  /// `--password value` and `--password=value`, by the option's name.
  private mutating func readLongOptions(_ program: ResolvedCommand) {
    let words = program.arguments
    for index in words.indices {
      guard words[index].text.utf8.first == UInt8(ascii: "-") else { continue }
      let word = words[index]
      guard word.text.hasPrefix("--"), word.text.utf8.count > 5 else { continue }
      if let equals = word.text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(word.text[..<equals])
        guard SecretName.isSecret(name) else { continue }
        let value = word.dropping(name.utf8.count + 1)
        let start = word.range.lowerBound
        add(program.name, name, value.literal, shown: start..<start + name.utf8.count, secret: value.range)
      } else if index + 1 < words.endIndex, SecretName.isSecret(word.text),
        words[index + 1].text.utf8.first != UInt8(ascii: "-")
      {
        add(program.name, word.text, words[index + 1].literal, shown: word.range, secret: words[index + 1].range)
      }
    }
  }

  /// `htpasswd -b file user password`; with `-n` there is no file.
  private mutating func readPasswordFile(_ program: ResolvedCommand) {
    let options = OptionWords(program.arguments, letters: "Cr")
    guard options.last("-b") != nil, let last = options.operands.last else { return }
    guard options.operands.count == (options.last("-n") == nil ? 3 : 2), let first = program.words.first else { return }
    add(program.name, "-b", last.literal, shown: first.range, secret: last.range)
  }

  /// `-u user:password`
  private mutating func readCurlUser(_ program: ResolvedCommand) {
    let options = OptionWords(program.arguments, letters: FetchOptions.curl, names: FetchOptions.curlNames)
    for option in options.options where ["-u", "--user", "-U", "--proxy-user"].contains(option.name) {
      guard let value = option.value, let text = value.literal,
        let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
      else { continue }
      let user = text.utf8.distance(from: text.startIndex, to: colon)
      let password = value.dropping(user + 1)
      guard !password.text.isEmpty else { continue }
      let shown =
        option.word.range == value.range ? value.range.lowerBound..<value.range.lowerBound + user : option.word.range
      let isJoined = shown.overlaps(value.range)
      add(
        program.name, option.name, password.literal,
        shown: isJoined ? shown.lowerBound..<max(shown.lowerBound, value.range.lowerBound) : shown, secret: value.range)
    }
  }
}
