import Core
import ImageArchive
import RootFS

/// Places that variables of the image config and the start command name.
///
/// Source: image-checks.md section 8 (IMG-RO-ENV); the manual of java (HeapDumpPath, Xlog, java.io.tmpdir).
public enum EnvironmentClaims {
  private static let mostVariables = 1000
  private static let mostWords = 256

  /// Variables of build tools, which a running service seldom writes to.
  private static let ofTools = ["PIP_", "UV_", "POETRY_", "YARN_", "GEM_", "BUNDLE_", "COMPOSER_", "CARGO_", "NUGET_"]
  /// Variables whose value is a list of Java's options.
  private static let javaOptions: Set<String> = [
    "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CATALINA_OPTS", "JVM_OPTS", "JAVA_OPTIONS", "_JAVA_OPTIONS",
  ]
  /// Options that name a file, and whether the service surely writes it.
  private static let files: [String: Bool] = [
    "--pidfile": true, "--pid-file": true, "--pid": true, "--log-file": true, "--logfile": true,
    "--access-logfile": true, "--error-logfile": true, "-Xloggc": true, "-XX:HeapDumpPath": false,
    "-XX:ErrorFile": false, "-XX:LogFile": false,
  ]
  /// Options that name a directory, and whether it outlives the container.
  private static let directories: [String: Bool] = [
    "--data-dir": true, "--datadir": true, "--data-directory": true, "--storage.tsdb.path": true, "--log-dir": false,
    "--tmpdir": false, "--temp-dir": false, "--cache-dir": false, "--run-dir": false, "--worker-tmp-dir": false,
    "-Djava.io.tmpdir": false,
  ]

  public static func all(of service: StartedService, in image: ImageModel) -> [WriteClaim] {
    guard image.start.state == .found else { return [] }
    var out: [WriteClaim] = []
    for item in image.config.env.prefix(mostVariables) {
      guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let (name, value) = (String(item[..<equals]), String(item[item.utf8.index(after: equals)...]))
      if javaOptions.contains(name) {
        let words = value.utf8.split { $0 == 0x20 || $0 == 0x09 }.prefix(mostWords).map { String(Substring($0)) }
        out += options(words, from: name)
      } else if let claim = variable(name, value) {
        out.append(claim)
      }
    }
    return out + options(Array(service.words.dropFirst().prefix(mostWords)), from: "start command")
  }

  /// What a variable names; nil when it is none of those that name a place to write.
  private static func variable(_ name: String, _ value: String) -> WriteClaim? {
    guard let path = literal(value) else { return nil }
    let upper = name.uppercased()
    let isCache = upper.hasSuffix("_CACHE_DIR") || upper.hasSuffix("_CACHE_HOME") || upper == "NPM_CONFIG_CACHE"
    let isData = upper == "PGDATA" || upper.hasSuffix("_DATA_DIR")
    let isOther =
      upper == "TMPDIR" || upper.hasSuffix("_LOG_DIR") || upper.hasSuffix("_LOGS_DIR") || upper == "GEM_HOME"
      || (upper.hasPrefix("XDG_") && (upper.hasSuffix("_HOME") || upper == "XDG_RUNTIME_DIR"))
    guard isCache || isData || isOther else { return nil }
    let isOfTool = upper == "NPM_CONFIG_CACHE" || ofTools.contains { upper.hasPrefix($0) }
    return WriteClaim(
      path, kind: isData ? .volume : .tmpfs, confidence: isOfTool ? .hint : .possible, source: .environment,
      why: "variable \(name)=\(path)")
  }

  private static func options(_ words: [String], from source: String) -> [WriteClaim] {
    var out: [WriteClaim] = []
    for (at, word) in words.enumerated() where word.utf8.first == UInt8(ascii: "-") {
      if let path = collectorLog(word) {
        out.append(claim(path, source, word, isFile: true, .tmpfs, .likely))
        continue
      }
      let mark = word.hasPrefix("-Xloggc") ? UInt8(ascii: ":") : UInt8(ascii: "=")
      let split = word.utf8.firstIndex(of: mark)
      let name = split.map { String(word[..<$0]) } ?? word
      let next = at + 1 < words.count ? words[at + 1] : ""
      guard let path = literal(split.map { String(word[word.utf8.index(after: $0)...]) } ?? next) else { continue }
      let shown = split == nil ? "\(word) \(path)" : word
      if let isSure = files[name] {
        let isDirectory = path.utf8.last == UInt8(ascii: "/")
        out.append(claim(path, source, shown, isFile: !isDirectory, .tmpfs, isSure ? .likely : .possible))
      } else if let isData = directories[name] {
        out.append(claim(path, source, shown, isFile: false, isData ? .volume : .tmpfs, .likely))
      }
    }
    return out
  }

  private static func claim(
    _ path: String, _ source: String, _ shown: String, isFile: Bool, _ kind: MountPlan.Kind,
    _ confidence: MountPlan.Confidence
  ) -> WriteClaim {
    WriteClaim(
      path, isFile: isFile, kind: kind, confidence: confidence, source: .environment, why: "\(source): \(shown)")
  }

  /// The file of `-Xlog:gc*:file=/logs/gc.log:time`.
  private static func collectorLog(_ word: String) -> String? {
    guard word.hasPrefix("-Xlog:") else { return nil }
    for part in word.utf8.split(separator: UInt8(ascii: ":")) where part.starts(with: "file=".utf8) {
      return literal(String(Substring(part.dropFirst(5))))
    }
    return nil
  }

  /// An absolute path that nothing is left to be filled into, the kernel's aside.
  private static func literal(_ value: String) -> String? {
    guard value.utf8.first == UInt8(ascii: "/"), value.utf8.count > 1, value.utf8.count <= ScriptPath.mostBytes,
      !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || "$`%*{:".utf8.contains($0) }),
      let path = ScriptPath.absolute(value, in: nil), path != "/", !ScriptPath.isOfKernel(path)
    else { return nil }
    return value.utf8.last == UInt8(ascii: "/") ? path + "/" : path
  }
}
