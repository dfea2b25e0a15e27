import Core
import ImageArchive
import RootFS

/// Models of images that were never in an archive: the rules' examples.
public enum InMemoryImage {
  /// The model of an example image.
  ///
  /// - Throws: when the example's config is not one.
  public static func model(of example: Example, needs: ImageNeeds) throws(ArchiveError) -> ImageModel {
    let document = #"{"os":"linux","architecture":"amd64","config":\#(example.config)}"#
    var image = ArchivedImage(reference: "example:1", tags: ["example:1"])
    image.config = try ImageConfig.parse(Array(document.utf8))
    image.platform = Platform(os: image.config.os ?? "linux", architecture: image.config.architecture ?? "amd64")
    var records = example.layers.map(record)
    var builder = ModelBuilder(
      image: image, archive: .inMemory, subject: "example.tar", needs: ScanNeeds(needs), options: ScanOptions(),
      compressions: records.map { _ in .none })
    builder.base = .layers(example.baseLayers, decision: "as given")
    return builder.build(&records)
  }

  private static func record(_ files: [ExampleFile]) -> LayerRecord {
    var record = LayerRecord()
    for file in files {
      let name = file.path.split(separator: "/").last ?? ""
      let directory = file.path.split(separator: "/").dropLast().joined(separator: "/")
      if name == ".wh..wh..opq" {
        record.append(path: directory + "/.", kind: .opaque, mode: 0, uid: 0, gid: 0)
        continue
      }
      if name.hasPrefix(".wh.") {
        record.append(path: directory + "/" + name.dropFirst(4), kind: .whiteout, mode: 0, uid: 0, gid: 0)
        continue
      }
      let (kind, link): (EntryKind, String) =
        switch file.kind {
        case .file: (.file, "")
        case .directory: (.directory, "")
        case .symlink(let target): (.symlink, target)
        case .hardLink(let target): (.hardLink, target)
        case .characterDevice: (.characterDevice, "")
        }
      record.append(
        path: file.path, kind: kind, mode: file.mode, uid: file.uid, gid: file.gid, content: file.content, link: link,
        capability: file.capability)
    }
    return record
  }
}
