import Core

extension MountPlan {
  /// MiB of each tmpfs: Docker's own default is half the memory, and ECS wants a number.
  public static let tmpfsSizeMiB = 64

  /// The part of an ECS container definition that makes the root file system read-only, with the proposed mounts.
  ///
  /// Source: ecs.md section 6 (LinuxParameters.tmpfs, MountPoint of the ECS API).
  public var ecsJSON: String {
    var parts = [#"  "readonlyRootFilesystem": true"#]
    let tmpfs = proposed.filter { $0.kind == .tmpfs }.map { entry in
      let options = MountPlan.options(entry).map(MountPlan.quoted).joined(separator: ", ")
      return "      {\"containerPath\": \(MountPlan.quoted(entry.path.description)), "
        + "\"size\": \(MountPlan.tmpfsSizeMiB), \"mountOptions\": [\(options)]}"
    }
    if !tmpfs.isEmpty {
      parts.append("  \"linuxParameters\": {\n    \"tmpfs\": [\n" + tmpfs.joined(separator: ",\n") + "\n    ]\n  }")
    }
    let mounts = volumeNames.map { entry, name in
      "    {\"sourceVolume\": \(MountPlan.quoted(name)), "
        + "\"containerPath\": \(MountPlan.quoted(entry.path.description)), \"readOnly\": false}"
    }
    if !mounts.isEmpty { parts.append("  \"mountPoints\": [\n" + mounts.joined(separator: ",\n") + "\n  ]") }
    return "{\n" + parts.joined(separator: ",\n") + "\n}"
  }

  /// `ecsJSON` on one line, to be pasted from a report.
  public var ecsLine: String {
    ecsJSON.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: " ")
  }

  /// The `volumes` member of the ECS task definition that the mount points name; nil when there are none.
  public var ecsVolumesJSON: String? {
    let names = volumeNames.map { "{\"name\": \(MountPlan.quoted($0.name))}" }
    return names.isEmpty ? nil : "\"volumes\": [" + names.joined(separator: ", ") + "]"
  }

  /// What `docker run` needs, `--read-only` first, in the shell's quoting.
  public var dockerFlags: [String] {
    let names = volumeNames
    return ["--read-only"]
      + proposed.filter { $0.kind == .tmpfs }.map { entry in
        let options = MountPlan.options(entry) + ["size=\(MountPlan.tmpfsSizeMiB)m"]
        return "--tmpfs " + MountPlan.shellWord(entry.path.description + ":" + options.joined(separator: ","))
      } + names.map { entry, name in "-v " + MountPlan.shellWord(name + ":" + entry.path.description) }
  }

  /// Proposed volumes with a name for each, made of its path.
  private var volumeNames: [(entry: Entry, name: String)] {
    var taken: Set<String> = []
    return proposed.filter { $0.kind == .volume }.map { entry in
      let base = MountPlan.name(entry.path)
      var name = base
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(base)-\(number)"
        number += 1
      }
      return (entry, name)
    }
  }

  private static func options(_ entry: Entry) -> [String] {
    var out = ["rw", entry.needsExec ? "exec" : "noexec", "nosuid", "nodev"]
    if let uid = entry.uid, let gid = entry.gid { out += ["uid=\(uid)", "gid=\(gid)"] }
    if let mode = entry.octalMode { out.append("mode=\(mode)") }
    return out
  }

  /// Letters, digits, `-` and `_`, as ECS and Docker take volume names.
  private static func name(_ path: RootPath) -> String {
    let bytes = path.bytes.dropFirst().prefix(200).map { byte -> UInt8 in
      let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
      return isPlain ? byte : UInt8(ascii: "-")
    }
    let text = String(decoding: bytes.drop { $0 == UInt8(ascii: "-") || $0 == 95 }, as: UTF8.self)
    return text.isEmpty ? "data" : text
  }

  private static func quoted(_ text: String) -> String {
    var out: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        out += Array("\\u00".utf8) + Array((digits.utf8.count < 2 ? "0" + digits : digits).utf8)
      default: out.append(byte)
      }
    }
    return String(decoding: out + [UInt8(ascii: "\"")], as: UTF8.self)
  }

  private static func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (48...58).contains(byte) || (64...90).contains(byte) || (97...122).contains(byte)
        || [UInt8(ascii: "/"), 95, 45, 46, 44, 61].contains(byte)
    }
    guard !isPlain else { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
