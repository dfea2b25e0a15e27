/// Decodes one member of compressed data after another: members of gzip, frames of zstd.
protocol MemberDecoder: AnyObject {
  /// What it decodes.
  var format: Compression { get }
  /// What its format calls a member.
  var memberNoun: String { get }

  /// Whether bytes, of which there is at least one, can be the first of a member.
  func canStart(with bytes: UnsafeRawBufferPointer) -> Bool

  /// Makes ready for the next member.
  func startMember() throws(ArchiveError)

  /// Decodes until the member or the input ends, the output is full, or something is wrong.
  ///
  /// The input may be empty: a decoder may hold output of what it has taken.
  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedPart
}

/// What one call of a decoder did.
struct DecodedPart {
  /// Bytes of the input that are done with.
  var consumed = 0
  /// Bytes of the output that are filled; they are good even where `failure` says that the next would not be.
  var produced = 0
  var endsMember = false
  var failure: ArchiveError?
}
