import Core
import Dockerfile

/// An archive that COPY brings and RUN unpacks.
struct DL3010: LintRule {
  static let info = RuleInfo(
    "DL3010", .info, title: "COPY of an archive that RUN unpacks",
    what: "each COPY of a tar or compressed file from the build context that a later RUN of the stage unpacks",
    why: "the archive stays in a layer of its own beside what was in it; ADD unpacks it and leaves nothing behind",
    fix: "write ADD archive.tar.gz /directory/ and drop the RUN that unpacks it",
    examples: [
      .bad("copied, then unpacked", dockerfile: "FROM debian:12\nCOPY app.tgz /tmp/\nRUN tar -xf /tmp/app.tgz\n"),
      .good("unpacked by ADD", dockerfile: "FROM debian:12\nADD app.tgz /opt/\n"),
    ])

  private static let unpackers: Set<String> = [
    "unzip", "gunzip", "bunzip2", "unlzma", "unxz", "zgz", "uncompress", "zcat", "gzcat",
  ]

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("tar") || !flow.programs.isDisjoint(with: DL3010.unpackers) else { return }
    var copied: [String: [LintInstruction]] = [:]
    var found: [Int: (instruction: LintInstruction, name: String)] = [:]
    for instruction in flow.instructions {
      switch instruction.keyword {
      case .from:
        copied = [:]
        // Each FROM makes hadolint forget what it found.
        if flow.isExact { found = [:] }
      case .copy: for name in archives(of: instruction) { copied[name, default: []].append(instruction) }
      case .run where !copied.isEmpty:
        for command in instruction.commands where unpacks(command, flow.isExact) {
          for index in command.operands() {
            let name = DockerPath.basename(command.arguments[index])
            for copy in copied.removeValue(forKey: name) ?? [] { found[copy.index] = (copy, name) }
          }
        }
      default: break
      }
    }
    for (_, copy) in found.sorted(by: { $0.key < $1.key }) {
      report.note("COPY brings \(copy.name), which RUN unpacks, expected ADD", at: copy.instruction)
    }
  }

  private func archives(of instruction: LintInstruction) -> [String] {
    guard let copy = instruction.copy, instruction.flag("from") == nil else { return [] }
    let target = DockerPath(copy.destination).basename
    if ArchiveName.isOne(target) { return [target] }
    return copy.sources.map { DockerPath($0).basename }.filter(ArchiveName.isOne)
  }

  private func unpacks(_ command: LintCommand, _ isExact: Bool) -> Bool {
    guard command.name == "tar" else { return DL3010.unpackers.contains(command.name) }
    if command.has("--extract", "--get") { return true }
    let letters = command.arguments.contains { argument in
      guard argument.utf8.first == UInt8(ascii: "-"), argument.utf8.contains(UInt8(ascii: "x")) else { return false }
      return isExact || argument.utf8.dropFirst().first != UInt8(ascii: "-")
    }
    if letters || isExact { return letters }
    // The first word of tar's oldest form needs no dash.
    return command.arguments.first.map { first in
      first.utf8.contains(UInt8(ascii: "x")) && first.utf8.allSatisfy { "xvfzjJaphkmowZ".utf8.contains($0) }
    } ?? false
  }
}
