import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// What ECS Exec needs to be writable on a read-only root file system, always as one remark.
///
/// Source: AWS containers-roadmap issue 1359; ecs.md section 3; image-checks.md section 8.
struct ReadOnlyExec: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-EXEC", title: "ECS Exec needs writable places", severity: .info,
    what: "/managed-agents, /var/lib/amazon/ssm and /var/log/amazon/ssm are no volumes of the image.",
    why:
      "The agent that ECS Exec puts into the container writes there. On a read-only root file system it does not start, "
      + "and aws ecs execute-command fails.",
    fix: "mount an empty task volume at each of the three, or leave enableExecuteCommand off",
    controls: [.runbook(12), .securityHub("ECS.5")],
    examples: [
      .bad("a program alone", config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app")]]),
      .good(
        "said to be mounted",
        config:
          #"{"Cmd":["/app"],"Labels":{"imgscan.writable":"/managed-agents,/var/lib/amazon/ssm,/var/log/amazon/ssm"}}"#,
        layers: [[.program("/app")]]),
      .good("nothing to run: no files and no start command"),
    ])

  private static let places = ["/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"]

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, image.start.state == .found else { return [] }
    let cover = WritableCover(of: image)
    let missing = Self.places.filter { path in
      !cover.contains(RootPath(path)) && !cover.contains(image.resolvedPath(path))
    }
    guard !missing.isEmpty else { return [] }
    let mounts = missing.enumerated().map { index, path in
      "{\"sourceVolume\": \"ecs-exec-\(index + 1)\", \"containerPath\": \"\(path)\", \"readOnly\": false}"
    }
    return [
      finding(
        "ECS Exec on a read-only root file system needs \(missing.joined(separator: ", ")) writable", at: .image,
        fix: "\"mountPoints\": [" + mounts.joined(separator: ", ") + "]"
      ).identified(by: "")
    ]
  }
}
