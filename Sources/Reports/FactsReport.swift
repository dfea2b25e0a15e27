import Core
import Engine
import ImageArchive
import JSONText
import RootFS
import Rules

/// `imgscan facts`: what the rules judge, as JSON, without judging it.
public struct FactsReport {
  private let archive: ImageArchive
  private let images: [ScannedImage]
  private let subject: String
  private let listsTree: Bool

  /// - Parameter listsTree: whether every name of the merged file system is listed.
  public init(subject: String, archive: ImageArchive, images: [ScannedImage], listsTree: Bool) {
    (self.subject, self.archive, self.images, self.listsTree) = (subject, archive, images, listsTree)
  }

  public func render() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("file", subject.split(separator: "/").last.map(String.init) ?? subject)
      writer.member("format", archive.format)
      writer.member("archive_compression", archive.format == "dir" ? "dir" : archive.compression.rawValue)
      writer.member("images", array: { writer in for image in images { write(image, &writer) } })
      problems(archive.problems, &writer)
    }
    return writer.bytes + [10]
  }

  private func write(_ image: ScannedImage, _ writer: inout JSONWriter) {
    let config = image.archived.config
    writer.object { writer in
      writer.member("ref", image.archived.reference)
      writer.member("tags", image.archived.tags)
      writer.key("platform")
      platform(image.archived.platform, &writer)
      writer.member("os", config.os)
      writer.member("architecture", config.architecture)
      writer.member("variant", config.variant)
      writer.member("config_digest", image.archived.configDigest)
      writer.member("manifest_digest", image.archived.manifestDigest)
      writer.member("user", config.user)
      writer.member("entrypoint", config.entrypoint)
      writer.member("cmd", config.cmd)
      writer.member("env", config.env.map { String($0.prefix { $0 != "=" }) })
      writer.member("exposed", config.exposedPorts)
      writer.member("volumes", config.volumes)
      writer.member("healthcheck", config.healthcheck?.test)
      writer.member("workdir", config.workingDirectory)
      writer.member("labels", config.labels.map(\.key))
      writer.member(
        "layers",
        array: { writer in
          for (index, layer) in image.layers.enumerated() { write(layer, index, config, image.model, &writer) }
        })
      history(config, layerCount: image.layers.count, &writer)
      if let model = image.model { files(model, &writer) }
      problems(image.problems, &writer)
    }
  }

  private func platform(_ platform: Platform?, _ writer: inout JSONWriter) {
    guard let platform else { return writer.null() }
    writer.object { writer in
      writer.member("os", platform.os)
      writer.member("architecture", platform.architecture)
      if let variant = platform.variant { writer.member("variant", variant) }
    }
  }

  private func write(
    _ layer: ScannedImage.Layer, _ index: Int, _ config: ImageConfig, _ model: ImageModel?, _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("index", index)
      writer.member("name", layer.name)
      writer.member("mediaType", layer.mediaType)
      writer.member("digest", layer.digest)
      writer.member("diffid_config", config.diffIDs.indices.contains(index) ? config.diffIDs[index] : nil)
      writer.member("missing", layer.isMissing)
      writer.member("compressed_size", layer.storedBytes)
      writer.member("blob_sha256", layer.blobDigest)
      writer.member("compression", layer.compression.rawValue)
      writer.member("entries", layer.entryCount)
      writer.member("diffid", layer.diffID)
      writer.member("size", layer.uncompressedBytes)
      writer.member("origin", model?.layers[index].origin.rawValue ?? "unknown")
    }
  }

  private func history(_ config: ImageConfig, layerCount: Int, _ writer: inout JSONWriter) {
    var next = 0
    writer.member(
      "history",
      array: { writer in
        for step in config.history {
          writer.object { writer in
            writer.member("layer", step.isEmptyLayer ? nil : next)
            writer.member("created_by", step.createdBy)
          }
          if !step.isEmptyLayer { next += 1 }
        }
      })
  }

  private func files(_ model: ImageModel, _ writer: inout JSONWriter) {
    let root = model.root
    runUser(model.runUser, &writer)
    writer.member(
      "rootfs_counts",
      object: { writer in
        for (kind, count) in model.index.counts.sorted(by: { $0.key < $1.key }) { writer.member(kind, count) }
      })
    writer.member(
      "setid",
      array: { writer in
        for node in model.index.setid {
          writer.object { writer in
            file(root.path(of: node), root.info(node), &writer)
            writer.member("layer", root.layer(of: node))
          }
        }
      })
    writer.member(
      "setid_gone",
      array: { writer in
        for gone in model.index.setidGone {
          writer.object { writer in
            file(gone.path, gone.info, &writer)
            writer.member("layer", gone.layer)
            writer.member("why", gone.reason.rawValue)
            writer.member("by_layer", gone.byLayer)
          }
        }
      })
    writer.member(
      "filecaps",
      array: { writer in
        for node in model.index.fileCapabilities { capability(node, root, &writer) }
      })
    writer.member(
      "world_writable_dirs",
      array: { writer in
        for node in model.index.worldWritableDirectories {
          writer.object { writer in
            writer.member("path", root.path(of: node).description)
            writer.member("mode", root.info(node).octalMode)
            writer.member("layer", root.layer(of: node))
          }
        }
      })
    tools(root, &writer)
    if listsTree { tree(root, &writer) }
  }

  private func runUser(_ user: RunUser, _ writer: inout JSONWriter) {
    writer.member(
      "run_user",
      object: { writer in
        let isResolved = user.outcome == .resolved
        writer.member("uid", isResolved ? user.uid : nil)
        writer.member("gid", isResolved ? user.gid : nil)
        writer.key("groups")
        writer.array { writer in if isResolved { for group in user.groups { writer.value(group) } } }
        writer.member("resolved", isResolved)
      })
  }

  private func file(_ path: RootPath, _ info: FileInfo, _ writer: inout JSONWriter) {
    writer.member("path", path.description)
    writer.member("mode", info.octalMode)
    writer.member("uid", info.uid)
    writer.member("gid", info.gid)
    writer.member("size", info.sizeBytes)
  }

  private func capability(_ node: NodeID, _ root: RootFS, _ writer: inout JSONWriter) {
    let raw = root.capability(node) ?? []
    writer.object { writer in
      writer.member("path", root.path(of: node).description)
      writer.member("layer", root.layer(of: node))
      guard let capabilities = FileCapabilities(attribute: raw) else {
        writer.member("raw", FileCapabilities.hex(raw))
        return
      }
      writer.member("raw", capabilities.rawHex)
      writer.member("revision", capabilities.revision)
      writer.member("effective", capabilities.isEffective)
      writer.member("permitted", capabilities.permittedNames)
      writer.member("inheritable", capabilities.inheritableNames)
      if let rootID = capabilities.rootID { writer.member("rootid", rootID) }
    }
  }

  /// Names of shells and network tools, whatever stands behind them: also dangling links and files that cannot be run.
  private func tools(_ root: RootFS, _ writer: inout JSONWriter) {
    let names = Set(RuleTable.imageNeeds.programs.map { Array($0.utf8) })
    var found: [(path: String, node: NodeID)] = []
    root.forEach { node in
      let kind = root.info(node).kind
      guard kind == .file || kind == .symlink, names.contains(Array(root.name(of: node))) else { return }
      found.append((root.path(of: node).description, node))
    }
    writer.member(
      "tools",
      array: { writer in
        for (path, node) in found.sorted(by: { $0.path < $1.path }) {
          let real = root.resolve(node)
          let info = real.map { root.info($0) }
          writer.object { writer in
            writer.member("path", path)
            writer.member("resolved", real.map { root.path(of: $0).description })
            writer.member("executable", info.map { $0.kind == .file && $0.isExecutable } ?? false)
            writer.member("layer", root.layer(of: node))
          }
        }
      })
  }

  private func tree(_ root: RootFS, _ writer: inout JSONWriter) {
    var paths: [(path: String, node: NodeID)] = []
    root.forEach { paths.append((root.path(of: $0).description, $0)) }
    writer.member(
      "tree",
      array: { writer in
        for (path, node) in paths.sorted(by: { $0.path < $1.path }) {
          let info = root.info(node)
          writer.object { writer in
            file(RootPath(path), info, &writer)
            writer.member("type", info.kind.letter)
            writer.member("layer", root.layer(of: node))
            if info.kind == .symlink { writer.member("link", text(ofName: root.linkTarget(node))) }
          }
        }
      })
  }

  private func problems(_ problems: Problems, _ writer: inout JSONWriter) {
    for (key, list) in [("incidents", problems.incidents), ("warnings", problems.warnings)] {
      writer.key(key)
      writer.array { writer in
        for one in list {
          writer.object { writer in
            writer.member("code", one.code)
            writer.member("layer", one.layer)
            writer.member("message", one.message)
          }
        }
      }
    }
  }
}

extension EntryKind {
  /// The letter `find -type` has for it.
  fileprivate var letter: String {
    switch self {
    case .file, .hardLink: "f"
    case .directory: "d"
    case .symlink: "l"
    case .characterDevice: "c"
    case .blockDevice: "b"
    case .fifo: "p"
    case .whiteout, .opaque: "?"
    }
  }
}
