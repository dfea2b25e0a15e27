import BuildModel
import Config
import Core
import Deployment
import Engine
import ImageArchive
import Synchronization

/// What holds for the subjects of one configuration file, or for those without one.
struct Configuration: Sendable {
  /// nil without a file.
  var file: ConfigFile?
  var settings: Settings
  var policy: Policy
  var ledger: PolicyLedger
  // Made when such a file is met: each takes longer than to judge a small image.
  let dockerfiles: Deferred<DockerfileScanner>
  let deployments: Deferred<DeploymentScanner>
  /// What searches pass over.
  var excluded: ExcludedFiles
  /// The Dockerfile to point at; nil without one.
  var join: JoinedDockerfile?
  /// The path of `join` from the repository's root; nil without one.
  var joinedPath: String?
  /// The deployment file that runs the images; nil without one.
  var deployment: JoinedDeployment?
  /// What is wrong with it, in words with place; not empty: nothing can be judged by it.
  var problems: [Refusal] = []
  /// What is odd about it.
  var warnings: [Incident] = []
}

/// A value that is made when it is asked for, once, on any thread.
final class Deferred<Value: Sendable>: Sendable {
  private let make: @Sendable () -> Value
  private let made = Mutex<Value?>(nil)

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}

/// A deployment file that is judged together with the images it runs.
struct JoinedDeployment: Sendable {
  var file: DeploymentFile
  /// The file's absolute path, for the patterns of the policy.
  var path: String
  /// From the repository's root; nil when the file is in none.
  var repositoryPath: String?
}

extension Configuration {
  /// The files that it was made from.
  var files: [String] {
    [file.map { $0.path(of: $0.name.split(separator: "/").last.map(String.init) ?? "") }].compactMap { $0 }
      + ["baseline", "dockerfile", "task-definition"].compactMap { settings.path($0) }
  }
}

/// Finds and reads configuration files, each once.
struct ConfigurationStore {
  private let flags: [String: SettingValue]
  private let environment: [String: String]
  /// Settings that no file says: what a run needs before it knows its subjects.
  let withoutFile: Settings
  private var finder: ProjectFinder
  private var byPath: [ConfigurationPath: Configuration] = [:]
  /// What holds without a file.
  private var standard: Configuration?
  /// In the order in which they were met.
  private(set) var met: [ConfigurationPath?] = []

  init(flags: [String: SettingValue], environment: [String: String]) {
    (self.flags, self.environment) = (flags, environment)
    withoutFile = Settings(flags: flags, environment: environment)
    finder = ProjectFinder(
      userDirectory: Environment.userDirectory(environment),
      findsConfigurations: !withoutFile.flag("no-config") && withoutFile.text("config") == nil)
  }

  var all: [Configuration] { met.compactMap(known) }

  /// Where a subject is and what holds for it.
  mutating func look(at subject: Subject) -> (place: ProjectPlace, configuration: Configuration) {
    let name = subject.isStandardInput && subject.name != "-" ? Array(subject.name.utf8) : subject.path
    return look(at: name, isDirectory: false)
  }

  /// - Parameter path: of a file or directory; empty for the working directory.
  mutating func look(at path: [UInt8], isDirectory: Bool) -> (place: ProjectPlace, configuration: Configuration) {
    var place = finder.place(of: path, isDirectory: isDirectory)
    if withoutFile.flag("no-config") {
      place.configuration = nil
    } else if let given = withoutFile.text("config") {
      place.configuration = ConfigurationPath(path: Array(given.utf8))
    }
    return (place, configuration(at: place.configuration))
  }

  /// Takes directories for listed: see `ProjectFinder`.
  mutating func passOver(_ directories: [[UInt8]]) { finder.passOver(directories) }

  func shown(_ path: [UInt8]) -> String { finder.shown(path) }

  /// Whether one of the arguments is a directory that is, or is above, a configuration's: what it says of files was then
  /// seen as a whole.
  func isSearched(_ directory: String, by arguments: [String]) -> Bool {
    arguments.contains { finder.isSearch(of: Array($0.utf8), covering: Array(directory.utf8)) }
  }

  private mutating func configuration(at path: ConfigurationPath?) -> Configuration {
    if let known = known(path) { return known }
    let made = ConfigurationReader(flags: flags, environment: environment, withoutFile: withoutFile, finder: finder)
      .read(path)
    if let path { byPath[path] = made } else { standard = made }
    met.append(path)
    return made
  }

  private func known(_ path: ConfigurationPath?) -> Configuration? { path.map { byPath[$0] } ?? standard }
}
