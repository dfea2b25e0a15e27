import Core
import JSONText

/// Reads an image config. A value of the wrong kind is an incident: Docker would refuse the image, and a guess could hide
/// who it runs as.
struct ConfigParser {
  private(set) var problems = Problems()

  mutating func parse(_ value: JSONValue) -> ImageConfig {
    var config = ImageConfig()
    guard value.members != nil else {
      problems.incident("config-corrupt", "the image config is \(value.kindName), expected an object")
      return config
    }
    config.os = value.field("os")?.string
    config.architecture = value.field("architecture")?.string
    config.variant = value.field("variant")?.string
    config.diffIDs = value.field("rootfs")?.field("diff_ids")?.strings ?? []
    config.history = (value.field("history")?.array ?? []).map(historyEntry)
    let run = value.field("config") ?? value.field("container_config")
    if let run {
      if run.members == nil {
        problems.incident("config-corrupt", "config is \(run.kindName), expected an object")
      } else {
        readRunPart(run, &config)
      }
    }
    return config
  }

  private mutating func readRunPart(_ run: JSONValue, _ config: inout ImageConfig) {
    config.user = string(run, "User") ?? ""
    config.env = strings(run, "Env") ?? []
    config.entrypoint = strings(run, "Entrypoint")
    config.cmd = strings(run, "Cmd")
    config.shell = strings(run, "Shell")
    config.onBuild = strings(run, "OnBuild") ?? []
    config.workingDirectory = string(run, "WorkingDir")
    config.stopSignal = string(run, "StopSignal")
    config.exposedPorts = keys(run, "ExposedPorts")
    config.volumes = keys(run, "Volumes")
    var labels: [String: String] = [:]
    for label in run.field("Labels")?.members ?? [] { labels[label.key] = label.value.string ?? "" }
    config.labels = labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if let check = run.field("Healthcheck"), check.members != nil {
      config.healthcheck = .init(test: check.field("Test")?.strings ?? [])
    }
  }

  private func historyEntry(_ value: JSONValue) -> ImageConfig.HistoryEntry {
    ImageConfig.HistoryEntry(
      createdBy: value.field("created_by")?.string, comment: value.field("comment")?.string,
      isEmptyLayer: value.field("empty_layer")?.bool ?? false)
  }

  private mutating func string(_ object: JSONValue, _ key: String) -> String? {
    guard let value = object.field(key) else { return nil }
    if value.string == nil { wrongKind(key, value, "a string") }
    return value.string
  }

  private mutating func strings(_ object: JSONValue, _ key: String) -> [String]? {
    guard let value = object.field(key) else { return nil }
    guard let items = value.array, items.allSatisfy({ $0.string != nil }) else {
      wrongKind(key, value, "an array of strings")
      return nil
    }
    return value.strings
  }

  private mutating func keys(_ object: JSONValue, _ key: String) -> [String] {
    guard let value = object.field(key) else { return [] }
    guard let members = value.members else {
      wrongKind(key, value, "an object")
      return []
    }
    return Set(members.map(\.key)).sorted()
  }

  private mutating func wrongKind(_ key: String, _ value: JSONValue, _ expected: String) {
    problems.incident("config-corrupt", "config.\(key) is \(value.kindName), expected \(expected)")
  }
}

extension ImageConfig {
  /// Reads a config document.
  ///
  /// - Throws: `.corrupt` when it is not JSON or a value is of the wrong kind.
  public static func parse(_ bytes: [UInt8]) throws(ArchiveError) -> ImageConfig {
    let value: JSONValue
    do throws(JSONError) { value = try JSONParser.parse(bytes) } catch {
      throw ArchiveError(.corrupt, "the config is not JSON: \(error)")
    }
    var parser = ConfigParser()
    let config = parser.parse(value)
    if let incident = parser.problems.incidents.first { throw ArchiveError(.corrupt, incident.message) }
    return config
  }
}
