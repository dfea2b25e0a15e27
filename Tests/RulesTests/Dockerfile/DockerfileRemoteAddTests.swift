import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileRemoteAddTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"

  @Test(arguments: [
    "FROM a\nADD ⟦https://example.com/a.tgz⟧ /a\n",
    "FROM a\nADD --chown=1 ⟦HTTP://example.com/a⟧ ⟦ftp://example.com/b⟧ local /a/\n",
    "FROM a\nADD [⟦\"http://example.com/a\"⟧, \"/a\"]\n",
    "FROM a\nARG V=1\nADD ⟦https://example.com/a-${V}.tgz⟧ /a\n",
    "FROM a\nENV URL=https://example.com\nADD ⟦$URL/a⟧ /a\n",
    "FROM a\nADD ⟦https://example.com/$unknown⟧ /a\n",
    "FROM a AS b\nADD ⟦https://example.com/a⟧ /a\nFROM c\n",
    "FROM a\nADD --checksum= ⟦https://example.com/a⟧ /a\n",
    "FROM a\nADD ⟦git@example.com:a/b.git⟧ /a\nADD ⟦https://example.com/a.git#v1.0:dir⟧ /b\n",
    "FROM a\nADD ⟦ssh://git@example.com/a⟧ /a\nADD ⟦git://example.com/a#0123456⟧ /b\n",
  ]) func `anything may come`(_ text: String) {
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfileRemoteAdd.self).map(TestDockerfile.range) == file.marked)
  }

  @Test(arguments: [
    "FROM a\nADD --checksum=sha256:24454f83 https://example.com/a /a\n",
    "FROM a\nADD a.tgz /\nADD github.com/a/b /c\nADD https /d\n",
    "FROM a\nADD https://example.com/a.git#\(commit) /a\n",
    "FROM a\nADD git@example.com:a/b.git#\(commit):dir /a\n",
    "FROM a\nADD https://example.com/a.git?ref=v1&commit=\(commit) /a\n",
    "FROM a\nADD https://example.com/a.git#$COMMIT /a\n",
    "FROM a\nADD $URL /a\n",
    "FROM a\nADD <<EOF /a\nhttps://example.com\nEOF\n",
    "FROM a\nCOPY a /a\nONBUILD ADD https://example.com/a /a\n",
    "# escape=`\nFROM a\nADD https://example.com/a /a\n",
  ]) func `what comes is known`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileRemoteAdd.self, text).isEmpty)
  }

  @Test func `an archive that is fetched is not unpacked, and the finding says so`() throws {
    let found = TestDockerfile.findings(
      DockerfileRemoteAdd.self,
      "FROM a\nADD https://example.com/a.tar.gz?x=1 /\nADD --unpack=true https://b.c/d.tgz /\n")
    #expect(found.map(\.notes.count) == [1, 0])
    #expect(found.allSatisfy { $0.severity == .low })
  }
}
