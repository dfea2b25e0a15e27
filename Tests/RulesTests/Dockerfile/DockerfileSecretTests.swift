import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileSecretTests {
  /// Kinds and tokens, in two parts so that no scanner takes this file for a leak.
  private static let parts: [[String]] = [
    ["AWS access key id", "AK", "IAQ3EGSF7WZ9KM2LTB"],
    ["GitHub token", "gh", "p_A1b2C3d4E5f6G7h8J9k0L1m2N3p4Q5r6S7t8"],
    ["JSON web token", "ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0NTYifQ.dBjftJeZ4CVPmB92K27u"],
    ["GitLab token", "glp", "at-aB3dE5fG7hJ9kL1mN3pQ"],
    ["Slack token", "xo", "xb-730191371222-abcDEF456ghiJKL"],
    ["Stripe key", "sk_", "live_4eC39HqLyjWDarjtT1zd"],
    ["Google API key", "AI", "zaSyD3f5G7h9J1k2L4m6N8p0Q2r4S6t8U0v2W"],
    ["npm token", "np", "m_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"],
  ]
  private static let tokens: [(kind: String, token: String)] = parts.map { ($0[0], $0[1] + $0[2]) }

  private static func found(_ text: String) -> [Finding] { TestDockerfile.findings(DockerfileSecret.self, text) }

  @Test(arguments: [
    "FROM a\nENV ⟦DB_PASSWORD⟧=kJ83hsPq A=b\nENV ⟦API_KEY⟧ kJ83hsPq\n",
    "ARG ⟦TOKEN⟧=kJ83hsPq\nFROM a\nARG ⟦mySecret⟧='kJ83hsPq'\n",
    "FROM a\nLABEL ⟦com.example.token⟧=kJ83hsPq\n",
    "FROM a\nENV ⟦SECRET_KEY_BASE⟧=kJ83hsPq ⟦PGPASSWORD⟧=kJ83hsPq ⟦DBPASS⟧=kJ83hsPq ⟦AWS_SECRET_ACCESS_KEY⟧=kJ83hsPq ⟦PASSWORD_2⟧=kJ83hsPq\n",
    "FROM a\nRUN export ⟦DB_PASSWORD⟧=kJ83hsPq && ⟦token⟧=kJ83hsPq make\n",
    "FROM a\nRUN env ⟦TOKEN⟧=kJ83hsPq make\n",
    "FROM a\nRUN tool ⟦--password⟧ kJ83hsPq && tool ⟦--api-key⟧=kJ83hsPq\n",
    "FROM a\nRUN mysql -u root ⟦-p⟧kJ83hsPq && mysqladmin -u root ⟦password⟧ kJ83hsPq\n",
    "FROM a\nRUN sshpass ⟦-p⟧ kJ83hsPq ssh x && redis-cli ⟦-a⟧ kJ83hsPq && docker login -u x ⟦-p⟧ kJ83hsPq\n",
    "FROM a\nRUN curl ⟦-u⟧ bob:kJ83hsPq https://x.y\n",
    "FROM a\nENTRYPOINT mysql -u root ⟦-p⟧kJ83hsPq\nHEALTHCHECK CMD curl ⟦-u⟧ bob:kJ83hsPq http://x\n",
    "FROM a\n⟦ENTRYPOINT⟧ [\"tool\", \"--password\", \"kJ83hsPq\"]\nCMD ⟦TOKEN⟧=kJ83hsPq tool\n",
    "FROM a\nRUN git clone ⟦https://bob⟧:kJ83hsPq@x.y/z\n",
    "FROM a\nENV DATABASE_URL=⟦postgres://bob⟧:kJ83hsPq@db:5432/x\n",
    "FROM a\nENV DB=\"Server=db;⟦Password⟧=kJ83hsPq;Pooling=true\"\n",
    "FROM a\nCOPY <<EOF /app/.env\nA=b\n⟦DB_PASSWORD⟧=kJ83hsPq\nEOF\n",
    "FROM a\nRUN cat > /app/conf.yml <<EOF\ndb:\n  ⟦password⟧: kJ83hsPq\nEOF\n",
    "FROM a AS build\nENV ⟦TOKEN⟧=kJ83hsPq\nFROM b\n",
    "FROM mcr.microsoft.com/windows/nanoserver:1\nENV ⟦TOKEN⟧=kJ83hsPq\n",
  ]) func `a literal value under a secret's name`(_ text: String) {
    let file = TestDockerfile(text)
    let found = file.findings(DockerfileSecret.self)
    #expect(found.map(TestDockerfile.range) == file.marked)
    #expect(found.allSatisfy { $0.severity == .high })
  }

  @Test(arguments: [
    "FROM a\nENV PASSWORD= TOKEN=\"\" SECRET=''\nARG NPM_TOKEN\n",
    "FROM a\nARG T\nENV TOKEN=$T PASSWORD=${T:-} SECRET=x$T\n",
    "FROM a\nENV TLS_PRIVATE_KEY=/tls/key.pem DB_PASSWORD_FILE=/run/secrets/x TOKEN_PATH=abc SECRET_DIR=abc TOKEN_URL=abc\n",
    "FROM a\nENV AUTH_SECRET=https://x.y/secret ALLOW_EMPTY_PASSWORD=yes TOKEN=false PASSWORD=12345678 TOKEN_TTL=3h\n",
    "FROM a\nENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568 KEY=abcdefghij MONKEY=abcdefg PWD=abcdefgh\n",
    "FROM a\nENV SECRET_NAME=app/db PASSWORD_HASH_ROUNDS=ten BYPASS=abcdefg AWS_ACCESS_KEY_ID=abcdefg PUBLIC_KEY=abcdefg\n",
    "FROM a\nRUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) make && P=\"$X\" make --password \"$P\"\n",
    "FROM a\nRUN adduser --disabled-password --gecos '' bob && tool --password-stdin < x && tool --password && mysql -p\n",
    "FROM a\nRUN git clone https://$USER:$TOKEN@x.y/z && git clone git@x.y:z && curl -u bob: https://x.y:80/a@b\n",
    "FROM a\nCMD curl https://x.y > proxy-secret && tool --aes-pwd proxy-secret\n",
    "FROM a\nRUN sed -i 's#https://[^:]*:[^@]*@#https://#' x && echo 'set a password' && grep -q password= x\n",
    "FROM a\n# ENV PASSWORD=kJ83hsPq\nRUN true \\\n # PASSWORD=kJ83hsPq\n && true\n",
    "FROM a\nCOPY <<EOF /app/a.py\npassword = get_password()\ntoken: str = next_token\nsecret = settings.value\nEOF\n",
    "FROM a\nENV VAULT_TOKEN=vault:kv/app DB_PASSWORD=arn:aws:secretsmanager:x K8S_SECRET={{ .Values.x }}\n",
    "FROM a\nENV AKIA=1 A=AKIA12 B=xAKIAQ3EGSF7WZ9KM2LTB C=AKIAQ3EGSF7WZ9KM2LTBX\n",
  ]) func `nothing to hide`(_ text: String) { #expect(Self.found(text).isEmpty) }

  @Test(arguments: [
    "FROM a\nENV SLACK_TOKEN=\"YOUR SLACK TOKEN\" PASSWORD=changeme SECRET=<secret> API_KEY=xxxxxxxx TOKEN=example-token\n",
    "FROM a\nENV MYSQL_ROOT_PASSWORD=root POSTGRES_PASSWORD=postgres ADMIN_PASSWORD=admin DB_PASSWORD=password X_TOKEN=x\n"
      + "ENV TOMCAT_PASSWORD=tomcat\n",
    "FROM a\nRUN keytool -genkey -storepass changeit && htpasswd -bc f user password && curl -u admin:admin https://x.y\n"
      + "ENV URL=amqp://guest:guest@mq\nENV TEST_TOKEN=\(String(repeating: "a", count: 40))\n",
  ]) func `placeholders and defaults are remarks`(_ text: String) {
    let found = Self.found(text)
    #expect(found.count == 5)
    #expect(found.allSatisfy { $0.severity == .info })
  }

  @Test(arguments: tokens)
  func `a token of a known form is critical wherever it stands`(_ kind: String, _ token: String) throws {
    for text in [
      "FROM a\nENV X=\(token)\n", "FROM a\nENV GH_TOKEN=\(token)\n", "FROM a\nRUN tool -x \(token) y\n",
      "FROM a\nCMD [\"x\", \"\(token)\"]\n", "FROM a\nCOPY <<EOF /a\nx \(token)\nEOF\n",
      "FROM a\nRUN <<EOF\nx \(token)\nEOF\n",
    ] {
      let found = Self.found(text)
      let finding = try #require(found.first)
      #expect(found.count == 1)
      #expect(finding.severity == .critical)
      #expect(finding.message.contains(kind))
    }
  }

  @Test func `a private key in a here-document is found, its name alone is not`() {
    let head = "-----BEGIN RSA PRIVATE" + " KEY-----"
    let body = "MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgHcTz6sE2I2yPB"
    #expect(Self.found("FROM a\nCOPY <<EOF /k\n\(head)\n\(body)\n-----END\nEOF\n").map(\.severity) == [.critical])
    #expect(Self.found("FROM a\nRUN grep -r -e '\(head)' /etc\n").isEmpty)
  }

  @Test(arguments: [
    "FROM a\nENV DB_PASSWORD=\"kJ83hsPq9Z\"\n", "FROM a\nRUN mysql -pkJ83hsPq9Z\n",
    "FROM a\nRUN curl -u bob:kJ83hsPq9Z x\n",
    "FROM a\nRUN git clone https://bob:kJ83hsPq9Z@x.y\n", "FROM a\nRUN tool --token=kJ83hsPq9Z\n",
    "FROM a\nCOPY <<EOF /x.env\nTOKEN=kJ83hsPq9Z\nEOF\n", "FROM a\nENV T=\"a;pwd=kJ83hsPq9Z;b\"\n",
    "FROM a\nRUN [\"sh\", \"-c\", \"echo \\\"a\\\"; tool --token kJ83hsPq9Z\"]\n",
    "FROM a\nRUN sh -c \"echo \\\"a\\\"; tool --token \\\"kJ83hsPq9Z\\\"\"\n",
    "FROM a\nARG TOKEN='kJ83hsPq9Z'\nFROM b\n", "FROM a\nRUN X=1 TOKEN=kJ83\\\nhsPq9Z make\n",
  ]) func `no part of the value is in the finding, and all of it is masked`(_ text: String) throws {
    let finding = try #require(Self.found(text).first)
    let words = [finding.message, finding.fix, finding.label] + finding.evidence + finding.notes.map(\.message)
    #expect(!words.contains { $0.contains("kJ8") || $0.contains("sPq") })
    let mask = try #require(finding.masked.first)
    let place = TestDockerfile.range(finding)
    #expect(place.end <= mask.start || place.start >= mask.end)
    let source = SourceText(TestDockerfile(text).text)
    let start = try #require(source.offset(ofLine: mask.start.line)) + mask.start.column - 1
    let end = try #require(source.offset(ofLine: mask.end.line)) + mask.end.column - 1
    let hidden = String(decoding: source.bytes[start..<end], as: UTF8.self)
    #expect(hidden.contains("kJ83") && hidden.contains("hsPq9Z"))
  }

  @Test func `long hostile texts take no time worth measuring`() {
    for piece in ["eyJ-", "eyJaaaaaaaaaa.", "://a:", "password=", "-----BEGIN PRIVATE KEY-----", "glpat-", "npm_"] {
      _ = Self.found("FROM a\nRUN " + String(repeating: piece, count: 40_000) + "\n")
    }
  }
}
