import Core
import Deployment
import ReadOnlyRoot
import RootFS

/// The paths that a container must be able to write with a read-only root, against what it mounts.
struct MountNeeds {
  /// Written paths at which nothing is mounted.
  private(set) var missing: [MountPlan.Entry] = []
  /// Volumes that the image declares and the task does not mount.
  private(set) var declared: [MountPlan.Entry] = []
  /// What is written where no mount can go.
  private(set) var blocked: [MountPlan.Entry] = []
  /// Written paths with what is mounted there.
  private(set) var mounted: [(entry: MountPlan.Entry, mount: ContainerMounts.Mount)] = []

  init(of plan: MountPlan, _ run: ContainerRun, _ container: ContainerDefinition) {
    let mounts = ContainerMounts(of: container, in: run.image)
    for entry in plan.entries where entry.isProposed || entry.isBlocked {
      if let mount = mounts.holding(entry.path) {
        mounted.append((entry, mount))
      } else if entry.isBlocked {
        blocked.append(entry)
      } else if !mounts.isComplete {
        continue
      } else if entry.source == .volume {
        declared.append(entry)
      } else {
        missing.append(entry)
      }
    }
  }
}
