import ArgumentParser

/// What to read of an archive, and how.
struct ReadingFlags: SettingFlags {
  @Option(name: .long, help: ArgumentHelp("The image to take of an archive with several.", valueName: "name"))
  var image: String?

  @Option(name: .long, help: ArgumentHelp("The platform to take of an image.", valueName: "os/arch"))
  var platform: String?

  @Flag(name: .long, help: "Take every platform of an image.")
  var allPlatforms = false

  @Flag(name: .long, inversion: .prefixedNo, help: "Compute and compare all digests.")
  var verify: Bool?

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Threads that read (0: one a core).", valueName: "n"))
  var jobs: String?

  @Option(
    name: .long, help: ArgumentHelp("Keep what compressed layers hold in a directory, or off.", valueName: "dir"),
    completion: .directory)
  var cache: String?

  @Flag(name: .long, help: "Take kept layers by the manifest's word, without hashing.")
  var trustDigests = false

  @Option(
    name: .long, help: ArgumentHelp("What reads tar archives: auto, libarchive.", valueName: "which"),
    completion: words(of: "reader"))
  var reader: String?

  @Option(name: .long, help: ArgumentHelp("Most names of an image.", valueName: "n"))
  var maxEntries: String?

  @Option(name: .long, help: ArgumentHelp("Most bytes of one JSON document.", valueName: "n"))
  var maxJson: String?

  @Option(name: .long, help: ArgumentHelp("Most uncompressed bytes of a layer.", valueName: "n"))
  var maxLayerBytes: String?

  @Option(name: .long, help: ArgumentHelp("Most bytes per compressed byte.", valueName: "n"))
  var maxRatio: String?

  var given: [(key: String, value: GivenValue)] {
    [
      ("image", .text(image)), ("platform", .text(platform)), ("all-platforms", .flag(allPlatforms ? true : nil)),
      ("verify", .flag(verify)), ("jobs", .text(jobs)), ("cache", .text(cache)),
      ("trust-digests", .flag(trustDigests ? true : nil)), ("reader", .text(reader)),
      ("max-entries", .text(maxEntries)),
      ("max-json", .text(maxJson)),
      ("max-layer-bytes", .text(maxLayerBytes)), ("max-ratio", .text(maxRatio)),
    ]
  }

  func validate() throws {
    _ = try values()
    if platform != nil, allPlatforms {
      throw ValidationError("--platform takes one platform and --all-platforms all: give one of the two")
    }
  }
}
