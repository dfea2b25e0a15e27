import Core

extension HadolintReport {
  /// `FILE:LINE CODE LEVEL: MESSAGE`, or `FILE:LINE:COLUMN MESSAGE` and a blank for a parse error.
  var terminalLines: [UInt8] {
    lines { name, finding in
      "\(name):\(finding.line) \(finding.code) \(ink(finding.level)): \(finding.message)"
    } error: { path, error in
      "\(path):\(error.line):\(error.column) \(error.message) "
    }
  }

  /// As the GNU coding standards have it, with the program's name first.
  var gnuLines: [UInt8] {
    lines { name, finding in
      "hadolint:\(name):\(finding.line): \(finding.code) \(finding.level.rawValue): \(finding.message)"
    } error: { path, error in
      "hadolint:\(path):\(error.line):\(error.column): \(error.message) "
    }
  }

  private func lines(
    finding: (_ name: String, HadolintReportFile.Finding) -> String,
    error: (_ path: String, HadolintReportFile.ParseError) -> String
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for file in files {
      if var problem = file.parseError {
        problem.message = HadolintReport.safe(problem.message)
        bytes += error(HadolintReport.safe(file.path), problem).utf8
        bytes.append(0x0A)
      }
      guard !file.findings.isEmpty else { continue }
      let name = HadolintReport.safe(file.name)
      for var item in file.findings {
        item.message = HadolintReport.safe(item.message)
        item.code = HadolintReport.safe(item.code)
        bytes += finding(name, item).utf8
        bytes.append(0x0A)
      }
    }
    return bytes
  }

  /// Text on one line that does nothing to a terminal; a line feed is a blank, as in hadolint's parse errors.
  private static func safe(_ text: String) -> String {
    guard text.utf8.contains(0x0A) else { return Sanitized(text).description }
    let bytes = text.utf8.map { $0 == 0x0A ? 0x20 : $0 }
    return Sanitized(String(decoding: bytes, as: UTF8.self)).description
  }

  /// A level in the colour that hadolint gives it. Source: hadolint 2.15.1, measured.
  private func ink(_ level: LinterLevel) -> String {
    guard isColored else { return level.rawValue }
    let start =
      switch level {
      case .error: "\u{1B}[1m\u{1B}[91m"
      case .warning: "\u{1B}[1m\u{1B}[93m"
      case .info: "\u{1B}[92m"
      case .style: "\u{1B}[96m"
      case .ignore: "\u{1B}[94m"
      }
    return start + level.rawValue + "\u{1B}[0m"
  }
}
