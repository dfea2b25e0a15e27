import Core
import ImageArchive
import RootFS

/// What a service's configuration and command say of the places it writes to.
public struct ServiceConfig: Sendable {
  /// In the order in which they were found.
  public internal(set) var writes: [ConfiguredWrite] = []
  /// Settings that were given, so that the table's own place for that purpose does not count.
  public internal(set) var settled: Set<String> = []
  /// Statements whose value could not be told, such as `/etc/apache2/apache2.conf:87 PidFile ${APACHE_PID_FILE}`.
  public internal(set) var unresolved: [String] = []
  /// Whether a configuration file is used that could not be read at all.
  public internal(set) var isUnread = false
  /// Whether every file that was included could be read to its end.
  public internal(set) var isComplete = true
  /// Services that this one starts and watches.
  public internal(set) var programs: [StartedProgram] = []

  /// A service that another one starts.
  public struct StartedProgram: Sendable {
    public var service: StartedService
    public var config: ServiceConfig
    /// What says so, such as `/etc/supervisord.conf:7 command nginx`.
    public var statement: String
  }

  init() {}

  public init(of service: StartedService, in image: ImageModel) {
    guard service.words == StartedService(in: image).words else {
      self.init(of: service, in: image, isSure: true)
      return
    }
    self = image.analyses.value { ServiceConfig(of: service, in: image, isSure: true) }
  }

  init(of service: StartedService, in image: ImageModel, isSure: Bool) {
    guard let writer = service.writer, !writer.configs.isEmpty else {
      self.init()
      return
    }
    var reading = ConfigReading(service: service, image: image)
    for kind in writer.configs {
      reading.isSure = isSure
      kind.read(&reading)
    }
    self = reading.result
  }

  /// The service as the subject of a sentence on what it, or what it starts, does.
  public func subject(_ writer: KnownWriter) -> String {
    programs.isEmpty ? writer.name : "\(writer.name), with what it starts,"
  }

  /// Those of the services it starts too.
  var allWrites: [ConfiguredWrite] { writes + programs.flatMap(\.config.writes) }
}

extension ConfigReading {
  /// Notes a service that this one starts by a command line.
  mutating func addProgram(_ command: String, _ statement: String) {
    let started = StartedService(command: command, of: statement, in: image)
    guard let writer = started.writer, !writer.configs.contains(.supervisor) else { return }
    let config = ServiceConfig(of: started, in: image, isSure: false)
    result.programs.append(ServiceConfig.StartedProgram(service: started, config: config, statement: statement))
  }
}
