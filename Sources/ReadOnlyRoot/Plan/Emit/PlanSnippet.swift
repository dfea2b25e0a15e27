import Core

/// A plan as a piece of a definition, ready to paste.
public struct PlanSnippet: Sendable, Equatable {
  /// What the piece is for.
  public enum Form: String, Sendable, CaseIterable { case docker, compose, ecs, k8s }

  /// With a line feed at the end; valid in its syntax whatever the paths hold.
  public var text: String
  /// What the reader has to know and the syntax cannot say.
  public var notes: [String] = []
  /// Needed mounts that the syntax cannot express, with the reason: the piece is not complete.
  public var leftOut: [String] = []

  /// MiB of each tmpfs: Docker's own default is half the memory, and ECS wants a number.
  static let tmpfsSizeMiB = 64

  /// - Parameter image: the image's name for `docker run`; nil when it has none.
  /// - Parameter usesTmpfs: false for volumes instead, where a platform has no tmpfs (ECS only).
  public init(_ plan: MountPlan, as form: Form, image: String? = nil, usesTmpfs: Bool = true) {
    switch form {
    case .docker: self = DockerSnippet(plan).snippet(image: image)
    case .compose: self = ComposeSnippet(plan).snippet
    case .ecs: self = ECSSnippet(plan, usesTmpfs: usesTmpfs).snippet
    case .k8s: self = KubernetesSnippet(plan).snippet
    }
    notes += PlanSnippet.notes(plan)
  }

  init(text: String, notes: [String], leftOut: [String]) {
    (self.text, self.notes, self.leftOut) = (text, notes, leftOut)
  }

  /// The image as `docker run` takes it; `IMAGE` when an archive's name for it is none that can be typed.
  public static func imageName(_ reference: String?) -> String {
    reference.flatMap { DockerSnippet.isName($0) ? $0 : nil } ?? "IMAGE"
  }

  /// A file's name as it can be typed; `IMAGE.tar` when it cannot.
  public static func fileName(_ path: String, withDirectories: Bool = false) -> String {
    let last = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let name = withDirectories ? path : last
    return name != "-" && DockerSnippet.isName(name) ? name : "IMAGE.tar"
  }

  private static func notes(_ plan: MountPlan) -> [String] {
    plan.blocked.map { "\($0.path) has to be written (\($0.why)), and \($0.obstacle ?? "")" }
      + plan.proposed.filter { $0.hidesContent && !$0.isScratch && $0.hides.files > 0 }.map {
        "the tmpfs at \($0.path) hides \($0.hides.words)"
      } + plan.unknowns
  }
}

/// The proposed mounts of a plan, as far as a syntax can express them, with names for the volumes.
struct NamedMounts {
  struct Mount {
    var entry: MountPlan.Entry
    /// Of the path; unique.
    var name: String
    var path: String { entry.path.description }
  }

  var tmpfs: [Mount] = []
  var volumes: [Mount] = []
  var leftOut: [String] = []

  /// - Parameter name: makes a volume's name of letters, digits and dashes.
  /// - Parameter refuses: why a path cannot be written; nil when it can.
  init(
    _ plan: MountPlan, name: (RootPath) -> String, refuses: (MountPlan.Entry) -> String?
  ) {
    var taken: Set<String> = []
    var next: [String: Int] = [:]
    for entry in plan.proposed {
      if let reason = String(validating: entry.path.bytes, as: UTF8.self) == nil ? "is not UTF-8" : refuses(entry) {
        leftOut.append("the path \(entry.path) \(reason)")
        continue
      }
      let base = name(entry.path)
      var unique = base
      while !taken.insert(unique).inserted {
        // Counted on from the last, so that thousands of equal names cost no square.
        next[base, default: 1] += 1
        unique = "\(base)-\(next[base, default: 2])"
      }
      let mount = Mount(entry: entry, name: unique)
      if entry.kind == .tmpfs { tmpfs.append(mount) } else { volumes.append(mount) }
    }
  }

  static func hasColon(_ entry: MountPlan.Entry) -> Bool { entry.path.bytes.contains(UInt8(ascii: ":")) }

  /// Letters, digits, `-` and `_`, as ECS and Docker take volume names, from the path.
  ///
  /// - Parameter isLowercase: for names of Kubernetes, which are also shorter.
  static func name(_ path: RootPath, isLowercase: Bool = false) -> String {
    let bytes = path.bytes.dropFirst().prefix(isLowercase ? 50 : 200).map { byte -> UInt8 in
      switch byte {
      case 48...57, 97...122: byte
      case 65...90: isLowercase ? byte + 32 : byte
      case UInt8(ascii: "_"): isLowercase ? UInt8(ascii: "-") : byte
      default: UInt8(ascii: "-")
      }
    }
    let front = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    let end =
      isLowercase ? front.lastIndex { $0 != UInt8(ascii: "-") }.map { $0 + 1 } ?? front.endIndex : front.endIndex
    let text = String(decoding: front[..<end], as: UTF8.self)
    // Docker wants two characters.
    return text.utf8.count < 2 ? "data" + (text.isEmpty ? "" : "-" + text) : text
  }

  /// Mount options of a tmpfs without its size.
  static func options(_ entry: MountPlan.Entry) -> [String] {
    var out = ["rw", entry.needsExec ? "exec" : "noexec", "nosuid", "nodev"]
    if let uid = entry.uid, let gid = entry.gid { out += ["uid=\(uid)", "gid=\(gid)"] }
    if let mode = entry.octalMode { out.append("mode=\(mode)") }
    return out
  }

  /// `options`, and the size as Docker and Compose write it.
  static func sizedOptions(_ entry: MountPlan.Entry) -> String {
    (options(entry) + ["size=\(PlanSnippet.tmpfsSizeMiB)m"]).joined(separator: ",")
  }
}
