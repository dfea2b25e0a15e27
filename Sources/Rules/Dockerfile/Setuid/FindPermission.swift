/// Whose `find` runs; they read `-perm +MODE` in different ways.
enum FindFlavor: Sendable, CaseIterable { case gnu, busybox }

/// The operand of find's `-perm`.
///
/// Source: GNU findutils 4.9.0 and BusyBox 1.35.0, measured.
struct FindPermission: Sendable, Equatable {
  enum Comparison: Sendable, Equatable {
    /// `6000`
    case exact
    /// `/6000`
    case any
    /// `-6000`
    case all
    /// `+6000`, which is an error for GNU's and means `/` for busybox's.
    case plus
  }

  /// As written.
  let text: String
  let comparison: Comparison
  let isNumeric: Bool
  /// The bits behind the operator; nil when they are no mode.
  private let bits: UInt16?
  /// All of the text as a mode, operator included, as GNU reads `+u=s`.
  private let wholeBits: UInt16?

  init(_ text: String) {
    self.text = text
    let rest: String
    switch text.utf8.first {
    case UInt8(ascii: "/"): (comparison, rest) = (.any, String(text.dropFirst()))
    case UInt8(ascii: "-"): (comparison, rest) = (.all, String(text.dropFirst()))
    case UInt8(ascii: "+"): (comparison, rest) = (.plus, String(text.dropFirst()))
    default: (comparison, rest) = (.exact, text)
    }
    let mode = ChmodMode(rest)
    isNumeric = mode?.isNumeric ?? false
    bits = mode?.applied(to: 0)
    wholeBits = comparison == .plus ? ChmodMode(text)?.applied(to: 0) : nil
  }

  /// The mode that is compared; nil when find refuses the operand.
  private func bits(_ flavor: FindFlavor) -> UInt16? {
    guard comparison == .plus, flavor == .gnu else { return bits }
    return isNumeric ? nil : wholeBits
  }

  /// Whether find refuses it, so that nothing is searched.
  func isError(_ flavor: FindFlavor) -> Bool { bits(flavor) == nil }

  /// Whether it asks for the setuid or setgid bit.
  var isAboutSetid: Bool { (bits ?? 0) & 0o6000 != 0 || (wholeBits ?? 0) & 0o6000 != 0 }

  /// The bits named.
  var mode: UInt16 { bits ?? 0 }

  /// Whether a file of this mode is selected; no file is when the operand is an error.
  func matches(_ mode: UInt16, _ flavor: FindFlavor) -> Bool {
    guard let bits = bits(flavor) else { return false }
    let mode = mode & 0o7777
    switch comparison {
    case .all: return mode & bits == bits
    case .any: return bits == 0 || mode & bits != 0
    case .plus where flavor == .busybox: return bits == 0 || mode & bits != 0
    case .exact, .plus: return mode == bits
    }
  }
}
