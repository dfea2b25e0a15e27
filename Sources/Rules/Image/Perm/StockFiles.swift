import Core
import ImageArchive
import RootFS

/// Decides which set-id files are a distribution's own, as a base layer ships them.
///
/// Such a file is a regular file owned by root, in the table under its path, with the set-id bits and the group that the
/// table names, not writable by group or others, and its name was written by a layer of the base image. With base and own
/// layers unknown, the bottom layer counts as base if it wrote os-release. A file with a further name that is not in the
/// table, such as a setuid busybox called `su`, is no stock file.
struct StockFiles {
  private let image: ImageModel
  private let bottomIsBase: Bool

  init(_ image: ImageModel) {
    self.image = image
    let isUnknown = image.layers.allSatisfy { $0.origin == .unknown }
    bottomIsBase =
      isUnknown
      && ["/usr/lib/os-release", "/etc/os-release"].contains { path in
        image.root.lookup(path).map { image.root.layer(of: $0) == 0 } ?? false
      }
  }

  /// Whether this one name of a file qualifies; the file does when all its names do.
  func qualifies(_ node: NodeID, path: RootPath, info: FileInfo) -> Bool {
    guard info.kind == .file, info.uid == 0, info.mode & 0o022 == 0, info.head != .script, isBase(node) else {
      return false
    }
    let text = path.description
    guard let slash = text.lastIndex(of: "/") else { return false }
    let directory = text[..<slash]
    guard let entries = StockFiles.table[String(text[text.index(after: slash)...])] else { return false }
    return entries.contains { entry in
      entry.place.holds(directory) && entry.bits == info.mode & 0o6000 && takesGroup(info.gid, entry)
    }
  }

  private func isBase(_ node: NodeID) -> Bool {
    if image.layerRef(of: node)?.origin == .base { return true }
    return bottomIsBase && image.root.layer(of: node) == 0
  }

  /// With no group file the group has no name, and the number alone decides nothing.
  private func takesGroup(_ gid: UInt32, _ entry: Entry) -> Bool {
    guard !entry.groups.isEmpty, image.accounts.groups != nil else { return true }
    return image.accounts.group(gid: Int(gid)).map { entry.groups.contains($0.name) } ?? false
  }
}

extension StockFiles {
  private enum Place {
    case programs, libraries

    func holds(_ directory: Substring) -> Bool {
      switch self {
      case .programs: ["/bin", "/sbin", "/usr/bin", "/usr/sbin"].contains(directory)
      case .libraries:
        ["/usr/lib", "/usr/libexec"].contains { directory == $0 || directory.hasPrefix($0 + "/") }
      }
    }
  }

  private struct Entry {
    var bits: UInt16
    /// Empty: any group.
    var groups: Set<String>
    var place: Place
  }

  /// By base name.
  private static let table: [String: [Entry]] = {
    var table: [String: [Entry]] = [:]
    for (names, bits, groups, place) in rows {
      for name in names.split(separator: " ") {
        table[String(name), default: []].append(Entry(bits: bits, groups: groups, place: place))
      }
    }
    return table
  }()

  /// Source: Debian 12 base image, measured (first two rows); packages of Debian, Ubuntu, Fedora and Alpine as of 2026
  /// (the rest).
  private static let rows: [(names: String, bits: UInt16, groups: Set<String>, place: Place)] = [
    ("chfn chsh gpasswd mount newgrp passwd su umount", 0o4000, [], .programs),
    ("chage expiry unix_chkpwd", 0o2000, ["shadow"], .programs),

    ("chage unix_chkpwd pam_timestamp_check userhelper", 0o4000, [], .programs),
    ("pam_extrausers_chkpwd", 0o2000, ["shadow"], .programs),
    ("sudo pkexec newuidmap newgidmap fusermount fusermount3 at crontab bbsuid", 0o4000, [], .programs),
    ("ping ping6 traceroute6 traceroute6.iputils mtr-packet mount.nfs mount.cifs pppd", 0o4000, [], .programs),
    ("exim4 screen", 0o4000, [], .programs),
    ("screen", 0o2000, ["utmp"], .programs),
    ("ssh-agent", 0o2000, ["ssh", "_ssh", "nobody"], .programs),
    ("crontab", 0o2000, ["crontab"], .programs),
    ("wall write bsd-write write.ul", 0o2000, ["tty"], .programs),
    ("dotlockfile", 0o2000, ["mail"], .programs),
    ("ssh-keysign polkit-agent-helper-1 dbus-daemon-launch-helper", 0o4000, [], .libraries),
    ("Xorg.wrap chrome-sandbox snap-confine", 0o4000, [], .libraries),
    ("Xorg.wrap", 0o6000, [], .libraries),
    ("ssh-keysign", 0o2000, ["ssh_keys"], .libraries),
    ("utempter", 0o2000, ["utmp"], .libraries),
  ]
}
