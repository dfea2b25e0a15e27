import Config
import Core
import Deployment
import Engine
import Glibc
import ImageArchive

/// Makes what holds from a configuration file, the environment and the flags.
struct ConfigurationReader {
  let flags: [String: SettingValue]
  let environment: [String: String]
  /// What flags and environment say alone.
  let withoutFile: Settings
  let finder: ProjectFinder

  /// Bytes of a configuration file.
  private static let fileBytes = 1 << 20

  /// Bytes of a baseline: a million findings take less.
  private static let baselineBytes = 64 << 20

  func read(_ path: ConfigurationPath?) -> Configuration {
    var problems: [Refusal] = []
    var warnings: [Incident] = []
    var file: ConfigFile?
    if let path {
      do throws(ArchiveError) {
        file = try readFile(path)
      } catch {
        problems.append(Refusal("the configuration cannot be read: \(error.message)", help: error.help))
      }
    }
    let settings = file == nil ? withoutFile : Settings(flags: flags, environment: environment, file: file)
    for problem in (file?.problems ?? []) + settings.problems {
      if problem.isFatal { problems.append(Refusal(problem)) } else { warnings.append(problem.incident) }
    }
    if let problem = ConfigurationReader.programProblem(settings) { problems.append(problem) }
    var policy = settings.policy()
    do throws(Refusal) {
      if case .named(let base)? = policy.base { try check(base, settings) }
      policy.baseline = try baseline(settings)
    } catch {
      problems.append(error)
    }
    let ledger = PolicyLedger(policy)
    let dockerfiles = Deferred { [policy] in
      DockerfileScanner(
        targetStage: settings.text("target"), today: Clock.today, lintOptions: settings.lintOptions,
        buildOptions: settings.buildCheckOptions, policy: policy, ledger: ledger)
    }
    let deployments = Deferred { [policy] in
      DeploymentScanner(today: Clock.today, policy: policy, ledger: ledger)
    }
    var out = Configuration(
      file: file, settings: settings, policy: policy, ledger: ledger, dockerfiles: dockerfiles,
      deployments: deployments,
      excluded: ExcludedFiles(file?.excludes ?? [], directory: file?.directory ?? ""))
    do throws(Refusal) {
      out.join = try dockerfile(settings)
      if let path = settings.path("dockerfile") {
        var finder = finder
        out.joinedPath = finder.place(of: Array(path.utf8)).repositoryPath
      }
      out.deployment = try deployment(settings)
    } catch {
      problems.append(error)
    }
    (out.problems, out.warnings) = (problems, warnings)
    return out
  }

  /// A configuration may come with a stranger's change: it must not name a program that is started.
  private static func programProblem(_ settings: Settings) -> Refusal? {
    guard case .file(let name, let range) = settings.origin("shellcheck"), let wish = settings.text("shellcheck"),
      !ShellChecking.words.contains(wish)
    else { return nil }
    return Refusal(
      "\(name):\(range.start.line):\(range.start.column): `shellcheck`: expected \(ShellChecking.words.joined(separator: ", "))",
      help: "--shellcheck PATH names a program; a configuration cannot")
  }

  private func readFile(_ path: ConfigurationPath) throws(ArchiveError) -> ConfigFile {
    let name = finder.shown(path.path)
    // Messages name the file as it is shown; a path that is no text is opened by its bytes.
    let isText = String(validating: path.path, as: UTF8.self) != nil
    let bytes = try TextFile.read(
      bytes: isText ? Array(name.utf8) : path.path, limit: ConfigurationReader.fileBytes)
    if path.isHadolint { return HadolintConfig.read(bytes, name: name) }
    return ConfigReader.read(bytes, name: name, directory: finder.directory(of: path.path))
  }

  /// The file that a setting names. A configuration may come with a stranger's change: what it names must be in its own
  /// repository, so that no other file of the host is read and told about.
  private func permitted(_ key: String, _ settings: Settings) throws(Refusal) -> String? {
    guard let path = settings.path(key) else { return nil }
    guard case .file(let name, let range) = settings.origin(key) else { return path }
    guard finder.isInProject(Array(path.utf8), of: settings.file?.directory ?? "") else {
      throw Refusal(
        "\(name):\(range.start.line):\(range.start.column): `\(key)` names a file outside of the repository: \(path)",
        help: "--\(key) FILE takes any file")
    }
    return path
  }

  /// As `permitted`, for a base that may be a file or the name of an image.
  private func check(_ base: String, _ settings: Settings) throws(Refusal) {
    guard case .file(let name, let range) = settings.origin("base"), access(base, F_OK) == 0,
      !finder.isInProject(Array(base.utf8), of: settings.file?.directory ?? "")
    else { return }
    throw Refusal(
      "\(name):\(range.start.line):\(range.start.column): `base` names a file outside of the repository: \(base)",
      help: "--base FILE takes any file")
  }

  private func baseline(_ settings: Settings) throws(Refusal) -> Baseline? {
    guard let path = try permitted("baseline", settings), !path.isEmpty else { return nil }
    let name = finder.shown(Array(path.utf8))
    let bytes: [UInt8]
    do throws(ArchiveError) {
      bytes = try TextFile.read(bytes: Array(path.utf8), limit: ConfigurationReader.baselineBytes)
    } catch {
      throw Refusal("baseline \(error.message)", help: "imgscan baseline write makes one")
    }
    do throws(BaselineError) {
      return try Baseline.read(bytes, file: name)
    } catch {
      throw Refusal(error, of: name)
    }
  }

  private func dockerfile(_ settings: Settings) throws(Refusal) -> JoinedDockerfile? {
    guard let path = try permitted("dockerfile", settings) else { return nil }
    let (bytes, name) = try read(path, settings.origin("dockerfile"))
    return JoinedDockerfile(bytes, name: name, targetStage: settings.text("target"))
  }

  private func deployment(_ settings: Settings) throws(Refusal) -> JoinedDeployment? {
    guard let path = try permitted("task-definition", settings) else { return nil }
    let (bytes, name) = try read(path, settings.origin("task-definition"))
    var finder = finder
    let place = finder.place(of: Array(path.utf8))
    do throws(DeploymentError) {
      return JoinedDeployment(
        file: try DeploymentReader.read(bytes, name: name),
        path: String(decoding: place.absolutePath, as: UTF8.self), repositoryPath: place.repositoryPath)
    } catch {
      throw Refusal(error, of: name)
    }
  }

  /// A file that a setting names, and its name as shown.
  private func read(_ path: String, _ origin: SettingOrigin) throws(Refusal) -> (bytes: [UInt8], name: String) {
    do throws(ArchiveError) {
      return (try TextFile.read(path), origin == .flag ? path : finder.shown(Array(path.utf8)))
    } catch {
      throw Refusal(error.message, help: error.help)
    }
  }
}

extension Refusal {
  fileprivate init(_ error: DeploymentError, of name: String) {
    let place = error.position.map { ":\($0.line):\($0.column)" } ?? ""
    let found = error.found.map { "; found: \($0)" } ?? ""
    self.init("\(name)\(place): \(error.message)\(found)", help: error.help)
  }

  fileprivate init(_ error: BaselineError, of name: String) {
    guard case .source(_, let range) = error.place else {
      self.init("\(name): \(error.message)", help: error.help)
      return
    }
    self.init("\(name):\(range.start.line):\(range.start.column): \(error.message)", help: error.help)
  }
}
