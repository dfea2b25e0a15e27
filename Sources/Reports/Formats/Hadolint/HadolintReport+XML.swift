import Core

extension HadolintReport {
  /// Checkstyle's form, with an element for every file.
  var checkstyle: [UInt8] {
    var xml = HadolintXML()
    xml.element("checkstyle", [("version", "4.3")]) { xml in
      for file in files {
        let isClean = file.parseError == nil && file.findings.isEmpty
        xml.element("file", [("name", reported(file))], isEmpty: isClean) { xml in
          if let error = file.parseError {
            xml.element(
              "error",
              [
                ("column", String(error.column)), ("line", String(error.line)), ("message", file.text(of: error)),
                ("severity", LinterLevel.error.rawValue),
              ], isEmpty: true)
          }
          for finding in file.findings {
            xml.element(
              "error",
              [
                ("column", String(finding.column)), ("line", String(finding.line)), ("message", finding.message),
                ("severity", finding.level.rawValue), ("source", finding.code),
              ], isEmpty: true)
          }
        }
      }
    }
    return xml.bytes
  }

  /// JUnit's form, with a suite for every file and a failed case for every finding.
  var jUnit: [UInt8] {
    var xml = HadolintXML()
    let run = [("id", "hadolint"), ("name", "Hadolint run by \(Tool.name)"), ("time", HadolintReport.seconds)]
    xml.element("testsuites", run, isEmpty: files.isEmpty) { xml in
      for file in files {
        let errors = file.parseError == nil ? 0 : 1
        let failures = errors + file.findings.count
        xml.element(
          "testsuite",
          [
            ("errors", String(errors)), ("failures", String(failures)), ("id", "hadolint"),
            ("name", "Hadolint by \(Tool.name) \(Tool.version)"), ("time", HadolintReport.seconds),
          ], isEmpty: failures == 0
        ) { xml in
          if let error = file.parseError { write(error, of: file, into: &xml) }
          for finding in file.findings { write(finding, of: file, into: &xml) }
        }
      }
    }
    return xml.bytes
  }

  /// What hadolint says that every case takes.
  private static let seconds = "0.001"

  private func write(
    _ error: HadolintReportFile.ParseError, of file: HadolintReportFile, into xml: inout HadolintXML
  ) {
    let test = [
      ("id", "hadolint.error"), ("name", HadolintReportFile.ParseError.code), ("time", HadolintReport.seconds),
    ]
    xml.element("testcase", test) { xml in
      let failure = [
        ("message", "parse error at line \(error.line), column \(error.column)"),
        ("type", LinterLevel.error.rawValue),
      ]
      xml.element("failure", failure) { xml in
        xml.text("Parse Error in \(reported(file))\nLine: \(error.line)\nColumn: \(error.column)\n")
        xml.text("Parse Error: \(file.text(of: error))\n")
      }
    }
  }

  private func write(
    _ finding: HadolintReportFile.Finding, of file: HadolintReportFile, into xml: inout HadolintXML
  ) {
    let level = finding.level.rawValue
    xml.element("testcase", [("id", "hadolint.rule.\(finding.code)"), ("time", HadolintReport.seconds)]) { xml in
      xml.element("failure", [("id", finding.code), ("message", finding.message), ("type", level)]) { xml in
        xml.text("File: \(reported(file))\nLine: \(finding.line)\n")
        xml.text("Category: Hadolint - Dockerfile\n\(level): \(finding.message)\n")
      }
    }
  }
}
