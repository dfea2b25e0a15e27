/// The shell of busybox, `ash`, which ShellCheck takes for dash though it understands more.
enum BusyboxShell {
  /// The first line of a script that it reads.
  private static let firstLine = "#!/bin/ash"

  /// What ShellCheck says dash has not and busybox has.
  ///
  /// Source: busybox 1.35 as Alpine and Debian build it, tried: `<(…)`, `$'…'`, `[[`, `==`, `=~`, `++`, `**`, `&>`, `>&`,
  /// flags of `echo`, `let`, `pipefail`, `local`, `read -t`, `source` and its arguments, `16#ff`, `${X:0:3}`, `${X//a/b}`,
  /// `read` without a name.
  private static let understood: Set<Int> = [
    3001, 3003, 3010, 3014, 3015, 3018, 3019, 3020, 3021, 3036, 3037, 3039, 3040, 3043, 3045, 3046, 3051, 3052, 3057,
    3060, 3061,
  ]

  /// Whether a code says what is not so of the shell that reads a script.
  static func understands(_ code: Int, in script: [UInt8]) -> Bool {
    guard understood.contains(code), script.starts(with: firstLine.utf8) else { return false }
    return script.dropFirst(firstLine.utf8.count).first.map { $0 <= 0x20 } ?? true
  }
}
