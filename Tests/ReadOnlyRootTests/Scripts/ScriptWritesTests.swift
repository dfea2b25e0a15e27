import ShellSyntax
import Testing

@testable import ReadOnlyRoot

/// A script and what it writes: `LINE PATH CONFIDENCE`, a directory with a slash at its end; `LINE ?` for a place that
/// cannot be told.
struct ScriptCase: Sendable, CustomTestStringConvertible {
  var script: String
  var expected: [String]
  var uid: Int?
  var arguments: [String]?

  init(_ script: String, _ expected: [String], uid: Int? = 0, arguments: [String]? = nil) {
    (self.script, self.expected, self.uid, self.arguments) = (script, expected, uid, arguments)
  }

  var testDescription: String { script }

  static let directories: Set<String> = ["/", "/etc", "/var", "/var/log", "/run", "/srv", "/tmp", "/app", "/data"]
  static let files: Set<String> = ["/etc/hosts", "/etc/app.conf", "/app/old", "/run/old.pid"]

  var context: ScriptContext {
    var context = ScriptContext(
      environment: ["HOME": "/root", "DATA": "/data", "EMPTY": ""], arguments: arguments, directory: "/app", uid: uid)
    context.userName = uid == 0 ? "root" : "app"
    context.isBash = true
    context.place = { path in
      if Self.directories.contains(path) { return .directory }
      if Self.files.contains(path) { return .file }
      if path == "/var/log/stream.log" { return .stream }
      return path == "/volume" ? .unknown : .missing
    }
    context.content = { $0 == "/etc/lib.sh" ? Array("LIB=/srv/lib\nlocal_only() { X=/a; }\n".utf8) : nil }
    return context
  }

