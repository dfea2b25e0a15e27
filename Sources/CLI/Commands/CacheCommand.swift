import ArgumentParser
import Config
import Core
import ImageArchive

/// `imgscan cache info|clear`
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Tell or clear what is kept of compressed layers.",
    discussion: """
      Kept are the names and attributes of a layer's files and the contents that rules read, under the digest of its bytes: \
      by default below $XDG_CACHE_HOME/imgscan, else ~/.cache/imgscan; --cache DIR names another place, --cache off none.
      """,
    subcommands: [CacheInfoCommand.self, CacheClearCommand.self], defaultSubcommand: CacheInfoCommand.self)
}

/// Where the cache is.
struct CacheFlags: SettingFlags {
  @Option(name: .long, help: ArgumentHelp("The directory of the cache.", valueName: "dir"), completion: .directory)
  var cache: String?

  var given: [(key: String, value: GivenValue)] { [("cache", .text(cache))] }

  /// - Throws: `ExitStatus` 2 after a message when there is none.
  fileprivate func open() throws -> LayerCache {
    let surface = try Surface(self)
    guard let cache = LayerCache(surface.settings) else {
      surface.errors.say("the cache is off", help: "--cache DIR")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    return cache
  }
}

/// `imgscan cache info`
struct CacheInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "info", abstract: "Tell where it is and what it holds.")

  @OptionGroup var flags: CacheFlags

  func run() throws {
    let cache = try flags.open()
    Output.standardOutput.write(
      """
      directory  \(Sanitized(cache.directory))
      holds      \(cache.summary.words)
      limit      \(LayerCache.limitBytes >> 20) MiB; what was not used for longest goes first

      """)
  }
}

/// `imgscan cache clear`
struct CacheClearCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Remove what it holds; other files are left alone.")

  @OptionGroup var flags: CacheFlags

  func run() throws {
    let cache = try flags.open()
    let removed = cache.clear()
    Output.standardError.write("removed \(removed.words)\n")
    let left = cache.summary
    guard left.isEmpty else {
      Output.standardError.write("left \(left.words): not to be removed by this user\n")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }
}

extension LayerCache.Summary {
  fileprivate var words: String {
    "\(layers) layers, \(files) files with known digests, \((bytes + 1023) / 1024) KiB"
  }
}
