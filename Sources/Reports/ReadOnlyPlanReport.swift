import Core
import JSONText
import ReadOnlyRoot

/// An image and its plan for a read-only root.
public struct ReadOnlyImage: Sendable {
  /// What the user gave.
  public var subject: String
  public var reference: String?
  public var platform: String?
  /// Whom the container runs as, `uid:gid`; nil when that could not be told.
  public var user: String?
  /// nil when the image could not be read at all.
  public var plan: MountPlan?
  /// What `docker diff` said; nil when it was not asked.
  public var diff: DockerDiff?

  public init(
    subject: String, reference: String? = nil, platform: String? = nil, user: String? = nil, plan: MountPlan?,
    diff: DockerDiff? = nil
  ) {
    (self.subject, self.reference, self.platform, self.user) = (subject, reference, platform, user)
    (self.plan, self.diff) = (plan, diff)
  }

  /// Places that only `docker diff` told of.
  var missed: [MountPlan.Entry] { (plan?.entries ?? []).filter { $0.isOnlyObserved } }
}

/// What `imgscan rofs IMAGE` prints.
public struct ReadOnlyPlanReport {
  let images: [ReadOnlyImage]

  public init(_ images: [ReadOnlyImage]) { self.images = images }

  /// UTF-8 JSON with members in a fixed order; null is unknown.
  public func json(pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.object { json in
      json.member("schemaVersion", JSONReport.schemaVersion)
      json.writeTool()
      json.member("images", array: { json in for image in images { json.object { write(image, into: &$0) } } })
    }
    return writer.bytes + [0x0A]
  }

  private func write(_ image: ReadOnlyImage, into json: inout JSONWriter) {
    json.member("subject", image.subject)
    json.member("image", image.reference)
    json.member("platform", image.platform)
    json.member("user", image.user)
    json.member("service", image.plan?.service)
    json.member("state", image.plan.map { ReadOnlyPlanReport.word($0.state) } ?? "unknown")
    json.member(
      "entries", array: { json in for entry in image.plan?.entries ?? [] { json.object { write(entry, into: &$0) } } })
    json.member("unknown", image.plan?.unknowns ?? ["the image could not be read"])
    json.key("dockerDiff")
    guard let diff = image.diff else { return json.null() }
    json.object { json in
      json.member("changes", diff.total)
      json.member("skippedLines", diff.skipped)
      json.member("missed", image.missed.map(\.path.description))
    }
  }

  private func write(_ entry: MountPlan.Entry, into json: inout JSONWriter) {
    json.member("path", entry.path.description)
    json.member("kind", entry.obstacle == nil ? entry.kind.rawValue : nil)
    json.member("uid", entry.uid)
    json.member("gid", entry.gid)
    json.member("mode", entry.octalMode)
    json.member("exec", entry.needsExec)
    json.member("confidence", entry.confidence.rawValue)
    json.member("proposed", entry.isProposed)
    json.member("why", entry.why)
    json.key("hides")
    if entry.hides.isEmpty {
      json.null()
    } else {
      json.object { json in
        json.member("files", entry.hides.files)
        json.member("directories", entry.hides.directories)
        json.member("complete", !entry.hides.isPartial)
        json.member("first", entry.hides.names.map(\.description))
      }
    }
    json.member("obstacle", entry.obstacle)
    json.member("evidence", array: { json in for claim in entry.claims { json.object { write(claim, into: &$0) } } })
  }

  private func write(_ claim: WriteClaim, into json: inout JSONWriter) {
    json.member("source", claim.source.rawValue)
    json.member("confidence", claim.confidence.rawValue)
    json.member("path", claim.path)
    json.member("file", claim.file?.description)
    json.member("line", claim.line)
    json.member("why", claim.why)
  }

  private static func word(_ state: MountPlan.State) -> String {
    switch state {
    case .ready: "ready"
    case .mounts: "mounts"
    case .unknown: "unknown"
    }
  }
}
