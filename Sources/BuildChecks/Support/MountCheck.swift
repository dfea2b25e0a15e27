/// Checks the fields of `--mount` once their variables are expanded.
///
/// Source: moby/buildkit 73ed682, measured.
struct MountCheck {
  private var type = "bind"
  private var values: [String: String] = [:]
  /// Fields that only some types of mount take.
  private static let types: [String: Set<String>] = [
    "sharing": ["cache"], "required": ["secret", "ssh"], "size": ["tmpfs"], "mode": ["secret", "ssh", "cache"],
    "uid": ["secret", "ssh", "cache"], "gid": ["secret", "ssh", "cache"], "env": ["secret"],
  ]
  private static let names = [
    "src": "source", "dst": "target", "destination": "target", "ro": "readonly", "rw": "readwrite",
  ]
  private static let known: Set<String> = [
    "type", "from", "source", "target", "readonly", "readwrite", "id", "sharing", "required", "size", "mode", "uid",
    "gid", "env",
  ]

  /// Takes a field; the message says why BuildKit refuses it.
  mutating func take(_ written: String, _ value: String?) -> String? {
    let key = MountCheck.names[written] ?? written
    guard MountCheck.known.contains(key) else { return "--mount has no field \"\(written)\"" }
    guard let value else {
      guard ["readonly", "readwrite", "required"].contains(key) else {
        return "the field \"\(written)\" of --mount has no value"
      }
      values[key] = "true"
      return nil
    }
    values[key] = value
    switch key {
    case "type":
      type = value.lowercased()
      guard ["bind", "cache", "tmpfs", "secret", "ssh"].contains(type) else {
        return "--mount has the type \"\(value)\", expected bind, cache, tmpfs, secret or ssh"
      }
    case "readonly", "readwrite", "required":
      if GoBool(value) == nil { return "\(written)= of --mount is \"\(value)\", expected true or false" }
    case "sharing":
      if !["shared", "private", "locked"].contains(value.lowercased()) {
        return "sharing= of --mount is \"\(value)\", expected shared, private or locked"
      }
    case "mode", "uid", "gid":
      if UInt32(value, radix: key == "mode" ? 8 : 10) == nil {
        return "\(key)= of --mount is \"\(value)\", expected a number"
      }
    default: break
    }
    return nil
  }

  /// Why BuildKit refuses the fields together; nil when it takes them.
  ///
  /// - Parameter hasWorkdir: whether a relative target can be below another directory than the root.
  func problem(hasWorkdir: Bool) -> String? {
    for (key, types) in MountCheck.types.sorted(by: { $0.key < $1.key }) where values[key] != nil {
      if !types.contains(type) { return "a mount of type \(type) has no field \"\(key)\"" }
    }
    switch type {
    case "secret":
      if values["from"] != nil { return "a mount of type secret has no field \"from\"" }
      let names = ["source", "target", "id"].compactMap { values[$0] }.filter { !$0.isEmpty }
      if names.isEmpty { return "a mount of type secret needs id= or target=" }
      if !(values["source"] ?? "").isEmpty, !(values["id"] ?? "").isEmpty {
        return "a mount of type secret has both source= and id="
      }
    case "bind", "cache", "tmpfs":
      if isRoot(values["target"] ?? "", hasWorkdir: hasWorkdir) {
        return "the target of a mount is the root directory"
      }
    default: break
    }
    return nil
  }

  private func isRoot(_ target: String, hasWorkdir: Bool) -> Bool {
    if target.utf8.first != UInt8(ascii: "/"), hasWorkdir { return false }
    return SlashPath.cleaned("/" + target) == "/"
  }
}

/// A truth value as Go reads it.
///
/// Source: the Go standard library, strconv.ParseBool.
struct GoBool: Equatable {
  var value: Bool

  init?(_ text: String) {
    switch text {
    case "1", "t", "T", "TRUE", "true", "True": value = true
    case "0", "f", "F", "FALSE", "false", "False": value = false
    default: return nil
    }
  }
}
