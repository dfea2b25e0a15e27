import BuildModel
import Dockerfile
import LintRules
import ShellSyntax

/// The shell and the variables that a shell text finds.
struct ScriptState: Sendable {
  /// When names have more bytes than this, only those that are in the text are told.
  ///
  /// ShellCheck looks at all names when it suspects a typing error, so all are told while that is cheap.
  static let mostNameBytes = 4096

  /// Those that Docker sets from outside without any declaration.
  ///
  /// Source: Docker's reference of Dockerfiles, predefined ARGs.
  private static let predefined: Set<String> = [
    "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy",
  ]

  var shell: ScriptShell
  private var names: Set<String> = ScriptState.predefined
  private var nameBytes = 0
  /// The names in order, as long as all are told: sorting them for every RUN would cost more than all else.
  private var sorted = ScriptState.predefined.map { Array($0.utf8) }.sorted(by: ScriptState.isBefore)

  init(_ shell: ScriptShell = .standard) { self.shell = shell }

  /// Takes what ARG, ENV and SHELL say; others say nothing here.
  mutating func take(_ kind: Instruction.Kind, isExact: Bool) {
    switch kind {
    case .arg(let declarations):
      // hadolint reads the first name alone.
      for declaration in isExact ? declarations.prefix(1) : declarations[...] { add(declaration.name, isExact) }
    case .env(let pairs): for pair in pairs { add(ScriptState.unquoted(pair.key.bytes), isExact) }
    case .shell(let words):
      let words = words.map(\.text)
      shell = isExact ? ScriptShell(exactly: words.joined(separator: " ")) : ScriptShell(program: words)
      return
    default: return
    }
    // hadolint forgets SHELL at ARG and ENV.
    if isExact { shell = .standard }
  }

  private mutating func add(_ name: String, _ isExact: Bool) {
    guard isExact || ScriptState.isName(name) else { return }
    insert(name)
  }

  private mutating func insert(_ name: String) {
    guard names.insert(name).inserted else { return }
    nameBytes += name.utf8.count
    guard nameBytes <= ScriptState.mostNameBytes else {
      sorted = []
      return
    }
    let bytes = Array(name.utf8)
    sorted.insert(bytes, at: sorted.firstIndex { ScriptState.isBefore(bytes, $0) } ?? sorted.count)
  }

  /// `export NAME=1` for each variable, in order.
  ///
  /// - Parameter other: a state whose variables are there, too.
  func exports(for text: [UInt8], with other: ScriptState? = nil) -> [UInt8] {
    var told = sorted
    if nameBytes + (other?.nameBytes ?? 0) > ScriptState.mostNameBytes {
      let words = ScriptState.words(of: text)
      told = names.intersection(words).union(other?.names.intersection(words) ?? []).map { Array($0.utf8) }
        .sorted(by: ScriptState.isBefore)
    } else if let other {
      told = names.union(other.names).map { Array($0.utf8) }.sorted(by: ScriptState.isBefore)
    }
    var out: [UInt8] = []
    for name in told {
      out += "export ".utf8
      // A name of many lines would move all that follows.
      out += name.contains(where: { $0 == 0x0A || $0 == 0x0D }) ? name.filter { $0 != 0x0A && $0 != 0x0D } : name
      out += "=1\n".utf8
    }
    return out
  }

  private static func isBefore(_ left: [UInt8], _ right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }

  private static func unquoted(_ key: [UInt8]) -> String {
    GoUTF8.string(key.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") })
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && !isDigit(name.utf8.first ?? 0) && name.utf8.allSatisfy(isNameByte)
  }

  private static func words(of text: [UInt8]) -> [String] {
    text.split { !isNameByte($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || (97...122).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
