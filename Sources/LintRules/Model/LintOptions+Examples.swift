extension LintOptions {
  /// The options under which the examples of rules that need a configuration hold.
  public static var ofExamples: LintOptions {
    var options = LintOptions()
    options.trustedRegistries = ["docker.io", "quay.io"]
    options.labelSchema = [
      ("version", .semver), ("source", .url), ("created", .rfc3339), ("licenses", .spdx), ("revision", .hash),
      ("support", .email),
    ]
    options.hasStrictLabels = true
    return options
  }
}
