/// What a build is asked for, as far as its checks depend on it.
public struct BuildCheckOptions: Sendable {
  /// Values of `--build-arg`; of several with one name the last counts.
  public var buildArguments: [(name: String, value: String)]
  /// The stage to build; nil, or empty, for all of them.
  public var target: String?
  /// Options that replace those of the file's `# check=`, as `BUILDKIT_DOCKERFILE_CHECK` gives them.
  public var checkDirective: String?
  /// The content of the build context's `.dockerignore`; nil when there is none.
  public var dockerignore: [UInt8]?
  /// What is built for, as `--platform` takes it.
  public var platform = "linux/amd64"
  /// Whether to do as `docker build --check` does: nothing is checked behind the first error, and an undefined variable
  /// is reported although the base image may set it.
  public var isStrictlyBuildKit: Bool

  public init(
    buildArguments: [(name: String, value: String)] = [], target: String? = nil, checkDirective: String? = nil,
    dockerignore: [UInt8]? = nil, isStrictlyBuildKit: Bool = false
  ) {
    (self.buildArguments, self.target, self.checkDirective) = (buildArguments, target, checkDirective)
    (self.dockerignore, self.isStrictlyBuildKit) = (dockerignore, isStrictlyBuildKit)
  }

  /// The options for the `check` directive that do not come from the file; nil when there are none.
  var givenDirective: String? {
    checkDirective ?? buildArguments.last { $0.name == "BUILDKIT_DOCKERFILE_CHECK" }?.value
  }
}
