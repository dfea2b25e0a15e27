import Core
import RootFS

/// What `docker diff CONTAINER` said: the changes in a container's root file system.
///
/// Source: Docker CLI reference, `docker container diff` (A added, D deleted, C changed; one path a line).
public struct DockerDiff: Sendable, Equatable {
  /// A line of it.
  struct Change: Sendable, Equatable {
    var kind: UInt8
    var path: RootPath
    /// The letter and the path.
    var words: String { "\(Unicode.Scalar(kind)) \(path)" }
  }

  /// Changes in the order given, without directories that are listed only because of what is in them.
  private(set) var changes: [Change] = []
  /// Changes that were listed.
  public private(set) var total = 0
  /// Lines that are no change: not a letter, a blank and an absolute path.
  public private(set) var skipped = 0

  /// Why a text is not what `docker diff` prints.
  public struct Failure: Error, Equatable {
    public var message: String
    public var help: String
  }

  /// Changes that are kept.
  private static let most = 1_000_000
  private static let longest = 4_096

  /// - Throws: when no line of a text that has any is a change.
  public init(_ bytes: [UInt8]) throws(Failure) {
    var listed: [Change] = []
    for line in bytes.split(separator: 0x0A) {
      let text = line.last == 0x0D ? line.dropLast() : line
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      if let change = DockerDiff.change(text), listed.count < DockerDiff.most {
        listed.append(change)
      } else {
        skipped += 1
      }
    }
    total = listed.count
    // Text of another kind may have such a line by chance.
    guard skipped == 0 || total > skipped else { throw DockerDiff.failure(total: total, skipped: skipped) }
    var parents: Set<RootPath> = []
    for change in listed {
      for above in change.path.ancestors where !parents.insert(above).inserted { break }
    }
    changes = listed.filter { !parents.contains($0.path) }
  }

  private static func failure(total: Int, skipped: Int) -> Failure {
    Failure(
      message: total == 0
        ? "no line is what docker diff prints (A, C or D, a blank and an absolute path)"
        : "\(skipped) of \(total + skipped) lines are not what docker diff prints (A, C or D, a blank, an absolute path)",
      help: "docker diff CONTAINER > changes.txt")
  }

  private static func change(_ line: ArraySlice<UInt8>) -> Change? {
    guard line.count >= 3, line.count < longest, let kind = line.first, [65, 67, 68].contains(kind) else { return nil }
    let path = line.dropFirst(2)
    guard line[line.startIndex + 1] == 0x20, path.first == UInt8(ascii: "/"), !path.contains(0) else { return nil }
    return Change(kind: kind, path: RootPath(bytes: path.count > 1 && path.last == 47 ? path.dropLast() : Array(path)))
  }

  /// One claim a directory, the first change in it as the reason.
  public func claims(in image: ImageModel) -> [WriteClaim] {
    var order: [RootPath] = []
    var byDirectory: [RootPath: (first: Change, count: Int)] = [:]
    for change in changes {
      let isDirectory = image.directory(change.path.description) != nil
      let directory = isDirectory ? change.path : change.path.parent ?? change.path
      if byDirectory[directory] == nil { order.append(directory) }
      byDirectory[directory, default: (change, 0)].count += 1
    }
    return order.compactMap { directory in
      guard let (first, count) = byDirectory[directory] else { return nil }
      let more = count > 1 ? " and \(count - 1) more" : ""
      return WriteClaim(
        first.path.description, isFile: first.path != directory, confidence: .certain, source: .observed,
        why: "docker diff: \(first.words)\(more)")
    }
  }
}
