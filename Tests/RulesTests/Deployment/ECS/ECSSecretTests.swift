import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSSecretTests {
  static func variable(_ name: String, _ value: String) -> String {
    #""environment": [{"name": "\#(name)", "value": "\#(value)"}]"#
  }
  static let value = "/environment/0/value"
  // Made up; in two parts, so that no scanner of repositories takes it for a real one.
  static let token = "ghp_" + "q7Rk2mXv9TzB4nWc6LpY8sHd3JfG5aQe1uVo"
  static let accessKey = "AKIA" + "Q3EGRK7WJX5PLM2Z"

  @Test(arguments: [
    ECSCase("a default password", variable("MYSQL_ROOT_PASSWORD", "password"), ["high \(value)"]),
    ECSCase("a password", variable("DB_PASSWORD", "Tr0ub4dor-and-3"), ["high \(value)"]),
    ECSCase("a placeholder", variable("DB_PASSWORD", "changeme"), ["info \(value)"]),
    ECSCase("an empty one", variable("DB_PASSWORD", "")),
    ECSCase("a variable", variable("DB_PASSWORD", "${DB_PASSWORD}")),
    ECSCase("a reference", variable("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db")),
    ECSCase("a path", variable("DB_PASSWORD", "/app/db/password")),
    ECSCase("a file", variable("DB_PASSWORD_FILE", "/run/secrets/db")),
    ECSCase("a switch", variable("ALLOW_EMPTY_PASSWORD", "yes")),
    ECSCase("an access key's id, whatever it is", variable("AWS_ACCESS_KEY_ID", "x"), ["high \(value)"]),
    ECSCase("a secret key, whatever it is", variable("AWS_SECRET_ACCESS_KEY", "changeme"), ["high \(value)"]),
    ECSCase("registry credentials, whatever they are", variable("ECS_ENGINE_AUTH_DATA", "{}"), ["high \(value)"]),
    ECSCase("an empty key", variable("AWS_ACCESS_KEY_ID", "")),
    ECSCase("a key that is not known", variable("AWS_ACCESS_KEY_ID", "${KEY}")),
    ECSCase("a token by its form", variable("SETTING", token), ["high \(value)"]),
    ECSCase("an access key by its form", variable("SETTING", accessKey), ["high \(value)"]),
    ECSCase("a URL with a password", variable("DATABASE", "postgres://app:Tr0ub4dor3@db/app"), ["high \(value)"]),
    ECSCase("a URL without one", variable("DATABASE", "postgres://app@db/app")),
    ECSCase("nothing secret", variable("LOG_LEVEL", "info")),
    ECSCase("the alias of a key", variable("ENCRYPTION_KEY", "alias/orders-v2")),
    ECSCase("a path in Vault", variable("VAULT_SECRET", "secret/data/orders")),
    ECSCase("a password with a slash", variable("DB_PASSWORD", "xk29/vbqz"), ["high \(value)"]),
    ECSCase("two slashes are no path", variable("DB_PASSWORD", "abc//def"), ["high \(value)"]),
    ECSCase("an option of the JVM", variable("JAVA_OPTS", "-Xmx512m -Ddb.password=Xk29vbQz"), ["high \(value)"]),
    ECSCase(
      "options that hold nothing secret",
      variable("JAVA_OPTS", "-Djavax.net.ssl.trustStorePassword=changeit -Dtoken.ttl=3600 -Ddb.password=${P}")),
    ECSCase("a number", variable("TOKEN_TTL", "3600")),
    ECSCase("an option", #""command": ["redis-server", "--requirepass", "Xk29vbQz"]"#, ["high /command/2"]),
    ECSCase("an option with a variable", #""command": ["redis-server", "--requirepass", "$REDIS_PASSWORD"]"#),
    ECSCase(
      "a shell's text", #""entryPoint": ["sh", "-c", "DB_PASSWORD=Xk29vbQz exec /app"]"#, ["high /entryPoint/2"]),
    ECSCase(
      "a health check", #""healthCheck": {"command": ["CMD-SHELL", "mysqladmin ping -pXk29vbQz"]}"#,
      ["high /healthCheck/command/1"]),
    ECSCase("a label", #""dockerLabels": {"api-key": "Xk29vbQz"}"#, ["high /dockerLabels/api-key"]),
    ECSCase(
      "an option of the log driver",
      #""logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": "Xk29vbQz-77", "splunk-url": "https://x"}}"#,
      ["high /logConfiguration/options/splunk-token"]),
    ECSCase("a secret's name is none", #""secrets": [{"name": "DB_PASSWORD", "valueFrom": "/app/db"}]"#),
  ]) func `secrets`(example: ECSCase) throws {
    #expect(try example.found(ECSSecretEnvironment.self) == example.expected)
  }

  @Test(arguments: [
    ("!Sub '{{resolve:secretsmanager:${Db}:SecretString:password}}'", "SETTING", 1),
    ("!Join ['', ['{{resolve:secretsmanager:', !Ref Db, ':SecretString:password::}}']]", "SETTING", 1),
    ("{'Fn::Join': ['', ['{{resolve:secretsmanager:', {Ref: Db}, ':SecretString:password::}}']]}", "SETTING", 1),
    ("'{{resolve:ssm-secure:/app/db}}'", "SETTING", 1),
    ("'{{resolve:ssm:/app/db}}'", "DB_PASSWORD", 1),
    ("'{{resolve:ssm:/app/level}}'", "LOG_LEVEL", 0),
    ("!Join ['', ['a', !Ref Db]]", "DB_PASSWORD", 0),
    ("!Ref Db", "DB_PASSWORD", 0),
  ]) func `a dynamic reference leaves the secret in the registered definition`(
    value: String, name: String, count: Int
  ) throws {
    let text = """
      Resources:
        Task:
          Type: AWS::ECS::TaskDefinition
          Properties:
            ContainerDefinitions:
              - Name: web
                Image: web
                Environment:
                  - Name: \(name)
                    Value: \(value)
      """
    let found = try ECSScan.findings(ECSSecretEnvironment.self, text, name: "template.yaml")
    #expect(found.map(\.severity) == Array(repeating: .medium, count: count))
    #expect(found.allSatisfy { ECSScan.line($0) == 10 && $0.fix.holds("Secrets: [{Name: \"\(name)\", ValueFrom: ") })
  }

  @Test func `a secret is masked and never shown`() throws {
    let secret = "Tr0ub4dor-and-3"
    let parts = [
      Self.variable("DB_PASSWORD", secret), #""command": ["/app", "--password=\#(secret)"]"#,
      #""dockerLabels": {"token": "\#(secret)"}"#,
      #""logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": "\#(secret)"}}"#,
      #""healthCheck": {"command": ["CMD-SHELL", "curl -H 'x' http://u:\#(secret)@h/"]}"#,
    ]
    let text = ECSScan.task(parts.joined(separator: ",\n"))
    let found = try ECSScan.findings(ECSSecretEnvironment.self, text)
    #expect(found.count == parts.count)
    let masked = SourceText(Array(text.utf8)).masking(found.flatMap(\.masked))
    #expect(!String(decoding: masked.bytes, as: UTF8.self).holds(secret))
    for finding in found {
      #expect(!finding.masked.isEmpty)
      #expect(!"\(finding)".holds(secret))
    }
  }

  @Test func `the fix moves it to secrets, in the list that is there`() throws {
    let entry = #"{"name": "DB_PASSWORD", "valueFrom": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"}"#
    let text = Self.variable("DB_PASSWORD", "Tr0ub4dor-and-3")
    #expect(
      try ECSScan.findings(ECSSecretEnvironment.self, ECSScan.task(text)).map(\.fix)
        == [#"remove DB_PASSWORD from environment and add: "secrets": [\#(entry)]"#])
    #expect(
      try ECSScan.findings(ECSSecretEnvironment.self, ECSScan.task(text + #", "secrets": []"#)).map(\.fix)
        == [#"remove DB_PASSWORD from environment and add: in secrets: \#(entry)"#])
    let log = #""logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": "Xk29vbQz-77"}}"#
    #expect(
      try ECSScan.findings(ECSSecretEnvironment.self, ECSScan.task(log)).map(\.fix)
        == [
          #"remove splunk-token from options and add: "secretOptions": [{"name": "splunk-token", "valueFrom": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"}]"#
        ])
  }

  static func reference(_ text: String) -> String { #""secrets": [{"name": "TOKEN", "valueFrom": "\#(text)"}]"# }
  static let role = #""executionRoleArn": "arn:aws:iam::123456789012:role/exec""#
  static let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app"
  @Test(arguments: [
    ECSCase("no role", reference("/app/token"), ["medium //family"]),
    ECSCase("an unknown role", reference("/app/token"), task: #""executionRoleArn": "${ROLE}""#),
    ECSCase("no secrets need no role"),
    ECSCase(
      "credentials of a registry need one", #""repositoryCredentials": {"credentialsParameter": "\#(arn)"}"#,
      ["medium //family"]),
    ECSCase("a parameter's name", reference("/app/token"), task: role),
    ECSCase("a plain name", reference("app-token"), task: role),
    ECSCase("a parameter", reference("arn:aws:ssm:eu-west-1:123456789012:parameter/app/token"), task: role),
    ECSCase("a secret", reference(arn + "-AbCdEf"), task: role),
    ECSCase("a key of a secret", reference(arn + "-AbCdEf:token::"), task: role),
    ECSCase("a secret in China", reference("arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:app"), task: role),
    ECSCase("a key without the rest", reference(arn + ":token"), task: role, ["medium /secrets/0/valueFrom"]),
    ECSCase("another service", reference("arn:aws:s3:::bucket/key"), task: role, ["medium /secrets/0/valueFrom"]),
    ECSCase("a cut ARN", reference("arn:aws:ssm"), task: role, ["medium /secrets/0/valueFrom"]),
    ECSCase("no name", reference("what is it?"), task: role, ["medium /secrets/0/valueFrom"]),
    ECSCase("empty", reference(""), task: role, ["medium /secrets/0/valueFrom"]),
    ECSCase("missing", #""secrets": [{"name": "TOKEN"}]"#, task: role, ["medium /secrets/0"]),
    ECSCase("a variable", reference("${SECRET_ARN}"), task: role),
    ECSCase(
      "both", reference("/a") + #", "environment": [{"name": "TOKEN", "value": "1"}]"#, task: role,
      ["medium /secrets/0"]),
    ECSCase(
      "a file in S3", #""environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::b/e.env"}]"#,
      ["low /environmentFiles"]),
    ECSCase("no known file", #""environmentFiles": ["${FILE}"]"#),
  ]) func `references`(example: ECSCase) throws {
    #expect(try example.found(ECSSecretReference.self) == example.expected)
  }

  @Test func `what stands in place of a reference may be the secret`() throws {
    let found = try ECSScan.findings(
      ECSSecretReference.self, ECSScan.task(Self.reference("Tr0ub4dor & 3!"), Self.role))
    #expect(found.count == 1 && found.first?.masked.count == 1)
    #expect(found.allSatisfy { !"\($0)".holds("Tr0ub4dor") })
  }
}
