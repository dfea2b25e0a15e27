import Core

extension LayerRecord {
  /// Raised whenever what a record says of the same bytes changes, or how it is packed.
  static let packingVersion = 1

  /// The record in bytes; nil when it holds what is not kept: incidents, or warnings that were only counted.
  func packed() -> [UInt8]? {
    guard problems.incidents.isEmpty, problems.dropped.isEmpty else { return nil }
    var out = PackedWriter()
    out.write(compression.rawValue)
    out.write(UInt64(bitPattern: sizeBytes))
    out.write(entryCount)
    out.write(nameBytes)
    out.write(diffID)
    out.write(attributes.count)
    for index in 0..<attributes.count {
      let one = attributes[index]
      out.write(UInt64(one.mode))
      out.write(UInt64(one.uid))
      out.write(UInt64(one.gid))
    }
    out.write(directories.count)
    for index in 0..<directories.count { out.write(directories[index]) }
    out.write(chunks.count)
    for chunk in chunks {
      out.write(chunk.entryCount)
      out.write(chunk.bytes[..<chunk.usedBytes])
    }
    for table in [capabilities.mapValues { $0[...] }, contents] {
      out.write(table.count)
      for (offset, bytes) in table.sorted(by: { $0.key < $1.key }) {
        out.write(UInt64(bitPattern: offset))
        out.write(bytes)
      }
    }
    out.write(problems.warnings.count)
    for warning in problems.warnings {
      out.write(warning.code)
      out.write(warning.message)
    }
    return out.bytes
  }

  /// - Throws: when the bytes are not what `packed` makes; whatever they are, the record can be used without harm.
  init(packed bytes: ArraySlice<UInt8>) throws(PackedDamage) {
    self.init()
    var reader = PackedReader(bytes)
    guard let kind = Compression(rawValue: try reader.string()) else { throw PackedDamage() }
    compression = kind
    sizeBytes = Int64(bitPattern: try reader.number())
    entryCount = try reader.integer()
    nameBytes = try reader.integer()
    guard entryCount >= 0, nameBytes >= 0, nameBytes <= bytes.count else { throw PackedDamage() }
    diffID = try reader.optionalString()
    for _ in 0..<(try reader.count()) {
      attributes.restore(
        EntryAttributes(
          mode: UInt16(truncatingIfNeeded: try reader.number()) & 0o7777,
          uid: UInt32(truncatingIfNeeded: try reader.number()), gid: UInt32(truncatingIfNeeded: try reader.number())))
    }
    for _ in 0..<(try reader.count()) { directories.restore(try reader.text()) }
    var entries = 0
    for _ in 0..<(try reader.count()) {
      let count = try reader.integer()
      guard
        let chunk = LayerChunk(
          packed: try reader.text(), entryCount: count, attributes: attributes.count, directories: directories.count)
      else { throw PackedDamage() }
      chunks.append(chunk)
      entries += chunk.entryCount
    }
    // Entries that are not recorded, such as AUFS's own, are counted.
    guard entries <= entryCount else { throw PackedDamage() }
    capabilities = try LayerRecord.table(&reader).mapValues { Array($0) }
    contents = try LayerRecord.table(&reader)
    for _ in 0..<(try reader.count()) {
      let code = try reader.string()
      let message = try reader.string()
      problems.warning(code, message)
    }
    guard reader.isAtEnd else { throw PackedDamage() }
  }

  /// Parts of the bytes that are read, without a copy: of what is kept of a layer, little is looked at.
  private static func table(_ reader: inout PackedReader) throws(PackedDamage) -> [Int64: ArraySlice<UInt8>] {
    var out: [Int64: ArraySlice<UInt8>] = [:]
    for _ in 0..<(try reader.count()) {
      let offset = Int64(bitPattern: try reader.number())
      out[offset] = try reader.text()
    }
    return out
  }
}

extension LayerChunk {
  /// Bytes of a chunk that was kept; nil when they are none, or name an attribute or a directory that is not there.
  init?(packed bytes: ArraySlice<UInt8>, entryCount: Int, attributes: Int, directories: Int) {
    var reader = PackedReader(bytes)
    var count = 0
    do throws(PackedDamage) {
      while !reader.isAtEnd {
        try LayerChunk.check(&reader, isFirst: count == 0, attributes: attributes, directories: directories)
        count += 1
      }
    } catch {
      return nil
    }
    guard count == entryCount else { return nil }
    self.init(bytes: ContiguousArray(bytes), entryCount: count)
  }
}
