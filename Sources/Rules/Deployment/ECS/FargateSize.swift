/// The sizes of tasks that Fargate runs.
///
/// Source: AWS ECS developer guide, "Fargate task sizes"; cfn-lint E3047.
enum FargateSize {
  /// CPU units of a task's `cpu`: `1024`, `1 vCPU`, `.5 vcpu`; nil for a text that is none.
  static func cpuUnits(_ text: String) -> Int? { units(text, suffixes: ["vcpu"]) }

  /// MiB of a task's `memory`: `2048`, `2GB`, `0.5 gb`; nil for a text that is none.
  static func memoryMiB(_ text: String) -> Int? { units(text, suffixes: ["gb"]) }

  /// A whole number as it is, a number with the suffix times 1024.
  private static func units(_ text: String, suffixes: [String]) -> Int? {
    let bytes = text.lowercased().utf8.filter { $0 != 0x20 && $0 != 0x09 }
    guard bytes.count < 20 else { return nil }
    for suffix in suffixes where bytes.count > suffix.utf8.count {
      guard bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else { continue }
      guard let value = thousandths(bytes.dropLast(suffix.utf8.count)) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 1_024)
      return overflow || product % 1_000 != 0 ? nil : product / 1_000
    }
    return Int(String(decoding: bytes, as: UTF8.self))
  }

  /// A decimal number times 1000; nil for what is none or has more than three places.
  private static func thousandths(_ bytes: some Collection<UInt8>) -> Int? {
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, !bytes.isEmpty else { return nil }
    let places = parts.count == 2 ? Array(parts[1]) : []
    guard first.count + places.count > 0, places.count <= 3, first.count <= 9 else { return nil }
    let digits = Array(first) + places + Array(repeating: UInt8(ascii: "0"), count: 3 - places.count)
    guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// The memory that goes with a number of CPU units, in words; nil when Fargate has no such CPU.
  static func memory(for cpu: Int) -> (words: String, allows: @Sendable (Int) -> Bool)? {
    switch cpu {
    case 256: ("512, 1024 or 2048", { [512, 1_024, 2_048].contains($0) })
    case 512: ("1024 to 4096 in steps of 1024", { step($0, 1_024...4_096, 1_024) })
    case 1_024: ("2048 to 8192 in steps of 1024", { step($0, 2_048...8_192, 1_024) })
    case 2_048: ("4096 to 16384 in steps of 1024", { step($0, 4_096...16_384, 1_024) })
    case 4_096: ("8192 to 30720 in steps of 1024", { step($0, 8_192...30_720, 1_024) })
    case 8_192: ("16384 to 61440 in steps of 4096", { step($0, 16_384...61_440, 4_096) })
    case 16_384: ("32768 to 122880 in steps of 8192", { step($0, 32_768...122_880, 8_192) })
    default: nil
    }
  }

  private static func step(_ value: Int, _ range: ClosedRange<Int>, _ step: Int) -> Bool {
    range.contains(value) && (value - range.lowerBound) % step == 0
  }
}
