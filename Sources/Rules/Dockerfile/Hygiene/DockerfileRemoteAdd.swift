import BuildModel
import Core
import Dockerfile

/// ADD of something from the network whose content is not pinned.
///
/// A name without a scheme, `github.com/…` included, is a file of the build context to ADD.
struct DockerfileRemoteAdd: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-REMOTE-ADD", title: "remote file added without a checksum", severity: .low, strict: .medium,
    subject: .dockerfile,
    what: "ADD, in any stage, fetches a URL without --checksum, or a git repository that is not pinned to a commit.",
    why: "Whatever the server sends on the day of the build goes into the image; nobody notices when it is replaced.",
    fix: "ADD --checksum=sha256:DIGEST URL DESTINATION; for git, write the 40 digits of the commit behind #",
    controls: [.cis("4.9")],
    examples: [
      .bad("a URL", dockerfile: "FROM debian:12\nADD https://example.com/tool.tar.gz /opt/\n"),
      .bad("a branch", dockerfile: "FROM debian:12\nADD https://example.com/tool.git#main /src\n"),
      .bad("in a builder stage", dockerfile: "FROM debian:12 AS a\nADD ftp://example.com/x /x\nFROM scratch\n"),
      .good(
        "a checksum",
        dockerfile:
          "FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d"
          + " https://example.com/tool.tar.gz /opt/\n"),
      .good(
        "a commit",
        dockerfile: "FROM debian:12\nADD git@example.com:a/b.git#0123456789abcdef0123456789abcdef01234567:dir /src\n"),
      .good("a local archive", dockerfile: "FROM debian:12\nADD rootfs.tar.gz /\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    var out: [Finding] = []
    for stage in build.stages where !stage.isWindows {
      for step in stage.steps {
        guard case .add(let transfer) = step.instruction.kind else { continue }
        let flags = step.instruction.flags
        guard !flags.contains(where: { $0.name == "checksum" && $0.value?.isEmpty == false }) else { continue }
        let unpacks = flags.contains { $0.name == "unpack" && $0.value?.lowercased() != "false" }
        for source in transfer.sources {
          if let found = finding(for: source, step, unpacks: unpacks, in: build) { out.append(found) }
        }
      }
    }
    return out
  }

  private func finding(for source: Argument, _ step: BuildStep, unpacks: Bool, in build: BuildModel) -> Finding? {
    let text = build.expanded(source, at: step)
    guard let remote = RemoteSource(text.text) else { return nil }
    let place = build.place(source.range, ofNode: step.node)
    switch remote {
    case .url:
      let file = text.text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
      let isArchive = Self.archives.contains {
        file.count >= $0.utf8.count && file.suffix($0.utf8.count).elementsEqual($0.utf8)
      }
      return finding(
        "ADD fetches a URL without a checksum", at: place, label: "any content is accepted",
        notes: isArchive && !unpacks ? [Note("ADD does not unpack an archive that it fetches")] : [],
        fix:
          "ADD --checksum=sha256:DIGEST URL DESTINATION, with the digest that sha256sum prints for the file you trust")
    case .git(let isPinned):
      // A commit may stand in a variable that is not known here.
      guard !isPinned, text.isKnown else { return nil }
      return finding(
        "ADD fetches a git repository that is not pinned to a commit", at: place, label: "a branch or tag can move",
        fix: "write the 40 digits of the commit: ADD REPOSITORY#COMMIT DESTINATION")
    }
  }

  private static let archives = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"]
}
