import Core
import RootFS

/// Other programs that GTFOBins lists for opening connections or for moving data over them.
///
/// Source: GTFOBins, functions reverse-shell, bind-shell, download and upload (`GTFOBins.connecting`).
struct ToolLolbin: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-LOLBIN", title: "program that can be turned against the image", severity: .info, strict: .low,
    what: "Programs with one of these functions that no other rule on tools has, unless the image starts them.",
    why: "Where nc and curl are gone, programs such as openssl and tar serve the same end.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.lolbins.needs),
    examples: [
      .bad("openssl", layers: [[.program("/usr/bin/openssl")]]),
      .good("the server the image is for", config: #"{"Cmd":["nginx"]}"#, layers: [[.program("/usr/sbin/nginx")]]),
    ])

  private static let kind = ToolKind(
    names: .lolbins, singular: "program that can open connections or move data over them",
    plural: "programs that can open connections or move data over them", whenNeeded: .leaveOutStarted)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}
