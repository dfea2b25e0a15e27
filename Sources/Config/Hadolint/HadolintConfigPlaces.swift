/// Where hadolint's configuration is looked for.
public enum HadolintConfigPlaces {
  /// The files, of which the first that is there holds for the whole run: in the working directory, then among the user's
  /// own.
  ///
  /// Source: hadolint 2.15.1, measured; XDG Base Directory Specification 0.8.
  public static func candidates(environment: [String: String]) -> [String] {
    var bases = [".hadolint"]
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    if let directory = environment["XDG_CONFIG_HOME"], directory.utf8.first == UInt8(ascii: "/") {
      bases.append(directory + "/hadolint")
    } else if let home {
      bases.append(home + "/.config/hadolint")
    }
    if let home { bases += [home + "/.hadolint/hadolint", home + "/.hadolint/config", home + "/.hadolint"] }
    return bases.flatMap { [$0 + ".yaml", $0 + ".yml"] }
  }
}
