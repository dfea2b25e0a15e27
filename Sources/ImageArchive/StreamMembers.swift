/// Decides, while a stream passes by, what becomes of each member: JSON is kept, a layer is read, the rest passed over.
struct StreamMembers {
  private let plan: ScanPlan
  private var keptBytes: Int64 = 0

  init(_ plan: ScanPlan) { self.plan = plan }

  /// Reads the archive's current member.
  mutating func body(_ reader: TarReader) throws(ArchiveError) -> ArchiveIndex.Body {
    let size = reader.sizeBytes
    if size == 0 { return .kept([]) }
    let content = PeekableSource(EntrySource(reader))
    let head = try content.peek(512)
    if Compression(magic: head.span) != .none || looksLikeTar(head) {
      var record = LayerScan.scan(content, plan: plan)
      // Reading ends at the end marks: how far a pipe was read then depends on its blocks.
      if record.compression == .none, record.sizeBytes > 0 { record.sizeBytes = size }
      return .scanned(record)
    }
    guard looksLikeJSON(head) || size <= 4096 else { return .skipped("it is neither JSON nor a layer") }
    guard size <= plan.limits.jsonBytes else {
      return .skipped("\(size) bytes are over the limit of \(plan.limits.jsonBytes) for JSON")
    }
    guard keptBytes + size <= plan.limits.keptJSONBytes else {
      return .skipped("the archive's JSON is over the limit of \(plan.limits.keptJSONBytes) bytes that a stream keeps")
    }
    var bytes: [UInt8] = []
    while true {
      let block = try content.next()
      if block.isEmpty { break }
      bytes.append(contentsOf: block)
    }
    keptBytes += Int64(bytes.count)
    return .kept(bytes)
  }

  private func looksLikeJSON(_ head: [UInt8]) -> Bool {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = head[start...].first { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 }
    return first == nil || first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// A header whose checksum holds (POSIX ustar: the sum of its bytes with the checksum field as blanks), or a block of
  /// zeros, which is an empty archive.
  private func looksLikeTar(_ head: [UInt8]) -> Bool {
    guard head.count == 512 else { return false }
    if head.allSatisfy({ $0 == 0 }) { return true }
    var sum = 8 * 32
    for (index, byte) in head.enumerated() where !(148..<156).contains(index) { sum += Int(byte) }
    var stated = 0
    for byte in head[148..<156] {
      if byte == 32 || byte == 0 { continue }
      guard (48...55).contains(byte) else { return false }
      stated = stated * 8 + Int(byte - 48)
    }
    return sum == stated
  }
}

extension ScanPlan {
  /// The plan for the members of a stream.
  ///
  /// A compressed layer gets a thread that decompresses. Digests are computed on the thread that reads entries, which has
  /// the time for it, and the bytes at hand: a copy for another thread costs half of what the digest does.
  var forMembers: ScanPlan {
    var plan = self
    plan.inflatesBeside = usesThreads
    plan.usesThreads = false
    return plan
  }
}
