import Core
import JSONText

extension HadolintReport {
  /// Objects with a NUL byte behind each.
  var codeClimate: [UInt8] {
    var bytes: [UInt8] = []
    each { file, item in
      bytes += issue(item, of: file, fingerprint: nil)
      bytes.append(0)
    }
    return bytes
  }

  /// One list of the same objects, each with the SHA-1 digest of its text without the digest.
  var gitLabCodeClimate: [UInt8] {
    var bytes = [UInt8(ascii: "[")]
    each { file, item in
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      let digest = SHA1.hex(of: issue(item, of: file, fingerprint: nil))
      bytes += issue(item, of: file, fingerprint: digest)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  private func issue(_ item: HadolintItem, of file: HadolintReportFile, fingerprint: String?) -> [UInt8] {
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.member("categories", ["Bug Risk"])
      switch item {
      case .error(let error):
        json.member("check_name", HadolintReportFile.ParseError.code)
        json.member("description", file.text(of: error))
        if let fingerprint { json.member("fingerprint", fingerprint) }
        json.key("location")
        json.object { json in HadolintReport.write(error, at: file.path, into: &json) }
        json.member("severity", LinterLevel.error.codeClimateSeverity)
      case .finding(let finding):
        json.member("check_name", finding.code)
        json.member("description", finding.message)
        if let fingerprint { json.member("fingerprint", fingerprint) }
        json.key("location")
        json.object { json in
          json.key("lines")
          json.object { json in
            json.member("begin", finding.line)
            json.member("end", finding.line)
          }
          json.member("path", reported(file))
        }
        json.member("severity", finding.level.codeClimateSeverity)
      }
      json.member("type", "issue")
    }
    return json.bytes
  }

  private static func write(
    _ error: HadolintReportFile.ParseError, at path: String, into json: inout JSONWriter
  ) {
    json.member("path", path)
    json.key("positions")
    json.object { json in
      for end in ["begin", "end"] {
        json.key(end)
        json.object { json in
          json.member("column", error.column)
          json.member("line", error.line)
        }
      }
    }
  }
}

extension LinterLevel {
  fileprivate var codeClimateSeverity: String {
    switch self {
    case .error: "blocker"
    case .warning: "major"
    case .info: "info"
    case .style, .ignore: "minor"
    }
  }
}
