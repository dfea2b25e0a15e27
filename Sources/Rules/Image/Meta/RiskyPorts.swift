import Core

/// Ports of services for remote control that a container should not offer.
///
/// Source: IANA service name and port number registry; Docker, "Protect the Docker daemon socket".
enum RiskyPorts {
  /// A port, what usually listens there and how bad it is.
  struct Row: Sendable {
    var port: Int
    var service: String
    var severity: Severity
  }

  /// TCP ports, sorted. 2222, 2376 and 514 are also used for other things, so they count for less.
  static let rows: [Row] = [
    Row(port: 21, service: "FTP", severity: .medium), Row(port: 22, service: "SSH", severity: .medium),
    Row(port: 23, service: "Telnet", severity: .medium), Row(port: 512, service: "rexec", severity: .medium),
    Row(port: 513, service: "rlogin", severity: .medium), Row(port: 514, service: "rsh", severity: .low),
    Row(port: 2222, service: "SSH by habit", severity: .low),
    Row(port: 2375, service: "the Docker API without TLS", severity: .medium),
    Row(port: 2376, service: "the Docker API", severity: .low), Row(port: 3389, service: "RDP", severity: .medium),
    Row(port: 5900, service: "VNC", severity: .medium),
  ]

  /// The rows that a config's entry such as `22/tcp`, `22` or `20-25/tcp` opens.
  static func rows(opened entry: String) -> [Row] {
    let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count < 2 || parts[1].lowercased() == "tcp" || parts[1].isEmpty, let numbers = parts.first else {
      return []
    }
    let ends = numbers.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return [] }
    return rows.filter { (first...last).contains($0.port) }
  }
}
