import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// Files that a RUN step wrote below a path that was a volume already.
///
/// Source: Dockerfile reference, VOLUME ("Changing the volume from within the Dockerfile"); image-checks.md section 8.
struct ReadOnlyVolumeLost: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-VOLLOST", title: "build step writes below a declared volume", severity: .low,
    what: "A RUN step after VOLUME wrote below the volume's path, as the image's history tells.",
    why:
      "The legacy builder throws such changes away and BuildKit keeps them, so the image depends on the builder; and a "
      + "mount at the path hides them.",
    fix: "move VOLUME behind the last step that writes there",
    controls: [.runbook(12)],
    examples: [
      .bad(
        "seeded after VOLUME",
        config: #"{"Volumes":{"/data":{}}},"history":[{"created_by":"RUN mkdir /data"},"#
          + #"{"created_by":"VOLUME [/data]","empty_layer":true},{"created_by":"RUN make-seed"}],"x":{}"#,
        layers: [[.directory("/data")], [ExampleFile("/data/seed")]]),
      .good("seeded before", config: #"{"Volumes":{"/data":{}}}"#, layers: [[ExampleFile("/data/seed")]]),
      .good("nothing there", config: #"{"Volumes":{"/data":{}}}"#, layers: [[.directory("/data")]]),
    ])

  private static let listed = 2000

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, !image.volumes.isEmpty else { return [] }
    let declared = declarations(image)
    return image.volumes.sorted().compactMap { volume in
      guard let (layer, step) = declared[volume], let node = image.root.lookup(volume) else { return nil }
      let late = files(below: node, after: layer, image)
      guard let first = late.first else { return nil }
      let count = late.count == 1 ? "1 file" : "\(late.count) files"
      return finding(
        "\(count) below volume \(volume) written after VOLUME, which the legacy builder drops",
        at: image.place(of: first), evidence: [step] + late.prefix(5).map { image.root.path(of: $0).description },
        fix: "VOLUME [\"\(volume)\"] behind the RUN that writes there", detail: image.detail(of: first)
      ).identified(by: volume.description)
    }
  }

  /// For each volume: how many layers lay below the step that first declared it, and that step.
  private func declarations(_ image: ImageModel) -> [RootPath: (layers: Int, step: String)] {
    var out: [RootPath: (layers: Int, step: String)] = [:]
    var layers = 0
    for step in image.config.history.prefix(2000) {
      if !step.isEmptyLayer { layers += 1 }
      guard let text = step.createdBy, let operands = operands(text) else { continue }
      for volume in image.volumes where out[volume] == nil && operands.contains(volume.description) {
        out[volume] = (layers, String(text.prefix(200)))
      }
    }
    return out
  }

  /// The paths of a history line that is a VOLUME instruction.
  private func operands(_ text: String) -> Set<String>? {
    var rest = Substring(text).utf8
    if let mark = rest.firstIndex(of: UInt8(ascii: ")")), rest.starts(with: "/bin/sh -c #(nop)".utf8) {
      rest = rest[rest.index(after: mark)...]
    }
    rest = rest.drop { $0 == 0x20 }
    guard rest.starts(with: "VOLUME".utf8) else { return nil }
    let words = rest.dropFirst(6).split { $0 == 0x20 || "[],\"".utf8.contains($0) }
    return Set(words.prefix(200).map { String(Substring($0)) })
  }

  /// Regular files that RUN steps of later layers wrote, two levels deep.
  private func files(below top: NodeID, after layers: Int, _ image: ImageModel) -> [NodeID] {
    var (out, pending, left): ([NodeID], [(NodeID, Int)], Int) = ([], [(top, 0)], Self.listed)
    while let (node, depth) = pending.popLast() {
      for child in image.root.children(of: node) {
        left -= 1
        guard left > 0 else { return out }
        let kind = image.root.info(child).kind
        if kind == .directory, depth < 2 { pending.append((child, depth + 1)) }
        guard kind == .file, image.root.layer(of: child) >= layers, isOfRun(child, image) else { continue }
        out.append(child)
      }
    }
    return out.sorted { image.root.path(of: $0) < image.root.path(of: $1) }
  }

  private func isOfRun(_ node: NodeID, _ image: ImageModel) -> Bool {
    guard let step = image.layerRef(of: node)?.createdBy else { return false }
    return step.hasPrefix("RUN ") || (step.hasPrefix("/bin/sh -c ") && !step.hasPrefix("/bin/sh -c #(nop)"))
  }
}
