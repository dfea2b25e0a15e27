import Core
import Deployment
import RootFS
import Testing
import TestSupport

@testable import Rules

@Suite struct ComposeRuleTests {
  private static let web: String = "services:\n  web:\n    image: shop/web:1\n"

  static let readOnly: [FileCase] = [
    FileCase("absent", web, ["high /services/web 2:3"]),
    FileCase("false", web + "    read_only: false\n", ["high /services/web/read_only 4:16"]),
    FileCase("true", web + "    read_only: true\n"),
    FileCase("a switch of YAML 1.1", web + "    read_only: yes\n"),
    FileCase("a variable", web + "    read_only: ${RO:-true}\n", ["info /services/web/read_only 4:16"]),
    FileCase(
      "extends another file", web + "    extends: {file: a.yml, service: b}\n", ["info /services/web/extends 4:14"]),
    FileCase("an override file", "services:\n  web:\n    ports: [\"80:80\"]\n", ["info /services/web 2:3"]),
    FileCase("Windows", web + "    platform: windows/amd64\n"),
    FileCase("merged", "x-base: &b\n  read_only: true\nservices:\n  web:\n    <<: *b\n    image: a\n"),
    FileCase(
      "extends a service of the file", web + "    read_only: true\n  job:\n    extends: web\n    command: run\n"),
    FileCase("no services", "services: {}\n"),
    FileCase("extension fields and providers", "services:\n  x-a: {image: b}\n  db:\n    provider: {type: rds}\n"),
    FileCase("JSON", #"{"services": {"web": {"image": "a"}}}"#, ["high /services/web 1:15"]),
    FileCase("build alone", "services:\n  web:\n    build: .\n", ["high /services/web 2:3"]),
  ]

  static let user: [FileCase] = [
    FileCase("absent", web, ["low /services/web 2:3"]),
    FileCase("empty", web + "    user: \"\"\n", ["low /services/web/user 4:11"]),
    FileCase("root", web + "    user: root\n", ["high /services/web/user 4:11"]),
    FileCase("0", web + "    user: 0\n", ["high /services/web/user 4:11"]),
    FileCase("0:1000", web + "    user: \"0:1000\"\n", ["high /services/web/user 4:11"]),
    FileCase("a group alone", web + "    user: \":1000\"\n", ["high /services/web/user 4:11"]),
    FileCase("a number", web + "    user: 1000:1000\n"),
    FileCase("a name", web + "    user: www-data\n"),
    FileCase("variables", web + "    user: \"${UID}:${GID}\"\n", ["info /services/web/user 4:11"]),
    FileCase("a variable without braces", web + "    user: $UID\n", ["info /services/web/user 4:11"]),
  ]

  static let privileged: [FileCase] = [
    FileCase("true", web + "    privileged: true\n", ["critical /services/web/privileged 4:17"]),
    FileCase("false", web + "    privileged: false\n"),
    FileCase("a variable", web + "    privileged: ${P}\n"),
  ]

  static let capabilities: [FileCase] = [
    FileCase("nothing said", web, ["low /services/web 2:3"]),
    FileCase("all dropped", web + "    cap_drop: [ALL]\n"),
    FileCase("all dropped in small letters", web + "    cap_drop: [all]\n"),
    FileCase("some dropped", web + "    cap_drop: [NET_RAW]\n", ["low /services/web/cap_drop 4:15"]),
    FileCase("the right way", web + "    cap_drop: [ALL]\n    cap_add: [CHOWN, SETUID, NET_BIND_SERVICE]\n"),
    FileCase(
      "one added", web + "    cap_drop: [ALL]\n    cap_add:\n      - SYS_PTRACE\n", ["high /services/web/cap_add/0 6:9"]
    ),
    FileCase(
      "the worst counts", web + "    cap_drop: [ALL]\n    cap_add: [SYS_TIME, CAP_NET_ADMIN]\n",
      ["critical /services/web/cap_add 5:14"]),
    FileCase("ALL added", web + "    cap_add: [ALL]\n", ["critical /services/web/cap_add/0 4:15"]),
    FileCase("privileged has them anyway", web + "    privileged: true\n    cap_add: [ALL]\n"),
    FileCase("an unknown list", web + "    cap_drop: ${DROP}\n"),
  ]

  static let privileges: [FileCase] = [
    FileCase("absent", web, ["low /services/web 2:3"]),
    FileCase("with a colon", web + "    security_opt: [\"no-new-privileges:true\"]\n"),
    FileCase("with an equals sign", web + "    security_opt: [no-new-privileges=true]\n"),
    FileCase("alone", web + "    security_opt: [no-new-privileges]\n"),
    FileCase(
      "false", web + "    security_opt: [\"no-new-privileges:false\"]\n", ["low /services/web/security_opt/0 4:20"]),
    FileCase(
      "profiles are off", web + "    security_opt:\n      - no-new-privileges:true\n      - seccomp=unconfined\n",
      ["high /services/web/security_opt/1 6:9"]),
    FileCase("a variable may hold it", web + "    security_opt: [\"${OPT}\"]\n"),
  ]

  static let namespaces: [FileCase] = [
    FileCase(
      "all", web + "    pid: host\n    ipc: host\n    network_mode: host\n    userns_mode: host\n    uts: host\n",
      [
        "high /services/web/pid 4:10", "high /services/web/ipc 5:10", "medium /services/web/network_mode 6:19",
        "medium /services/web/userns_mode 7:18", "low /services/web/uts 8:10",
      ]),
    FileCase("others", web + "    pid: service:db\n    network_mode: bridge\n    ipc: shareable\n"),
  ]

  static let socket: [FileCase] = [
    FileCase(
      "the socket", web + "    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
      ["high /services/web/volumes/0 5:9"]),
    FileCase(
      "long form", web + "    volumes:\n      - {type: bind, source: /run/containerd/containerd.sock, target: /c}\n",
      ["high /services/web/volumes/0 5:9"]),
    FileCase(
      "written twice over", web + "    volumes: [\"//run/./docker.sock:/d\"]\n", ["high /services/web/volumes/0 4:15"]),
    FileCase(
      "the directory that holds it", web + "    volumes: [\"/var/run:/host/run\"]\n",
      ["high /services/web/volumes/0 4:15"]),
    FileCase(
      "the host", web + "    volumes: [\"/:/a:ro\", \"/etc:/b:ro\", \"/proc:/c:ro\", \"/sys:/d\", \"/root:/e\"]\n",
      [
        "high /services/web/volumes/0 4:15", "high /services/web/volumes/1 4:26", "medium /services/web/volumes/2 4:40",
        "high /services/web/volumes/3 4:55", "high /services/web/volumes/4 4:66",
      ]),
    FileCase(
      "ordinary ones",
      web + "    volumes: [data:/data, ./src:/src, ~/x:/x, /srv/a:/a, /etc/nginx/a.conf:/a.conf, /data, "
        + "\"/etc/localtime:/etc/localtime:ro\", \"${DIR}:/y\", 'C:\\a:/z']\nvolumes: {data: {}}\n"),
    FileCase(
      "a bound volume",
      web + "    volumes: [root:/host]\nvolumes:\n  root:\n    driver_opts: {type: none, o: bind, device: /}\n",
      ["high /services/web/volumes/0 4:15"]),
    FileCase("the api socket", web + "    use_api_socket: true\n", ["high /services/web/use_api_socket 4:21"]),
  ]

  @Test(arguments: readOnly) func `read-only root`(of file: FileCase) throws { try file.check(ComposeReadOnly.self) }
  @Test(arguments: user) func `the user`(of file: FileCase) throws { try file.check(ComposeUser.self) }
  @Test(arguments: privileged) func `all rights of the host`(of file: FileCase) throws {
    try file.check(ComposePrivileged.self)
  }
  @Test(arguments: capabilities) func `capabilities added and kept`(of file: FileCase) throws {
    try file.check(ComposeCapabilities.self)
  }
  @Test(arguments: privileges) func `no new privileges`(of file: FileCase) throws {
    try file.check(ComposePrivileges.self)
  }
  @Test(arguments: [("", "not set"), ("    security_opt: [\"no-new-privileges:false\"]\n", "false")])
  func `the message tells what no-new-privileges is`(options: String, state: String) throws {
    let found = try FileCase.findings(ComposePrivileges.self, Self.web + options)
    #expect(found.map(\.message) == ["processes of service \"web\" can gain rights: no-new-privileges is \(state)"])
  }
  @Test(arguments: namespaces) func `host namespaces`(of file: FileCase) throws {
    try file.check(ComposeHostNamespaces.self)
  }
  @Test(arguments: socket) func `sockets and host paths`(of file: FileCase) throws {
    try file.check(ComposeSocket.self)
  }

  // MARK: with the image

  private static let passwd = ExampleFile("/etc/passwd", content: "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n")
  private static let nginx: [[ExampleFile]] = [
    [passwd, .program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]
  ]

  @Test func `an image that is not root makes an absent user right`() throws {
    let image = TestImage.model(config: #"{"User":"app"}"#, layers: [[Self.passwd]])
    #expect(try FileCase.findings(ComposeUser.self, Self.web, images: [image]).isEmpty)
    let found = try FileCase.findings(ComposeUser.self, Self.web, images: [TestImage.model(layers: [[Self.passwd]])])
    #expect(found.map(\.severity) == [.high])
    #expect(found.first?.fix == #"user: "1000:1000""#)
  }

  @Test func `a name that the image gives uid 0 is root`() throws {
    let toor = ExampleFile("/etc/passwd", content: "toor:x:0:0::/:/bin/sh\n")
    let image = TestImage.model(config: #"{"User":"9:9"}"#, layers: [[toor]])
    let found = try FileCase.findings(ComposeUser.self, Self.web + "    user: toor\n", images: [image])
    #expect(found.map(\.severity) == [.high])
  }

  @Test func `with several services an image is taken by its name alone`() throws {
    let image = TestImage.model(config: #"{"User":"app"}"#, layers: [[Self.passwd]])
    let text = "services:\n  a:\n    image: docker.io/library/example:1\n  b:\n    image: other:1\n"
    let found = try FileCase.findings(ComposeUser.self, text, images: [image])
    #expect(found.map(\.pointer) == ["/services/b"])
  }

  @Test func `the plan of the image is in the fix, and what is missing is told`() throws {
    let image = TestImage.model(config: #"{"Cmd":["nginx","-g","daemon off;"]}"#, layers: Self.nginx)
    let writable = try FileCase.findings(ComposeReadOnly.self, Self.web, images: [image])
    let fix = try #require(writable.first?.fix)
    #expect(fix.hasPrefix("read_only: true; tmpfs: ["))
    #expect(fix.contains("/var/cache/nginx:rw,noexec,nosuid,nodev,size=64m"))
    let bare = try FileCase.findings(ComposeReadOnly.self, Self.web + "    read_only: true\n", images: [image])
    #expect(bare.map(\.severity) == [.medium])
    #expect(bare.first?.message.contains("/var/cache/nginx") == true)
    let mounts = "    read_only: true\n    tmpfs:\n      - /run:size=1m\n    volumes: [cache:/var/cache]\n"
    #expect(try FileCase.findings(ComposeReadOnly.self, Self.web + mounts, images: [image]).isEmpty)
    let readOnly = "    read_only: true\n    tmpfs: /run\n    volumes: [\"cache:/var/cache:ro\"]\n"
    #expect(try FileCase.findings(ComposeReadOnly.self, Self.web + readOnly, images: [image]).count == 1)
    // Another program may write elsewhere, and an unknown mount may be the right one.
    for line in ["command: sleep 1", "volumes: [\"${CACHE}\"]"] {
      let text = Self.web + "    read_only: true\n    \(line)\n"
      #expect(try FileCase.findings(ComposeReadOnly.self, text, images: [image]).isEmpty, "\(line)")
    }
  }
}
