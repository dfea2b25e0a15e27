import Core

/// A text that has been read as JSON or YAML, before anything is said of what it means.
struct DocumentText {
  var source: SourceText
  var syntax: DeploymentSyntax
  /// The values of its documents; JSON has one.
  var roots: [DocumentValue]
}

/// Reads JSON and YAML into values with their places.
enum DocumentReader {
  /// The documents of a text.
  ///
  /// - Parameter name: the file's name, whose ending tells YAML that begins as JSON does.
  /// - Throws: `too-large`, `not-text`, `invalid-json`, `invalid-yaml`, `template`, `duplicate-key`.
  static func read(
    _ bytes: [UInt8], name: String, limits: DeploymentLimits = DeploymentLimits()
  ) throws(DeploymentError) -> DocumentText {
    let text = try text(bytes, name: name, limits)
    let source = SourceText(text)
    let first = text.first { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      return DocumentText(source: source, syntax: .yaml, roots: try YAMLDocument.read(text, limits))
    }
    do throws(DeploymentError) {
      let root = try JSONDocument.read(text, TextPlaces(source), limits)
      return DocumentText(source: source, syntax: .json, roots: [root])
    } catch {
      let isTemplate = begins(text, "{{") || begins(text, "{%")
      let isYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      guard isTemplate || isYAML, error.code != "duplicate-key" else { throw error }
      return DocumentText(source: source, syntax: .yaml, roots: try YAMLDocument.read(text, limits))
    }
  }

  /// The bytes without a byte order mark.
  ///
  /// - Throws: `too-large`, `not-text`.
  static func text(
    _ bytes: [UInt8], name: String, _ limits: DeploymentLimits
  ) throws(DeploymentError) -> [UInt8] {
    let name = DocumentWords.bare(name)
    guard bytes.count <= limits.bytes else {
      throw DeploymentError(
        "too-large", "\(name) has \(bytes.count) bytes; at most \(limits.bytes) are read as a deployment file")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DeploymentError("not-text", "\(name) is UTF-16 text, expected UTF-8", help: "save it as UTF-8")
    }
    if let zero = bytes.prefix(1024).firstIndex(of: 0) {
      throw DeploymentError(
        "not-text", "\(name) is binary: byte \(zero) is zero; expected JSON, YAML or Terraform as UTF-8 text")
    }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private static func begins(_ text: [UInt8], _ mark: String) -> Bool {
    text.drop { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }.starts(with: mark.utf8)
  }
}
