import Core
import Dockerfile

/// FROM without a tag.
struct DL3006: LintRule {
  static let info = RuleInfo(
    "DL3006", .warning, title: "image without a tag",
    what: "each FROM of an image that is no earlier stage and has neither tag nor digest",
    why: "without a tag the image is the latest of the day, so the same file builds something else tomorrow",
    fix: "name the version: FROM debian:12.8, better with its digest",
    examples: [
      .bad("no tag", dockerfile: "FROM debian\n"),
      .good("a tag", dockerfile: "FROM debian:12.8\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var names = StageNames(flow)
    for instruction in flow.instructions {
      guard case .from(let from) = instruction.kind, let written = instruction.image else { continue }
      let image = flow.isExact ? written : written.withPort
      let isPinned = image.tag != nil || image.digest != nil || image.name == "scratch"
      if !isPinned, image.name.utf8.first != UInt8(ascii: "$"),
        !names.contains(flow.isExact ? image.name : written.text)
      {
        report.note("image \(written.text) has no tag, expected \(written.text):TAG", at: instruction, from.base.range)
      }
      if let alias = instruction.alias { names.add(alias) }
    }
  }
}
