import Core
import Deployment
import Testing

@testable import Rules

@Suite struct ComposeSecretTests {
  private static let db: String = "services:\n  db:\n    image: postgres:16\n"

  static let cases: [FileCase] = [
    FileCase(
      "a mapping", db + "    environment:\n      DB_PASSWORD: kJ83hsPqWz\n",
      ["high /services/db/environment/DB_PASSWORD 5:7"]),
    FileCase(
      "a list", db + "    environment:\n      - DB_PASSWORD=kJ83hsPqWz\n", ["high /services/db/environment/0 5:9"]),
    FileCase(
      "a default password", db + "    environment: {POSTGRES_PASSWORD: postgres}\n",
      ["medium /services/db/environment/POSTGRES_PASSWORD 4:19"]),
    FileCase(
      "a number", db + "    environment: {POSTGRES_PASSWORD: 123456}\n",
      ["medium /services/db/environment/POSTGRES_PASSWORD 4:19"]),
    FileCase(
      "a placeholder", db + "    environment: {POSTGRES_PASSWORD: changeme}\n",
      ["info /services/db/environment/POSTGRES_PASSWORD 4:19"]),
    FileCase(
      "a placeholder in brackets", db + "    environment: {POSTGRES_PASSWORD: <password>}\n",
      ["info /services/db/environment/POSTGRES_PASSWORD 4:19"]),
    FileCase(
      "a token", db + "    environment: [\"ANY=ghp_8fK2mQ9xVb3nR7tYw5zLc1dHj6pSg4aE0uXi\"]\n",
      ["critical /services/db/environment/0 4:20"]),
    FileCase(
      "a URL", db + "    environment:\n      DATABASE_URL: postgres://app:kJ83hsPqWz@db/shop\n",
      ["high /services/db/environment/DATABASE_URL 5:7"]),
    FileCase(
      "a URL with a variable host", db + "    environment:\n      DATABASE_URL: postgres://app:kJ83hsPqWz@db/${NAME}\n",
      ["high /services/db/environment/DATABASE_URL 5:7"]),
    FileCase(
      "build arguments", "services:\n  web:\n    build:\n      args: [NPM_TOKEN=kJ83hsPqWz]\n",
      ["high /services/web/build/args/0 4:14"]),
    FileCase(
      "a command", db + "    command: redis-server --requirepass kJ83hsPqWz\n", ["high /services/db/command 4:14"]),
    FileCase(
      "a command's list", db + "    command: [redis-server, --requirepass, kJ83hsPqWz]\n",
      ["high /services/db/command/2 4:44"]),
    FileCase(
      "a health check", db + "    healthcheck: {test: [CMD-SHELL, mysqladmin ping -uroot -pkJ83hsPqWz]}\n",
      ["high /services/db/healthcheck/test/1 4:37"]),
    FileCase(
      "nothing to hide",
      db + "    environment:\n      - POSTGRES_PASSWORD\n      - POSTGRES_PASSWORD_FILE=/run/secrets/db\n"
        + "      - DB_PASSWORD=${DB_PASSWORD}\n      - API_TOKEN=${API_TOKEN:-}\n      - TOKEN_TTL=3600\n"
        + "      - MYSQL_ALLOW_EMPTY_PASSWORD=yes\n      - SECRET_NAME=shop/db\n      - DB_PASSWORD=\n"),
    FileCase(
      "a hash that compose unescapes",
      db + "    labels:\n      traefik.http.middlewares.a.basicauth.users: \"admin:$$apr1$$x$$y\"\n"),
    FileCase(
      "an anchor for two services is told once",
      "x-env: &env\n  DB_PASSWORD: kJ83hsPqWz\nservices:\n  a:\n    image: a\n    environment: *env\n  b:\n    image: b\n"
        + "    environment:\n      <<: *env\n      LOG: debug\n",
      ["high /services/a/environment/DB_PASSWORD 2:3"]),
  ]

  @Test(arguments: cases) func `secrets are found`(of file: FileCase) throws { try file.check(ComposeSecret.self) }

  @Test(arguments: cases) func `a secret is in no part of a finding, and its place is masked`(of file: FileCase) throws
  {
    for finding in try FileCase.findings(ComposeSecret.self, file.text) {
      let words = [finding.message, finding.fix, finding.label, finding.identity ?? ""] + finding.evidence
      #expect(!words.contains { $0.contains("kJ83hsPqWz") || $0.contains("8fK2mQ9x") })
      let shown = SourceText(Array(file.text.utf8)).masking(finding.masked)
      guard finding.severity > .info else { continue }
      let text = String(decoding: shown.bytes, as: UTF8.self)
      #expect(!text.contains("kJ83hsPqWz") && !text.contains("8fK2mQ9x"), "\(text)")
    }
  }

  @Test func `the name stays readable beside a masked value`() throws {
    let text = "services:\n  db:\n    image: a\n    environment: [\"DB_PASSWORD=kJ83hsPqWz\"]\n"
    let finding = try #require(try FileCase.findings(ComposeSecret.self, text).first)
    let shown = SourceText(Array(text.utf8)).masking(finding.masked)
    #expect(String(decoding: shown.line(4), as: UTF8.self) == "    environment: [\"DB_PASSWORD=**********\"]")
  }
}
