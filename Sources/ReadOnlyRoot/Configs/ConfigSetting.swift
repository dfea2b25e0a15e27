/// A setting of a configuration that names something the service writes.
struct ConfigSetting: Sendable {
  /// As `ServiceConfig.settled` names it.
  var name: String
  var isFile = true
  var isLog = false
  var kind: MountPlan.Kind = .tmpfs
  /// What the service does without; nil when it fails or loses what it should keep.
  var atMost: MountPlan.Confidence?

  /// A file such as a pid file or a socket.
  static func file(_ name: String, atMost: MountPlan.Confidence? = nil) -> ConfigSetting {
    ConfigSetting(name: name, atMost: atMost)
  }
  /// A directory for short-lived files.
  static func directory(_ name: String, atMost: MountPlan.Confidence? = nil) -> ConfigSetting {
    ConfigSetting(name: name, isFile: false, atMost: atMost)
  }
  /// A directory for data that must outlive the container.
  static func data(_ name: String, atMost: MountPlan.Confidence? = nil) -> ConfigSetting {
    ConfigSetting(name: name, isFile: false, kind: .volume, atMost: atMost)
  }
  /// A log file.
  static func log(_ name: String, atMost: MountPlan.Confidence? = nil) -> ConfigSetting {
    ConfigSetting(name: name, isLog: true, atMost: atMost)
  }
}
