import Core
import RootFS
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct MountPlanTests {
  static func plan(_ config: String, _ files: [ExampleFile]) -> MountPlan {
    MountPlan(of: TestImage.model(config: config, layers: [files]))
  }

  static func rows(_ plan: MountPlan) -> [String] {
    plan.entries.map { "\($0.path) \($0.kind) \($0.owner ?? "-") \($0.octalMode ?? "-") \($0.confidence)" }
  }

  @Test func `the official nginx image needs its cache and /run`() {
    let plan = Self.plan(
      #"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["nginx","-g","daemon off;"]}"#,
      [
        .script("/docker-entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n"), .program("/usr/sbin/nginx"),
        .directory("/var/cache/nginx", uid: 101, gid: 101), .directory("/run"), .symlink("/var/run", to: "/run"),
        .directory("/etc/nginx/conf.d"), .symlink("/var/log/nginx/access.log", to: "/dev/stdout"),
        ExampleFile("/etc/nginx/nginx.conf", content: "user nginx;\npid        /var/run/nginx.pid;\nhttp { }\n"),
      ])
    #expect(Self.rows(plan) == ["/run tmpfs 0:0 0755 certain", "/var/cache/nginx tmpfs 101:101 0755 known"])
    #expect(plan.entries[0].why == "/etc/nginx/nginx.conf:2 pid /var/run/nginx.pid")
    #expect(plan.state == .mounts)
    #expect(plan.service == "nginx")
  }

  @Test func `an nginx that keeps all in /tmp needs only /tmp`() {
    let conf = """
      pid /tmp/nginx.pid;  # not /run/nginx.pid
      http { client_body_temp_path /tmp/a; proxy_temp_path /tmp/b;
      fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d;
      scgi_temp_path /tmp/e; }
      """
    let plan = Self.plan(
      #"{"User":"101","Cmd":["nginx"]}"#,
      [
        .program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run"),
        .directory("/tmp", mode: 0o1777), ExampleFile("/etc/nginx/nginx.conf", content: conf),
      ])
    #expect(Self.rows(plan) == ["/tmp tmpfs 0:0 1777 certain"])
  }

  @Test(arguments: [
    (#"{"Cmd":["nginx","-c","/my.conf"]}"#, ["/run tmpfs 0:0 0755 possible"]),
    (#"{"Cmd":["nginx","-g","pid /srv/x.pid;"]}"#, ["/srv tmpfs 0:0 0755 certain"]),
    (#"{"Cmd":["nginx"],"Volumes":{"/run/":{}}}"#, ["/run volume 0:0 0755 certain"]),
    (#"{"Cmd":["nginx"],"Volumes":{"/var/run":{}}}"#, ["/run volume 0:0 0755 certain"]),
    (
      #"{"Cmd":["nginx"],"Labels":{"imgscan.writable":"/x, /run/"}}"#,
      ["/run tmpfs 0:0 0755 certain", "/x tmpfs - - certain"]
    ),
    (#"{"User":"7:8","Cmd":["nginx"]}"#, ["/run tmpfs 7:8 0755 known"]),
  ])
  func `command, volumes, label and user change the mount`(config: String, rows: [String]) {
    let plan = Self.plan(
      config,
      [.program("/usr/sbin/nginx"), .directory("/run"), .directory("/srv"), .symlink("/var/run", to: "/run")])
    #expect(Self.rows(plan) == rows)
  }

  @Test(arguments: [
    (#"{"Cmd":["postgres"],"Env":["PGDATA=/pg/data"]}"#, ["/pg/data volume - - known"]),
    (#"{"Cmd":["postgres"]}"#, ["/var/lib/postgresql volume 0:0 0755 known"]),
    (#"{"Cmd":["postgres","-D","/elsewhere"]}"#, ["/elsewhere volume - - known"]),
    (#"{"Cmd":["postgres"],"Env":["PGDATA=/v/18/docker"],"Volumes":{"/v":{}}}"#, ["/v volume - - certain"]),
    (#"{"Cmd":["mongod","--config","/etc/mongod.conf"]}"#, []),
    (#"{"Cmd":["memcached"]}"#, []),
    (#"{"Cmd":["/app"]}"#, []),
  ])
  func `variables and options move the data`(config: String, rows: [String]) {
    let plan = Self.plan(
      config,
      [
        .program("/usr/bin/postgres"), .program("/usr/bin/mongod"), .program("/usr/bin/memcached"), .program("/app"),
        .directory("/var/lib/postgresql"), .directory("/data/db"),
      ])
    #expect(Self.rows(plan) == rows)
    #expect((plan.state == .mounts) != rows.isEmpty)
  }

  @Test(arguments: [
    (#"{"Cmd":["cron","-f"]}"#, ["/run tmpfs 0:0 0755 known"]),
    (#"{"Cmd":["crond","-f"]}"#, ["/run tmpfs 0:0 0755 possible"]),
    (#"{"Cmd":["dnsmasq","-k"]}"#, ["/run tmpfs 0:0 0755 known"]),
    (#"{"Cmd":["dnsmasq","-d"]}"#, []),
    (#"{"Cmd":["dnsmasq","-k","--pid-file="]}"#, []),
    (#"{"Cmd":["rabbitmq-server"]}"#, ["/var/log/rabbitmq tmpfs 0:0 0755 known"]),
    (#"{"Cmd":["rabbitmq-server"],"Env":["RABBITMQ_LOGS=-"]}"#, ["/var/log/rabbitmq tmpfs 0:0 0755 possible"]),
  ])
  func `daemons of the system that end without their pid file need it`(config: String, rows: [String]) {
    let plan = Self.plan(
      config,
      [
        .program("/usr/sbin/cron"), .program("/usr/sbin/crond"), .program("/usr/sbin/dnsmasq"), .directory("/run"),
        .program("/usr/sbin/rabbitmq-server"), .program("/usr/lib/rabbitmq/bin/rabbitmq-server"),
        .directory("/var/log/rabbitmq"),
      ])
    #expect(Self.rows(plan) == rows)
  }

  @Test func `gunicorn with its files in /dev/shm needs nothing`() {
    let files: [ExampleFile] = [.script("/usr/bin/gunicorn", "#!/usr/bin/python\n"), .directory("/tmp", mode: 0o1777)]
    #expect(Self.plan(#"{"Cmd":["gunicorn","a"]}"#, files).entries.map(\.confidence) == [.known])
    #expect(Self.plan(#"{"Cmd":["gunicorn","--worker-tmp-dir","/dev/shm","a"]}"#, files).entries.isEmpty)
  }

  @Test func `a possible mount that would hide files is not proposed`() {
    let plan = Self.plan(
      #"{"Cmd":["haproxy"]}"#,
      [.program("/usr/sbin/haproxy"), ExampleFile("/var/lib/haproxy/x"), .directory("/run/haproxy")])
    #expect(plan.entries.map(\.isProposed) == [true, false])
    #expect(plan.proposed.map(\.path) == [RootPath("/run/haproxy")])
  }

  @Test func `a directory of its own below another mount stays, a missing one does not`() {
    let plan = Self.plan(
      #"{"Labels":{"imgscan.writable":"/run,/run/a,/run/b"}}"#, [.directory("/run/a", uid: 5, gid: 5)])
    #expect(plan.entries.map(\.path.description) == ["/run", "/run/a"])
  }

  @Test func `ECS JSON and docker flags hold the same mounts`() {
    let plan = Self.plan(
      #"{"Cmd":["mysqld"],"Volumes":{"/var/lib/mysql":{},"/a b":{}}}"#,
      [.program("/usr/sbin/mysqld"), .directory("/var/lib/mysql"), .directory("/run/mysqld", uid: 999, gid: 998)])
    #expect(
      plan.ecsJSON == """
        {
          "readonlyRootFilesystem": true,
          "linuxParameters": {
            "tmpfs": [
              {"containerPath": "/run/mysqld", "size": 64, "mountOptions": ["rw", "noexec", "nosuid", "nodev", \
        "uid=999", "gid=998", "mode=0755"]}
            ]
          },
          "mountPoints": [
            {"sourceVolume": "a-b", "containerPath": "/a b", "readOnly": false},
            {"sourceVolume": "var-lib-mysql", "containerPath": "/var/lib/mysql", "readOnly": false}
          ]
        }
        """)
    #expect(plan.ecsVolumesJSON == #""volumes": [{"name": "a-b"}, {"name": "var-lib-mysql"}]"#)
    #expect(
      plan.dockerFlags == [
        "--read-only", "--tmpfs /run/mysqld:rw,noexec,nosuid,nodev,uid=999,gid=998,mode=0755,size=64m", "-v 'a-b:/a b'",
        "-v var-lib-mysql:/var/lib/mysql",
      ])
  }

  @Test func `names of volumes are unique and paths are quoted`() {
    let plan = Self.plan(#"{"Volumes":{"/a-b":{},"/a/b":{},"/q\"\\'":{}}}"#, [])
    #expect(plan.ecsJSON.contains(#""sourceVolume": "a-b-2""#))
    #expect(plan.ecsJSON.contains(#""containerPath": "/q\"\\'""#))
    #expect(plan.dockerFlags.contains(#"-v 'q---:/q"\'\'''"#))
    #expect(Self.plan("{}", []).ecsJSON == "{\n  \"readonlyRootFilesystem\": true\n}")
  }

  @Test func `Java may run native libraries from its tmpfs`() {
    let plan = Self.plan(
      #"{"Cmd":["java","-jar","a.jar"]}"#, [.program("/usr/bin/java"), .directory("/tmp", mode: 0o1777)])
    #expect(plan.ecsJSON.contains(#"["rw", "exec", "nosuid""#))
    #expect(plan.entries.map(\.confidence) == [.possible])
  }

  @Test func `Debian's Apache needs its log directory, and no lock directory`() {
    let files: [ExampleFile] = [
      .program("/usr/sbin/apache2"), .directory("/run/apache2"), .symlink("/var/run", to: "/run"),
      .directory("/run/lock/apache2"), .directory("/var/log/apache2", mode: 0o750, gid: 4),
      ExampleFile(
        "/etc/apache2/apache2.conf", content: "PidFile ${APACHE_PID_FILE}\nErrorLog ${APACHE_LOG_DIR}/error.log\n"),
    ]
    let environment = "\"APACHE_PID_FILE=/var/run/apache2/a.pid\",\"APACHE_LOG_DIR=/var/log/apache2\""
    let plan = Self.plan("{\"Cmd\":[\"apache2\"],\"Env\":[\(environment)]}", files)
    #expect(
      Self.rows(plan) == ["/run/apache2 tmpfs 0:0 0755 certain", "/var/log/apache2 tmpfs 0:4 0750 certain"])
  }

  @Test func `logs that lead to standard output need no mount`() {
    let plan = Self.plan(
      #"{"Cmd":["nginx"]}"#,
      [
        .program("/usr/sbin/nginx"), .symlink("/var/log/nginx/error.log", to: "/dev/stderr"),
        ExampleFile("/etc/nginx/nginx.conf", content: "error_log /var/log/nginx/error.log;"),
      ])
    #expect(plan.entries.isEmpty)
  }

  @Test func `what supervisord starts is likely, with its configuration`() {
    let plan = Self.plan(
      #"{"Cmd":["supervisord","-n"]}"#,
      [
        .program("/usr/bin/supervisord"), .program("/usr/sbin/nginx"), .directory("/run/n"),
        .directory("/var/cache/nginx"),
        .directory("/run/s"), ExampleFile("/etc/nginx/nginx.conf", content: "pid /run/n/x.pid; http { }"),
        ExampleFile(
          "/etc/supervisord.conf",
          content: "[supervisord]\nlogfile=/dev/null\npidfile=/run/s/s.pid\n[program:a]\ncommand=nginx\n"),
      ])
    #expect(
      Self.rows(plan) == [
        "/run/n tmpfs 0:0 0755 likely", "/run/s tmpfs 0:0 0755 certain", "/var/cache/nginx tmpfs 0:0 0755 likely",
      ])
  }

  @Test func `a configuration that could not be read is said`() {
    let plan = Self.plan(#"{"Cmd":["mongod","--config","/etc/mongod.conf"]}"#, [.program("/usr/bin/mongod")])
    guard case .unknown = plan.state else {
      Issue.record("\(plan.state)")
      return
    }
  }
}
