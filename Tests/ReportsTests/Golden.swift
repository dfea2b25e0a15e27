import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Compares a report with `testdata/golden/<format>/<name>`.
///
/// With `IMGSCAN_RECORD=1` in the environment the file is rewritten, and the test fails once so that nobody commits a
/// report unread.
func expectGolden(_ actual: [UInt8], _ name: String, location: SourceLocation = #_sourceLocation) {
  let parts = #filePath.split(separator: "/").dropLast(3)
  let path = "/" + parts.joined(separator: "/") + "/testdata/golden/" + name
  if environment("IMGSCAN_RECORD") == "1" {
    makeDirectories(above: path)
    let isWritten = write(actual, to: path)
    Issue.record("\(isWritten ? "recorded" : "could not write") \(path)", sourceLocation: location)
    return
  }
  guard let expected = read(path) else {
    Issue.record("\(path) is missing; IMGSCAN_RECORD=1 writes it", sourceLocation: location)
    return
  }
  let (actualLines, expectedLines) = (lines(actual), lines(expected))
  for index in 0..<max(actualLines.count, expectedLines.count) {
    let left = index < actualLines.count ? actualLines[index] : "(no line)"
    let right = index < expectedLines.count ? expectedLines[index] : "(no line)"
    #expect(left == right, "\(name):\(index + 1)", sourceLocation: location)
    if left != right { return }
  }
}

func expectGolden(_ actual: String, _ name: String, location: SourceLocation = #_sourceLocation) {
  expectGolden(Array(actual.utf8), name, location: location)
}

private func lines(_ bytes: [UInt8]) -> [String] {
  bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
}

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

private func makeDirectories(above path: String) {
  var directory = ""
  for part in path.split(separator: "/").dropLast() {
    directory += "/" + part
    mkdir(directory, 0o755)
  }
}

private func read(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var out: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return out }
    out += buffer[0..<count]
  }
}

private func write(_ bytes: [UInt8], to path: String) -> Bool {
  guard let file = fopen(path, "wb") else { return false }
  let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
  return fclose(file) == 0 && isWritten
}
