import Testing

@testable import CLI

@Suite struct HadolintRequestTests {
  @Test(arguments: [
    "Dockerfile", "a b -", "--profile hadolint --shellcheck off --jobs 1 a", "-f json -f tty -o out.json a",
    "-V -v --no-fail --no-color --no-config --strict-labels --disable-ignore-pragma a",
    "--ignore DL3000 --ignore DL3001 --error DL3002 --warning DL3003 --info DL3004 --style DL3005",
    "-c file.yaml -t error --trusted-registry a.b --require-label a:text --file-path-in-report x a", "a -- -b --c",
    "-fjson -Vc file a", "-vVfjson", "--config a --config b", "--jobs 1024 a", "--shellcheck require",
  ])
  func `the short way reads what the argument parser reads`(line: String) throws {
    let words = HadolintLetters.apart(line.split(separator: " ").map(String.init))
    #expect(try HadolintRequest(plain: words) == HadolintRequest(parsing: words))
  }

  @Test(arguments: [
    "-h", "--help a", "--format=json a", "--config", "--config -x a", "--jobs 1025 a", "--jobs x a", "-x a",
    "--wrong a",
    "-o - a", "--generate-completion-script bash",
  ])
  func `what needs an answer is left to the argument parser`(line: String) {
    let words = HadolintLetters.apart(line.split(separator: " ").map(String.init))
    #expect(HadolintRequest(plain: words) == nil)
  }
}
