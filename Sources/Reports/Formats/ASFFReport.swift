import Core
import Engine
import JSONText

/// Findings in the AWS Security Finding Format, as one array.
///
/// `BatchImportFindings` takes at most 100 findings a call, so the caller sends the array in parts. Findings that do not
/// count are there with the workflow status SUPPRESSED; what could not be read is a critical finding. An id holds the
/// image's name without its tag, so that the next build's report updates this one's findings.
/// Source: AWS Security Hub, AWS Security Finding Format (required attributes and their lengths).
struct ASFFReport: DataReport {
  /// The classifier of Security Hub's taxonomy that all findings have.
  private static let type = "Software and Configuration Checks/Industry and Regulatory Standards/Container Hardening"

  func render(_ model: ReportModel) -> [UInt8] {
    var lines = ItemLines()
    let region = model.context.awsRegion
    let subjects = model.targets.map { ASFFSubject($0, region: region) }
    let run = ASFFSubject(Target(kind: "run", name: Tool.name), region: region)
    for item in model.incidentItems {
      let subject = item.target.map { subjects[$0] } ?? run
      lines.add { json in
        begin(subject.id + "/" + item.fingerprint, IncidentItem.rule, model.context, into: &json)
        write(.critical, "the scan is incomplete", model.located(item), into: &json)
        json.member("Compliance", object: { $0.member("Status", "NOT_AVAILABLE") })
        subject.write(into: &json, item.anchor)
        end("NEW", into: &json)
      }
    }
    for item in model.items { lines.add { write(item, model, subjects[item.target], into: &$0) } }
    return lines.finished()
  }

  private func begin(_ id: String, _ rule: RuleID, _ context: ReportContext, into json: inout JSONWriter) {
    let (region, account) = (context.awsRegion, context.awsAccount)
    json.member("SchemaVersion", "2018-10-08")
    json.member("Id", id)
    json.member(
      "ProductArn",
      "arn:\(ASFFSubject.partition(of: region)):securityhub:\(region):\(account):product/\(account)/default")
    json.member("GeneratorId", ASFFReport.text(rule.description, 512))
    json.member("AwsAccountId", account)
    json.member("Region", region)
    json.member("Types", [ASFFReport.type])
    json.member("CreatedAt", context.timestamp)
    json.member("UpdatedAt", context.timestamp)
  }

  private func write(_ severity: Severity, _ title: String, _ description: String, into json: inout JSONWriter) {
    json.member(
      "Severity",
      object: { json in
        json.member("Label", severity == .info ? "INFORMATIONAL" : severity.rawValue.uppercased())
        json.member("Original", severity.rawValue)
      })
    json.member("Title", ASFFReport.text(title, 256))
    json.member("Description", ASFFReport.text(description, 1024))
  }

  private func end(_ status: String, into json: inout JSONWriter) {
    json.member("Workflow", object: { $0.member("Status", status) })
    json.member("RecordState", "ACTIVE")
  }

  private func write(_ item: ReportItem, _ model: ReportModel, _ subject: ASFFSubject, into json: inout JSONWriter) {
    begin(subject.id + "/" + item.uniqueFingerprint, item.finding.rule, model.context, into: &json)
    write(item.finding.severity, item.title, model.located(item), into: &json)
    json.member(
      "Compliance",
      object: { json in
        json.member("Status", "FAILED")
        let controls = (item.info?.controls ?? []).filter { control in
          ["cis-docker:", "securityhub:", "nist-800-190:", "cwe:"].contains { control.description.hasPrefix($0) }
        }
        if !controls.isEmpty { json.member("RelatedRequirements", controls.prefix(32).map(spoken)) }
      })
    let advice = item.helpLines.joined(separator: "\n")
    if !advice.isEmpty {
      json.member(
        "Remediation",
        object: { json in json.member("Recommendation", object: { $0.member("Text", ASFFReport.lines(advice, 512)) }) })
    }
    subject.write(into: &json, item.anchor)
    write(productFields: item, into: &json)
    if let suppression = item.suppression {
      json.member(
        "Note",
        object: { json in
          json.member("Text", ASFFReport.text(suppression.words, 512))
          json.member("UpdatedBy", Tool.name)
          json.member("UpdatedAt", model.context.timestamp)
        })
    }
    end(item.suppression == nil ? "NEW" : "SUPPRESSED", into: &json)
  }

  private func write(productFields item: ReportItem, into json: inout JSONWriter) {
    json.member(
      "ProductFields",
      object: { json in
        json.member("imgscan/version", Tool.version)
        json.member("imgscan/fingerprint", item.fingerprint)
        if let path = item.pathInImage { json.member("imgscan/path", ASFFReport.text(path, 1024)) }
        if let layer = item.finding.layer {
          json.member("imgscan/layer", "\(layer.index + 1) (\(layer.origin.rawValue))")
        }
        if item.anchor.isExact {
          json.member("imgscan/file", ASFFReport.text("\(item.anchor.file):\(item.anchor.line)", 1024))
        }
        if !item.finding.evidence.isEmpty {
          let evidence = item.finding.evidence.prefix(20).map { Sanitized($0).description }
          json.member("imgscan/evidence", ASFFReport.lines(evidence.joined(separator: "\n"), 1024))
        }
      })
  }

  /// A text on one line that is not empty and no longer than so many UTF-16 units.
  static func text(_ text: String, _ limit: Int) -> String { lines(Sanitized(text).description, limit) }

  /// As `text`, where line feeds are our own.
  private static func lines(_ text: String, _ limit: Int) -> String {
    text.utf8.contains { $0 > 0x20 } ? text.cut(to: limit) : "unnamed"
  }
}

/// What findings of a target are about, as Security Hub's resource.
struct ASFFSubject {
  /// The name without tag and digest, for ids.
  let id: String
  private let target: Target
  private let region: String

  init(_ target: Target, region: String) {
    id = RepositoryPath.stableName(of: target)
    (self.target, self.region) = (target, region)
  }

  /// The part of AWS that a region belongs to.
  static func partition(of region: String) -> String {
    region.hasPrefix("cn-") ? "aws-cn" : region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  /// The member `Resources`.
  func write(into json: inout JSONWriter, _ anchor: ReportItem.Anchor) {
    json.key("Resources")
    json.array { json in
      json.object { json in
        json.member("Type", target.kind == "image" ? "Container" : "Other")
        json.member("Id", ASFFReport.text(name, 512))
        json.member("Partition", ASFFSubject.partition(of: region))
        json.member("Region", region)
        json.member("Details", object: { writeDetails(anchor, into: &$0) })
      }
    }
  }

  private var name: String {
    target.kind == "image" ? target.reference ?? target.repositoryPath : RepositoryPath.clean(target.repositoryPath)
  }

  private func writeDetails(_ anchor: ReportItem.Anchor, into json: inout JSONWriter) {
    guard target.kind == "image" else {
      return json.member(
        "Other",
        object: { json in
          json.member("File", ASFFReport.text(anchor.file, 1024))
          json.member("Line", String(anchor.line))
        })
    }
    json.member(
      "Container",
      object: { json in
        json.member("ImageName", ASFFReport.text(name, 1024))
        if let digest = target.digest { json.member("ImageId", ASFFReport.text(digest, 1024)) }
      })
  }
}
