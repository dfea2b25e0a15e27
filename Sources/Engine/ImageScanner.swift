import Core
import Digest
import ImageArchive
import RootFS
import Synchronization

/// Reads an archive's images: layers in parallel, then merged, then the contents that rules asked for.
public struct ImageScanner: Sendable {
  private let options: ScanOptions
  private let needs: ScanNeeds
  /// What is asked of the layers of every image.
  private let plan: ScanPlan

  public init(options: ScanOptions, needs: ScanNeeds = .ofAllRules) {
    (self.options, self.needs) = (options, needs)
    var plan = ScanPlan()
    plan.wishes = ContentWishes(needs.paths + ModelBuilder.alwaysRead)
    plan.readsHeads = true
    plan.reader = options.reader
    plan.limits = options.archiveLimits
    plan.computesDiffID = options.verifies
    plan.usesThreads = options.jobs > 1
    self.plan = plan
  }

  /// Reads all selected images of a subject.
  ///
  /// - Parameter input: standard input, when it has been looked at before.
  /// - Throws: when it is no image archive or the selection is not in it.
  public func scan(
    _ subject: String, input: StandardInput? = nil
  ) throws(ArchiveError) -> (archive: ImageArchive, images: [ScannedImage]) {
    let archive = try ImageArchive.open(
      subject, plan: plan, selection: options.selection, verifies: options.verifies, input: input)
    let base: BaseLayers?
    if let choice = options.base {
      base = try BaseLayers(choice, archive: archive, subject: subject, limits: options.archiveLimits)
    } else {
      base = nil
    }
    var images: [ScannedImage] = []
    for image in archive.images {
      images.append(scan(image, of: archive, subject: subject, base: base?.answer(for: image)))
    }
    options.cache?.trim()
    return (archive, images)
  }

  private func scan(
    _ image: ArchivedImage, of archive: ImageArchive, subject: String, base: BaseLayers.Answer?
  ) -> ScannedImage {
    var records = readLayers(image, archive)
    var problems = image.problems
    var layers: [ScannedImage.Layer] = []
    for (index, layer) in image.layers.enumerated() {
      let record = records[index]
      layers.append(summary(layer, record))
      if let missing = layer.missing {
        problems.incident(missing.code, missing.message, layer: index)
      } else {
        problems.absorb(record.problems, layer: index)
        check(layer, record, stated: image.config.diffIDs, index, &problems)
      }
    }
    guard image.hasConfig else {
      return ScannedImage(model: nil, archived: image, layers: layers, problems: problems)
    }
    if image.config.os?.lowercased() == "windows" {
      problems.incident(
        "windows-image", "a Windows image: its files and users are not judged (only Linux images are supported)")
    }
    var builder = ModelBuilder(
      image: image, archive: archive, subject: subject, needs: needs, options: options,
      compressions: records.map(\.compression))
    builder.join = DockerfileJoin(image, dockerfile: options.dockerfile?.build, provenance: archive.provenance)
    if let problem = options.dockerfile?.problem { problems.warning("dockerfile-refused", problem) }
    if let warning = builder.join?.warning { problems.warning("dockerfile-mismatch", warning) }
    builder.base = base
    if case .mismatch(let problem) = base { problems.warning("base-mismatch", problem) }
    let model = builder.build(&records)
    problems.absorb(builder.problems)
    return ScannedImage(model: model, archived: image, join: builder.join, layers: layers, problems: problems)
  }

  /// - Parameter isAlone: whether there are more threads than layers.
  private func plan(for image: ArchivedImage, isAlone: Bool) -> ScanPlan {
    var plan = plan
    plan.programNames = Set(ModelBuilder.commandWords(image.config).map(baseName))
    // A core that has no layer of its own to read can decompress for another.
    plan.inflatesBeside = isAlone
    return plan
  }

  /// Reads every different layer once, the largest first so that no thread is left with it at the end.
  private func readLayers(_ image: ArchivedImage, _ archive: ImageArchive) -> [LayerRecord] {
    var firstByName: [String: Int] = [:]
    var unique: [Int] = []
    for (index, layer) in image.layers.enumerated() where layer.missing == nil {
      if firstByName.updateValue(firstByName[layer.name] ?? index, forKey: layer.name) == nil { unique.append(index) }
    }
    let base = plan(for: image, isAlone: unique.count < options.jobs)
    let layers = image.layers
    let order = unique.indices.sorted {
      (layers[unique[$0]].storedBytes ?? 0, $1) > (layers[unique[$1]].storedBytes ?? 0, $0)
    }
    let work = unique
    let cache = options.cache
    let onLayer = options.onLayer
    let counter = Counter()
    let read = WorkerThreads.map(count: work.count, jobs: options.jobs, order: order) { item -> LayerRecord in
      let layer = layers[work[item]]
      var plan = base
      if plan.computesDiffID {
        plan.blobAlgorithm = layer.digest.flatMap { Hasher.Algorithm(rawValue: String($0.prefix { $0 != ":" })) }
      }
      let record = archive.scan(layer, plan: plan, cache: cache)
      onLayer?(counter.increment(), work.count)
      return record
    }
    let byIndex = Dictionary(uniqueKeysWithValues: zip(work, read))
    return layers.map { layer in firstByName[layer.name].flatMap { byIndex[$0] } ?? LayerRecord() }
  }

  private func summary(_ layer: ArchivedLayer, _ record: LayerRecord) -> ScannedImage.Layer {
    ScannedImage.Layer(
      name: layer.name, digest: layer.digest, mediaType: layer.mediaType, storedBytes: layer.storedBytes,
      isMissing: layer.missing != nil, entryCount: record.entryCount, uncompressedBytes: record.sizeBytes,
      compression: record.compression, diffID: record.diffID, blobDigest: record.blobDigest)
  }

  /// Compares what was computed with what config and manifest state.
  private func check(
    _ layer: ArchivedLayer, _ record: LayerRecord, stated: [String], _ index: Int, _ problems: inout Problems
  ) {
    if let size = layer.sizeProblem { problems.incident("size-mismatch", size, layer: index) }
    if let digest = layer.digest, let actual = record.blobDigest, digest != actual {
      problems.incident("digest-mismatch", "the layer is named \(digest), its content is \(actual)", layer: index)
    }
    guard options.verifies else { return }
    if stated.indices.contains(index), let actual = record.diffID, stated[index] != actual {
      problems.incident(
        "diffid-mismatch", "the config names diff ID \(stated[index]), the content is \(actual)", layer: index)
    }
  }
}

/// The last component of a path or command word.
func baseName(_ word: String) -> String { word.split(separator: "/").last.map(String.init) ?? word }

/// A count that several threads raise.
private final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func increment() -> Int { value.add(1, ordering: .relaxed).newValue }
}
