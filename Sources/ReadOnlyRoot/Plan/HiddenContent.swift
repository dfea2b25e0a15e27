import Core
import ImageArchive
import RootFS

/// What an image has below a directory, which an empty mount there hides.
public struct HiddenContent: Sendable, Equatable {
  /// Files and links; at least so many when `isPartial`.
  public var files = 0
  public var directories = 0
  /// The first few, files before directories, by path.
  public var names: [RootPath] = []
  /// Whether not all of it was counted.
  public var isPartial = false

  public var isEmpty: Bool { files == 0 && directories == 0 && !isPartial }

  /// Such as `2 files: /a/b, /a/c`; empty when there is nothing.
  public var words: String {
    guard !isEmpty else { return "" }
    var parts: [String] = []
    if files > 0 { parts.append(files == 1 ? "1 file" : "\(files) files") }
    if directories > 0 { parts.append(directories == 1 ? "1 directory" : "\(directories) directories") }
    let more = files + directories > names.count || isPartial ? ", …" : ""
    let list = names.isEmpty ? "" : ": " + names.map(\.description).joined(separator: ", ") + more
    return (isPartial ? "at least " : "") + parts.joined(separator: " and ") + list
  }

  init() {}

  private static let shown = 3
  /// Names looked at below one directory.
  private static let most = 5_000

  /// - Parameter budget: names that may still be looked at for the whole plan.
  init(below node: NodeID, in image: ImageModel, budget: inout Int) {
    var pending = [node]
    var (left, shownFiles, shownDirectories) = (HiddenContent.most, [RootPath](), [RootPath]())
    while let directory = pending.popLast() {
      for child in image.root.children(of: directory) {
        guard left > 0, budget > 0 else {
          isPartial = true
          pending = []
          break
        }
        (left, budget) = (left - 1, budget - 1)
        let isDirectory = image.root.info(child).kind == .directory
        if isDirectory {
          directories += 1
          pending.append(child)
          if shownDirectories.count < HiddenContent.shown { shownDirectories.append(image.root.path(of: child)) }
        } else {
          files += 1
          if shownFiles.count < HiddenContent.shown { shownFiles.append(image.root.path(of: child)) }
        }
      }
    }
    names = Array((shownFiles.sorted() + shownDirectories.sorted()).prefix(HiddenContent.shown))
  }
}
