import Core
import ImageArchive
import RootFS

extension FileInfo {
  /// Type and permissions as ls(1) prints them, such as `-rwsr-xr-x`.
  var modeText: String {
    let type =
      switch kind {
      case .directory: "d"
      case .symlink: "l"
      case .characterDevice: "c"
      case .blockDevice: "b"
      case .fifo: "p"
      default: "-"
      }
    let special: [(bit: UInt16, letter: String)] = [(0o4000, "s"), (0o2000, "s"), (0o1000, "t")]
    return special.enumerated().reduce(into: type) { text, item in
      let bits = mode >> UInt16(6 - 3 * item.offset)
      text += (bits & 4 != 0 ? "r" : "-") + (bits & 2 != 0 ? "w" : "-")
      let isRunnable = bits & 1 != 0
      guard mode & item.element.bit != 0 else {
        text += isRunnable ? "x" : "-"
        return
      }
      text += isRunnable ? item.element.letter : item.element.letter.uppercased()
    }
  }
}

extension ImageModel {
  /// Whether permission bits mean anything: on Windows images they do not.
  var hasPermissions: Bool { config.os?.lowercased() != "windows" }

  /// Mode, owner and path in one line, such as `-rwsr-xr-x root:root /usr/bin/su`.
  func permissionLine(of node: NodeID) -> String {
    let info = root.info(node)
    return "\(info.modeText) \(accounts.owner(uid: info.uid, gid: info.gid)) \(root.path(of: node))"
  }

  /// The owner's name, or its number where passwd has no name for it.
  func ownerName(_ uid: UInt32) -> String { accounts.user(uid: Int(uid))?.name ?? "uid \(uid)" }

  func groupName(_ gid: UInt32) -> String { accounts.group(gid: Int(gid))?.name ?? "gid \(gid)" }

  /// Whether someone who is neither root nor a file's owner can get to it: every directory above lets others, or the
  /// run user, pass.
  ///
  /// - Complexity: O(depth).
  func isReachable(_ node: NodeID) -> Bool {
    var above = root.parent(of: node)
    while let directory = above {
      if root.info(directory).mode & 0o001 == 0, runUser.isRoot || !runUserCanExecute(directory) { return false }
      above = root.parent(of: directory)
    }
    return true
  }

  /// Whether a runtime mounts something over the path, so that what the image has there is never seen.
  func isHiddenByMount(_ path: RootPath) -> Bool {
    ["/dev", "/proc", "/sys"].contains { path.isAtOrBelow(RootPath($0)) }
  }
}

extension RootPath {
  /// The path as one word of a shell command; nil when it holds bytes that cannot be typed.
  var shellWord: String? {
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "'") }) else { return nil }
    let plain = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+,:@%=".utf8.contains(byte)
      }
    }
    return plain ? description : "'\(description)'"
  }

  /// `RUN COMMAND PATH`; empty, which means the rule's general advice, when the path cannot be typed.
  func run(_ command: String) -> String { shellWord.map { "RUN \(command) \($0)" } ?? "" }
}

/// Text that several rules about permissions share.
enum PermissionAdvice {
  static let strip = "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +"
  static let stripLast =
    strip + "\nas the last root step of the final stage: after every install, before USER; all hard links of a file "
    + "are names that need it; in compose no-new-privileges, in Kubernetes allowPrivilegeEscalation: false beside it"
}
