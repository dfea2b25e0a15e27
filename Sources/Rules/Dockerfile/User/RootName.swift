import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A USER value that means uid 0.
struct RootName {
  /// The part before the colon.
  var user: String
  /// Where the account is made with uid 0; nil when the value itself says so.
  var account: Place?

  /// nil when it is another user, or not known.
  init?(_ value: ExpandedText, in build: BuildModel) {
    let user = String(decoding: value.text.utf8.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    // Only the part that is not known matters: `root:$GID` is root.
    guard value.isKnown || (!user.contains("$") && value.text.contains(":")) else { return nil }
    self.user = user
    if BuildUser.isRoot(user) { return }
    guard let place = RootName.account(user, in: build) else { return nil }
    account = place
  }

  /// Words with variables that are looked up at most: each costs a walk through its script.
  private static let mostLookUps = 100

  /// The one value of a word; nil when it has several, or is not known.
  private static func value(
    _ word: ShellWord, of command: StepCommand, in build: BuildModel, _ lookUps: inout Int
  ) -> String? {
    if let literal = word.literal { return literal }
    guard lookUps > 0 else { return nil }
    lookUps -= 1
    guard let fields = command.fields(word, in: build), fields.count == 1 else { return nil }
    return fields[0]
  }

  /// The last command that gives an account of this name a uid, when that is 0.
  private static func account(_ name: String, in build: BuildModel) -> Place? {
    var place: Place?
    var lookUps = mostLookUps
    for command in build.shippedCommands {
      switch command.name {
      case "useradd", "adduser", "usermod":
        guard let uid = command.resolved.value(short: "u", long: "uid"),
          let operand = command.name == "adduser" ? adduserName(command) : command.resolved.arguments.last,
          value(operand, of: command, in: build, &lookUps) == name,
          let number = value(uid, of: command, in: build, &lookUps)
        else { continue }
        place = isZero(number) ? command.place(in: build) : nil
      case "userdel", "deluser":
        if command.resolved.arguments.last?.literal == name { place = nil }
      case "echo", "printf":
        guard command.command.redirections.contains(where: { $0.target.literal == "/etc/passwd" }),
          command.resolved.arguments.contains(where: { isLine($0.text, of: name) })
        else { continue }
        place = command.place(in: build)
      default: continue
      }
    }
    return place
  }

  /// The first operand; a second one is a group.
  private static func adduserName(_ command: StepCommand) -> ShellWord? {
    let options: Set<String> = [
      "-u", "-g", "-G", "-h", "-s", "-k", "-d", "-c", "--uid", "--gid", "--home", "--shell", "--gecos", "--ingroup",
      "--comment", "--add_extra_groups", "--firstuid", "--lastuid",
    ]
    return command.resolved.operands(valueOptions: options).first
  }

  private static func isZero(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
  }

  /// Whether a text is the account's line of /etc/passwd with uid 0.
  private static func isLine(_ text: String, of name: String) -> Bool {
    let fields = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
    return fields.count == 4 && String(decoding: fields[0], as: UTF8.self) == name
      && isZero(String(decoding: fields[2], as: UTF8.self))
  }
}
