import Core
import Dockerfile

/// Finds secrets among the variables and labels of a Dockerfile, in any stage and before the first.
enum SecretInstructions {
  static func settings(in syntax: DockerfileSyntax) -> [SecretSetting] {
    var out: [SecretSetting] = []
    for instruction in syntax.instructions {
      let line = syntax.nodes[instruction.node].line
      func add(_ name: String, _ key: Range<Int>, _ value: Argument) {
        guard SecretName.isSecret(name) else { return }
        let text = unquoted(value.bytes, escape: syntax.escape)
        let judged = SecretValue(text, name: name)
        guard judged != .harmless else { return }
        out.append(
          SecretSetting(
            giver: instruction.keyword.name, name: name, value: judged, shown: line.offsets(of: key),
            secret: line.offsets(of: value.range), length: text.utf8.count))
      }
      switch instruction.kind {
      case .env(let pairs), .label(let pairs):
        for pair in pairs { add(unquoted(pair.key.bytes, escape: syntax.escape), pair.key.range, pair.value) }
      case .arg(let declarations):
        for declaration in declarations {
          guard let value = declaration.value else { continue }
          let start = declaration.range.lowerBound
          add(declaration.name, start..<min(start + declaration.name.utf8.count, value.range.lowerBound), value)
        }
      default: continue
      }
    }
    return out
  }

  /// Without quotes and escapes; variables stay as written.
  private static func unquoted(_ bytes: [UInt8], escape: UInt8) -> String {
    var (out, quote, at): ([UInt8], UInt8?, Int) = ([], nil, 0)
    while at < bytes.count {
      let byte = bytes[at]
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == escape, quote != UInt8(ascii: "'"), at + 1 < bytes.count {
        at += 1
        out.append(bytes[at])
      } else {
        out.append(byte)
      }
      at += 1
    }
    return GoUTF8.string(out)
  }
}
