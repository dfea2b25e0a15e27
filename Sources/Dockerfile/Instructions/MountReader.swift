/// Reads the comma-separated fields of `--mount`, as Go's encoding/csv does.
struct MountReader {
  static func mount(_ flag: Flag) throws(InstructionProblem) -> Mount {
    guard let value = flag.value, let record = record(Array(value.utf8)) else {
      throw InstructionProblem(
        "mount-not-csv", "--mount is not a list of key=value with commas between", flag.range,
        help: "such as --mount=type=cache,target=/root/.cache")
    }
    let mount = Mount(
      fields: record.map { field in
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return Mount.Field(key: (parts.first ?? "").lowercased(), value: parts.count > 1 ? parts[1] : nil)
      })
    for field in mount.fields where field.key == "from" {
      // Docker looks for a dollar sign that something follows.
      if let value = field.value, value.utf8.dropLast().contains(UInt8(ascii: "$")) {
        throw InstructionProblem(
          "mount-from-variable", "from= of --mount takes no variables", flag.range,
          help: "name a stage: FROM \(value) AS name, then from=name")
      }
    }
    return mount
  }

  /// One record; nil when it is empty or quoted wrongly.
  private static func record(_ bytes: [UInt8]) -> [String]? {
    guard !bytes.isEmpty else { return nil }
    var fields: [String] = []
    var at = 0
    while true {
      var field: [UInt8] = []
      if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
        at += 1
        while true {
          guard at < bytes.count else { return nil }
          if bytes[at] != UInt8(ascii: "\"") {
            field.append(bytes[at])
          } else if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\"") {
            field.append(bytes[at])
            at += 1
          } else {
            at += 1
            break
          }
          at += 1
        }
        guard at == bytes.count || bytes[at] == UInt8(ascii: ",") else { return nil }
      } else {
        while at < bytes.count, bytes[at] != UInt8(ascii: ",") {
          guard bytes[at] != UInt8(ascii: "\"") else { return nil }
          field.append(bytes[at])
          at += 1
        }
      }
      fields.append(GoUTF8.string(field))
      guard at < bytes.count else { return fields }
      at += 1
    }
  }
}
