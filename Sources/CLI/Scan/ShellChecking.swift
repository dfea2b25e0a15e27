import Config
import Core
import Engine
import Glibc
import ShellCheck
import Synchronization

/// Whether and how ShellCheck judges the shell texts of Dockerfiles.
struct ShellChecking: Sendable {
  /// nil when it is not to run or is not there.
  let runner: ShellCheckRunner?
  /// Whether a text that it does not judge leaves the verdict incomplete.
  let isRequired: Bool
  /// Whether it is wanted and is not there, which is worth a note.
  let isMissing: Bool
  /// Why nothing may be judged without it; nil when it is there or need not be.
  let refusal: Refusal?

  /// What may stand for a path.
  static let words = ["auto", "off", "require"]

  /// - Parameters:
  ///   - wish: `off`, `auto`, `require`, or the program's path.
  ///   - jobs: processes at once.
  init(_ wish: String, environment: [String: String], jobs: Int) {
    let isPath = !ShellChecking.words.contains(wish)
    let program =
      wish == "off"
      ? nil
      : ShellCheckProgram.find(
        path: isPath ? wish : nil, environmentPath: environment["PATH"] ?? "", environment: environment)
    runner = program.map { ShellCheckRunner(program: $0, jobs: jobs) }
    isMissing = wish == "auto" && program == nil
    isRequired = wish == "require"
    if wish == "require", program == nil {
      refusal = Refusal(
        "shellcheck is required and is not in PATH", help: "apt-get install shellcheck, or --shellcheck off")
    } else if isPath, access(wish, X_OK) != 0 {
      refusal = Refusal("--shellcheck \(wish): expected off, auto, require, or the path of the program")
    } else {
      refusal = nil
    }
  }

  /// What is said once when it is missing.
  static let note = "shellcheck is not installed, so it judged no shell text; --shellcheck off says no more of it"
}

extension ShellChecking {
  /// What ShellCheck says of Dockerfiles, by their index; those that cannot be read are left out.
  ///
  /// All files are read before, so that their scripts share processes.
  /// - Parameter scripts: takes those of a file, by its index, out of its text; called on any thread.
  func verdicts(
    on subjects: [Subject], jobs: Int, scripts: @escaping @Sendable (Int, [UInt8]) -> [ShellCheckScript]
  ) -> [Int: ShellCheckVerdict] {
    guard let runner, !subjects.isEmpty else { return [:] }
    let found = Mutex<[Int: [ShellCheckScript]]>([:])
    _ = TextBatch(jobs: jobs).judge(subjects) { index, bytes in
      let taken = scripts(index, bytes)
      if !taken.isEmpty { found.withLock { $0[index] = taken } }
      return Target(kind: SubjectKind.dockerfile.rawValue, name: subjects[index].name)
    }
    let files = found.withLock { $0.sorted { $0.key < $1.key } }
    let verdicts = runner.verdicts(on: files.map(\.value)).map(required)
    return Dictionary(zip(files.map(\.key), verdicts)) { first, _ in first }
  }

  /// What it says of one Dockerfile; nil when it is not asked.
  func verdict(on scripts: @autoclosure () -> [ShellCheckScript]) -> ShellCheckVerdict? {
    runner?.verdicts(on: [scripts()]).first.map(required)
  }

  private func required(_ verdict: ShellCheckVerdict) -> ShellCheckVerdict {
    var verdict = verdict
    verdict.isRequired = isRequired
    return verdict
  }
}
