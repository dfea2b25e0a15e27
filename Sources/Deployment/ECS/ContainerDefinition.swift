import Core

/// A container of an ECS task definition; names are those of the ECS API.
public struct ContainerDefinition: Sendable {
  public var value: DocumentValue
  /// Position in the task, 0 first.
  public var index: Int

  public init(_ value: DocumentValue, index: Int) { (self.value, self.index) = (value, index) }

  public var name: Setting<String> { value.text("name") }
  /// What messages call it, such as `container "web"`.
  public var title: String {
    guard let name = name.value else { return "container \(index)" }
    return "container \"\(name.utf8.count > 255 ? String(decoding: name.utf8.prefix(255), as: UTF8.self) : name)\""
  }
  /// What tells it from the others in another version of the file.
  public var identity: String { name.value ?? String(index) }

  public var image: Setting<String> { value.text("image") }
  public var user: Setting<String> { value.text("user") }
  public var readonlyRootFilesystem: Setting<Bool> { value.flag("readonlyRootFilesystem") }
  public var privileged: Setting<Bool> { value.flag("privileged") }
  /// Absent means true.
  public var essential: Setting<Bool> { value.flag("essential") }
  public var memory: Setting<Int> { value.number("memory") }
  public var memoryReservation: Setting<Int> { value.number("memoryReservation") }
  public var cpu: Setting<Int> { value.number("cpu") }
  public var command: Setting<[String]> { value.texts("command") }
  public var entryPoint: Setting<[String]> { value.texts("entryPoint") }

  /// Names and values of `environment`; an entry whose value is unknown has none.
  public var environment: [NamedValue] { namedValues("environment", value: "value") }
  /// Names and references of `secrets`.
  public var secrets: [NamedValue] { namedValues("secrets", value: "valueFrom") }

  /// An entry of a list of names and values.
  public struct NamedValue: Sendable {
    public var name: String
    public var value: Setting<String>
    /// The entry as a whole.
    public var entry: DocumentValue
  }

  private func namedValues(_ list: String, value key: String) -> [NamedValue] {
    (value.items(list).value ?? []).compactMap { entry in
      guard let name = entry["name"]?.scalarText else { return nil }
      return NamedValue(name: name, value: entry.text(key), entry: entry)
    }
  }

  /// Whether the task ends with it; nil when that is not known.
  public var isEssential: Bool? { essential.isAbsent ? true : essential.value }

  /// Whether it routes the logs of the others (`firelensConfiguration`).
  public var isLogRouter: Bool { value["firelensConfiguration"].map { !$0.isNull } ?? false }

  public var logConfiguration: DocumentValue? { value["logConfiguration"].flatMap { $0.isNull ? nil : $0 } }
  public var linuxParameters: DocumentValue? { value["linuxParameters"].flatMap { $0.isNull ? nil : $0 } }
  public var mountPoints: Setting<[DocumentValue]> { value.items("mountPoints") }

  /// Where a finding about something that is missing stands: the container's name, else its beginning.
  public var anchor: DocumentValue { value["name"] ?? value }
}
