import Core
import ImageArchive

/// Reads and judges many text files, Dockerfiles and deployment files, on several threads; one that cannot be read costs the others nothing.
public struct TextBatch: Sendable {
  /// What became of one subject.
  public enum Judged: Sendable, Equatable {
    case target(Target)
    case failed(ArchiveError)
    /// A search found it by name, and it is no text.
    case passedOver
  }

  private static let itemsPerThread = 16

  private let jobs: Int
  private let limits: SubjectLimits

  public init(jobs: Int, limits: SubjectLimits = SubjectLimits()) { (self.jobs, self.limits) = (jobs, limits) }

  /// Judges files of text; the results are in the order of the subjects.
  ///
  /// - Parameter judge: makes the target of a subject, by its index, and its text; called on any thread.
  public func judge(_ subjects: [Subject], _ judge: @escaping @Sendable (Int, [UInt8]) -> Target) -> [Judged] {
    let limit = limits.dockerfileBytes
    // A thread costs more than a few files.
    let threads = min(jobs, 1 + subjects.count / TextBatch.itemsPerThread)
    return WorkerThreads.map(count: subjects.count, jobs: threads, order: Array(subjects.indices)) { index in
      let subject = subjects[index]
      do throws(ArchiveError) {
        let bytes = try RegularFile.read(subject.path, limit: limit)
        if subject.isFromSearch, TextBatch.isBinary(bytes[...]) { return .passedOver }
        return .target(judge(index, bytes))
      } catch {
        // A large file that is no text is passed over like a small one.
        if subject.isFromSearch, error.code == .limit,
          let head = try? RegularFile.head(subject.path, count: 1024), TextBatch.isBinary(head[...])
        {
          return .passedOver
        }
        return .failed(error)
      }
    }
  }

  private static func isBinary(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.prefix(1024).contains(0) }

  /// The text on standard input.
  ///
  /// - Throws: `.limit` when it is too large.
  public func read(_ input: StandardInput, name: String) throws(ArchiveError) -> [UInt8] {
    let bytes = try input.head(limits.dockerfileBytes + 1)
    guard bytes.count <= limits.dockerfileBytes else {
      throw RegularFile.tooLarge(name == "-" ? "standard input" : name, limits.dockerfileBytes)
    }
    return bytes
  }
}
