/// Signals that STOPSIGNAL takes.
///
/// Source: signal(7); github.com/moby/sys/signal.
enum SignalName {
  private static let names: Set<String> = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL",
    "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
    "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
  ]

  static func isKnown(_ text: String) -> Bool {
    if let number = Int(text) { return number > 0 }
    var name = Substring(text.uppercased())
    if name.hasPrefix("SIG") { name.removeFirst(3) }
    if names.contains(String(name)) { return true }
    if name.hasPrefix("RTMIN+") { return isOffset(name.dropFirst(6), most: 15) }
    if name.hasPrefix("RTMAX-") { return isOffset(name.dropFirst(6), most: 14) }
    return false
  }

  private static func isOffset(_ text: Substring, most: Int) -> Bool {
    guard let number = Int(text), String(number) == text else { return false }
    return (1...most).contains(number)
  }
}
