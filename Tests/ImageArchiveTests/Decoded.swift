@testable import ImageArchive

/// What a decoder made of some bytes: everything it gave, and how it ended.
struct Decoded: Equatable, CustomStringConvertible {
  var bytes: [UInt8] = []
  var error: ArchiveError.Code?
  var message: String?

  /// Reads to the end or to the first error.
  ///
  /// - Parameter pieces: how many bytes of the input come at once.
  init(
    _ stored: [UInt8], _ decoder: any MemberDecoder, pieces: Int = 1 << 20,
    outputBytes: Int = DecodingSource.outputBytes
  ) {
    let source = DecodingSource(
      BytesSource(stored, blockBytes: pieces, canSkip: false), decoder, limits: ArchiveLimits(),
      outputBytes: outputBytes)
    do throws(ArchiveError) {
      while true {
        let block = try source.next()
        if block.isEmpty { break }
        bytes.append(contentsOf: block)
      }
    } catch {
      (self.error, message) = (error.code, error.message)
    }
  }

  /// Whether these are the bytes; a Bool of its own, because a failed comparison of long arrays takes minutes to print.
  func gave(_ expected: [UInt8]) -> Bool { bytes == expected }

  var description: String { "\(bytes.count) bytes, \(message ?? "no error")" }
}
