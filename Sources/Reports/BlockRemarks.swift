import Core

/// What a block says of its findings beside the table of files.
struct BlockRemarks {
  private let isVerbose: Bool
  private let isSingle: Bool
  private let layers: Int
  private let style: TerminalStyle
  /// Whether all findings rest on the same evidence, so that it is printed once.
  let sharesEvidence: Bool
  /// Whether the messages differ by more than the path and numbers.
  let messagesDiffer: Bool

  /// Evidence lines of one of many findings, and notes of a block, that are listed without `-v`.
  private static let listedLines = 3

  init(_ findings: [Finding], isVerbose: Bool, layers: Int, style: TerminalStyle) {
    (self.isVerbose, self.layers, self.style) = (isVerbose, layers, style)
    isSingle = findings.count == 1
    sharesEvidence = findings.allSatisfy { $0.evidence == findings.first?.evidence }
    let template = findings.first.map(BlockRemarks.template)
    messagesDiffer = findings.contains { BlockRemarks.template($0) != template }
  }

  /// Place, message and evidence, as far as heading and table do not show them.
  func lines(on finding: Finding) -> [String] {
    var lines: [String] = []
    let isInTable = finding.detail != nil
    // The table says it all of many files; reasons of single ones are asked for with -v.
    if isInTable, !isSingle, !isVerbose { return messagesDiffer ? ["  " + style.safe(finding.message)] : [] }
    if isSingle {
      if !isInTable, let place = placeText(finding.place) {
        let cause = finding.cause.map { "  " + style.safe($0.description) } ?? ""
        lines.append("  --> " + place + cause)
      }
    } else if !isInTable || messagesDiffer || !(sharesEvidence || finding.evidence.isEmpty) {
      let origin = isInTable ? nil : finding.layer?.origin
      let suffix = origin == nil || origin == .unknown ? "" : " (\(origin?.rawValue ?? ""))"
      lines.append("  " + style.safe(finding.message) + suffix)
    }
    guard !sharesEvidence else { return lines }
    let evidence = told(finding)
    let kept = isVerbose ? evidence.count : BlockRemarks.listedLines
    lines += evidence.prefix(kept).map { "    " + style.safe($0) }
    let more = evidence.count - kept
    if more > 0 { lines.append("    \(style.ellipsis) \(more) more (-v)") }
    return lines
  }

  /// The evidence without the line that the table shows already: `-rwsr-xr-x root:root /usr/bin/su`.
  func told(_ finding: Finding) -> [String] {
    guard finding.detail != nil, case .file(let path, _, _) = finding.place else { return finding.evidence }
    return finding.evidence.filter { !($0.hasSuffix(" \(path)") && $0.dropFirst(10).first == " ") }
  }

  /// `= note:` lines, each text once.
  func notes(_ findings: [Finding]) -> [String] {
    var seen: Set<Note> = []
    let notes = findings.flatMap(\.notes).filter { seen.insert($0).inserted }
    let kept = isVerbose || isSingle ? notes.count : BlockRemarks.listedLines
    var lines = notes.prefix(kept).map { note in
      "  = note: " + style.safe(note.message) + (note.place.flatMap(placeText).map { " (\($0))" } ?? "")
    }
    if notes.count > kept { lines.append("  \(style.ellipsis) \(counted(notes.count - kept, "more note")) (-v)") }
    return lines
  }

  /// Where it is, in words; nil for the image as a whole.
  func placeText(_ place: Place) -> String? {
    switch place {
    case .image: return nil
    case .config(let pointer): return "image config " + style.safe(pointer)
    case .source(let file, let range): return style.safe(spoken(file, range.start))
    case .file(let path, let layer, let line):
      var text = style.safe(path.description) + (line.map { ":\($0)" } ?? "")
      if let layer {
        text += "  \(layer.position(of: layers)) \(layer.origin.rawValue)"
        if let step = layer.createdBy { text += "  " + style.shortened(style.safe(instruction(step)), to: 48) }
      }
      return text
    }
  }

  /// The message without its path and with every number as `#`.
  private static func template(_ finding: Finding) -> [UInt8] {
    var message = Array(finding.message.utf8)
    if case .file(let path, _, _) = finding.place {
      let name = Array(path.description.utf8)
      if name.count > 1, let start = firstIndex(of: name, in: message) {
        message.replaceSubrange(start..<(start + name.count), with: [])
      }
    }
    var out: [UInt8] = []
    for byte in message {
      let isDigit = (48...57).contains(byte)
      if !isDigit { out.append(byte) } else if out.last != UInt8(ascii: "#") { out.append(UInt8(ascii: "#")) }
    }
    return out
  }

  private static func firstIndex(of name: [UInt8], in text: [UInt8]) -> Int? {
    guard text.count >= name.count else { return nil }
    return (0...(text.count - name.count)).first { text[$0...].starts(with: name) }
  }
}

extension Finding {
  /// Whether the image's own layers, not its base, put it there.
  var isOwn: Bool { layer?.origin == .own }
}
