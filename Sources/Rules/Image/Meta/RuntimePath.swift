import Core
import ImageArchive
import RootFS

/// Paths as a config writes them, and what a runtime mounts over them.
enum RuntimePath {
  /// The path without empty and `.` components, `..` applied to the words alone, and a `/` in front.
  static func cleaned(_ text: String) -> RootPath {
    var parts: [Substring.UTF8View] = []
    for part in Substring(text).utf8.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    var bytes: [UInt8] = []
    for part in parts {
      bytes.append(UInt8(ascii: "/"))
      bytes.append(contentsOf: part)
    }
    return RootPath(bytes: bytes.isEmpty ? [UInt8(ascii: "/")] : bytes)
  }

  /// Whether a runtime mounts something there, so that the image does not say what a container finds.
  ///
  /// Source: OCI runtime specification, config-linux.md, "Default Filesystems".
  static func isMounted(_ path: RootPath) -> Bool {
    ["/dev", "/proc", "/sys"].contains { path.isAtOrBelow(RootPath($0)) }
  }

  /// A JSON pointer's component: `~` and `/` are escaped (RFC 6901, section 3).
  static func pointer(_ parent: String, _ key: String) -> String {
    var out = parent + "/"
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": out += "~0"
      case "/": out += "~1"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

extension ImageModel {
  /// Whether what a container finds at a path is decided by a mount and not by the image.
  func isDecidedAtRunTime(_ path: RootPath) -> Bool { RuntimePath.isMounted(path) || isInVolume(path) }

  /// A path as the start command writes it, relative ones below the working directory.
  func startPath(_ word: String) -> RootPath {
    let directory = config.workingDirectory ?? ""
    return RuntimePath.cleaned(word.hasPrefix("/") ? word : directory + "/" + word)
  }

  /// Where in the config the start command is.
  var startPlace: Place {
    .config(pointer: (config.entrypoint ?? []).isEmpty ? "/config/Cmd" : "/config/Entrypoint")
  }
}
