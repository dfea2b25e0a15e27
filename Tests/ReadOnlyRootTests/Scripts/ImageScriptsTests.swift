import Core
import ImageArchive
import RootFS
import Rules
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct ImageScriptsTests {
  static func scripts(
    _ config: String, _ files: [ExampleFile], needs: Set<String> = ScriptFiles.contents
  ) -> (scripts: ImageScripts, claims: [String]) {
    let image = TestImage.model(config: config, layers: [files], needs: ImageNeeds(contents: needs))
    let scripts = ImageScripts(of: image)
    let claims = ScriptClaims.all(of: scripts, in: image).map { claim in
      "\(claim.path)\(claim.isFile ? "" : "/") \(claim.confidence.rawValue) \(claim.file?.description ?? "-"):\(claim.line ?? 0)"
    }
    return (scripts, claims)
  }

  static let web = """
    #!/bin/sh
    set -e
    if [ "$1" = "web" ] || [ "$1" = "web-debug" ]; then
      if /usr/bin/find "/docker-entrypoint.d/" -mindepth 1 -maxdepth 1 -type f | read v; then
        find "/docker-entrypoint.d/" -follow -type f -print | sort -V | while read -r f; do
          case "$f" in
            *.sh) if [ -x "$f" ]; then "$f"; fi ;;
          esac
        done
      fi
    fi
    exec "$@"
    """

  @Test func `a configuration given to a program is no script`() {
    let (scripts, _) = Self.scripts(
      #"{"Cmd":["/server","-c","/etc/server.conf","/run.sh"]}"#,
      [
        .program("/server"), ExampleFile("/etc/server.conf", content: "[a]\nb = > /x ; (c\n"),
        ExampleFile("/run.sh", content: "touch /y\n"),
      ], needs: ["/etc/server.conf", "/run.sh"])
    #expect(scripts.files.map(\.name) == ["/run.sh"])
  }

  @Test func `scripts of a hook directory are read in their order`() {
    let (scripts, claims) = Self.scripts(
      #"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["web"]}"#,
      [
        .script("/docker-entrypoint.sh", Self.web),
        .script(
          "/docker-entrypoint.d/10-listen.sh",
          "#!/bin/sh\nFILE=\"etc/web/site.conf\"\ntouch /$FILE 2>/dev/null || { echo \"cannot change it\"; exit 0; }\n"
            + "sed -i s/80/81/ /$FILE\n"),
        .script(
          "/docker-entrypoint.d/20-templates.sh",
          "#!/bin/sh\nmake() {\n  local from=\"${TEMPLATES:-/etc/web/templates}\"\n  local to=\"${OUT:-/etc/web/conf.d}\"\n"
            + "  [ -d \"$from\" ] || return 0\n  echo > \"$to/a.conf\"\n}\nmake\nexit 0\n"),
        ExampleFile("/docker-entrypoint.d/readme.txt", content: "> /not/a/script\n"), ExampleFile("/etc/web/site.conf"),
        .program("/usr/bin/web"),
      ])
    #expect(
      scripts.files.map(\.name) == [
        "/docker-entrypoint.sh", "/docker-entrypoint.d/10-listen.sh", "/docker-entrypoint.d/20-templates.sh",
      ])
    #expect(claims == ["/etc/web/site.conf possible /docker-entrypoint.d/10-listen.sh:3"])
  }

  @Test func `templates in the image make the hook script write`() {
    let (_, claims) = Self.scripts(
      #"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["web"]}"#,
      [
        .script("/docker-entrypoint.sh", Self.web), .directory("/etc/web/templates"),
        .script(
          "/docker-entrypoint.d/20-templates.sh",
          "#!/bin/sh\n[ -d /etc/web/templates ] || exit 0\nenvsubst < /etc/web/templates/a > /etc/web/conf.d/a\n"),
      ])
    #expect(claims == ["/etc/web/conf.d/a possible /docker-entrypoint.d/20-templates.sh:3"])
  }

  static let database = """
    #!/usr/bin/env bash
    set -Eeo pipefail
    make_directories() {
      local user; user="$(id -u)"
      mkdir -p "$PGDATA"
      chmod 700 "$PGDATA" || :
      mkdir -p /var/run/db || :
      if [ "$user" = '0' ]; then
        find "$PGDATA" \\! -user db -exec chown db '{}' +
      fi
    }
    main() {
      if [ "${1:0:1}" = '-' ]; then set -- db "$@"; fi
      if [ "$1" = 'db' ]; then
        make_directories
        if [ "$(id -u)" = '0' ]; then exec gosu db "$BASH_SOURCE" "$@"; fi
      fi
      exec "$@"
    }
    main "$@"
    """

  @Test func `a database's entrypoint with functions`() {
    let (scripts, claims) = Self.scripts(
      #"{"Entrypoint":["docker-entrypoint.sh"],"Cmd":["db"],"Env":["PGDATA=/var/lib/db"]}"#,
      [.script("/usr/local/bin/docker-entrypoint.sh", Self.database), .program("/usr/bin/db")])
    #expect(scripts.files.count == 1)
    #expect(
      claims == [
        "/var/lib/db/ possible /usr/local/bin/docker-entrypoint.sh:5",
        "/var/run/db/ possible /usr/local/bin/docker-entrypoint.sh:7",
      ])
  }

  @Test func `what is sourced, run and given is read, once each`() {
    let (scripts, claims) = Self.scripts(
      #"{"Entrypoint":["tini","--","/entrypoint.sh"],"Cmd":["/app/run.sh"],"WorkingDir":"/srv"}"#,
      [
        .program("/usr/bin/tini"), .directory("/srv"),
        .script("/entrypoint.sh", "#!/bin/sh\n. /opt/setup.sh\nmake_it\n/entrypoint.sh\nexec \"$@\"\n"),
        .script("/opt/setup.sh", "make_it() { mkdir /made; }\nnever() { mkdir /never; }\n", mode: 0o644),
        .script("/app/run.sh", "#!/bin/bash\ntouch here\n"),
      ])
    #expect(scripts.files.map(\.name) == ["/entrypoint.sh", "/opt/setup.sh", "/app/run.sh"])
    #expect(claims == ["/made/ possible /opt/setup.sh:1", "/srv/here likely /app/run.sh:2"])
  }

  @Test func `a script that was not read is said`() {
    let (scripts, _) = Self.scripts(
      #"{"Entrypoint":["/entrypoint.sh"]}"#,
      [
        .script("/entrypoint.sh", "#!/bin/sh\n/odd/place.sh\n/usr/bin/tool\n"), .script("/odd/place.sh", "#!/bin/sh\n"),
        .program("/usr/bin/tool"),
      ])
    #expect(scripts.unread == ["/odd/place.sh, run by /entrypoint.sh:2"])
  }

  @Test func `the text of the shell form is read`() {
    let (scripts, claims) = Self.scripts(
      #"{"Cmd":["/bin/sh","-c","mkdir -p /run/app && exec app"]}"#, [.program("/bin/sh"), .program("/usr/bin/app")])
    #expect(scripts.files.map(\.name) == ["start command"])
    #expect(claims == ["/run/app/ likely -:0"])
  }

  @Test func `links to the standard streams and volumes are no claims`() {
    let image = TestImage.model(
      config: #"{"Entrypoint":["/entrypoint.sh"],"Volumes":{"/data":{}}}"#,
      layers: [
        [
          .script("/entrypoint.sh", "#!/bin/sh\nexec > /var/log/app.log\nmkdir /data/x\nmkdir /var/run/x\n"),
          .symlink("/var/log/app.log", to: "/dev/stdout"), .symlink("/var/run", to: "/run"), .directory("/run"),
        ]
      ], needs: ImageNeeds(contents: ScriptFiles.contents))
    #expect(MountPlan(of: image).entries.filter { $0.source == .script }.map(\.path.description) == ["/run/x"])
  }

  @Test func `scripts that run each other end`() {
    let files = (0..<120).map { index in
      ExampleFile.script(
        "/docker-entrypoint.d/\(index).sh",
        "#!/bin/sh\n/docker-entrypoint.d/\((index + 1) % 120).sh\nmkdir /m\(index)\n")
    }
    let (scripts, _) = Self.scripts(
      #"{"Entrypoint":["/entrypoint.sh"]}"#,
      files + [.script("/entrypoint.sh", "#!/bin/sh\nrun-parts /docker-entrypoint.d\n")])
    #expect(scripts.files.count == ImageScripts.mostFiles)
  }
}

