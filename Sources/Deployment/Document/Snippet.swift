/// A value to be added to a deployment file, to be spelled as the file spells such values.
public indirect enum Snippet: Sendable, Equatable {
  case flag(Bool)
  case number(Int)
  case text(String)
  case list([Snippet])
  case object([(name: String, value: Snippet)])

  public static func == (left: Snippet, right: Snippet) -> Bool {
    left.spelled(.json, .camel) == right.spelled(.json, .camel)
  }

  /// The member to add, such as `"readonlyRootFilesystem": true`, on one line.
  public static func member(
    _ name: String, _ value: Snippet, _ syntax: DeploymentSyntax, _ style: NameStyle
  ) -> String {
    let key = Snippet.cased(name, style)
    switch syntax {
    case .json: return Snippet.quoted(key) + ": " + value.spelled(syntax, style)
    case .yaml: return key + ": " + value.spelled(syntax, style)
    case .hcl: return key + " = " + value.spelled(syntax, style)
    }
  }

  /// On one line; in YAML in flow style.
  public func spelled(_ syntax: DeploymentSyntax, _ style: NameStyle) -> String {
    switch self {
    case .flag(let flag): return flag ? "true" : "false"
    case .number(let number): return String(number)
    case .text(let text): return Snippet.quoted(text)
    case .list(let items): return "[" + items.map { $0.spelled(syntax, style) }.joined(separator: ", ") + "]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let inner = members.map { Snippet.member($0.name, $0.value, syntax, style) }.joined(separator: ", ")
      return syntax == .hcl ? "{ " + inner + " }" : "{" + inner + "}"
    }
  }

  /// Names of options and variables are spelled alike everywhere: only names that begin with a small letter and hold
  /// letters alone are the API's own.
  private static func cased(_ name: String, _ style: NameStyle) -> String {
    guard style == .pascal, let first = name.utf8.first, (97...122).contains(first),
      name.utf8.allSatisfy({ $0 | 0x20 >= 97 && $0 | 0x20 <= 122 })
    else { return name }
    return String(decoding: [first - 32], as: UTF8.self) + name.dropFirst()
  }

  private static func quoted(_ text: String) -> String {
    var out: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        out += Array("\\u00".utf8) + Array((digits.utf8.count < 2 ? "0" + digits : digits).utf8)
      default: out.append(byte)
      }
    }
    return String(decoding: out + [UInt8(ascii: "\"")], as: UTF8.self)
  }
}
