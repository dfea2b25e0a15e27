import Core
import Dockerfile

/// Images of registries that are not trusted.
struct DL3026: LintRule {
  static let info = RuleInfo(
    "DL3026", .error, title: "registry is not trusted",
    what: "the images of FROM, COPY --from and RUN --mount, when the configuration names trusted registries",
    why: "who can push to another registry decides what is in the image",
    fix: "take the image from a registry of the list, or copy it there",
    examples: [
      .bad("another registry", dockerfile: "FROM registry.example.com/debian:12\n"),
      .good("one of the list", dockerfile: "FROM quay.io/debian:12\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    let trusted = flow.options.trustedRegistries
    guard !trusted.isEmpty else { return }
    var names = StageNames(flow)
    for instruction in flow.instructions {
      for (image, range) in images(of: instruction, flow) {
        guard !isFine(image, in: instruction, names, flow.isExact) else { continue }
        let registries = image.registry.map { [$0] } ?? ["docker.io", "hub.docker.com"]
        if registries.contains(where: { registry in trusted.contains { DL3026.matches(registry, $0) } }) { continue }
        report.note(
          "image \(image.text) is of registry \(registries[0]), expected " + trusted.joined(separator: " or "),
          at: instruction, range)
      }
      if let alias = instruction.alias { names.add(alias) }
    }
  }

  private struct Named {
    /// As written.
    let text: String
    /// nil without one.
    let registry: String?
    /// Without the registry.
    let name: String
  }

  /// The images that an instruction names, with their places.
  private func images(of instruction: LintInstruction, _ flow: LintFlow) -> [(image: Named, range: Range<Int>?)] {
    switch instruction.kind {
    case .from(let from):
      let image = flow.isExact ? LintImage(from.base.text) : LintImage(from.base.text).withPort
      return [(Named(text: from.base.text, registry: image.registry, name: image.name), from.base.range)]
    case .copy: return flow.copyOrigin(of: instruction).map { [(DL3026.taken(apart: $0.name), $0.flag.range)] } ?? []
    case .run:
      return instruction.mounts.compactMap { mount in
        guard mount.type == "bind" || mount.type == "cache" else { return nil }
        return mount.value("from").map { (DL3026.taken(apart: $0), nil) }
      }
    default: return []
    }
  }

  /// What COPY and mounts name, where hadolint knows registries alone.
  private static func taken(apart text: String) -> Named {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")), text.utf8[..<slash].contains(UInt8(ascii: "."))
    else { return Named(text: text, registry: nil, name: text) }
    return Named(text: text, registry: String(text[..<slash]), name: String(text[text.utf8.index(after: slash)...]))
  }

  /// Whether it is no image of a registry: a stage, or nothing at all.
  private func isFine(_ image: Named, in instruction: LintInstruction, _ names: StageNames, _ isExact: Bool) -> Bool {
    if image.name == "scratch" || names.contains(isExact ? image.name : image.text) { return true }
    guard !isExact else { return false }
    // A number is a stage; what a variable holds cannot be told.
    if image.text.utf8.first == UInt8(ascii: "$") { return true }
    return instruction.keyword != .from && image.text.utf8.allSatisfy { (48...57).contains($0) }
  }

  private static func matches(_ registry: String, _ pattern: String) -> Bool {
    let (bytes, wanted) = (registry.utf8, pattern.utf8)
    let star = UInt8(ascii: "*")
    if pattern == "*" { return true }
    if wanted.first == star { return bytes.reversed().starts(with: wanted.dropFirst().reversed()) }
    if wanted.last == star { return bytes.starts(with: wanted.dropLast()) }
    return registry == pattern
  }
}
