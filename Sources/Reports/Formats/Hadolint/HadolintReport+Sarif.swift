import Core
import JSONText

extension HadolintReport {
  /// SARIF 2.1.0 with results and no rules.
  var sarif: [UInt8] {
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.member("$schema", "http://json.schemastore.org/sarif-2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in
          json.member("defaultSourceLanguage", "dockerfile")
          json.key("results")
          json.array { json in
            each { file, item in json.object { json in HadolintReport.write(item, of: file, into: &json) } }
          }
          json.key("tool")
          json.object { json in
            json.key("driver")
            json.object { json in HadolintReport.writeDriver(&json) }
          }
        }
      }
      json.member("version", "2.1.0")
    }
    return json.bytes
  }

  private static func writeDriver(_ json: inout JSONWriter) {
    json.member("fullName", "\(Tool.name) \(Tool.version) in the place of hadolint")
    // Code scanning tells the alerts of one tool from those of another by this name.
    json.member("name", "Hadolint")
    json.key("shortDescription")
    json.object { json in json.member("text", "judges Dockerfiles by hadolint's rules") }
    json.member("version", Tool.version)
  }

  private static func write(_ item: HadolintItem, of file: HadolintReportFile, into json: inout JSONWriter) {
    switch item {
    case .error(let error):
      json.member("level", "error")
      write(file.path, "dockerfile", line: error.line, column: error.column, into: &json)
      write(error.message, HadolintReportFile.ParseError.code, into: &json)
    case .finding(let finding):
      let isShell = finding.code.utf8.starts(with: "SC".utf8)
      json.member("level", finding.level.sarifLevel)
      write(file.name, isShell ? "sh" : "dockerfile", line: finding.line, column: finding.column, into: &json)
      write(finding.message, finding.code, into: &json)
    }
  }

  private static func write(_ message: String, _ rule: String, into json: inout JSONWriter) {
    json.key("message")
    json.object { json in json.member("text", message) }
    json.member("ruleId", rule)
  }

  /// The only location of a result; its name is percent-encoded where it is no URI, which hadolint leaves out.
  private static func write(
    _ name: String, _ language: String, line: Int, column: Int, into json: inout JSONWriter
  ) {
    json.key("locations")
    json.array { json in
      json.object { json in
        json.key("physicalLocation")
        json.object { json in
          json.key("artifactLocation")
          json.object { json in json.member("uri", RepositoryPath.uri(name)) }
          json.key("region")
          json.object { json in
            json.member("endColumn", column)
            json.member("endLine", line)
            json.member("sourceLanguage", language)
            json.member("startColumn", column)
            json.member("startLine", line)
          }
        }
      }
    }
  }
}

extension LinterLevel {
  fileprivate var sarifLevel: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .info, .style: "note"
    case .ignore: "none"
    }
  }
}
