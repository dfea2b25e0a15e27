import Engine
import Glibc
import ImageArchive
import Reports
import ShellCheck
import Synchronization

/// Reads and judges the files that the user named, and keeps their order.
struct HadolintFiles {
  /// A file that is judged, or why it is not.
  enum Outcome {
    case judged(HadolintReportFile, unjudged: [ShellCheckVerdict.Unjudged])
    case failed(ArchiveError)
    /// A search found it by name, and it is no text.
    case passedOver
  }

  let scan: HadolintScan
  let shell: ShellChecking
  let jobs: Int
  /// Whether directories are searched.
  let searches: Bool

  private enum Input {
    case text([UInt8], name: String)
    case file(Subject)
    case failed(ArchiveError)
  }

  /// What is known of an input before ShellCheck was asked.
  private enum Stage {
    case judged(HadolintJudgement)
    case failed(ArchiveError)
    case passedOver
  }

  func judge(_ arguments: [String]) -> [Outcome] {
    var standardInput: [UInt8]?
    let inputs = arguments.flatMap { self.inputs(of: $0, &standardInput) }
    let subjects = inputs.compactMap { input in if case .file(let subject) = input { subject } else { nil } }
    var read = judge(subjects)[...]
    let stages: [Stage] = inputs.map { input in
      switch input {
      case .text(let bytes, let name): .judged(scan.judge(bytes, name: name))
      case .failed(let error): .failed(error)
      case .file: read.popFirst() ?? .passedOver
      }
    }
    // All texts at once: they share processes.
    let scripts: [[ShellCheckScript]] = stages.map { stage in
      if case .judged(let file) = stage { file.scripts } else { [] }
    }
    var verdicts = (shell.runner?.verdicts(on: scripts) ?? [])[...]
    return stages.map { stage in
      let verdict = verdicts.popFirst()
      return switch stage {
      case .judged(let file): .judged(scan.file(file, verdict), unjudged: verdict?.unjudged ?? [])
      case .failed(let error): .failed(error)
      case .passedOver: .passedOver
      }
    }
  }

  private func judge(_ subjects: [Subject]) -> [Stage] {
    guard !subjects.isEmpty else { return [] }
    let files = SharedFiles()
    let scan = scan
    let batch = TextBatch(jobs: jobs).judge(subjects) { index, bytes in
      files.set(index, scan.judge(bytes, name: subjects[index].name))
      return Target(kind: SubjectKind.dockerfile.rawValue, name: subjects[index].name)
    }
    return batch.enumerated().map { index, result in
      switch result {
      case .failed(let error): .failed(error)
      case .passedOver: .passedOver
      case .target: files.get(index).map { .judged($0) } ?? .passedOver
      }
    }
  }

  private func inputs(of argument: String, _ standardInput: inout [UInt8]?) -> [Input] {
    if argument == "-" {
      do throws(ArchiveError) {
        // Named twice it is told twice, though it can be read once.
        if standardInput == nil { standardInput = try HadolintFiles.read(descriptor: 0, "standard input") }
        return [.text(standardInput ?? [], name: argument)]
      } catch {
        return [.failed(error)]
      }
    }
    var info = stat()
    guard !argument.utf8.contains(0), stat(argument, &info) == 0 else {
      return searches ? found(argument) : [.failed(HadolintFiles.failure(argument, errno))]
    }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return found(argument)
    case S_IFDIR:
      guard !searches else { return found(argument) }
      return [
        .failed(
          ArchiveError(
            .unreadable, "\(argument) is a directory, expected a Dockerfile",
            help: "imgscan --profile hadolint \(argument) judges all that are in it"))
      ]
    default:
      do throws(ArchiveError) { return [.text(try HadolintFiles.read(argument), name: argument)] } catch {
        return [.failed(error)]
      }
    }
  }

  private func found(_ argument: String) -> [Input] {
    var finder = SubjectFinder(input: StandardInput())
    finder.taken = .dockerfile
    return finder.find([argument]).compactMap { result in
      switch result {
      case .success(let subject): subject.kind == .dockerfile ? .file(subject) : nil
      case .failure(let failure): .failed(failure.error)
      }
    }
  }
}

extension HadolintFiles {
  /// All of a pipe or device, such as that of a shell's `<(…)`.
  static func read(_ path: String) throws(ArchiveError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, path)
  }

  private static func read(descriptor: Int32, _ name: String) throws(ArchiveError) -> [UInt8] {
    let limit = SubjectLimits().dockerfileBytes
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(name, errno) }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw ArchiveError(.limit, "\(name): more than \(limit) bytes, over the limit of a Dockerfile")
      }
    }
  }

  private static func failure(_ name: String, _ code: Int32) -> ArchiveError {
    ArchiveError(.unreadable, "\(name): \(String(cString: strerror(code)).lowercased())")
  }
}

/// What several threads have judged, by index.
private final class SharedFiles: Sendable {
  private let files = Mutex<[Int: HadolintJudgement]>([:])

  func set(_ index: Int, _ file: HadolintJudgement) { files.withLock { $0[index] = file } }
  func get(_ index: Int) -> HadolintJudgement? { files.withLock { $0[index] } }
}
