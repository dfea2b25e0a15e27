import Core
import RootFS

/// The set-id files that a distribution's base image ships, as one finding.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.8; `StockFiles` for what belongs here.
struct PermStock: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-STOCK", title: "the base image's own setuid and setgid files", severity: .medium, strict: .high,
    what:
      "Files such as su, mount, passwd and chage that are in the final file system as a base layer ships them, with "
      + "their setuid or setgid bit.",
    why: "A container that runs one program needs none of them, and each has had faults that made its caller root "
      + "(CVE-2021-4034 pkexec, CVE-2021-3156 sudo).",
    fix: PermissionAdvice.stripLast,
    controls: [.runbook(10), .cis("4.8"), .dockle("CIS-DI-0008"), .cwe(250), .cwe(732)],
    examples: [
      .bad("as shipped", layers: [[.program("/usr/bin/su", mode: 0o4755)], [.program("/srv/a")]], baseLayers: 1),
      .good(
        "stripped",
        layers: [
          [.program("/usr/bin/su", mode: 0o4755)], [.program("/usr/bin/su")],
        ], baseLayers: 1),
      .good(
        "an own layer's",
        layers: [
          [.program("/bin/true")], [.program("/usr/bin/su", mode: 0o4755)],
        ], baseLayers: 1),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    let stock = SetidFile.all(in: image).filter { $0.isStock && !image.leftOut.contains($0.path) }
    guard !stock.isEmpty else { return [] }
    let count = stock.count == 1 ? "1 setuid or setgid file" : "\(stock.count) setuid and setgid files"
    return [
      finding(
        "\(count) of the base image still \(stock.count == 1 ? "has its bit" : "have their bits")", at: .image,
        evidence: stock.map { line(of: $0, in: image) }, fix: PermissionAdvice.strip,
        group: image.fileGroup(stock.map(\.node)))
    ]
  }

  private func line(of file: SetidFile, in image: ImageModel) -> String {
    let package = image.packages.package(of: file.path).map { "\($0), " } ?? ""
    let layer = "layer \(image.root.layer(of: file.node) + 1)/\(max(image.layers.count, 1))"
    return image.permissionLine(of: file.node) + " (\(package)\(layer))"
  }
}
