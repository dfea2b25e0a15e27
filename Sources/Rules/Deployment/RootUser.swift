/// Tells whether the user a deployment file gives to a container is root.
enum RootUser {
  /// Whether `user[:group]` is uid 0 as far as the text tells: `root`, `0`, `0:0`, `+0`, `:1000`.
  ///
  /// Source: moby/sys/user: a missing user is uid 0, numbers may have a sign and zeros in front.
  static func isRoot(_ text: String) -> Bool {
    var user = text.utf8[...]
    while let first = user.first, first == 0x20 || first == 0x09 { user = user.dropFirst() }
    user = user.prefix { $0 != UInt8(ascii: ":") && $0 != 0x20 && $0 != 0x09 }
    if user.isEmpty || user.elementsEqual("root".utf8) { return true }
    if let sign = user.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { user = user.dropFirst() }
    return !user.isEmpty && user.allSatisfy { $0 == UInt8(ascii: "0") }
  }
}
