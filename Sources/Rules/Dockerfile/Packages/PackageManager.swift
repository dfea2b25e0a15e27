/// A package manager of a Linux distribution.
///
/// Source: the manual pages of apt-get, aptitude, apk, dnf, yum, zypper, rpm, dpkg and pacman.
enum PackageManager: Sendable, Hashable {
  case apt, apk, dnf, zypper, rpm, dpkg, pacman

  /// The manager that a program belongs to, by base name; nil for other programs.
  ///
  /// `install_packages` and `clean-install` are the install scripts of minideb and of Kubernetes' Debian bases.
  init?(program: String) {
    guard let manager = PackageManager.byProgram[program] else { return nil }
    self = manager
  }

  private static let byProgram: [String: PackageManager] = [
    "apt": .apt, "apt-get": .apt, "apt-mark": .apt, "apt-fast": .apt, "aptitude": .apt, "gdebi": .apt,
    "install_packages": .apt, "clean-install": .apt, "apk": .apk, "dnf": .dnf, "dnf-3": .dnf, "dnf4": .dnf,
    "dnf5": .dnf, "yum": .dnf, "microdnf": .dnf, "tdnf": .dnf, "yum-builddep": .dnf, "zypper": .zypper, "rpm": .rpm,
    "dpkg": .dpkg, "pacman": .pacman,
  ]

  /// Letters of the short options whose value follows; zypper's differ behind the verb.
  func valueLetters(isAfterVerb: Bool) -> String {
    switch self {
    case .apt: "otca"
    case .apk: "pXt"
    case .dnf: "cxdeR"
    case .zypper: isAfterVerb ? "rt" : "RcDCp"
    case .rpm: "DE"
    case .dpkg: ""
    case .pacman: "br"
    }
  }

  /// Names of the long options whose value may be the next word.
  var valueNames: Set<String> {
    switch self {
    case .apt: ["option", "target-release", "default-release", "config-file", "host-architecture", "with-source"]
    case .apk:
      [
        "root", "repository", "keys-dir", "repositories-file", "wait", "cache-dir", "cache-max-age", "arch", "virtual",
        "progress-fd", "timeout",
      ]
    case .dnf:
      [
        "config", "exclude", "excludepkgs", "debuglevel", "errorlevel", "randomwait", "installroot", "releasever",
        "setopt", "enablerepo", "disablerepo", "repo", "repoid", "repofrompath", "disableplugin", "enableplugin",
        "comment", "forcearch", "rpmverbosity", "advisory", "downloaddir", "destdir", "disableexcludes",
      ]
    case .zypper:
      [
        "root", "installroot", "config", "reposd-dir", "cache-dir", "raw-cache-dir", "solv-cache-dir", "pkg-cache-dir",
        "plus-repo", "plus-content", "releasever", "repo", "from", "type", "userdata",
      ]
    case .rpm: ["root", "dbpath", "prefix", "relocate", "excludepath", "define", "undefine", "eval", "pipe", "macros"]
    case .dpkg: []
    case .pacman:
      [
        "dbpath", "root", "cachedir", "config", "gpgdir", "hookdir", "logfile", "arch", "color", "assume-installed",
        "ignore", "ignoregroup", "overwrite", "print-format", "sysroot", "ask",
      ]
    }
  }

  /// Whether the first operand says what to do.
  var hasVerb: Bool {
    switch self {
    case .apt, .apk, .dnf, .zypper: true
    case .rpm, .dpkg, .pacman: false
    }
  }
}
