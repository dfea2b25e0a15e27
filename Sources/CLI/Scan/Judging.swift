import Config
import Core
import Deployment
import Engine
import Glibc
import ImageArchive
import Reports
import RootFS
import Rules
import ShellCheck

/// Finds subjects and judges each by the configuration that holds for it.
struct Judging {
  private(set) var store: ConfigurationStore
  private let input = StandardInput()

  init(store: ConfigurationStore) { self.store = store }

  /// What became of all subjects.
  struct Result {
    var targets: [Target] = []
    /// What is odd about configurations.
    var warnings: [Incident] = []
    /// Whether anything could be judged.
    var hasVerdict = false
    /// What was read, configurations and what they name among it.
    var read = ReadFiles()
  }

  /// A subject with what holds for it.
  fileprivate struct Case {
    var subject: Subject
    /// Whether no other subject is an image.
    var isOnlyImage = false
    var place: ProjectPlace
    var configuration: Configuration
  }

  /// Says on standard error what cannot be judged; it stands in the targets, too.
  mutating func judge(_ arguments: [String], errors: Diagnostics) -> Result {
    let settings = store.withoutFile
    guard settings.problems.isEmpty else {
      return refused(settings.problems.map { Refusal($0) }, "environment", errors)
    }
    let found = find(arguments, settings)
    var cases: [Swift.Result<Case, SubjectFailure>] = []
    var excluded = 0
    let imageCount = found.count { (try? $0.get())?.kind == .image }
    for result in found {
      switch result {
      case .failure(let failure): cases.append(.failure(failure))
      case .success(let subject):
        let (place, configuration) = store.look(at: subject)
        if subject.isFromSearch, configuration.excluded.contains(place.absolutePath) {
          excluded += 1
        } else {
          cases.append(
            .success(
              Case(
                subject: subject, isOnlyImage: imageCount == 1, place: place, configuration: configuration)))
        }
      }
    }
    let shell = shellChecking(cases)
    let ownProblems = store.all.flatMap(\.problems)
    let problems = ownProblems.isEmpty ? [shell?.refusal].compactMap { $0 } : ownProblems
    guard problems.isEmpty else { return refused(problems, "configuration", errors) }
    if shell?.isMissing == true, !settings.flag("quiet") { errors.note(ShellChecking.note) }
    var out = Result()
    var unreadable = 0
    let judged = judgeTexts(cases, settings, shell)
    var joins = DeploymentJoins()
    if settings.text("task-definition") != nil { for configuration in store.all { joins.add(configuration) } }
    for (index, item) in cases.enumerated() {
      // A file that is also named as a subject is judged once, with its images.
      if let item = try? item.get(), joins.holds(item.path) { continue }
      do throws(SubjectFailure) {
        out.targets += try targets(of: try item.get(), judged[index], shell, &joins)
      } catch {
        unreadable += 1
        errors.say(error.error)
        out.targets.append(failed(error))
      }
    }
    out.targets += joins.targets
    if out.targets.isEmpty { refuseNothingFound(excluded, errors) }
    out.hasVerdict = unreadable < out.targets.count
    for item in cases { if let item = try? item.get() { out.read.insert(item.subject.path) } }
    for file in store.all.flatMap(\.files) { out.read.insert(Array(file.utf8)) }
    out.warnings = warnings(arguments, isComplete: unreadable == 0)
    return out
  }

  /// The file that findings in images stand at: the one given, or the Dockerfile in the working directory.
  mutating func anchor(_ given: String?) -> String? {
    var info = stat()
    let path = given ?? "Dockerfile"
    guard given != nil || (stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG) else { return nil }
    return store.look(at: Array(path.utf8), isDirectory: false).place.repositoryPath ?? path
  }

  private mutating func find(_ arguments: [String], _ settings: Settings) -> [Swift.Result<Subject, SubjectFailure>] {
    var finder = SubjectFinder(input: input)
    finder.taken = settings.text("as").flatMap(SubjectKind.init(rawValue:))
    finder.obeysIgnoreFiles = !settings.flag("no-ignore")
    finder.standardInputName = settings.text("stdin-filename")
    let found = finder.find(arguments)
    store.passOver(finder.bareDirectories)
    return found
  }

