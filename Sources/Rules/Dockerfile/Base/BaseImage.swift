import Core
import BuildModel
import Dockerfile

/// What the image that a build starts from brings, by its name; nothing is fetched.
struct BaseImage: Sendable, Equatable {
  var family: BaseFamily
  /// nil when it is not known.
  var hasShell: Bool?
  /// Whether packages can be installed with the image's own tools; nil when it is not known.
  var hasPackageManager: Bool?
  /// Whether `find` is busybox's; nil when it is not known or there is none.
  var usesBusyboxFind: Bool?

  init(_ family: BaseFamily) {
    self.family = family
    hasShell = family.hasShell
    hasPackageManager = family.hasPackageManager
    usesBusyboxFind = family.usesBusyboxFind
  }

  /// By tables of names, then by the system that the tag names.
  init(_ reference: ImageReference) {
    let tag = BaseTag(reference.tag)
    let (registry, repository) = reference.canonicalName
    self.init(BaseImage.family(registry, repository, tag))
    switch (registry, repository) {
    case ("gcr.io", _) where family == .distroless && tag.has("debug"):
      // Their debug tags add busybox.
      (hasShell, usesBusyboxFind) = (true, true)
    case ("cgr.dev", "chainguard/static"), ("cgr.dev", "chainguard/glibc-dynamic"):
      (hasShell, hasPackageManager) = (tag.has("dev"), tag.has("dev"))
    case ("cgr.dev", "chainguard/wolfi-base"):
      (hasShell, hasPackageManager, usesBusyboxFind) = (true, true, true)
    case ("cgr.dev", _) where tag.has("dev"):
      (hasShell, hasPackageManager, usesBusyboxFind) = (true, true, true)
    case (_, _) where family == .rpm && repository.hasSuffix("-micro"):
      hasPackageManager = false
    case (_, "photon"):
      // Its find is toybox's in the small image.
      usesBusyboxFind = nil
    default: break
    }
  }

  /// Whether it is a distribution, or a language's image built on one, with the programs such a system has.
  var isOperatingSystem: Bool { family.isOperatingSystem }

  private static func family(_ registry: String, _ repository: String, _ tag: BaseTag) -> BaseFamily {
    let named = tag.family
    if registry == "docker.io", let official = OfficialImages.family(repository) {
      if official.isFixed { return official.family }
      return named ?? OfficialImages.family(repository, tag, default: official.family)
    }
    guard let row = BaseTable.row(registry, repository) else { return named ?? .unknown }
    if row.isFixed { return row.family }
    if let named { return named }
    // .NET changed its default from Debian to Ubuntu with version 10.
    if registry == "mcr.microsoft.com", repository.hasPrefix("dotnet/") {
      return (tag.leadingNumber ?? 99) >= 10 ? .ubuntu : .debian
    }
    return row.family
  }
}

extension BuildModel {
  /// What the shipped image is built on, behind local stages.
  ///
  /// A root file system copied or unpacked onto scratch counts: that of a stage as that stage's base, that of an archive
  /// as a Linux of an unknown kind.
  var baseImage: BaseImage { analyses.value { findBaseImage() } }

  private func findBaseImage() -> BaseImage {
    guard let target else { return BaseImage(.unknown) }
    var stage = rootStage(of: target)
    while case .scratch = stages[stage].base {
      // A stage copies from earlier ones alone, so this ends.
      guard let source = rootCopied(in: stage), source < stage else {
        return archiveIsAdded(in: stage)
      }
      stage = rootStage(of: source)
    }
    switch stages[stage].base {
    case .image(let reference): return stages[stage].isWindows ? BaseImage(.windows) : BaseImage(reference)
    case .unknown: return BaseImage(stages[stage].isWindows ? .windows : .unknown)
    case .scratch, .stage: return BaseImage(.scratch)
    }
  }

  private func rootStage(of stage: Int) -> Int {
    var stage = stage
    while case .stage(let parent) = stages[stage].base, parent < stage { stage = parent }
    return stage
  }

  /// The stage whose whole file system is copied to the root directory.
  private func rootCopied(in stage: Int) -> Int? {
    for step in stages[stage].steps {
      guard case .copy(let transfer) = step.instruction.kind, transfer.destination.text == "/",
        transfer.sources.contains(where: { ["/", "/.", "/*"].contains($0.text) }),
        let name = step.instruction.flags.first(where: { $0.name == "from" })?.value
      else { continue }
      if let number = Int(name), stages.indices.contains(number) { return number }
      let lowercased = name.lowercased()
      return stages[..<stage].lastIndex { $0.name == lowercased }
    }
    return nil
  }

  private func archiveIsAdded(in stage: Int) -> BaseImage {
    var hasArchive = false
    var isNamedSo = false
    for step in stages[stage].steps {
      guard case .add(let transfer) = step.instruction.kind, transfer.destination.text == "/" else { continue }
      for source in transfer.sources {
        let name = source.text.lowercased()
        guard [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tar.zst"].contains(where: name.hasSuffix)
        else { continue }
        hasArchive = true
        isNamedSo = isNamedSo || name.holds("rootfs")
      }
    }
    // A command for a shell needs one, wherever it came from.
    let hasShell = stages[stage].steps.contains { step in
      step.instruction.keyword == .run && step.script.map { !$0.isExec } ?? false
    }
    var base = BaseImage(hasArchive || hasShell ? .otherLinux : .scratch)
    guard base.family == .otherLinux else { return base }
    base.hasPackageManager = nil
    if !hasShell, !isNamedSo { base.hasShell = nil }
    return base
  }
}