  var found: [String] {
    let writes = ScriptWrites(Array(script.utf8), context)
    let known = writes.writes.map { write in
      (write.line, "\(write.line) \(write.path)\(write.isFile ? "" : "/") \(write.confidence.rawValue)")
    }
    return (known + writes.unresolved.map { ($0, "\($0) ?") }).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

@Suite struct ScriptWritesTests {
  static let redirections: [ScriptCase] = [
    ScriptCase("echo a > /srv/f", ["1 /srv/f likely"]),
    ScriptCase("echo a >> /srv/f", ["1 /srv/f likely"]),
    ScriptCase("echo a >| /srv/f", ["1 /srv/f likely"]),
    ScriptCase("run &> /srv/f", ["1 /srv/f likely"]),
    ScriptCase("run <> /srv/f", ["1 /srv/f likely"]),
    ScriptCase("run >& /srv/f", ["1 /srv/f likely"]),
    ScriptCase("run 2>&1 >&2 >&-", []),
    ScriptCase("run < /srv/f", []),
    ScriptCase("run > /dev/null 2> /proc/self/fd/2 3> /sys/x", []),
    ScriptCase("run > /var/log/stream.log", []),
    ScriptCase("> /srv/f", ["1 /srv/f likely"]),
    ScriptCase("exec > /srv/f 2>&1\nmkdir /srv/d", ["1 /srv/f likely", "2 /srv/d/ likely"]),
    ScriptCase("{ echo a; echo b; } > /srv/f", ["1 /srv/f likely"]),
    ScriptCase("for x in a b; do echo $x; done > /srv/f", ["1 /srv/f likely"]),
    ScriptCase("if [ \"$X\" ]; then echo; fi > /srv/f", ["1 /srv/f likely"]),
    ScriptCase("envsubst < /app/a > /app/b", ["1 /app/b likely"]),
    ScriptCase("echo a > rel", ["1 /app/rel likely"]),
    ScriptCase("echo a > \"$X\"", ["1 ?"]),
    ScriptCase("cat <<E > /srv/f\nmkdir /no\nE\n", ["1 /tmp/ hint", "1 /srv/f likely"]),
    ScriptCase("case a in b) echo;; esac > /srv/f", ["1 /srv/f likely"]),
    ScriptCase("{ echo a; } > /srv/f || true", ["1 /srv/f possible"]),
    ScriptCase("sh -c 'echo > /srv/f'", ["1 /srv/f likely"]),
    ScriptCase("echo > '/srv/a b'", ["1 /srv/a b likely"]),
    ScriptCase("echo > /etc/../srv/./f", ["1 /srv/f likely"]),
    ScriptCase("echo > ~/f", ["1 /root/f likely"]),
  ]

  static let commands: [ScriptCase] = [
    ScriptCase("a | tee -a /srv/a /srv/b", ["1 /srv/a likely", "1 /srv/b likely"]),
    ScriptCase("sed -i s/a/b/ /etc/app.conf", ["1 /etc/app.conf likely"]),
    ScriptCase("sed -i.bak -e s/a/b/ /etc/app.conf", ["1 /etc/app.conf likely"]),
    ScriptCase("sed -e s/a/b/ /etc/app.conf", []),
    ScriptCase("sed -n 's/i//' /etc/app.conf", []),
    ScriptCase("perl -pi -e s/a/b/ /etc/app.conf", ["1 /etc/app.conf likely"]),
    ScriptCase("mkdir -p -m 700 /run/app /srv", ["1 /run/app/ likely"]),
    ScriptCase("touch -r /etc/hosts /etc/app.conf", ["1 /etc/app.conf likely"]),
    ScriptCase("chown -R app:app /data", ["1 /data/ likely"]),
    ScriptCase("chmod -x /app/old", ["1 /app/old likely"]),
    ScriptCase("chmod --reference=/etc/hosts /app/old", ["1 /app/old likely"]),
    ScriptCase("chown app /gone", ["1 /gone/ possible"]),
    ScriptCase("cp /etc/hosts /srv", ["1 /srv/ likely"]),
    ScriptCase("cp /etc/hosts /srv/new", ["1 /srv/new likely"]),
    ScriptCase("cp -t /srv /etc/hosts", ["1 /srv/ likely"]),
    ScriptCase("cp -n /etc/hosts /srv/new", ["1 /srv/new possible"]),
    ScriptCase("mv /app/old /srv/new", ["1 /srv/new likely", "1 /app/old likely"]),
    ScriptCase("ln -sf /dev/stdout /var/log/a.log", ["1 /var/log/a.log likely"]),
    ScriptCase("install -d -o app /run/app", ["1 /run/app/ possible"]),
    ScriptCase("install -m 600 /etc/hosts /srv/x", ["1 /srv/x likely"]),
    ScriptCase("rsync -a --exclude .git /app/ /srv/", ["1 /srv/ likely"]),
    ScriptCase("rsync -a /app/ host:/srv/", []),
    ScriptCase("rm -f /run/app.pid", []),
    ScriptCase("rm -f /run/old.pid", ["1 /run/old.pid likely"]),
    ScriptCase("rm -f /run/*.pid", ["1 /run/ possible"]),
    ScriptCase("f=$(mktemp)\necho a > \"$f\"", ["1 /tmp/ likely"]),
    ScriptCase("mktemp -d -p /srv", ["1 /srv/ likely"]),
    ScriptCase("mktemp /srv/x.XXXX", ["1 /srv/ likely"]),
    ScriptCase("export TMPDIR=/srv\nmktemp", ["2 /srv/ likely"]),
    ScriptCase("dd if=/dev/zero of=/srv/disk", ["1 /srv/disk likely"]),
    ScriptCase("usermod -u 1 app", ["1 /etc/passwd likely"]),
    ScriptCase("groupmod -g 1 app", ["1 /etc/group likely"]),
    ScriptCase("update-ca-certificates --fresh", ["1 /etc/ssl/certs/ likely"]),
    ScriptCase("ssh-keygen -A", ["1 /etc/ssh/ likely"]),
    ScriptCase("ssh-keygen -q -t rsa -f /srv/key", ["1 /srv/key likely"]),
    ScriptCase("ssh-keygen -l -f /srv/key", []),
    ScriptCase("openssl req -x509 -keyout /srv/k -out /srv/c", ["1 /srv/k likely", "1 /srv/c likely"]),
    ScriptCase("ldconfig", ["1 /etc/ld.so.cache likely"]),
    ScriptCase("gunzip -c /srv/a.gz", []),
    ScriptCase("gunzip /srv/a.gz", ["1 /srv/a.gz likely"]),
    ScriptCase("tar xzf /a.tgz -C /srv", ["1 /srv/ likely"]),
    ScriptCase("tar -tf /a.tgz", []),
    ScriptCase("tar xf /a.tgz", ["1 /app/ likely"]),
    ScriptCase("unzip -q a.zip -d /srv", ["1 /srv/ likely"]),
    ScriptCase("wget -qO- http://x", []),
    ScriptCase("wget -O /srv/x http://x", ["1 /srv/x likely"]),
    ScriptCase("curl -fsS http://x", []),
    ScriptCase("curl -fsSo /srv/x http://x", ["1 /srv/x likely"]),
    ScriptCase("curl -sf -o /dev/null http://x", []),
    ScriptCase("npm ci", ["1 /app/node_modules/ likely"]),
    ScriptCase("pip install x", ["1 ?"]),
    ScriptCase("python manage.py collectstatic --noinput", ["1 ?"]),
    ScriptCase("find /data ! -user app -exec chown app {} +", ["1 /data/ possible"]),
    ScriptCase("find . -delete", ["1 /app/ possible"]),
    ScriptCase("find /data -name x", []),
    ScriptCase("sudo -u app mkdir /srv/x", ["1 /srv/x/ likely"]),
    ScriptCase("gosu app mkdir /srv/x", ["1 /srv/x/ likely"]),
    ScriptCase("/bin/mkdir /srv/x", ["1 /srv/x/ likely"]),
    ScriptCase("echo mkdir /srv/x", []),
  ]

  static let values: [ScriptCase] = [
    ScriptCase("mkdir \"$DATA/x\"", ["1 /data/x/ likely"]),
    ScriptCase("D=/srv\nmkdir $D/x", ["2 /srv/x/ likely"]),
    ScriptCase("mkdir ${D:-/srv}/x", ["1 /srv/x/ likely"]),
    ScriptCase("mkdir ${DATA:-/srv}/x", ["1 /data/x/ likely"]),
    ScriptCase(": \"${D:=/srv}\"\nmkdir $D/x", ["2 /srv/x/ likely"]),
    ScriptCase(": \"${D:=$DATA/in}\"\nmkdir $D", ["2 /data/in/ likely"]),
    ScriptCase("mkdir \"${D:=/srv/x}\"", ["1 /srv/x/ likely"]),
    ScriptCase("mkdir \"${DATA:?not set}/x\"", ["1 /data/x/ likely"]),
    ScriptCase("mkdir \"$UNSET/x\"", ["1 ?"]),
    ScriptCase("D=$(other)\nmkdir $D/x", ["2 ?"]),
    ScriptCase("mkdir /srv/{a,b}", ["1 /srv/a/ likely", "1 /srv/b/ likely"]),
    ScriptCase("for d in a b; do mkdir /srv/$d; done", ["1 /srv/a/ likely", "1 /srv/b/ likely"]),
    ScriptCase(
      "cd /srv\nmkdir x\n(cd /data; mkdir y)\nmkdir z", ["2 /srv/x/ likely", "3 /data/y/ likely", "4 /srv/z/ likely"]),
    ScriptCase("cd /srv\ncd sub\nmkdir x", ["3 /srv/sub/x/ likely"]),
    ScriptCase("cd \"$X\"\nmkdir x\nmkdir /srv/y", ["2 ?", "3 /srv/y/ likely"]),
    ScriptCase("if x; then cd /srv; fi\nmkdir x", ["2 ?"]),
    ScriptCase("mkdir /srv/$1", ["1 ?"]),
    ScriptCase("mkdir /srv/$1", ["1 /srv/serve/ likely"], arguments: ["e", "serve"]),
    ScriptCase("shift\nmkdir /srv/$1", ["2 ?"], arguments: ["e", "serve"]),
    ScriptCase("f() { mkdir /srv/$1; }\nf x", ["1 /srv/x/ likely"], arguments: ["e", "serve"]),
    ScriptCase("f() { mkdir /srv/$1; }\nf x", ["1 /srv/x/ likely"]),
    ScriptCase(
      "f() { D=\"$2\"\nmkdir $D; }\nf x /srv/y\nif z; then f x /srv/z; fi",
      ["2 /srv/y/ likely", "2 /srv/z/ possible"]),
    ScriptCase("f() { mkdir $1; }\nf $X", ["1 ?"]),
    ScriptCase(". /etc/lib.sh\nmkdir $LIB/x", ["2 /srv/lib/x/ likely"]),
    ScriptCase("f() { mkdir $D; }\nD=/srv/x\nf", ["1 ?"]),
  ]

  static let flow: [ScriptCase] = [
    ScriptCase("if x; then mkdir /srv/x; else mkdir /srv/y; fi", ["1 /srv/x/ possible", "1 /srv/y/ possible"]),
    ScriptCase("x && mkdir /srv/x", ["1 /srv/x/ possible"]),
    ScriptCase("x || mkdir /srv/x", ["1 /srv/x/ possible"]),
    ScriptCase("mkdir /srv/x && touch /srv/x/f", ["1 /srv/x/ likely", "1 /srv/x/f likely"]),
    ScriptCase("mkdir /srv/x || true", ["1 /srv/x/ possible"]),
    ScriptCase("chown app /data 2>/dev/null || :", ["1 /data/ possible"]),
    ScriptCase("mkdir /srv/x || exit 1", ["1 /srv/x/ likely"]),
    ScriptCase("mkdir /srv/x || { echo no; exit 1; }", ["1 /srv/x/ likely"]),
    ScriptCase("if ! touch /srv/x; then exit 0; fi\nmkdir /srv/y", ["1 /srv/x possible", "2 /srv/y/ possible"]),
    ScriptCase(
      "touch /etc/app.conf 2>/dev/null || { echo no; exit 0; }\nsed -i s/a/b/ /etc/app.conf",
      ["1 /etc/app.conf possible", "2 /etc/app.conf possible"]),
    ScriptCase("while x; do mkdir /srv/x; done", ["1 /srv/x/ possible"]),
    ScriptCase("case \"$X\" in a) mkdir /srv/x;; esac", ["1 /srv/x/ possible"]),
    ScriptCase(
      "case \"$1\" in ser*) mkdir /srv/x;; *) mkdir /srv/y;; esac", ["1 /srv/x/ likely"], arguments: ["e", "serve"]),
    ScriptCase(
      "case \"$1\" in work) mkdir /srv/x;; *) mkdir /srv/y;; esac", ["1 /srv/y/ likely"], arguments: ["e", "serve"]),
    ScriptCase("f() { mkdir /srv/x; }", ["1 /srv/x/ possible"]),
    ScriptCase("f() { mkdir /srv/x; }\nf", ["1 /srv/x/ likely"]),
    ScriptCase("f() { mkdir /srv/x; }\nif x; then f; fi", ["1 /srv/x/ possible"]),
    ScriptCase("f() { g; }\ng() { mkdir /srv/x; }\nf", ["2 /srv/x/ likely"]),
    ScriptCase("f() { g; }\ng() { f; mkdir /srv/x; }", []),
    ScriptCase("if [ \"$(id -u)\" = '0' ]; then mkdir /srv/x; else mkdir /srv/y; fi", ["1 /srv/x/ likely"]),
    ScriptCase("if [ \"$(id -u)\" = '0' ]; then mkdir /srv/x; else mkdir /srv/y; fi", ["1 /srv/y/ likely"], uid: 5),
    ScriptCase("if [ \"$(id -u)\" = '0' ]; then mkdir /srv/x; fi", ["1 /srv/x/ possible"], uid: nil),
    ScriptCase("u=\"$(id -u)\"\n[ $u -ne 0 ] || mkdir /srv/x", ["2 /srv/x/ likely"]),
    ScriptCase("u=\"$(id -u)\"\n[ $u -ne 0 ] || mkdir /srv/x", [], uid: 5),
    ScriptCase("if [[ $EUID -eq 0 && \"$1\" = a ]]; then mkdir /srv/x; fi", [], uid: 5),
    ScriptCase("if [ \"$(whoami)\" = root ]; then mkdir /srv/x; fi", [], uid: 5),
    ScriptCase(
      "if [ \"$1\" = 'serve' -a \"$(id -u)\" = '0' ]; then mkdir /srv/x; fi", ["1 /srv/x/ likely"],
      arguments: ["e", "serve"]),
    ScriptCase("[ -d /srv/t ] || return 0\nmkdir /srv/x", []),
    ScriptCase("[ -d /srv ] || return 0\nmkdir /srv/x", ["2 /srv/x/ likely"]),
    ScriptCase("if [ -f /gone ]; then mkdir /srv/x; fi", []),
    ScriptCase("if [ ! -f /gone ]; then mkdir /srv/x; fi", ["1 /srv/x/ likely"]),
    ScriptCase("if [ -d /volume ]; then mkdir /srv/x; fi", ["1 /srv/x/ possible"]),
    ScriptCase(
      "mkdir /srv/new\nif [ -d /srv/new ]; then mkdir /srv/x; fi", ["1 /srv/new/ likely", "2 /srv/x/ possible"]),
    ScriptCase("if [ -n \"$UNSET\" ]; then mkdir /srv/x; fi", ["1 /srv/x/ possible"]),
    ScriptCase("if [ -n \"$DATA\" ]; then mkdir /srv/x; fi", ["1 /srv/x/ likely"]),
    ScriptCase("exit 0\nmkdir /srv/x", []),
    ScriptCase("(exit 0)\nmkdir /srv/x", ["2 /srv/x/ likely"]),
    ScriptCase("exec \"$@\"\nmkdir /srv/x", []),
    ScriptCase("if x; then exec \"$@\"; fi\nmkdir /srv/x", ["2 /srv/x/ possible"]),
    ScriptCase("if x; then exit 1; fi\nmkdir /srv/x", ["2 /srv/x/ likely"]),
    ScriptCase("if [ \"$(id -u)\" = 0 ]; then exec gosu app \"$0\" \"$@\"; fi\nmkdir /srv/x", ["2 /srv/x/ likely"]),
    ScriptCase("if mkdir /srv/x; then :; fi", ["1 /srv/x/ possible"]),
    ScriptCase("x | mkdir /srv/x", ["1 /srv/x/ likely"]),
    ScriptCase("! mkdir /srv/x", ["1 /srv/x/ possible"]),
    ScriptCase("if x; then :; elif y; then mkdir /srv/x; fi", ["1 /srv/x/ possible"]),
    ScriptCase(
      "if [ -d /gone ]; then :; elif [ -d /srv ]; then mkdir /srv/x; else mkdir /srv/y; fi", ["1 /srv/x/ likely"]),
    ScriptCase("x=$(mkdir /srv/x)", ["1 /srv/x/ likely"]),
  ]

  @Test(arguments: redirections) func `a redirection writes its target`(given: ScriptCase) {
    #expect(given.found == given.expected)
  }

  @Test(arguments: commands) func `a command writes what its options say`(given: ScriptCase) {
    #expect(given.found == given.expected)
  }

  @Test(arguments: values) func `variables and directories are followed as far as they are literal`(given: ScriptCase) {
    #expect(given.found == given.expected)
  }

  @Test(arguments: flow) func `what surely runs is told from what may run`(given: ScriptCase) {
    #expect(given.found == given.expected)
  }
}
