import Core
import JSONText

/// Members are in the order of their names, as hadolint writes them, and no format ends with a line feed.
extension HadolintReport {
  /// One list of all.
  var json: [UInt8] {
    var json = JSONWriter(pretty: false)
    json.array { json in
      each { file, item in
        json.object { json in
          switch item {
          case .error(let error):
            json.member("code", HadolintReportFile.ParseError.code)
            json.member("column", error.column)
            json.member("file", file.path)
            json.member("level", LinterLevel.error.rawValue)
            json.member("line", error.line)
            json.member("message", error.message)
          case .finding(let finding):
            json.member("code", finding.code)
            json.member("column", finding.column)
            json.member("file", file.name)
            json.member("level", finding.level.rawValue)
            json.member("line", finding.line)
            json.member("message", finding.message)
          }
        }
      }
    }
    return json.bytes
  }

  /// Objects back to back, with nothing between them.
  var codacy: [UInt8] {
    var bytes: [UInt8] = []
    each { file, item in
      var json = JSONWriter(pretty: false)
      json.object { json in
        switch item {
        case .error(let error):
          json.member("filename", file.path)
          json.member("line", error.line)
          json.member("message", file.text(of: error))
          json.member("patternId", HadolintReportFile.ParseError.code)
        case .finding(let finding):
          json.member("filename", file.name)
          json.member("line", finding.line)
          json.member("message", finding.message)
          json.member("patternId", finding.code)
        }
      }
      bytes += json.bytes
    }
    return bytes
  }

  /// SonarQube's generic format for issues of other tools.
  var sonarQube: [UInt8] {
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.key("issues")
      json.array { json in
        each { file, item in
          json.object { json in
            json.member("engineId", HadolintReport.engine)
            write(item, of: file, into: &json)
          }
        }
      }
    }
    return json.bytes
  }

  /// What SonarQube keeps the issues of a tool under.
  static let engine = "Hadolint"

  private func write(_ item: HadolintItem, of file: HadolintReportFile, into json: inout JSONWriter) {
    let message: String
    let line: Int
    let columns: (start: Int, end: Int)
    let words: (rule: String, severity: String, type: String)
    switch item {
    case .error(let error):
      (message, line, columns) = (error.message, error.line, (error.column, error.column))
      words = (HadolintReportFile.ParseError.code, "BLOCKER", "BUG")
    case .finding(let finding):
      (message, line, columns) = (finding.message, finding.line, (0, 1))
      words = (finding.code, finding.level.sonarSeverity, finding.level == .error ? "BUG" : "CODE_SMELL")
    }
    json.key("primaryLocation")
    json.object { json in
      json.member("filePath", reported(file))
      json.member("message", message)
      json.key("textRange")
      json.object { json in
        json.member("endColumn", columns.end)
        json.member("endLine", line)
        json.member("startColumn", columns.start)
        json.member("startLine", line)
      }
    }
    json.member("ruleId", words.rule)
    json.member("severity", words.severity)
    json.member("type", words.type)
  }
}

extension LinterLevel {
  fileprivate var sonarSeverity: String {
    switch self {
    case .error: "CRITICAL"
    case .warning: "MAJOR"
    case .info: "MINOR"
    case .style, .ignore: "INFO"
    }
  }
}