@Suite struct EnvironmentClaimsTests {
  @Test(
    arguments: [
      ("PGDATA=/var/lib/pg", "/var/lib/pg volume possible"), ("TMPDIR=/scratch", "/scratch tmpfs possible"),
      ("XDG_CACHE_HOME=/c", "/c tmpfs possible"), ("APP_LOG_DIR=/logs", "/logs tmpfs possible"),
      ("APP_DATA_DIR=/d", "/d volume possible"), ("PIP_CACHE_DIR=/p", "/p tmpfs hint"), ("HOME=/home/x", ""),
      ("GEM_HOME=/g", "/g tmpfs hint"), ("npm_config_cache=/n", "/n tmpfs hint"), ("PATH=/usr/bin", ""),
      ("X_LOG_DIR=logs", ""), ("X_LOG_DIR=$HOME/logs", ""), ("X_LOG_DIR=/dev/shm", ""), ("X_LOG_DIR=/", ""),
      ("JAVA_OPTS=-Xmx1g -Djava.io.tmpdir=/jt -XX:HeapDumpPath=/dump/", "/jt tmpfs likely, /dump/ tmpfs possible"),
      (
        "JAVA_TOOL_OPTIONS=-Xlog:gc*:file=/gc/a.log:time -Xloggc:/gc/b.log",
        "/gc/a.log tmpfs likely, /gc/b.log tmpfs likely"
      ),
    ] as [(String, String)])
  func `a variable names a place`(variable: String, expected: String) {
    let image = TestImage.model(
      config: #"{"Cmd":["/app"],"Env":["\#(variable)"]}"#, layers: [[.program("/app")]], needs: .none)
    let found = EnvironmentClaims.all(of: StartedService(in: image), in: image)
    #expect(
      found.map { "\($0.path) \($0.kind.rawValue) \($0.confidence.rawValue)" }.joined(separator: ", ") == expected)
  }

