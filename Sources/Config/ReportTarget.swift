/// A report that `--report FORMAT=FILE` asks for.
public struct ReportTarget: Sendable, Equatable {
  /// As written.
  public var format: String
  public var file: String

  public init(format: String, file: String) { (self.format, self.file) = (format, file) }

  /// nil when there is no `=`, nothing before it or nothing behind it.
  public init?(_ text: String) {
    guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    (format, file) = (String(text[..<sign]), String(text[text.utf8.index(after: sign)...]))
    if format.isEmpty || file.isEmpty { return nil }
  }
}
