import Core
import RootFS
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct ClaimMergerTests {
  static let files: [ExampleFile] = [
    .program("/app/server"), ExampleFile("/app/page.html"), .directory("/app/tmp"),
    .directory("/run"), .symlink("/var/run", to: "/run"), .directory("/run/mysqld", uid: 100, gid: 101),
    .directory("/var/log"), ExampleFile("/var/log/wtmp"), .directory("/var/log/web", mode: 0o2750, uid: 100, gid: 4),
    .symlink("/var/log/web/access.log", to: "/dev/stdout"), .symlink("/var/log/web/error.log", to: "../web/e2"),
    .symlink("/var/log/web/e2", to: "/proc/self/fd/2"), .symlink("/logs", to: "var/log"),
    .symlink("/loop", to: "loop"), .directory("/tmp", mode: 0o1777), ExampleFile("/etc/passwd"),
    ExampleFile("/etc/web/conf.d/default.conf"), ExampleFile("/usr/share/web/index.html"),
    .directory("/usr/local/web/logs"), .directory("/srv"), .directory("/data"), .directory("/opt/seeded"),
    ExampleFile("/opt/seeded/seed.db"), .directory("/var/cache/web", uid: 7, gid: 7), .directory("/var/lib/web/body"),
    .directory("/readonly", mode: 0o555), ExampleFile("/var/tmp/old"),
  ]

  static func plan(_ claims: [WriteClaim], config: String = "{}") -> [String] {
    let image = TestImage.model(config: config, layers: [files])
    var merger = ClaimMerger(image: image)
    for claim in claims { merger.add(claim) }
    return merger.finished().map { entry in
      let state = entry.obstacle != nil ? "blocked" : entry.isProposed ? "\(entry.kind)" : "optional"
      return "\(entry.path) \(state) \(entry.owner ?? "-") \(entry.octalMode ?? "-")"
    }
  }

  static func file(
    _ path: String, _ confidence: MountPlan.Confidence = .certain, _ source: WriteClaim.Source = .config
  ) -> WriteClaim {
    WriteClaim(path, isFile: true, confidence: confidence, source: source, why: "file \(path)")
  }

  static func directory(
    _ path: String, _ confidence: MountPlan.Confidence = .known, _ source: WriteClaim.Source = .service,
    kind: MountPlan.Kind = .tmpfs
  ) -> WriteClaim {
    WriteClaim(path, kind: kind, confidence: confidence, source: source, why: "directory \(path)")
  }

  @Test(
    arguments: [
      // Links, also in the middle of a path.
      ([file("/var/run/web.pid")], ["/run tmpfs 0:0 0755"]),
      ([file("/logs/web/other.log")], ["/var/log/web tmpfs 100:4 2750"]),
      ([directory("/logs/../run/./mysqld/")], ["/run/mysqld tmpfs 100:101 0755"]),
      // What leads to a device needs no mount.
      (
        [file("/var/log/web/access.log"), file("/var/log/web/error.log"), file("/dev/shm/x"), file("/proc/self/fd/1")],
        []
      ),
      ([file("/loop/x"), file("relative"), file("/nul\0x")], []),
      // Nothing may hide what a program needs.
      ([file("/etc/passwd")], ["/etc/passwd blocked - -"]), ([file("/etc/new.conf")], ["/etc/new.conf blocked - -"]),
      ([file("/etc/web/conf.d/default.conf")], ["/etc/web/conf.d/default.conf blocked - -"]),
      ([directory("/usr/share/web")], ["/usr/share/web blocked - -"]), ([file("/x.pid")], ["/x.pid blocked - -"]),
      ([file("/app/server.pid")], ["/app/server.pid blocked - -"]), ([directory("/var")], ["/var blocked - -"]),
      ([file("/opt/seeded/x")], ["/opt/seeded/x blocked - -"]),
      ([directory("/opt/seeded", kind: .volume)], ["/opt/seeded volume 0:0 0755"]),
      // Empty places, and those for short-lived files.
      ([file("/srv/x.pid")], ["/srv tmpfs 0:0 0755"]), ([file("/app/tmp/x")], ["/app/tmp tmpfs 0:0 0755"]),
      ([file("/usr/local/web/logs/web.pid")], ["/usr/local/web/logs tmpfs 0:0 0755"]),
      ([file("/var/log/web.log")], ["/var/log tmpfs 0:0 0755"]),
      // What the image does not have: the topmost missing directory, or the service's own above.
      ([file("/run/web/web.pid")], ["/run/web tmpfs - -"]),
      ([directory("/var/cache/web/a"), directory("/var/cache/web/b/c")], ["/var/cache/web tmpfs 7:7 0755"]),
      ([file("/app/data/pids/a"), file("/app/data/b/c")], ["/app/data tmpfs - -"]),
      ([file("/tmp/web/sub/x"), directory("/tmp/other")], ["/tmp tmpfs 0:0 1777"]),
      ([file("/var/tmp/web/x")], ["/var/tmp tmpfs 0:0 0755"]),
      ([directory("/pg/data", kind: .volume)], ["/pg/data volume - -"]), ([file("/new/dir/x")], ["/new tmpfs - -"]),
      ([file("/opt/new/a/x"), file("/mnt/a/b")], ["/mnt/a tmpfs - -", "/opt/new tmpfs - -"]),
    ] as [([WriteClaim], [String])])
  func `a claim becomes the mount that it needs`(claims: [WriteClaim], rows: [String]) {
    #expect(Self.plan(claims, config: #"{"Entrypoint":["/app/server"]}"#) == rows)
  }

  @Test(
    arguments: [
      // A missing directory is made in the mount above, an existing one is hidden by it.
      ([file("/run/a.pid"), directory("/run/web")], ["/run tmpfs 0:0 0755"]),
      ([file("/run/a.pid"), file("/run/mysqld/b")], ["/run tmpfs 0:0 0755", "/run/mysqld tmpfs 100:101 0755"]),
      ([directory("/run/mysqld")], ["/run/mysqld tmpfs 100:101 0755"]),
      (
        [directory("/run", .possible, .script), directory("/run/web")],
        ["/run optional 0:0 0755", "/run/web tmpfs - -"]
      ),
      // A volume keeps what the image has.
      (
        [directory("/data", .certain, .volume, kind: .volume), directory("/data/x"), directory("/data/x", .hint)],
        ["/data volume 0:0 0755"]
      ),
      ([file("/data/x"), directory("/data", .possible, kind: .volume)], ["/data volume 0:0 0755"]),
      // Guesses.
      ([directory("/tmp", .possible)], ["/tmp tmpfs 0:0 1777"]),
      ([directory("/srv", .possible)], ["/srv optional 0:0 0755"]),
      ([directory("/run", .possible)], ["/run tmpfs 0:0 0755"]),
      ([directory("/tmp", .possible, .script)], ["/tmp optional 0:0 1777"]),
      ([directory("/srv", .possible), file("/srv/x")], ["/srv tmpfs 0:0 0755"]),
      ([directory("/data", .hint, .permission)], ["/data optional 0:0 0755"]),
      ([directory("/etc/web", .hint, .permission)], []),
      ([directory("/data", .likely, .script)], ["/data tmpfs 0:0 0755"]),
    ] as [([WriteClaim], [String])])
  func `parents and guesses are merged`(claims: [WriteClaim], rows: [String]) {
    #expect(Self.plan(claims) == rows)
    #expect(Self.plan(claims.reversed()) == rows)
  }

  @Test func `nothing hides the started program, wherever it lies`() {
    let image = TestImage.model(
      config: #"{"Entrypoint":["/srv/work/server"]}"#,
      layers: [[.program("/srv/work/server"), ExampleFile("/srv/work/other")]])
    var merger = ClaimMerger(image: image)
    merger.add(Self.file("/srv/work/x.pid"))
    #expect(merger.finished().map(\.obstacle) == ["a mount at /srv/work hides /srv/work/server"])
  }

  @Test func `the run user gets a mount that it can write`() {
    let claims = [Self.directory("/var/cache/web"), Self.directory("/readonly"), Self.directory("/run/mysqld")]
    let user = Self.plan(claims, config: #"{"User":"7:8"}"#)
    #expect(
      user == ["/readonly tmpfs 7:8 0755", "/run/mysqld tmpfs 7:8 0755", "/var/cache/web tmpfs 7:7 0755"])
    #expect(Self.plan(claims, config: #"{"User":"nobody-here"}"#).last == "/var/cache/web tmpfs 7:7 0755")
  }

  @Test func `the strongest claim speaks, the others are evidence`() {
    let image = TestImage.model(layers: [Self.files])
    var merger = ClaimMerger(image: image)
    let exec = WriteClaim("/run", confidence: .known, source: .service, why: "library", needsExec: true)
    for claim in [exec, Self.directory("/run", .hint, .permission), Self.file("/run/a"), Self.file("/run/b")] {
      merger.add(claim)
    }
    let entry = merger.finished().first
    #expect(entry?.source == .config)
    #expect(entry?.why == "file /run/a; file /run/b; library")
    #expect(entry?.claims.count == 4)
    #expect(entry?.execReason == "library")
    #expect(entry?.hides == HiddenContent.of(directories: 1, names: ["/run/mysqld"]))
  }

  @Test func `what a mount hides is counted and named`() {
    let image = TestImage.model(layers: [Self.files])
    var budget = 100
    let log = image.root.lookup("/var/log")
    let hidden = log.map { HiddenContent(below: $0, in: image, budget: &budget) }
    #expect(
      hidden?.words == "4 files and 1 directory: /var/log/web/access.log, /var/log/web/e2, /var/log/wtmp, …")
    budget = 2
    let part = log.map { HiddenContent(below: $0, in: image, budget: &budget) }
    #expect(part?.isPartial == true)
    #expect(part?.words.hasPrefix("at least ") == true)
  }

  @Test func `thousands of claims and of mounts stay cheap`() {
    let image = TestImage.model(layers: [Self.files])
    var merger = ClaimMerger(image: image)
    for number in 0..<5_100 {
      merger.add(Self.file("/var/lib/web/body/\(number)/" + String(repeating: "x/", count: 130)))
    }
    #expect(merger.excess == 100)
    #expect(merger.unclear == 5_000)
    var volumes = ClaimMerger(image: image)
    for number in 0..<1_000 {
      volumes.add(Self.directory("/v" + String(repeating: "/\(number)", count: 50), .certain, .volume, kind: .volume))
    }
    #expect(volumes.finished().count == 1_000)
  }
}

extension HiddenContent {
  static func of(files: Int = 0, directories: Int = 0, names: [String]) -> HiddenContent {
    var out = HiddenContent()
    (out.files, out.directories, out.names) = (files, directories, names.map { RootPath($0) })
    return out
  }
}
