import JSONText

/// Compares `imgscan facts` with what an independent oracle says of the same archive.
enum FactsComparison {
  /// The names the oracle looks for among the tools.
  private static let toolNames: Set<String> = [
    "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "csh", "tcsh", "fish", "busybox", "nc", "ncat", "netcat",
    "nc.openbsd",
    "nc.traditional", "curl", "wget", "socat", "telnet",
  ]
  private static let lists: [(key: String, fields: [String])] = [
    ("setid", ["path", "mode", "uid", "gid", "size", "layer"]),
    ("setid_gone", ["path", "layer", "mode", "uid", "gid", "why", "by_layer"]),
    ("filecaps", ["path", "layer", "raw", "revision", "effective", "permitted", "inheritable", "rootid"]),
    ("world_writable_dirs", ["path", "mode", "layer"]), ("tools", ["path", "resolved", "executable", "layer"]),
  ]

  /// What differs, in words; empty when nothing does.
  static func differences(_ facts: JSONValue, _ truth: JSONValue) -> [String] {
    let (ours, theirs) = (facts["images"]?.array ?? [], truth["images"]?.array ?? [])
    var out = ours.count == theirs.count ? [] : ["\(ours.count) images instead of \(theirs.count)"]
    for (number, (mine, other)) in zip(ours, theirs).enumerated() {
      for key in ["ref", "user", "config_digest", "manifest_digest"] where text(mine[key]) != text(other[key]) {
        out.append("image \(number) \(key): \(text(mine[key])) instead of \(text(other[key]))")
      }
      if sortedText(mine["rootfs_counts"]) != sortedText(other["rootfs_counts"]) {
        out.append(
          "image \(number) rootfs_counts: \(text(mine["rootfs_counts"])) instead of \(text(other["rootfs_counts"]))")
      }
      for (key, fields) in lists {
        let (left, right) = (rows(mine[key], fields, key), rows(other[key], fields, key))
        if left != right {
          let (extra, lacking) = (Set(left).subtracting(right).sorted(), Set(right).subtracting(left).sorted())
          out.append(
            "image \(number) \(key): too many \(extra.prefix(3)), missing \(lacking.prefix(3)), \(left.count) instead of \(right.count)"
          )
        }
      }
      for (layer, expected) in zip(mine["layers"]?.array ?? [], other["layers"]?.array ?? []) {
        for key in ["diffid", "size", "entries", "compression", "compressed_size"] {
          guard let value = expected[key], text(layer[key]) != text(value) else { continue }
          out.append(
            "image \(number) layer \(text(layer["index"])) \(key): \(text(layer[key])) instead of \(text(value))")
        }
      }
    }
    return out
  }

  private static func rows(_ value: JSONValue?, _ fields: [String], _ key: String) -> [String] {
    (value?.array ?? []).filter { item in
      guard key == "tools" else { return true }
      return toolNames.contains(item["path"]?.string?.split(separator: "/").last.map(String.init) ?? "")
    }.map { item in fields.map { text(item[$0]) }.joined(separator: " ") }.sorted()
  }

  private static func sortedText(_ value: JSONValue?) -> [String] {
    (value?.members ?? []).map { "\($0.key) \(text($0.value))" }.sorted()
  }

  private static func text(_ value: JSONValue?) -> String { value.map(text) ?? "null" }

  /// A value in one line, with members in the order they are in.
  static func text(_ value: JSONValue) -> String {
    switch value.kind {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): number
    case .string(let string): string
    case .array(let items): "[" + items.map { text($0) }.joined(separator: ", ") + "]"
    case .object(let members): "{" + members.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }
}