  /// ShellCheck, as the first Dockerfile's settings want it; nil when there is none for it to judge.
  private func shellChecking(_ cases: [Swift.Result<Case, SubjectFailure>]) -> ShellChecking? {
    let dockerfiles = cases.lazy.compactMap { try? $0.get() }.filter(\.isDockerfile)
    guard let settings = dockerfiles.first?.configuration.settings else { return nil }
    // A level for one of its codes asks for it in every profile.
    let policy = settings.policy()
    guard policy.profile.asksShellCheck || policy.levels.keys.contains(where: ShellCheckCode.isCode) else { return nil }
    return ShellChecking(
      settings.text("shellcheck") ?? "auto", environment: Environment.all, jobs: (try? ScanOptions(settings))?.jobs ?? 1
    )
  }

  /// Judges the Dockerfiles and deployment files that are files, many at a time; the results by index.
  private func judgeTexts(
    _ cases: [Swift.Result<Case, SubjectFailure>], _ settings: Settings, _ shell: ShellChecking?
  ) -> [Int: TextBatch.Judged] {
    let files = cases.enumerated().compactMap { index, item in
      (try? item.get()).flatMap { $0.subject.kind != .image && !$0.subject.isStandardInput ? (index, $0) : nil }
    }
    guard !files.isEmpty else { return [:] }
    let jobs = (try? ScanOptions(settings))?.jobs ?? 1
    let verdicts = verdicts(on: files.map(\.1), shell, jobs)
    let judged = TextBatch(jobs: jobs).judge(files.map(\.1.subject)) { index, bytes in
      files[index].1.target(of: bytes, shell: verdicts[index])
    }
    return Dictionary(uniqueKeysWithValues: zip(files.map(\.0), judged))
  }

  /// What ShellCheck says, by index.
  private func verdicts(on files: [Case], _ shell: ShellChecking?, _ jobs: Int) -> [Int: ShellCheckVerdict] {
    guard let shell, shell.runner != nil else { return [:] }
    let indices = files.indices.filter { files[$0].isDockerfile }
    let verdicts = shell.verdicts(on: indices.map { files[$0].subject }, jobs: jobs) { index, bytes in
      files[indices[index]].scripts(of: bytes)
    }
    return Dictionary(verdicts.map { (indices[$0.key], $0.value) }) { first, _ in first }
  }

  private func targets(
    of item: Case, _ judged: TextBatch.Judged?, _ shell: ShellChecking?, _ joins: inout DeploymentJoins
  ) throws(SubjectFailure) -> [Target] {
    do throws(ArchiveError) {
      switch judged {
      case .target(let target):
        // A search goes by names; what has such a name and is something else was not asked for.
        let isOther =
          item.subject.isFromSearch && target.incidents.contains { DeploymentError.passedOver.contains($0.code) }
        return isOther ? [] : [target]
      case .failed(let error): throw error
      case .passedOver: return []
      case nil: break
      }
      guard item.subject.kind == .image else {
        let bytes = try TextBatch(jobs: 1).read(input, name: item.subject.name)
        let verdict = item.isDockerfile ? shell?.verdict(on: item.scripts(of: bytes)) : nil
        return [item.target(of: bytes, shell: verdict)]
      }
      return try images(item, &joins)
    } catch {
      throw SubjectFailure(item.subject, error)
    }
  }

