import Core
import Dockerfile

/// A name and value of LABEL without quotes.
struct LabelPair {
  let name: String
  let value: String
  let range: Range<Int>

  /// - Parameter isOldForm: whether it is written without `=`, where quotes are part of the value.
  init(_ pair: Pair, isOldForm: Bool) {
    name = LabelPair.unquoted(pair.key.bytes)
    value = isOldForm ? pair.value.text : LabelPair.unquoted(pair.value.bytes)
    range = pair.key.range.lowerBound..<max(pair.key.range.lowerBound, pair.value.range.upperBound)
  }

  private static func unquoted(_ bytes: [UInt8]) -> String {
    guard let quote = bytes.first, quote == 0x22 || quote == 0x27, bytes.count > 1, bytes.last == quote else {
      return GoUTF8.string(bytes)
    }
    let inner = bytes[1..<(bytes.count - 1)]
    guard quote == 0x22, inner.contains(0x5C) else { return GoUTF8.string(inner) }
    var out: [UInt8] = []
    for (index, byte) in zip(inner.indices, inner) {
      if byte == 0x5C, index + 1 < inner.endIndex, inner[index + 1] == 0x22 { continue }
      out.append(byte)
    }
    return GoUTF8.string(out)
  }
}

extension LintFlow {
  /// The pairs of LABEL; none for other instructions.
  func labels(of instruction: LintInstruction) -> [LabelPair] {
    guard instruction.keyword == .label else { return [] }
    let arguments = syntax.nodes[instruction.node].texts.last?.arguments ?? []
    let isOldForm = arguments.count > 2 && arguments[2].bytes.isEmpty
    return pairs(of: instruction).map { LabelPair($0, isOldForm: isOldForm) }
  }

  /// Notes each label of the schema whose value is not what it must be, once an instruction.
  ///
  /// - Parameters:
  ///   - type: which labels are looked at; nil for all.
  ///   - expected: what the value must be, for the message.
  ///   - isGood: whether a value is fine.
  func judgeLabels(
    of type: LintOptions.LabelType?, expected: String, _ report: inout LintReport, isGood: (String) -> Bool
  ) {
    var wanted: Set<String> = []
    for label in options.labelSchema where type == nil || label.type == type { wanted.insert(label.name) }
    guard !wanted.isEmpty else { return }
    for instruction in instructions where instruction.keyword == .label {
      var seen: Set<String> = []
      for label in labels(of: instruction) where wanted.contains(label.name) {
        if !isExact, VariableUse.isIn(label.value) { continue }
        guard !isGood(label.value), seen.insert(label.name).inserted else { continue }
        let value = label.value.isEmpty ? "is empty" : "is \"\(label.value)\""
        report.note("label \(label.name) \(value), expected \(expected)", at: instruction, label.range, repeats: true)
      }
    }
  }
}
