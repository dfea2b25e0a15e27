import Core
import JSONText

/// The parts of an ECS task definition that make a container's root read-only and mount what it writes.
///
/// Source: Amazon ECS API reference, ContainerDefinition, LinuxParameters.tmpfs, MountPoint, Volume.
struct ECSSnippet {
  private let mounts: NamedMounts
  private let usesTmpfs: Bool

  init(_ plan: MountPlan, usesTmpfs: Bool = true) {
    self.usesTmpfs = usesTmpfs
    mounts = NamedMounts(
      plan, name: { NamedMounts.name($0) },
      refuses: { entry in
        NamedMounts.hasColon(entry) && (entry.kind == .volume || !usesTmpfs)
          ? "has a colon, which a mount point cannot take" : nil
      })
  }

  private var points: [NamedMounts.Mount] {
    usesTmpfs ? mounts.volumes : (mounts.tmpfs + mounts.volumes).sorted { $0.entry.path < $1.entry.path }
  }

  /// A task definition that holds nothing else.
  var snippet: PlanSnippet {
    let container = lines.map { "    " + $0 }.joined(separator: "\n")
    var text = "{\n  \"containerDefinitions\": [\n\(container)\n  ]"
    if !points.isEmpty {
      let names = points.map { "    {\"name\": \(ECSSnippet.quoted($0.name))}" }
      text += ",\n  \"volumes\": [\n" + names.joined(separator: ",\n") + "\n  ]"
    }
    return PlanSnippet(text: text + "\n}\n", notes: notes, leftOut: mounts.leftOut)
  }

  /// The container definition alone.
  var container: String { lines.joined(separator: "\n") }

  /// The member `volumes` of the task definition, on one line; nil when the container needs none.
  var volumes: String? {
    let names = points.map { "{\"name\": \(ECSSnippet.quoted($0.name))}" }
    return names.isEmpty ? nil : "\"volumes\": [" + names.joined(separator: ", ") + "]"
  }

  /// One mount a line: a list of them is read more often than it is edited.
  private var lines: [String] {
    var parts = [["  \"readonlyRootFilesystem\": true"]]
    if usesTmpfs, !mounts.tmpfs.isEmpty {
      let items = mounts.tmpfs.map { mount in
        let options = NamedMounts.options(mount.entry).map(ECSSnippet.quoted).joined(separator: ", ")
        return "      {\"containerPath\": \(ECSSnippet.quoted(mount.path)), "
          + "\"size\": \(PlanSnippet.tmpfsSizeMiB), \"mountOptions\": [\(options)]}"
      }
      parts.append(["  \"linuxParameters\": {", "    \"tmpfs\": ["] + listed(items) + ["    ]", "  }"])
    }
    if !points.isEmpty {
      let items = points.map { point in
        "    {\"sourceVolume\": \(ECSSnippet.quoted(point.name)), "
          + "\"containerPath\": \(ECSSnippet.quoted(point.path)), \"readOnly\": false}"
      }
      parts.append(["  \"mountPoints\": ["] + listed(items) + ["  ]"])
    }
    for index in parts.indices.dropLast() { parts[index][parts[index].count - 1] += "," }
    return ["{"] + parts.flatMap { $0 } + ["}"]
  }

  private func listed(_ items: [String]) -> [String] {
    items.enumerated().map { $0.offset < items.count - 1 ? $0.element + "," : $0.element }
  }

  private static func quoted(_ text: String) -> String {
    var json = JSONWriter(pretty: false)
    json.value(text)
    return json.text
  }

  private var notes: [String] {
    guard !points.isEmpty else { return [] }
    var out = [
      "an empty task volume belongs to root with mode 0755, unless the image declares VOLUME at the same path: then "
        + "owner, mode and content are those of the image's directory"
    ]
    let undeclared = points.filter { point in !point.entry.claims.contains { $0.source == .volume } }
    if !undeclared.isEmpty {
      out.append(
        "no VOLUME is declared at " + undeclared.map(\.path).joined(separator: ", ") + ": add it to the Dockerfile")
    }
    return out
  }
}
