import ImageArchive

/// What lies beside a Dockerfile, in what is taken for its build context.
public enum BuildContext {
  private static let ignoreFileBytes = 1 << 20

  /// The content of what says which files a build leaves out: `Dockerfile.dockerignore` before `.dockerignore`; nil when
  /// neither is there or can be read.
  ///
  /// Source: Docker's documentation of build contexts, filename and location of `.dockerignore`.
  /// - Parameter path: of the Dockerfile.
  public static func dockerignore(besides path: [UInt8]) -> [UInt8]? {
    let directory = Array(path.prefix((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1))
    let name = Array(".dockerignore".utf8)
    for name in [path + name, directory + name] {
      if let bytes = try? RegularFile.read(name, limit: ignoreFileBytes) { return bytes }
    }
    return nil
  }
}
