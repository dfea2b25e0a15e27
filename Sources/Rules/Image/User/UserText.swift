import Core
import ImageArchive
import RootFS

/// How the rules on the run user put what they found into words.
enum UserText {
  /// Where `USER` ends up in the config, as a JSON pointer.
  static let place = Place.config(pointer: "/config/User")

  /// The passwd line that decided, such as `/etc/passwd:2 toor:x:0:0`; the password field is never shown.
  static func line(of account: Accounts.User) -> String {
    "/etc/passwd:\(account.line) \(clipped(account.name)):x:\(account.uid):\(account.gid)"
  }

  /// The group line that decided, such as `/etc/group:3 docker:x:999`, with the member it names.
  static func line(of group: Accounts.Group, member: String? = nil) -> String {
    let end = member.map { ":" + clipped($0) } ?? ""
    return "/etc/group:\(group.line) \(clipped(group.name)):x:\(group.gid)\(end)"
  }

  /// The config's value as written.
  static func value(_ user: RunUser) -> String { "config.User is \"\(clipped(user.raw))\"" }

  /// The last `USER` step of the history, as evidence; nothing when the history has none.
  static func lastStep(_ config: ImageConfig) -> [String] {
    for (index, entry) in config.history.enumerated().reversed() {
      guard let text = entry.createdBy, let value = userStep(text) else { continue }
      return ["history entry \(index + 1): USER \(clipped(value))"]
    }
    return []
  }

  /// Text of bounded length for a message.
  static func clipped(_ text: String, to limit: Int = 120) -> String {
    guard text.utf8.count > limit else { return text }
    return text.prefix(limit) + "…"
  }

  /// What a history text sets as the user; nil when it is another instruction.
  ///
  /// The classic builder and buildah write `/bin/sh -c #(nop) USER app`, BuildKit and kaniko `USER app`.
  static func userStep(_ text: String) -> String? {
    var words = Substring(text.prefix(600)).split { $0 == " " || $0 == "\t" }[...]
    if let mark = words.prefix(3).firstIndex(of: "#(nop)") { words = words[(mark + 1)...] }
    guard words.count >= 2, words.first?.uppercased() == "USER" else { return nil }
    return words.dropFirst().prefix { $0 != "#" }.joined(separator: " ")
  }
}

/// A user that the image can run as instead of root.
struct SuggestedUser {
  var uid: Int
  var gid: Int
  /// The name of the image's own user; nil when the image has none that fits.
  var name: String?

  /// The image's first ordinary user with a group of its own, else an id that no host knows.
  init(_ accounts: Accounts) {
    let fits = accounts.users?.first { (1000..<65_534).contains($0.uid) && (1...2_147_483_647).contains($0.gid) }
    (uid, gid, name) = (fits?.uid ?? 10_001, fits?.gid ?? 10_001, fits?.name)
  }

  /// `UID:GID`.
  var numbers: String { "\(uid):\(gid)" }

  /// What to type into the Dockerfile and the task definition.
  var advice: String {
    let whom = name.map { " (the image's own user \(UserText.clipped($0)))" } ?? ""
    return "USER \(numbers)\(whom) as the last USER of the final stage, and in an ECS container definition "
      + "\"user\": \"\(numbers)\""
  }
}

extension ImageModel {
  /// Whether a file is there whose lines could not be read, so that a missing line means nothing.
  var passwdIsUnreadable: Bool { accounts.users == nil && root.lookup("/etc/passwd") != nil }

  /// The non-root user the container runs as; nil for root, for a user that cannot be resolved and on Windows.
  var ordinaryRunUser: RunUser? {
    guard !isWindows, runUser.outcome == .resolved, runUser.uid != 0 else { return nil }
    return runUser
  }
}
