import Core
import RootFS

/// The directives of a service's configuration file that move its files.
struct ServiceConfig: Sendable {
  /// A directive's first value, with its place.
  struct Directive: Sendable {
    var name: String
    var value: String
    /// Where it stands, as `/etc/nginx/nginx.conf:3`, or `command`.
    var place: String
  }

  /// From the command, then from the file; nil when neither says anything that is read.
  var directives: [Directive]?
  /// Whether the command names another file, so that the stock file says nothing.
  var isElsewhere: Bool

  init(of service: StartedService, in image: ImageModel) {
    (directives, isElsewhere) = (nil, false)
    guard let writer = service.writer, !writer.config.isEmpty else { return }
    isElsewhere = service.value(of: writer.configOptions) != nil
    var wanted: Set<String> = []
    for path in writer.paths { wanted.formUnion(path.directives) }
    for log in writer.logs { wanted.insert(log.directive) }
    if let inline = service.value(of: ["-g"]) {
      directives = ServiceConfig.scan(Array(inline.utf8), wanted) { _ in "command" }
    }
    guard !isElsewhere, case .bytes(let bytes)? = image.content(at: writer.config) else { return }
    directives = (directives ?? []) + ServiceConfig.scan(bytes, wanted) { "\(writer.config):\($0)" }
  }

  func first(_ name: String) -> Directive? { directives?.first { $0.name == name } }

  func all(_ name: String) -> [Directive] { (directives ?? []).filter { $0.name == name } }

  /// `name value`, `name = value` and `name value;`, several a line, comments left out; the first 20 000 statements.
  private static func scan(_ bytes: [UInt8], _ wanted: Set<String>, place: (Int) -> String) -> [Directive] {
    var out: [Directive] = []
    var line = 0
    for raw in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 20_000, omittingEmptySubsequences: false) {
      line += 1
      let text = raw.prefix { $0 != UInt8(ascii: "#") }
      for statement in text.split(whereSeparator: { $0 == UInt8(ascii: ";") || $0 == 123 || $0 == 125 }) {
        let words = statement.split { $0 == 32 || $0 == 9 || $0 == 13 || $0 == UInt8(ascii: "=") }
        guard words.count >= 2 else { continue }
        let name = String(decoding: words[0], as: UTF8.self)
        guard wanted.contains(name) else { continue }
        let value = words[1].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        out.append(Directive(name: name, value: String(decoding: value, as: UTF8.self), place: place(line)))
      }
    }
    return out
  }
}
