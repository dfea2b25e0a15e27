import Core
import Testing

@testable import Engine

/// What is said of a policy's entries after a run.
@Suite struct PolicyLedgerTests {
  private static let bad = "FROM debian:12\nRUN chmod 777 /srv\nUSER 1000\n"

  private func entry(
    _ rules: [String] = ["DKF-VOLUME"], path: String? = nil, image: String? = nil, reason: String? = "r",
    expires: String? = nil, line: Int = 3
  ) -> IgnoreEntry {
    IgnoreEntry(
      rules: rules, path: path, image: image, reason: reason, expires: expires.flatMap { CalendarDate($0) },
      place: PolicyScan.line(line))
  }

  private func warnings(
    _ policy: Policy, dockerfiles: [String] = ["a/Dockerfile"], text: String = bad, images: [String] = [],
    covers: Bool = false
  ) throws -> [Incident] {
    let ledger = PolicyLedger(policy)
    for path in dockerfiles { _ = PolicyScan.dockerfile(text, policy, path: "/work/" + path, ledger: ledger) }
    for tag in images { _ = try PolicyScan.image(PolicyScan.sample(tags: [tag]), policy, ledger: ledger) }
    return ledger.warnings(today: PolicyScan.today, coversWholeTree: covers)
  }

  @Test(
    arguments: [
      (nil, false, false), (nil, true, true), ("a/Dockerfile", false, true), ("b/Dockerfile", false, false),
      ("b/Dockerfile", true, true), ("a/*", false, false), ("a/*", true, true), ("/usr/bin/su", true, false),
    ] as [(String?, Bool, Bool)])
  func `an ignore for files is unused when all it is for was looked at`(
    path: String?, covers: Bool, isUnused: Bool
  ) throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(path: path)] }
    let found = try warnings(policy, covers: covers)
    #expect(found.map(\.code) == (isUnused ? ["unused-ignore"] : []))
    #expect(found.allSatisfy { $0.place == PolicyScan.line(3) })
  }

  @Test(
    arguments: [
      (nil, nil, true), ("web:*", nil, true), ("api:*", nil, false), (nil, "/nowhere", true), (nil, "app.tar", true),
      (nil, "*.zip", false),
    ] as [(String?, String?, Bool)])
  func `an ignore for images is unused when such an image was judged`(
    image: String?, path: String?, isUnused: Bool
  ) throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(["IMG-META-PORT22"], path: path, image: image)] }
    #expect(try warnings(policy, images: ["web:1"]).map(\.code) == (isUnused ? ["unused-ignore"] : []))
    #expect(try warnings(policy, images: []).isEmpty)
  }

  @Test func `a used one is not told, even if only one of two targets needs it`() throws {
    let policy = PolicyScan.policy {
      $0.ignores = [entry(["DKF-WORLD-WRITABLE"]), entry(["DKF-WORLD-WRITABLE"], line: 4)]
    }
    let ledger = PolicyLedger(policy)
    for (text, path) in [(Self.bad, "/work/a/Dockerfile"), ("FROM scratch\n", "/work/b/Dockerfile")] {
      _ = PolicyScan.dockerfile(text, policy, path: path, ledger: ledger)
    }
    let found = ledger.warnings(today: PolicyScan.today, coversWholeTree: true)
    #expect(found.map(\.place) == [PolicyScan.line(4)])
  }

  @Test func `rules that are off or unknown make no ignore unused`() throws {
    let policy = PolicyScan.policy {
      $0.levels = ["DKF-VOLUME": .off]
      $0.ignores = [entry(), entry(["DKF-NOTHING"]), entry(["IMG-USER-ROOT"])]
    }
    #expect(try warnings(policy, covers: true).isEmpty)
  }

  @Test func `nothing is unused where something could not be read`() throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(path: "a/Dockerfile"), entry()] }
    #expect(try warnings(policy, text: "FROM a\nRUNN x\n", covers: true).isEmpty)
  }

  @Test(arguments: [
    ("2026-11-21", "expires today, on 2026-11-21"), ("2026-11-22", "expires tomorrow, on 2026-11-22"),
    ("2026-11-30", "expires in 9 days, on 2026-11-30"), ("2026-12-05", "expires in 14 days, on 2026-12-05"),
  ])
  func `one that ends soon is told`(date: String, words: String) throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(["DKF-WORLD-WRITABLE"], expires: date)] }
    let found = try warnings(policy)
    #expect(found.map(\.code) == ["expiring-ignore"])
    #expect(found.first?.message == "this ignore of DKF-WORLD-WRITABLE " + words)
  }

  @Test func `one that ends later is not, nor one that nothing needs`() throws {
    let policy = PolicyScan.policy {
      $0.ignores = [entry(["DKF-WORLD-WRITABLE"], expires: "2026-12-06"), entry(expires: "2026-11-22")]
    }
    #expect(try warnings(policy).isEmpty)
  }

  @Test func `expired ones and ones without a reason are told once`() throws {
    var policy = PolicyScan.policy { $0.ignores = [entry(["DKF-WORLD-WRITABLE"], expires: "2026-10-15")] }
    var found = try warnings(policy, dockerfiles: ["a/Dockerfile", "b/Dockerfile"])
    #expect(found.map(\.code) == ["expired-ignore"])
    #expect(
      found.first?.message == "this ignore of DKF-WORLD-WRITABLE expired on 2026-10-15; its findings count again")
    policy = PolicyScan.policy {
      $0.profile = .strict
      $0.ignores = [entry(["DKF-WORLD-WRITABLE"], reason: nil)]
    }
    found = try warnings(policy, dockerfiles: ["a/Dockerfile", "b/Dockerfile"])
    #expect(found.map(\.code) == ["ignore-without-reason"])
  }

  @Test func `an allowance that nothing needs is told with its place`() throws {
    let policy = PolicyScan.policy {
      $0.setuidAllowances = [
        SetuidAllowance(path: "/usr/bin/gone", place: PolicyScan.line(9)),
        SetuidAllowance(path: "/srv/other", place: PolicyScan.line(8)),
      ]
    }
    #expect(try warnings(policy, images: ["web:1"]).map(\.place) == [PolicyScan.line(9)])
    #expect(try warnings(policy, covers: true).isEmpty)
  }

  @Test func `warnings come in the order of the file`() throws {
    let policy = PolicyScan.policy { $0.ignores = [12, 2, 100].map { entry(line: $0) } }
    #expect(try warnings(policy, covers: true).map(\.place) == [2, 12, 100].map(PolicyScan.line))
  }

  @Test(arguments: [
    ("2026-11-21", "2026-11-30", 9), ("2026-02-28", "2026-03-01", 1), ("2024-02-28", "2024-03-01", 2),
    ("2026-12-31", "2027-01-01", 1), ("1999-12-31", "2000-03-01", 61), ("2026-11-21", "2025-11-21", -365),
    ("2026-03-31", "2026-05-01", 31),
  ])
  func `days between dates`(from: String, to: String, days: Int) throws {
    let (start, end) = (try #require(CalendarDate(from)), try #require(CalendarDate(to)))
    #expect(start.days(until: end) == days)
  }
}
