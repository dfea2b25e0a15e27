import Config
import Engine
import Glibc
import ImageArchive
import Reports
import RootFS

extension ScanOptions {
  /// - Throws: `Refusal` for a platform that is none.
  init(_ settings: Settings) throws(Refusal) {
    self.init()
    selection.name = settings.text("image")
    if let text = settings.text("platform") {
      guard let platform = Platform(text) else {
        throw Refusal("--platform \(text): expected os/arch or os/arch/variant, such as linux/arm64")
      }
      selection.platform = platform
    }
    selection.takesAllPlatforms = settings.flag("all-platforms")
    if selection.takesAllPlatforms, selection.platform != nil {
      throw Refusal("a platform and --all-platforms contradict each other: \(settings.text("platform") ?? "")")
    }
    verifies = settings.flag("verify")
    let given = settings.number("jobs") ?? 0
    jobs = given > 0 ? given : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    cache = LayerCache(settings)
    reader = settings.text("reader").flatMap(ReaderChoice.init(rawValue:)) ?? .fast
    if let most = settings.number("max-entries") {
      archiveLimits.layerEntries = most
      mergeLimits.nodes = most
    }
    if let most = settings.number("max-json") { archiveLimits.jsonBytes = Int64(most) }
    if let most = settings.number("max-layer-bytes") { archiveLimits.layerBytes = Int64(most) }
    if let most = settings.number("max-ratio") { archiveLimits.ratio = Int64(most) }
  }
}

extension LayerCache {
  /// The cache that the settings name; nil when it is off, or nothing says where it would be.
  convenience init?(_ settings: Settings) {
    let given = settings.text("cache")
    guard given != "off" else { return nil }
    let environment = ["XDG_CACHE_HOME", "HOME"].reduce(into: [:]) { $0[$1] = Environment.value(of: $1) }
    guard let directory = given ?? LayerCache.standardDirectory(environment) else { return nil }
    self.init(directory: directory, version: Tool.version, trustsDigests: settings.flag("trust-digests"))
  }
}
