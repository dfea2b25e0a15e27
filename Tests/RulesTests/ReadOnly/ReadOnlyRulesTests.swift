import Core
import ImageArchive
import ReadOnlyRoot
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct ReadOnlyRulesTests {
  static let rules: [any ImageRule.Type] = [
    ReadOnlyConfig.self, ReadOnlyLogFile.self, ReadOnlyPidDirectory.self, ReadOnlyPlan.self, ReadOnlyState.self,
    ReadOnlyVolumeOwner.self,
    ReadOnlyWritable.self, ReadOnlyWriter.self,
  ]
  static let nginx: [ExampleFile] = [
    .program("/usr/sbin/nginx"), .directory("/var/cache/nginx", uid: 101, gid: 101), .directory("/run"),
  ]

  @Test(arguments: 0..<rules.count) func `a rule's examples show it`(index: Int) {
    let rule = Self.rules[index]
    for example in rule.info.examples {
      let found = TestImage.findings(
        rule, config: example.config, layers: example.layers, baseLayers: example.baseLayers)
      #expect(found.isEmpty != example.isBad, "\(rule.info.id): \(example.title)")
      #expect(found.allSatisfy { $0.rule == rule.info.id && $0.severity <= .medium })
    }
  }

  @Test(arguments: 0..<rules.count) func `a Windows image is not judged`(index: Int) {
    let rule = Self.rules[index]
    for example in rule.info.examples {
      var image = TestImage.model(config: example.config, layers: example.layers, needs: rule.info.needs)
      image.config.os = "Windows"
      #expect(rule.init().findings(in: image).isEmpty)
    }
  }

  @Test func `the writer finding stands at the program and names all places`() throws {
    let found = TestImage.findings(ReadOnlyWriter.self, config: #"{"Cmd":["nginx"]}"#, layers: [Self.nginx])
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(finding.message == "nginx writes to /run, /var/cache/nginx, which no volume covers")
    #expect(finding.severity == .medium)
    #expect(finding.evidence.first == "start command: nginx")
    #expect(finding.fix.holds("imgscan rofs "))
    guard case .file(let path, _, _) = finding.place else { throw Wrong() }
    #expect(path == RootPath("/usr/sbin/nginx"))
  }

  @Test func `what only may be written is low`() {
    let found = TestImage.findings(
      ReadOnlyWriter.self, config: #"{"Cmd":["java"]}"#, layers: [[.program("/usr/bin/java"), .directory("/tmp")]])
    #expect(found.map(\.severity) == [.low])
    #expect(found.map(\.message) == ["Java may write to /tmp, which no volume covers"])
  }

  @Test(arguments: [
    #"{"Cmd":["nginx"],"Labels":{"imgscan.writable":"/run,/var/cache/nginx"}}"#,
    #"{"Cmd":["nginx"],"Volumes":{"/run":{},"/var/cache":{}}}"#,
  ])
  func `covered places are no finding`(config: String) {
    #expect(TestImage.findings(ReadOnlyWriter.self, config: config, layers: [Self.nginx]).isEmpty)
  }

  @Test func `what a shell form starts is found at the program, not at the shell`() {
    let found = TestImage.findings(
      ReadOnlyWriter.self, config: #"{"Cmd":["/bin/sh","-c","nginx"],"Env":["PATH=/bin:/usr/sbin"]}"#,
      layers: [Self.nginx + [.program("/bin/sh")]])
    guard case .file(let path, _, _)? = found.first?.place else {
      Issue.record("no file is named")
      return
    }
    #expect(path.description == "/usr/sbin/nginx")
  }

  @Test(arguments: [("/var/cache/nginx", 0), ("/var/cache", 1), ("/srv", 1)])
  func `the right to write where the plan mounts is not to be taken away`(path: String, count: Int) {
    let found = TestImage.findings(
      ReadOnlyWritable.self, config: #"{"User":"101:101","Cmd":["nginx"]}"#,
      layers: [[.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory(path, uid: 101, gid: 101)]])
    #expect(found.count == count)
  }

  @Test(arguments: [("APACHE_LOG_DIR", 0), ("APP_LOG_DIR", 0), ("APP_CACHE_DIR", 1)])
  func `a variable's place that the configuration names too is told once`(name: String, count: Int) {
    let place = name == "APP_CACHE_DIR" ? "/var/cache/app" : "/var/log/apache2"
    let found = TestImage.findings(
      ReadOnlyEnvironment.self, config: #"{"Cmd":["apache2"],"Env":["\#(name)=\#(place)"]}"#,
      layers: [
        [
          .program("/usr/sbin/apache2"), .directory("/var/log/apache2"),
          ExampleFile("/etc/apache2/apache2.conf", content: "ErrorLog /var/log/apache2/error.log\n"),
        ]
      ])
    #expect(found.count == count)
  }

  @Test func `/tmp is not covered by itself`() {
    let files: [ExampleFile] = [.script("/usr/bin/gunicorn", "#!/usr/bin/python\n"), .directory("/tmp", mode: 0o1777)]
    #expect(TestImage.findings(ReadOnlyWriter.self, config: #"{"Cmd":["gunicorn"]}"#, layers: [files]).count == 1)
  }

  @Test(arguments: [
    (#"{"Cmd":["/app"]}"#, "ready for a read-only root file system, no mount is known to be needed"),
    (#"{"Cmd":["nginx"]}"#, "root file system can be read-only with 2 mounts"),
    (
      #"{"Cmd":["/s.sh"]}"#,
      "no mount is known to be needed for a read-only root file system, but what the script /s.sh starts could not be told"
    ),
    (
      #"{"Cmd":["/s.sh"],"Volumes":{"/v":{}}}"#,
      "root file system can be read-only with 1 mount, but what the script /s.sh starts could not be told"
    ),
  ])
  func `the plan says what it comes to`(config: String, message: String) {
    let found = TestImage.findings(
      ReadOnlyPlan.self, config: config,
      layers: [Self.nginx + [.program("/app"), .script("/s.sh", "#!/bin/sh\nwork\n")]])
    #expect(found.map(\.message) == [message])
    #expect(found.map(\.severity) == [.info])
    #expect(found.first?.notes.first?.message.hasPrefix("docker run --read-only") == true)
  }

  @Test(arguments: [
    ("error_log /var/log/nginx/error.log warn;", [Severity.medium]),
    ("#error_log /var/log/nginx/error.log;", [.low]),
    ("error_log /dev/stderr;", []),
    ("error_log /dev/stderr; error_log /var/log/nginx/error.log;", [.medium]),
    ("worker_processes 1;", [.low]),
  ])
  func `a log file counts as far as the configuration names it`(line: String, severities: [Severity]) {
    let found = TestImage.findings(
      ReadOnlyLogFile.self, config: #"{"Cmd":["nginx"]}"#,
      layers: [
        Self.nginx + [ExampleFile("/var/log/nginx/error.log"), ExampleFile("/etc/nginx/nginx.conf", content: line)]
      ])
    #expect(found.map(\.severity) == severities)
  }

  @Test(
    arguments: [
      ([.symlink("/var/log/nginx/error.log", to: "/proc/self/fd/2")], 0),
      ([.symlink("/var/log/nginx/error.log", to: "../../../dev/stderr")], 0),
      ([.symlink("/var/log/nginx/error.log", to: "/dev/null")], 0),
      ([.symlink("/var/log/nginx/error.log", to: "error.log")], 0),
      ([.symlink("/var/log/nginx/error.log", to: "/logs/e"), ExampleFile("/logs/e")], 1),
      ([.symlink("/var/log/nginx", to: "/logs"), ExampleFile("/logs/error.log")], 1),
      ([.directory("/var/log/nginx")], 0),
    ] as [([ExampleFile], Int)])
  func `links to the standard streams are no log files`(files: [ExampleFile], count: Int) {
    let found = TestImage.findings(
      ReadOnlyLogFile.self, config: #"{"Cmd":["nginx"]}"#, layers: [Self.nginx + files])
    #expect(found.count == count)
  }

  @Test func `a log file the configuration names needs not be there yet`() {
    let found = TestImage.findings(
      ReadOnlyLogFile.self, config: #"{"Cmd":["nginx"]}"#,
      layers: [
        Self.nginx + [
          .directory("/var/log/nginx"),
          ExampleFile("/etc/nginx/nginx.conf", content: "access_log /var/log/nginx/access.log main;"),
        ]
      ])
    #expect(found.map(\.message) == ["nginx logs to the file /var/log/nginx/access.log, not to standard output"])
  }

  @Test func `a log is that of the service that a supervisor starts`() {
    let files: [ExampleFile] = [
      .program("/usr/bin/supervisord"), .program("/usr/sbin/nginx"), ExampleFile("/var/log/nginx/error.log"),
      .directory("/var/lib/nginx"),
      ExampleFile("/etc/supervisord.conf", content: "[supervisord]\nlogfile=/dev/null\n[program:web]\ncommand=nginx\n"),
      ExampleFile("/etc/nginx/nginx.conf", content: "error_log /var/log/nginx/error.log; http { access_log off; }"),
    ]
    let logs = TestImage.findings(ReadOnlyLogFile.self, config: #"{"Cmd":["supervisord","-n"]}"#, layers: [files])
    #expect(logs.map(\.message) == ["nginx logs to the file /var/log/nginx/error.log, not to standard output"])
    #expect(logs.first?.fix == "RUN ln -sf /dev/stderr /var/log/nginx/error.log")
    let writers = TestImage.findings(ReadOnlyWriter.self, config: #"{"Cmd":["supervisord","-n"]}"#, layers: [files])
    #expect(
      writers.map(\.message)
        == ["supervisord, with what it starts, writes to /var/lib/nginx, which no volume covers"])
  }

  @Test func `a log in a volume is low`() {
    let found = TestImage.findings(
      ReadOnlyLogFile.self, config: #"{"Cmd":["nginx"],"Volumes":{"/var/log":{}}}"#,
      layers: [
        Self.nginx + [
          ExampleFile("/var/log/nginx/error.log"),
          ExampleFile("/etc/nginx/nginx.conf", content: "error_log /var/log/nginx/error.log;"),
        ]
      ])
    #expect(found.map(\.severity) == [.low])
  }

  @Test func `directories below /run are one finding`() {
    let found = TestImage.findings(
      ReadOnlyPidDirectory.self,
      layers: [
        [
          .directory("/run/lock"), .directory("/run/php"), .directory("/run/own", uid: 9, gid: 9),
          .directory("/run/roots"), ExampleFile("/run/utmp"), .symlink("/var/run", to: "../run"),
        ]
      ])
    #expect(found.map(\.message) == ["a tmpfs on /run hides /run/own, /run/php"])
    #expect(found.first?.evidence.count == 2)
  }

  @Test func `a /var/run of its own is looked at`() {
    let found = TestImage.findings(ReadOnlyPidDirectory.self, layers: [[.directory("/var/run/nginx")]])
    #expect(found.map(\.message) == ["a tmpfs on /run hides /var/run/nginx"])
  }

  @Test(
    arguments: [
      (#"{"User":"5:5"}"#, ["0755 5:5 /a", "0777 0:0 /z/deep"]),
      (#"{"User":"5:5","Volumes":{"/a":{}}}"#, ["0777 0:0 /z/deep"]),
      (#"{"User":"5:5","Labels":{"imgscan.writable":"/a,/z"}}"#, nil),
      (#"{"User":"nobody"}"#, nil),
      (#"{"User":"0"}"#, nil),
      (#"{}"#, nil),
    ] as [(String, [String]?)])
  func `writable directories are listed once, the highest first`(config: String, evidence: [String]?) {
    let found = TestImage.findings(
      ReadOnlyWritable.self, config: config,
      layers: [
        [
          .directory("/z/deep", mode: 0o777), .directory("/a", uid: 5, gid: 5), .directory("/a/b/c", uid: 5, gid: 5),
          .directory("/tmp", mode: 0o1777), .directory("/tmp/x", uid: 5), .directory("/var/tmp/y", uid: 5),
          .directory("/run/lock", mode: 0o1777), .directory("/dev/shm", mode: 0o1777),
        ]
      ])
    #expect(found.map(\.evidence) == (evidence.map { [$0] } ?? []))
  }

  @Test func `twenty writable directories are listed and the rest counted`() {
    let files = (10..<35).map { ExampleFile.directory("/d\($0)", uid: 5, gid: 5) }
    let found = TestImage.findings(ReadOnlyWritable.self, config: #"{"User":"5:5"}"#, layers: [files])
    #expect(found.first?.evidence.count == 21)
    #expect(found.first?.evidence.last == "and 5 more")
    #expect(found.first?.message == "uid 5 can write to 25 directories of the root file system, first /d10")
  }

  @Test(arguments: [
    (#"{"Cmd":["postgres"]}"#, ["1 data file in /var/lib/postgresql/data, which is no volume medium"]),
    (#"{"Cmd":["/app"]}"#, ["1 data file in /var/lib/postgresql/data, which is no volume low"]),
    (#"{"Cmd":["postgres"],"Volumes":{"/var/lib/postgresql/data":{}}}"#, []),
    (#"{"Cmd":["postgres"],"Labels":{"imgscan.writable":"/var/lib"}}"#, []),
  ])
  func `data files are found once, where the service keeps them`(config: String, found: [String]) {
    let findings = TestImage.findings(
      ReadOnlyState.self, config: config,
      layers: [
        [
          .program("/usr/bin/postgres"), .program("/app"), ExampleFile("/var/lib/postgresql/data/PG_VERSION"),
          ExampleFile("/var/lib/postgresql/data/README"), ExampleFile("/app/test.sqlite"),
        ]
      ])
    #expect(findings.map { "\($0.message) \($0.severity)" } == found)
  }

  @Test func `empty data files and deep ones are passed over`() {
    let found = TestImage.findings(
      ReadOnlyState.self,
      layers: [[ExampleFile("/data/a.db", content: ""), ExampleFile("/data/x/y/deep.db"), ExampleFile("/data/notes")]])
    #expect(found.isEmpty)
    #expect(TestImage.findings(ReadOnlyState.self, layers: [[ExampleFile("/data/x/near.db")]]).count == 1)
  }

  @Test(arguments: [
    (#"{"User":"5:5","Cmd":["/app"],"Volumes":{"/data":{}}}"#, ["volume /data cannot be written by 5:5 low"]),
    (#"{"User":"5:5","Cmd":["minio"],"Volumes":{"/data":{}}}"#, ["volume /data cannot be written by 5:5 medium"]),
    (#"{"User":"5:5","Volumes":{"/data":{}},"Labels":{"imgscan.writable":"/data"}}"#, []),
    (#"{"User":"5:7","Volumes":{"/shared":{}}}"#, []),
    (#"{"User":"5:5","Volumes":{"/file":{}}}"#, []),
    (#"{"User":"who","Volumes":{"/data":{}}}"#, []),
  ])
  func `a volume must be writable by the run user`(config: String, found: [String]) {
    let findings = TestImage.findings(
      ReadOnlyVolumeOwner.self, config: config,
      layers: [
        [
          .program("/usr/bin/minio"), .program("/app"), .directory("/data"),
          .directory("/shared", mode: 0o775, gid: 7), ExampleFile("/file"),
        ]
      ])
    #expect(findings.map { "\($0.message) \($0.severity)" } == found)
  }

  @Test func `a volume without a directory is placed in the config`() {
    let found = TestImage.findings(ReadOnlyVolumeOwner.self, config: #"{"User":"5","Volumes":{"/a/b~c":{}}}"#)
    #expect(found.map(\.place) == [.config(pointer: "/config/Volumes/~1a~1b~0c")])
  }

  @Test func `each program of the table belongs to one service`() {
    let names = KnownWriterTable.all.flatMap { $0.programs.union($0.words) }
    #expect(names.count == Set(names).count)
    for path in KnownWriterTable.all.flatMap(\.paths) {
      #expect(
        !path.choices.isEmpty && path.choices.allSatisfy { $0.hasPrefix("/") && !$0.hasSuffix("/") }
          && !path.why.isEmpty)
    }
  }
}

private struct Wrong: Error {}
