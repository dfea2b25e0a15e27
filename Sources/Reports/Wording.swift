import Core
import Engine

extension Severity {
  /// The word on screen; data formats carry the severity itself.
  var word: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  var ink: Ink {
    switch self {
    case .critical, .high: .error
    case .medium: .warning
    case .low, .info: .note
    }
  }
}

/// A number with its noun, such as `1 file` or `9,412 files`.
public func counted(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

/// A number with commas at the thousands.
func grouped(_ number: some BinaryInteger) -> String {
  let digits = Array(String(number.magnitude))
  var out = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { out += "," }
    out.append(digit)
  }
  return out
}

/// A number of bytes with a decimal unit, such as `72.3 MB`.
func sized(_ bytes: Int64) -> String {
  let units = ["B", "kB", "MB", "GB", "TB"]
  var (unit, divisor): (Int, Int64) = (0, 1)
  while unit < units.count - 1, bytes / divisor >= 1000 { (unit, divisor) = (unit + 1, divisor * 1000) }
  guard unit > 0 else { return "\(bytes) B" }
  let tenths = bytes / (divisor / 10)
  return "\(grouped(tenths / 10)).\(tenths % 10) \(units[unit])"
}

/// A digest as Docker shortens it: the algorithm and twelve digits.
func shortDigest(_ digest: String) -> String {
  guard let colon = digest.utf8.firstIndex(of: UInt8(ascii: ":")) else { return String(digest.prefix(12)) }
  return String(digest[...colon]) + digest[digest.index(after: colon)...].prefix(12)
}

/// A control as people call it: `runbook 10`, `CIS 4.8`, `ECS.20`.
func spoken(_ control: Control) -> String {
  let parts = control.description.split(separator: ":", maxSplits: 1)
  guard parts.count == 2 else { return control.description }
  switch parts[0] {
  case "runbook": return "runbook \(parts[1])"
  case "cis-docker": return "CIS \(parts[1])"
  case "securityhub", "checkov", "controltower": return String(parts[1])
  case "cfn-lint": return "cfn-lint \(parts[1])"
  case "aws-config": return "AWS Config \(parts[1])"
  case "cwe": return "CWE-\(parts[1])"
  case "nist-800-190": return "NIST 800-190 \(parts[1])"
  default: return "\(parts[0]) \(parts[1])"
  }
}

/// A history text as the Dockerfile instruction it came from, on one line.
///
/// BuildKit and the classic builder wrap instructions: `/bin/sh -c #(nop) `, `RUN /bin/sh -c … # buildkit`.
func instruction(_ createdBy: String) -> String {
  var text = createdBy.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }.joined(separator: " ")
  if text.hasSuffix(" # buildkit") { text.removeLast(" # buildkit".count) }
  if text.hasPrefix("/bin/sh -c #(nop) ") { return String(text.dropFirst("/bin/sh -c #(nop) ".count)) }
  for shell in ["RUN /bin/sh -c ", "/bin/sh -c "] where text.hasPrefix(shell) {
    return "RUN " + text.dropFirst(shell.count)
  }
  return text
}

/// A place in a text file as editors and compilers write it, such as `Dockerfile:7:5`.
func spoken(_ file: String, _ position: SourcePosition) -> String { "\(file):\(position.line):\(position.column)" }

extension Outcome {
  /// What the targets are, in the singular: `image`, `Dockerfile`, …, or `target` where they differ.
  var noun: String {
    let kinds = Set(targets.map(\.kindName))
    return kinds.count > 1 ? "target" : kinds.first ?? "image"
  }
}

extension Target {
  /// What kind of target it is, in words for people.
  var kindName: String {
    switch kind {
    case "dockerfile": "Dockerfile"
    case "ecs": "task definition"
    case "compose": "compose file"
    case "k8s": "Kubernetes manifest"
    default: kind
    }
  }

  /// The text that the finding's place is a part of; nil when it is not of this target.
  func source(of finding: Finding) -> SourceText? {
    guard case .source(let file, _) = finding.place, file == name else { return nil }
    return source
  }
}

extension Suppression {
  /// What does it, with its place: `.imgscan.yaml:14`, `comment on line 3`, `baseline`, `base image`.
  var source: String {
    let line = if case .source(_, let range)? = place { range.start.line } else { Int?.none }
    switch by {
    case .imgscan: return "comment" + (line.map { " on line \($0)" } ?? "")
    case .hadolint, .buildkit: return "\(by.rawValue) comment" + (line.map { " on line \($0)" } ?? "")
    case .baseline: return "baseline"
    case .base: return "base image"
    case .config, .allowSetuid:
      guard case .source(let file, let range)? = place else { return by.rawValue }
      // What the command line or the environment says has no line.
      return range.start.line > 0 ? "\(file):\(range.start.line)" : file
    }
  }
}

extension Incident {
  /// The message of what is about the run as a whole, with its place in front: `.imgscan.yaml:14: …`.
  var placed: String {
    guard case .source(let file, let range)? = place, range.start.line > 0 else { return message }
    let start = "\(file):\(range.start.line)"
    return message.hasPrefix(start) ? message : "\(start): \(message)"
  }

  /// The message, with its place or layer in front where it does not speak of it already.
  func located(in target: Target) -> String {
    guard case .source(let file, let range)? = place else { return layered(in: target) }
    let start = spoken(file, range.start)
    return message.hasPrefix(start) ? message : start + " " + message
  }

  /// The message, with the layer in front where it does not speak of one already.
  func layered(in target: Target) -> String {
    guard let layer, !message.contains("layer ") else { return message }
    let total = target.layers.count
    return "layer \(layer + 1)\(total > layer ? "/\(total)" : ""): \(message)"
  }

  /// What can be done about it; nil when the code says too little.
  var help: String? {
    if case .source? = place { return nil }
    if code.contains("truncated") { return "the file is cut short: was `docker save` interrupted, or the disk full?" }
    if code.contains("digest") || code.contains("mismatch") {
      return "the content is not what the image says it is: save or pull it again"
    }
    if code.contains("missing-layer") || code.contains("layer-missing") {
      return "save the whole image, not a manifest of it: docker save NAME -o FILE"
    }
    return nil
  }
}

extension LayerRef {
  /// Such as `layer 8/12`.
  func position(of total: Int) -> String { "layer \(index + 1)\(total > index ? "/\(total)" : "")" }
}
