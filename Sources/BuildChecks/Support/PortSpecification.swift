/// A port of EXPOSE: `[address:][host port:]port[-port][/protocol]`.
///
/// Source: moby/buildkit 73ed682, measured.
struct PortSpecification {
  let text: String
  private let address: String
  private let hostPort: String
  private let port: String
  /// As written, empty when there is none.
  let transport: String

  init(_ text: String) {
    self.text = text
    var parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    let last = parts.popLast() ?? ""
    hostPort = parts.popLast() ?? ""
    address = parts.joined(separator: ":")
    let halves = last.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    port = halves.first ?? ""
    transport = halves.count > 1 ? halves[1] : ""
  }

  /// Whether a port of the host, or its address, is written.
  var hasHost: Bool { !address.isEmpty || !hostPort.isEmpty }

  /// The protocol in lower case when it is written otherwise; else nil.
  var lowerTransport: String? {
    let lower = transport.lowercased()
    return lower == transport ? nil : lower
  }

  /// What BuildKit refuses; nil when it takes the port.
  var problem: String? {
    guard !port.isEmpty else { return "\"\(text)\" has no port" }
    guard ["", "tcp", "udp", "sctp"].contains(transport.lowercased()) else {
      return "\"\(text)\" has the protocol \"\(transport)\", expected tcp, udp or sctp"
    }
    if !address.isEmpty, !PortSpecification.isAddress(address) {
      return "\"\(text)\" has the address \"\(address)\", expected an IP address"
    }
    guard let ports = PortSpecification.range(port) else {
      return "\"\(text)\" has the port \"\(port)\", expected a number up to 65535, or two with a dash"
    }
    guard !hostPort.isEmpty else { return nil }
    guard let host = PortSpecification.range(hostPort) else {
      return "\"\(text)\" has the host port \"\(hostPort)\", expected a number up to 65535, or two with a dash"
    }
    guard ports.count == host.count || ports.count == 1 else {
      return "\"\(text)\" has ranges of different lengths"
    }
    return nil
  }

  private static func range(_ text: String) -> ClosedRange<Int>? {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(String(Substring(part))).map(Int.init) : nil
    }
    guard numbers.count == parts.count, let first = numbers.first, let last = numbers.last, first <= last else {
      return nil
    }
    return first...last
  }

  /// Four numbers, or hexadecimal groups in brackets or without.
  private static func isAddress(_ text: String) -> Bool {
    var bytes = Substring(text).utf8
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") { bytes = bytes.dropFirst().dropLast() }
    if bytes.contains(UInt8(ascii: ":")) {
      let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      let isHex = groups.allSatisfy { group in
        group.count <= 4
          && group.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
      }
      return isHex && (groups.count == 8 || (3...9).contains(groups.count) && groups.contains { $0.isEmpty })
    }
    let numbers = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return numbers.count == 4
      && numbers.allSatisfy { number in
        number.allSatisfy { (0x30...0x39).contains($0) } && UInt8(String(Substring(number))) != nil
          && (number.count == 1 || number.first != UInt8(ascii: "0"))
      }
  }
}
