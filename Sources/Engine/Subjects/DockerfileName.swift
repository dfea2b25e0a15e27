/// Whether a file's name says that it is a Dockerfile; letter case is set aside.
///
/// - `Dockerfile`, `Dockerfile.dev`, `Dockerfile-arm64`, `Dockerfile_test`, `Dockerfile2`, `api.Dockerfile`, and the same
///   with `Containerfile`, are Dockerfiles.
/// - Leftovers and papers are not: `Dockerfile.dockerignore`, `Dockerfile~`, `.swp`, `.bak`, `.orig`, `.rej`, `.md`, `.rst`.
/// - Templates are not, because they are no Dockerfile before they are filled in: `.j2`, `.tmpl`, `.template`, `.erb`, ….
/// - Scripts and data with a Dockerfile's name before them are not: `Dockerfile.sh`, `.py`, `.yml`, `.yaml`, `.json`.
/// - `Dockerfile.go` may be the Dockerfile of a Go program or a Go source that reads Dockerfiles, and `DockerfileProd` may
///   be one or `DockerfileParser.java`: what the file begins with decides.
enum DockerfileName {
  enum Verdict: Equatable { case yes, no, ifItBeginsLikeOne }

  private static let words = ["dockerfile", "containerfile"].map { Array($0.utf8) }

  private static let never = Set(
    [
      "dockerignore", "containerignore", "swp", "swo", "swn", "bak", "orig", "rej", "tmp", "patch", "diff", "log",
      "lock",
      "md", "rst", "adoc", "html", "j2", "jinja", "jinja2", "tmpl", "tpl", "gotmpl", "template", "erb", "ejs", "hbs",
      "mustache", "liquid", "in", "sh", "bash", "py", "yml", "yaml", "json", "toml", "xml", "asc", "sig", "sha256",
      "gz",
      "tar", "tgz", "zip",
    ].map { Array($0.utf8) })

  private static let doubtful = Set(
    [
      "go", "js", "mjs", "cjs", "jsx", "ts", "tsx", "java", "kt", "scala", "rb", "rs", "php", "swift", "c", "h", "cc",
      "cpp", "hpp", "cs", "vue", "lua", "pl", "ps1", "vim", "snap", "tf",
    ].map { Array($0.utf8) })

  static func verdict(_ name: [UInt8]) -> Verdict {
    guard name.count >= 10, name.last != UInt8(ascii: "~") else { return .no }
    let lowered = name.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
    let dot = UInt8(ascii: ".")
    let parts = lowered.split(separator: dot, omittingEmptySubsequences: false)
    guard let last = parts.last else { return .no }
    // `api.Dockerfile`; `.Dockerfile` too.
    if words.contains(where: { $0.elementsEqual(last) }) { return .yes }
    guard let word = words.first(where: { lowered.starts(with: $0) }) else { return .no }
    if parts.count > 1 {
      if never.contains(Array(last)) { return .no }
      if doubtful.contains(Array(last)) { return .ifItBeginsLikeOne }
    }
    let following = lowered[word.count]
    return following >= 97 && following <= 122 ? .ifItBeginsLikeOne : .yes
  }

  /// Whether a text begins as a Dockerfile must: with FROM or ARG, after comments and blank lines.
  static func beginsLikeDockerfile(_ head: [UInt8]) -> Bool {
    var body = head[...]
    if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
    for line in body.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      let text = line.drop { $0 == 32 || $0 == 9 }
      guard let first = text.first, first != UInt8(ascii: "#") else { continue }
      let word = text.prefix { $0 != 32 && $0 != 9 }.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
      return word.elementsEqual("from".utf8) || word.elementsEqual("arg".utf8)
    }
    return false
  }
}