  @Test(
    arguments: [
      (#""--pidfile=/run/a.pid""#, "/run/a.pid file"), (#""--pid-file","/run/a.pid""#, "/run/a.pid file"),
      (#""--log-file=/dev/stdout""#, ""), (#""--data-dir=/d""#, "/d dir"), (#""--log-file","-""#, ""),
      (#""--data-dir""#, ""),
      (#""--other=/x""#, ""),
    ] as [(String, String)])
  func `an option of the start command names a place`(words: String, expected: String) {
    let image = TestImage.model(config: #"{"Cmd":["/app",\#(words)]}"#, layers: [[.program("/app")]], needs: .none)
    let found = EnvironmentClaims.all(of: StartedService(in: image), in: image)
    #expect(found.map { "\($0.path) \($0.isFile ? "file" : "dir")" }.joined(separator: ", ") == expected)
    #expect(found.allSatisfy { $0.confidence == .likely })
  }

  @Test func `empty and well-named directories of the run user are hints`() {
    let image = TestImage.model(
      config: #"{"Cmd":["/x"],"User":"7:7","WorkingDir":"/srv/w"}"#,
      layers: [
        [
          .program("/x"), .directory("/var/lib/a", uid: 7, gid: 7), .directory("/srv/w", uid: 7, gid: 7),
          ExampleFile("/srv/w/code", uid: 7), .directory("/srv/w/tmp", uid: 7), ExampleFile("/srv/w/tmp/x"),
          .directory("/other", uid: 7), .directory("/tmp", mode: 0o1777), .directory("/var/tmp", mode: 0o1777),
          .directory("/var/roots"), .directory("/srv/w/tmp/deep", uid: 7),
        ]
      ], needs: .none)
    let found = PermissionClaims.all(of: StartedService(in: image), in: image)
    #expect(found.map(\.path) == ["/srv/w/tmp", "/var/lib/a"])
    #expect(found.allSatisfy { $0.confidence == .hint })
  }
}
