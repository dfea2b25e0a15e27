import Core
import Engine
import JSONText

/// One layer as `imgscan layers` lists it.
public struct LayerRow: Sendable, Equatable {
  /// Position from the bottom, 0 first.
  public var index: Int
  public var origin: LayerOrigin
  /// Bytes as stored in the archive; nil when unknown.
  public var storedBytes: Int64?
  /// Bytes of the tar inside; nil when it was not read to its end.
  public var uncompressedBytes: Int64?
  /// Tar entries; nil when they were not read.
  public var entries: Int?
  /// How it is stored, such as `gzip` or `none`.
  public var compression: String
  /// Digest of the uncompressed layer as the config states it.
  public var diffID: String?
  /// The history text of the step that wrote it.
  public var createdBy: String?

  public init(
    index: Int, origin: LayerOrigin, storedBytes: Int64? = nil, uncompressedBytes: Int64? = nil, entries: Int? = nil,
    compression: String, diffID: String? = nil, createdBy: String? = nil
  ) {
    (self.index, self.origin, self.compression) = (index, origin, compression)
    (self.storedBytes, self.uncompressedBytes, self.entries) = (storedBytes, uncompressedBytes, entries)
    (self.diffID, self.createdBy) = (diffID, createdBy)
  }
}

/// An image and its layers.
public struct ImageLayers: Sendable, Equatable {
  public var name: String
  public var reference: String?
  public var platform: String?
  /// Digest of the config.
  public var digest: String?
  public var rows: [LayerRow]

  public init(
    name: String, reference: String? = nil, platform: String? = nil, digest: String? = nil, rows: [LayerRow]
  ) {
    (self.name, self.reference, self.platform, self.digest, self.rows) = (name, reference, platform, digest, rows)
  }

  /// The header of a target that was scanned.
  public init(_ target: Target, rows: [LayerRow]) {
    self.init(
      name: target.name, reference: target.reference, platform: target.platform, digest: target.digest, rows: rows)
  }
}

/// What `imgscan layers IMAGE` prints.
public struct LayersReport {
  private let images: [ImageLayers]

  public init(_ images: [ImageLayers]) { self.images = images }

  /// A table an image, with a line feed at the end; on a terminal the instructions are cut to its width.
  public func text(style: TerminalStyle) -> String {
    images.map { text($0, style) }.joined(separator: "\n")
  }

  private func text(_ image: ImageLayers, _ style: TerminalStyle) -> String {
    var cells = [style.ink(.strong, style.safe(image.name))]
    cells += [image.reference, image.platform, image.digest.map(shortDigest)].compactMap { $0.map(style.safe) }
    cells.append(counted(image.rows.count, "layer"))
    let header = ["LAYER", "ORIGIN", "STORED", "SIZE", "ENTRIES", "COMPRESSION", "DIFF ID", "CREATED BY"]
    let rows = image.rows.map { self.cells($0, of: image.rows.count, style) }
    var measure = TextTable(header: header)
    for row in rows { measure.add(row.dropLast() + [""]) }
    let room = style.isTerminal ? max(24, style.width - measure.widthBeforeLast) : Int.max
    var table = TextTable(header: header, rightAligned: [2, 3, 4])
    for row in rows { table.add(row.dropLast() + [style.shortened(row.last ?? "", to: room)]) }
    return ([cells.joined(separator: "  "), ""] + table.lines() + [total(image.rows)]).joined(separator: "\n") + "\n"
  }

  private func cells(_ row: LayerRow, of total: Int, _ style: TerminalStyle) -> [String] {
    [
      "\(row.index + 1)/\(total)", row.origin.rawValue, row.storedBytes.map(sized) ?? "?",
      row.uncompressedBytes.map(sized) ?? "?", row.entries.map(grouped) ?? "?", style.safe(row.compression),
      style.safe(row.diffID.map(shortDigest) ?? "?"), style.safe(row.createdBy.map(instruction) ?? "?"),
    ]
  }

  private func total(_ rows: [LayerRow]) -> String {
    func sum(_ list: [Int64?]) -> String {
      let known = list.compactMap { $0 }
      return (known.count < list.count ? "at least " : "") + sized(known.reduce(0, { $0 &+ $1 }))
    }
    return "total: \(sum(rows.map(\.storedBytes))) stored, \(sum(rows.map(\.uncompressedBytes))) uncompressed"
  }

  /// The same as UTF-8 JSON, sizes in bytes; null is unknown.
  public func json(pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.object { json in
      json.member("schemaVersion", JSONReport.schemaVersion)
      json.writeTool()
      json.key("images")
      json.array { json in
        for image in images { json.object { write(image, into: &$0) } }
      }
    }
    return writer.bytes + [0x0A]
  }

  private func write(_ image: ImageLayers, into json: inout JSONWriter) {
    json.member("name", image.name)
    json.member("reference", image.reference)
    json.member("platform", image.platform)
    json.member("digest", image.digest)
    json.key("layers")
    json.array { json in
      for row in image.rows {
        json.object { json in
          json.member("index", row.index)
          json.member("origin", row.origin.rawValue)
          json.member("storedBytes", row.storedBytes)
          json.member("uncompressedBytes", row.uncompressedBytes)
          json.member("entries", row.entries)
          json.member("compression", row.compression)
          json.member("diffID", row.diffID)
          json.member("createdBy", row.createdBy)
        }
      }
    }
  }
}
