import Core
import Testing

@testable import Deployment

/// Short forms for tests of readers.
enum DeploymentReading {
  static func read(_ text: String, _ name: String = "task.json", as kind: DeploymentKind? = nil) throws
    -> DeploymentFile
  {
    try DeploymentReader.read(Array(text.utf8), name: name, as: kind)
  }

  static func failure(_ bytes: [UInt8], _ name: String = "task.json", as kind: DeploymentKind? = nil)
    -> DeploymentError?
  {
    do throws(DeploymentError) {
      _ = try DeploymentReader.read(bytes, name: name, as: kind)
      return nil
    } catch {
      return error
    }
  }

  static func failure(_ text: String, _ name: String = "task.json", as kind: DeploymentKind? = nil) -> DeploymentError?
  {
    failure(Array(text.utf8), name, as: kind)
  }

  /// What an error says, with its place in front.
  static func words(_ error: DeploymentError?) -> String {
    guard let error else { return "none" }
    let place = error.position.map { "\($0.line):\($0.column): " } ?? ""
    let rest = [error.found.map { "found \($0)" }, error.help].compactMap { $0 }
    return place + ([error.message] + rest).joined(separator: "; ")
  }

  /// The values below one, each as `pointer line:column value`.
  static func lines(_ value: DocumentValue) -> [String] {
    var out: [String] = []
    var open = [value]
    while let next = open.popLast() {
      let start = next.range.start
      let place = "\(next.path.pointer) \(start.line):\(start.column) "
      switch next.kind {
      case .null: out.append(place + "null")
      case .bool(let flag): out.append(place + String(flag))
      case .number(let text): out.append(place + text)
      case .text(let text): out.append(place + "'\(text)'")
      case .unknown(let what): out.append(place + "?\(what)" + (next.written.map { " '\($0)'" } ?? ""))
      case .list(let items): open += items.reversed()
      case .object(let members): open += members.reversed().map(\.value)
      }
    }
    return out
  }

  /// The names of all members below a value, each once.
  static func names(_ value: DocumentValue) -> Set<String> {
    var out: Set<String> = []
    var open = [value]
    while let next = open.popLast() {
      open += next.list ?? []
      for member in next.members ?? [] {
        out.insert(member.name)
        open.append(member.value)
      }
    }
    return out
  }

  /// The texts, numbers and names below a value that do not begin in the file where they are said to.
  static func misplaced(_ value: DocumentValue, in source: SourceText) -> [String] {
    let marks: Set<UInt8> = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\")]
    func stands(_ text: String, _ place: SourcePosition) -> Bool {
      let rest = source.bytes[source.offset(of: place)...].drop { marks.contains($0) }
      let plain = text.utf8.prefix { $0 < 0x80 && $0 >= 0x20 && !marks.contains($0) }
      return rest.starts(with: plain)
    }
    var out: [String] = []
    var open = [value]
    while let next = open.popLast() {
      if let text = next.scalarText, !stands(text, next.range.start) { out.append(next.path.pointer) }
      open += next.list ?? []
      for member in next.members ?? [] {
        if !stands(member.key, member.keyRange.start) { out.append("key of " + member.value.path.pointer) }
        open.append(member.value)
      }
    }
    return out
  }
}
