/// What a value under a secret's name is.
enum SecretValue: Equatable {
  /// Nothing to hide: empty, a variable, a path, a switch.
  case harmless
  /// Stands for a value that is to be filled in.
  case placeholder
  /// A word that everybody tries first.
  case wellKnown
  case literal

  private static let placeholders = BytePattern([
    "changeme", "change_me", "change-me", "change_it", "changeit", "change-it", "change_this", "replace", "placeholder",
    "example", "dummy", "insert", "todo", "your_", "your-", "your ", "yourpass", "yourtoken", "yourkey", "yoursecret",
    "mypassword", "mysecret", "xxxx", "****", "....", "redacted", "notsecret", "not_secret", "not-secret",
    "secret-here", "_here", "-here", " here", "to-be-", "to_be_", "fake", "test-", "test_", "testpass", "testkey",
    "notused", "not_used", "not-used", "unused", "ignored", "insecure", "not-a-", "not_a_", "unset", "for-build",
    "for_build", "build-time", "buildtime", "abcdefg",
  ])
  private static let known: Set<String> = [
    "root", "admin", "administrator", "password", "passwd", "pass", "secret", "test", "tests", "guest", "user", "demo",
    "default", "toor", "postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb", "redis", "rabbitmq", "oracle",
    "elastic", "docker", "vagrant", "letmein", "welcome", "qwerty", "foo", "bar", "foobar", "hello", "token", "key",
    "changeit", "minioadmin", "p@ssw0rd", "passw0rd", "password1", "password123", "admin123", "root123", "sa", "nopass",
    "none", "xxx", "abc", "abc123", "dev", "development", "local", "app", "web", "db", "build", "neo4j", "cassandra",
    "jenkins", "tomcat", "wordpress", "drupal", "joomla", "nobody", "dbpassword", "empty", "ci", "asd", "asdf",
  ]
  private static let switches: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "undefined", "enabled", "disabled", "auto",
    "optional",
    "required", "always", "never",
  ]

  /// - Parameters:
  ///   - text: without quotes; what is not literal must not come here.
  ///   - name: of the variable or option, whose own words are no secrets.
  init(_ text: String, name: String) {
    let bytes = text.utf8
    let value = text.lowercased()
    guard bytes.count > 1, !bytes.contains(UInt8(ascii: "$")), !SecretValue.switches.contains(value),
      !SecretValue.isNumber(bytes), !SecretValue.isReference(value)
    else {
      self = .harmless
      return
    }
    let plain = bytes.first == UInt8(ascii: "<") || bytes.first == UInt8(ascii: "[")
    if plain || Set(bytes).count <= 2 || SecretValue.placeholders.isIn(value) {
      self = .placeholder
    } else if SecretValue.known.contains(value)
      || name.lowercased().split(whereSeparator: { "_-.".contains($0) })
        .contains(value[...])
    {
      self = .wellKnown
    } else {
      self = .literal
    }
  }

  private static let templates = BytePattern(["://", "{{"])

  private static func isNumber(_ bytes: String.UTF8View) -> Bool {
    bytes.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  /// A path, a URL, a template, or the name of a secret that is kept elsewhere.
  private static func isReference(_ value: String) -> Bool {
    let starts = [
      "/", "./", "../", "~/", "~", "{{", "%(", "#{", "arn:", "vault:", "ssm:", "secretsmanager:", "file:", "env:",
      "http://", "https://", "@", "c:\\", "c:/", "\\", "--", "`", "(", "|", "s3:", "gs:", "op://", "%%",
    ]
    return starts.contains(where: value.hasPrefix) || templates.isIn(value)
  }
}
