/// What the text of a container's `user` says by itself, without an image.
///
/// Source: Security Hub ECS.20 and ECS.21.
struct WrittenUser {
  /// Whether it surely is root.
  let isRoot: Bool
  /// Whether the control that asks for another user than root sees it: it looks for `root` and `0` alone.
  let isSeenByControl: Bool
  /// Whether it is Windows' administrator of containers.
  let isWindowsAdministrator: Bool

  init(_ text: String) {
    isRoot = RootUser.isRoot(text)
    isSeenByControl = text == "root" || text == "0" || text.isEmpty
    isWindowsAdministrator = text.lowercased() == "containeradministrator"
  }
}
