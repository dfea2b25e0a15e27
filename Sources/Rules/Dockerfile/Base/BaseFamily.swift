/// What kind of system a base image brings.
enum BaseFamily: String, Sendable, Hashable, CaseIterable {
  case debian, ubuntu, alpine
  /// Red Hat, Fedora, CentOS, Rocky, Alma, Amazon, Oracle, SUSE, Azure Linux, Photon.
  case rpm
  case busybox, distroless, chainguard, scratch, windows
  /// Linux with a shell and tools, of another distribution or of one not known: Arch, Gentoo, a root file system added
  /// to scratch.
  case otherLinux
  case unknown

  /// Whether it is installed with apt.
  var isDebianLike: Bool { self == .debian || self == .ubuntu }

  /// Whether an image of it holds a distribution's own programs, such as su and mount.
  var isOperatingSystem: Bool {
    switch self {
    case .debian, .ubuntu, .alpine, .rpm, .otherLinux: true
    case .busybox, .distroless, .chainguard, .scratch, .windows, .unknown: false
    }
  }

  /// Whether there is a shell; nil when that differs from image to image.
  var hasShell: Bool? {
    switch self {
    case .debian, .ubuntu, .alpine, .rpm, .otherLinux, .busybox: true
    case .distroless, .scratch: false
    case .chainguard, .windows, .unknown: nil
    }
  }

  /// Whether packages can be installed with its own tools; nil when that differs from image to image.
  var hasPackageManager: Bool? {
    switch self {
    case .debian, .ubuntu, .alpine, .rpm, .otherLinux: true
    case .busybox, .distroless, .scratch, .windows: false
    case .chainguard, .unknown: nil
    }
  }

  /// Whether `find` is busybox's; nil when it is not known or there is none.
  var usesBusyboxFind: Bool? {
    switch self {
    case .alpine, .busybox: true
    case .debian, .ubuntu, .rpm: false
    case .otherLinux, .distroless, .chainguard, .scratch, .windows, .unknown: nil
    }
  }
}
