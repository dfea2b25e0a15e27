import Testing

@testable import ReadOnlyRoot

@Suite struct ScriptQuoteTests {
  @Test(
    arguments: [
      ("echo \"password=hunter22\" > /etc/app.conf", "echo \"password=***\" > /etc/app.conf"),
      ("mysql -phunter22 > /var/out", "mysql -p*** > /var/out"),
      ("run --admin-password hunter22 > /a", "run --admin-password *** > /a"),
      ("run --token=hunter22", "run --token=***"),
      ("export DB_PASSWORD='hunter22'; tee /a", "export DB_PASSWORD='***'; tee /a"),
      ("curl -u admin:hunter22 -o /a x", "curl -u admin:*** -o /a x"),
      ("curl -H \"Authorization: Bearer hunter22\" -o /a", "curl -H \"Authorization: Bearer ***\" -o /a"),
      ("curl -o /a https://u:hunter22@h/x", "curl -o /a https://u:***"),
      ("echo ghp_0123456789abcdefghij > /a", "echo *** > /a"),
    ])
  func `a password that is written out is not shown`(command: String, shown: String) {
    #expect(ScriptQuote.text(of: Array(command.utf8)[...]) == shown)
  }

  @Test(
    arguments: [
      "mkdir -p /run/secrets /run/tokens", "echo \"$PASSWORD\" > /run/x", "cat --password-file /run/pw > /a",
      "run --password=\"$DB_PASSWORD\"", "chown -R mysql:mysql /var/lib/mysql", "mysql -p\"$PW\" > /a",
      "curl -o /a https://h:8080/x@1", "touch /etc/passwd",
    ])
  func `names, files and variables are shown`(command: String) {
    #expect(ScriptQuote.text(of: Array(command.utf8)[...]) == command)
  }

  @Test func `a command is cut to one short line`() {
    #expect(ScriptQuote.text(of: Array("touch /a \\\n  /b".utf8)[...]) == "touch /a …")
    #expect(ScriptQuote.text(of: [0x61, 0x1B, 0x62]) == "a b")
    let long = ScriptQuote.text(of: Array(repeating: 0x61, count: 1_000_000)[...])
    #expect(long.utf8.count == 80 + " …".utf8.count)
  }
}
