import Core
import TestSupport

@testable import ImageArchive

/// Image archives written to a temporary directory and opened.
struct OpenedArchive {
  let directory: TemporaryDirectory
  let archive: ImageArchive

  init(_ archive: ImageArchive, _ directory: TemporaryDirectory) {
    (self.archive, self.directory) = (archive, directory)
  }

  /// Writes the members as a tar archive, or as files of a directory, and opens that.
  static func open(
    _ members: [ArchiveMember], asDirectory: Bool = false, selection: ImageSelection = ImageSelection(),
    verifies: Bool = true
  ) throws -> OpenedArchive {
    let directory = try TemporaryDirectory()
    let path = asDirectory ? try directory.unpack(members) : try directory.write("image.tar", SavedImage.tar(members))
    return try open(path, directory, selection: selection, verifies: verifies)
  }

  static func open(
    bytes: [UInt8], selection: ImageSelection = ImageSelection(), verifies: Bool = true
  ) throws -> OpenedArchive {
    let directory = try TemporaryDirectory()
    return try open(try directory.write("image.tar", bytes), directory, selection: selection, verifies: verifies)
  }

  private static func open(
    _ path: String, _ directory: TemporaryDirectory, selection: ImageSelection, verifies: Bool
  ) throws -> OpenedArchive {
    prepareProcessForArchives()
    return OpenedArchive(
      try ImageArchive.open(path, plan: ScanPlan(), selection: selection, verifies: verifies), directory)
  }

  /// Per image and layer: what was read, or why it could not be.
  var layers: [[String]] {
    archive.images.map { image in
      image.layers.map { layer in
        if let missing = layer.missing { return missing.code }
        let summary = LayerSummary(archive.scan(layer, plan: ScanPlan()))
        return (summary.entries + summary.incidents).joined(separator: ", ")
      }
    }
  }

  /// Codes of all incidents: of the archive, then of its images.
  var incidents: [String] {
    archive.problems.incidents.map(\.code) + archive.images.flatMap { $0.problems.incidents.map(\.code) }
  }
  var warnings: [String] {
    archive.problems.warnings.map(\.code) + archive.images.flatMap { $0.problems.warnings.map(\.code) }
  }
}

/// The error that opening members gives; nil when it gives none.
func openingError(
  _ members: [ArchiveMember], asDirectory: Bool = false, selection: ImageSelection = ImageSelection()
) throws -> ArchiveError? {
  do {
    _ = try OpenedArchive.open(members, asDirectory: asDirectory, selection: selection)
    return nil
  } catch let error as ArchiveError {
    return error
  }
}