  private func images(_ item: Case, _ joins: inout DeploymentJoins) throws(ArchiveError) -> [Target] {
    let (settings, configuration) = (item.configuration.settings, item.configuration)
    let isWanted = !settings.flag("no-progress") && !settings.flag("quiet")
    let progress = Progress(subject: item.subject.name, isWanted: isWanted)
    var options: ScanOptions
    do throws(Refusal) {
      options = try ScanOptions(settings)
    } catch {
      throw ArchiveError(.unreadable, error.message, help: error.help)
    }
    options.dockerfile = configuration.join
    options.base = configuration.policy.base
    options.onLayer = { done, total in progress.show(done, total) }
    defer { progress.clear() }
    let (archive, images) = try ImageScanner(options: options).scan(item.subject.name, input: input)
    return images.map { image in
      var image = image
      joins.join(&image, configuration, isOnly: item.isOnlyImage && images.count == 1)
      var target = Judge.target(
        image, subject: item.subject.name, archive: archive, policy: configuration.policy,
        ledger: configuration.ledger, path: item.subject.isStandardInput ? nil : item.path, today: Clock.today)
      target.repositoryPath = item.place.repositoryPath ?? target.name
      target.joinedPath = configuration.joinedPath
      return target
    }
  }

  /// The target of a subject that cannot be read: it stands in the data formats, so that nothing is missing there.
  private func failed(_ failure: SubjectFailure) -> Target {
    var target = Target(kind: failure.kind.rawValue, name: failure.name)
    target.incidents = [Incident(code: failure.error.code.rawValue, message: failure.error.message)]
    return target
  }

  /// Nothing is judged by a configuration that is not understood.
  private mutating func refused(_ problems: [Refusal], _ name: String, _ errors: Diagnostics) -> Result {
    for problem in problems { errors.say(problem) }
    let byFile = Dictionary(grouping: problems.map(\.incident)) { incident in
      if case .source(let file, _)? = incident.place { file } else { name }
    }
    let targets = byFile.sorted { $0.key < $1.key }.map { file, incidents in
      var target = Target(kind: "configuration", name: file)
      target.incidents = incidents
      target.repositoryPath = store.look(at: Array(file.utf8), isDirectory: false).place.repositoryPath ?? file
      return target
    }
    return Result(targets: targets, hasVerdict: false)
  }

  private func refuseNothingFound(_ excluded: Int, _ errors: Diagnostics) {
    if excluded > 0 {
      let files = excluded == 1 ? "the only file that was found is" : "all \(excluded) files found are"
      errors.say("\(files) excluded by the configuration", help: "name a file to judge it all the same")
    } else {
      errors.say("nothing to judge was found, only files that are called so and are something else")
    }
  }

  /// What is odd about the configurations, and about their ignores.
  ///
  /// - Parameter isComplete: whether every subject could be read; what could not may be what an ignore is for.
  private mutating func warnings(_ arguments: [String], isComplete: Bool) -> [Incident] {
    var out = store.withoutFile.warnings.map(\.incident)
    for configuration in store.all {
      let covers = isComplete && store.isSearched(configuration.policy.directory, by: arguments)
      out += configuration.warnings
      out += configuration.ledger.warnings(today: Clock.today, coversWholeTree: covers)
    }
    return out
  }
}

extension Judging.Case {
  fileprivate var path: String { String(decoding: place.absolutePath, as: UTF8.self) }

  fileprivate var isDockerfile: Bool { subject.kind == .dockerfile }

  fileprivate func scripts(of bytes: [UInt8]) -> [ShellCheckScript] {
    configuration.dockerfiles.value.scripts(of: bytes, name: subject.name)
  }

  /// The target of a Dockerfile's or deployment file's text.
  fileprivate func target(of bytes: [UInt8], shell: ShellCheckVerdict?) -> Target {
    if let kind = subject.kind.deployment {
      return configuration.deployments.value.scan(
        bytes, as: subject.isTaken ? kind : nil, expected: kind, name: subject.name, path: path,
        repositoryPath: place.repositoryPath)
    }
    let readsContext = !subject.isStandardInput && configuration.dockerfiles.value.readsBuildContext
    return configuration.dockerfiles.value.scan(
      bytes, name: subject.name, path: path, repositoryPath: place.repositoryPath,
      dockerignore: readsContext ? BuildContext.dockerignore(besides: subject.path) : nil, shell: shell)
  }
}
