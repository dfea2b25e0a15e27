import BuildModel
import ShellSyntax

/// The user that an image runs as, by all of the names that the Dockerfile gives it.
struct RunIdentity {
  private var users: Set<String>
  private var groups: Set<String>
  /// How USER names it.
  let text: String

  /// nil when the image runs as root, or nobody knows as whom.
  init?(_ build: BuildModel, _ commands: [StepCommand]) {
    guard case .named(let user, _) = build.user, !build.user.isRoot, let text = user.known else { return nil }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.first, !name.isEmpty else { return nil }
    self.text = text
    users = [name]
    let isNumber = name.utf8.allSatisfy { (48...57).contains($0) }
    // A number that is in no passwd file has group 0.
    groups = parts.count > 1 ? [parts[1]] : isNumber ? ["0", "root"] : [name]
    if parts.count > 1, ["0", "root"].contains(parts[1]) { groups = ["0", "root"] }
    for command in commands where command.name == "useradd" || command.name == "adduser" { learn(command, name) }
  }

  private mutating func learn(_ command: StepCommand, _ name: String) {
    // The programs of the name adduser differ: -G takes a value in busybox only, -s and -h too.
    let options = OptionWords(
      command.resolved.arguments, letters: command.name == "adduser" ? "uGhgsk" : "ugGdscekKpfb",
      names: ["--uid", "--gid", "--groups", "--home", "--home-dir", "--shell", "--comment", "--gecos", "--ingroup"])
    guard let created = options.operands.first?.literal else { return }
    let uid = options.last("-u", "--uid")?.value?.literal
    guard created == name || uid == name else { return }
    users.insert(created)
    if let uid { users.insert(uid) }
  }

  func isUser(_ name: String) -> Bool { users.contains(name) }
  func isGroup(_ name: String) -> Bool { groups.contains(name) }
  /// Whether files of group 0 are its group's.
  var isInRootGroup: Bool { groups.contains("0") }
}
