import Core
import RootFS

/// Editors and pagers, which run commands.
///
/// Source: AWS ECS security runbook item 10; GTFOBins (functions shell and file-write of vi, ed, less and others).
struct ToolEdit: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-EDIT", title: "editor or pager in the image", severity: .info, strict: .low,
    what: "Programs such as vim, nano, ed and less, by the name of the file or of a link to it.",
    why: "Editors and pagers start a shell from within and write files; an application does not edit itself.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.editors.needs),
    examples: [
      .bad("vim", layers: [[.program("/usr/bin/vim.basic"), .symlink("/usr/bin/vi", to: "vim.basic")]]),
      .good("a page of the manual", layers: [[ExampleFile("/usr/share/man/man1/less.1"), .program("/app/server")]]),
    ])

  private static let kind = ToolKind(
    names: .editors, singular: "editor or pager", plural: "editors and pagers",
    whenNeeded: .note)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}
