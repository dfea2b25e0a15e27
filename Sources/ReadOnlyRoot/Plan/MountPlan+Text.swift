import Core

extension MountPlan {
  /// MiB of each tmpfs.
  public static var tmpfsSizeMiB: Int { PlanSnippet.tmpfsSizeMiB }

  /// The part of an ECS container definition that makes the root file system read-only, with the proposed mounts.
  ///
  /// Source: ecs.md section 6 (LinuxParameters.tmpfs, MountPoint of the ECS API).
  public var ecsJSON: String { ECSSnippet(self).container }

  /// `ecsJSON` on one line, to be pasted from a report.
  public var ecsLine: String {
    ecsJSON.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: " ")
  }

  /// The `volumes` member of the ECS task definition that the mount points name; nil when there are none.
  public var ecsVolumesJSON: String? { ECSSnippet(self).volumes }

  /// What `docker run` needs, `--read-only` first, in the shell's quoting.
  public var dockerFlags: [String] { DockerSnippet(self).flags }
}
