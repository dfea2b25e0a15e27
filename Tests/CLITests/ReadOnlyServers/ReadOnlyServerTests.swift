import Foundation
import TestSupport
import Testing

/// The plan for a read-only root file system, tried: servers of Debian packages with exactly its mounts.
@Suite(.serialized) struct ReadOnlyServerTests {
  @Test(arguments: ServerImage.names)
  func `a server answers on a read-only root with the planned mounts and not without`(name: String) throws {
    guard let directory = ServerImage.made else { return }
    let server = try ServerImage(name, in: directory)
    let plan = try server.plan()
    let missed = server.needs.filter { need in !plan.contains { $0.covers(need.path) } }

    let free = try server.start(server.volumes, isReadOnly: false)
    #expect(free.answers, "all writable: \(free.reason)")
    let stray = free.changes.filter { change in
      !(plan + missed + server.harmless).contains { $0.covers(String(change.dropFirst(2))) }
    }
    #expect(stray == [], "written outside the plan")
    let observed = try server.start(try server.plan(changes: free.changes))
    #expect(observed.answers, "planned with docker diff: \(observed.reason)")

    let planned = try server.start(plan + missed)
    try #require(planned.answers, "\(plan.map(\.path)): \(planned.reason)")
    for mount in missed {
      let without = try server.start(plan + missed.filter { $0 != mount })
      #expect(!without.answers, "it does not need \(mount.path)")
    }

    var (needed, superfluous) = (plan, [ContainerMount]())
    for mount in plan {
      let fewer = needed.filter { $0 != mount }
      guard try server.start(fewer + missed).answers else { continue }
      needed = fewer
      superfluous.append(mount)
    }
    #expect(needed.count + missed.count > 0, "it needs no mount at all")
    try TriedTable.expect(name, [needed, missed, superfluous])
  }
}
