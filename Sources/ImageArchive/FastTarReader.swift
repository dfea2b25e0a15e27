import Glibc

/// Reads plain tar archives without libarchive: POSIX, pax and GNU entries in the forms that every reader takes alike.
///
/// At the first entry that it does not fully understand it hands over to libarchive, which then reads from that entry on
/// as if it had read all before. Nothing is guessed here.
struct FastTarReader: EntryContents, ~Copyable {
  /// What was found at the next place.
  enum Step {
    case entry, end
    /// Something that is libarchive's to judge.
    case unclear
  }

  private let source: any ByteSource
  private var window: TarWindow
  /// The entry read last.
  private(set) var entry = EntryHeader()
  /// What is left of its content, and the zeros that fill its block.
  private var contentLeft: Int64 = 0
  private var padding: Int64 = 0
  private var contentOffset: Int64 = 0
  /// The archive ends with the last entry's content, without the zeros that fill its block.
  private(set) var endsWithoutPadding = false
  /// What libarchive would remember of the entries so far.
  private var past = ReaderPast()
  /// Prefix and name joined.
  private let nameBuffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)

  init(_ source: any ByteSource) {
    self.source = source
    window = TarWindow(source)
  }

  deinit { nameBuffer.deallocate() }

  /// Goes to the next entry.
  ///
  /// - Throws: `.corrupt` when a content is cut off, or a single zero block is followed by data; what the source threw.
  mutating func next() throws(ArchiveError) -> Step {
    if contentLeft > 0 || padding > 0 { try finishContent() }
    if endsWithoutPadding { return .end }
    window.setMark()
    var extensions = HeaderExtensions()
    while true {
      guard try window.hasPiece(TarHeader.blockBytes) else {
        return window.isEmpty && window.sinceMark == 0 ? .end : .unclear
      }
      let header = TarHeader(window.next)
      guard header.isSumRight, let dialect = header.dialect else {
        return header.isZero && window.sinceMark == 0 ? try end() : .unclear
      }
      guard past.hasEntries || header.isPlausible else { return .unclear }
      switch header.type {
      case UInt8(ascii: "x"), UInt8(ascii: "L"), UInt8(ascii: "K"):
        guard try takeExtension(header, &extensions) else { return .unclear }
      default:
        guard fill(header, dialect), extensions.isEmpty || apply(extensions), isSettled else { return .unclear }
        past.note(header, dialect, hasPax: extensions.pax != nil)
        window.take(TarHeader.blockBytes)
        entry.dataOffset = window.position
        (contentLeft, contentOffset) = (entry.sizeBytes, 0)
        padding = -contentLeft & 511
        return .entry
      }
    }
  }

  /// Looks at what follows the first zero block, as Go's reader does: another one, or nothing that could be an entry.
  private mutating func end() throws(ArchiveError) -> Step {
    window.take(TarHeader.blockBytes)
    window.setMark()
    guard try window.hasPiece(TarHeader.blockBytes) else { return .end }
    guard TarHeader(window.next).isZero else { throw .singleZeroBlock }
    return .end
  }

  private mutating func finishContent() throws(ArchiveError) {
    let missing = try window.skip(contentLeft + padding)
    if missing > 0 {
      guard missing <= padding else { throw .contentCut }
      endsWithoutPadding = true
    }
    (contentLeft, padding) = (0, 0)
  }

  /// The next piece of the content with its offset; nil at its end.
  mutating func dataBlock() throws(ArchiveError) -> (UnsafeRawBufferPointer?, Int64) {
    if contentLeft == 0 {
      try finishContent()
      return (nil, 0)
    }
    let block = try window.block(contentLeft)
    guard !block.isEmpty else {
      throw ArchiveError(.corrupt, "the content of an entry cannot be read: truncated tar archive")
    }
    defer { contentOffset += Int64(block.count) }
    contentLeft -= Int64(block.count)
    return (block, contentOffset)
  }

  /// Notes where an extended header's body lies.
  private mutating func takeExtension(
    _ header: TarHeader, _ extensions: inout HeaderExtensions
  ) throws(ArchiveError) -> Bool {
    let type = header.type
    guard let size = header.sizeBytes, size > 0, size <= TarWindow.pieceBytes, extensions.takes(type) else {
      return false
    }
    let length = (Int(size) + 511) & ~511
    guard try window.hasPiece(TarHeader.blockBytes + length) else { return false }
    window.take(TarHeader.blockBytes)
    extensions.note(type, window.sinceMark..<(window.sinceMark + Int(size)))
    window.take(length)
    return true
  }

  /// What the header itself says.
  private mutating func fill(_ header: TarHeader, _ dialect: TarHeader.Dialect) -> Bool {
    guard let mode = header.mode, let uid = header.uid, let gid = header.gid, let size = header.sizeBytes else {
      return false
    }
    entry.mode = UInt16(truncatingIfNeeded: mode & 0o7777)
    (entry.uid, entry.gid) = (UInt32(clamping: uid), UInt32(clamping: gid))
    (entry.sizeBytes, entry.capability) = (0, nil)
    entry.link = UnsafeBufferPointer(start: nil, count: 0)
    switch header.type {
    case UInt8(ascii: "0"), 0: (entry.kind, entry.sizeBytes) = (.file, size)
    case UInt8(ascii: "1"):
      guard size == 0 else { return false }
      (entry.kind, entry.link) = (.hardLink, header.linkName)
    case UInt8(ascii: "2"): (entry.kind, entry.link) = (.symlink, header.linkName)
    case UInt8(ascii: "3"): entry.kind = .characterDevice
    case UInt8(ascii: "4"): entry.kind = .blockDevice
    case UInt8(ascii: "5"): entry.kind = .directory
    case UInt8(ascii: "6"): entry.kind = .fifo
    default: return false
    }
    // What libarchive makes of a link to nothing depends on the links before.
    if entry.kind == .hardLink || entry.kind == .symlink, entry.link.isEmpty { return false }
    entry.name = dialect == .ustar && header.hasPrefix ? joinedName(header) : header.name
    return true
  }

  private func joinedName(_ header: TarHeader) -> UnsafeBufferPointer<UInt8> {
    let (prefix, name) = (header.prefix, header.name)
    var count = prefix.count
    if let base = prefix.baseAddress { memcpy(nameBuffer, base, count) }
    if nameBuffer[count - 1] != 47 {
      nameBuffer[count] = 47
      count += 1
    }
    if let base = name.baseAddress { memcpy(nameBuffer + count, base, name.count) }
    return UnsafeBufferPointer(start: nameBuffer, count: count + name.count)
  }

  /// What extended headers say instead.
  private mutating func apply(_ extensions: HeaderExtensions) -> Bool {
    let base = UnsafeRawPointer(window.marked)
    let isLink = entry.kind == .hardLink || entry.kind == .symlink
    if let range = extensions.pax {
      guard let pax = PaxRecords(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)) else {
        return false
      }
      if let path = pax.path { entry.name = path }
      if let link = pax.linkPath {
        guard isLink else { return false }
        entry.link = link
      }
      if let size = pax.sizeBytes {
        guard entry.kind == .file else { return false }
        entry.sizeBytes = size
      }
      if let uid = pax.uid { entry.uid = UInt32(clamping: uid) }
      if let gid = pax.gid { entry.gid = UInt32(clamping: gid) }
      entry.capability = pax.capability
    }
    if let range = extensions.longName {
      guard let name = longText(base, range) else { return false }
      entry.name = name
    }
    if let range = extensions.longLink {
      guard isLink, let link = longText(base, range) else { return false }
      entry.link = link
    }
    return true
  }

  /// A GNU entry's text, with or without one NUL at its end.
  private func longText(_ base: UnsafeRawPointer, _ range: Range<Int>) -> UnsafeBufferPointer<UInt8>? {
    let text = UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    let count = text.zeroIndex
    guard count > 0, count >= text.count - 1 else { return nil }
    return UnsafeRawBufferPointer(rebasing: text[..<count]).assumingMemoryBound(to: UInt8.self)
  }

  /// Whether there is a name, and readers agree on the kind; libarchive makes directories of files named like one.
  private var isSettled: Bool {
    guard let last = entry.name.last else { return false }
    return entry.kind != .file || last != 47
  }

  /// The reader that takes the rest, beginning with the entry that was unclear.
  mutating func handOver() throws(ArchiveError) -> TarReader {
    window.rewind()
    let (joined, block) = window.rest
    guard past.hasEntries else { return try TarReader(HandedOverSource(source, behind: [joined, block])) }
    let (primer, entryCount) = past.primer
    let rest = primer.withUnsafeBytes { HandedOverSource(source, behind: [$0, joined, block]) }
    let reader = try TarReader(rest, offset: window.position - Int64(primer.count))
    try reader.pass(entryCount)
    return reader
  }
}

/// Where the bodies of the extended headers in front of an entry lie, counted from the first of them.
struct HeaderExtensions {
  private(set) var pax: Range<Int>?
  private(set) var longName: Range<Int>?
  private(set) var longLink: Range<Int>?

  var isEmpty: Bool { pax == nil && longName == nil && longLink == nil }

  /// Whether one more of this type has one meaning: none twice, and readers differ on which of pax and GNU goes first.
  func takes(_ type: UInt8) -> Bool {
    switch type {
    case UInt8(ascii: "x"): isEmpty
    case UInt8(ascii: "L"): pax == nil && longName == nil
    default: pax == nil && longLink == nil
    }
  }

  /// Remembers a body.
  mutating func note(_ type: UInt8, _ range: Range<Int>) {
    switch type {
    case UInt8(ascii: "x"): pax = range
    case UInt8(ascii: "L"): longName = range
    default: longLink = range
    }
  }
}
