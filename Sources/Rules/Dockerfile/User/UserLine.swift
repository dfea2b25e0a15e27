import BuildModel
import Core
import Dockerfile

/// The USER line to add to the shipped stage: which, and where.
struct UserLine {
  /// What stands behind USER.
  var user: String
  /// What to do about it, in one line.
  var advice: String
  var edits: [SourceEdit]

  /// - Parameter earlier: a user other than root that the file itself names, to go back to.
  init?(_ build: BuildModel, earlier: String? = nil) {
    guard let stage = build.targetStage else { return nil }
    let base = build.baseImage
    let known = UserLine.account(of: build.base)
    user = earlier ?? known?.user ?? (base.family.isSmall ? "65532:65532" : "10001:10001")
    let place = UserLine.place(in: stage)
    edits = [UserLine.edit("USER " + user, before: place, of: stage, in: build)]
    let line = UserLine.words("USER " + user, before: place, in: build)
    if earlier != nil {
      advice = line
    } else if let known {
      advice = line + "; the base has the account \(known.name)"
    } else if let account = base.family.accountCommand {
      advice = line + "; for an account of that number: RUN " + account
    } else {
      advice = line + "; a number needs no account in the image"
    }
    if earlier == nil { advice += "; then chown what the program writes" }
  }

  /// An account that the base is known to have.
  private static func account(of base: BuildStage.Base?) -> (user: String, name: String)? {
    guard case .image(let reference)? = base else { return nil }
    let name = reference.canonicalName
    return name.registry == "docker.io" ? VerifiedBaseUsers.accounts[name.repository] : nil
  }

  /// The ENTRYPOINT or CMD before which nothing more is built; nil for the end of the stage.
  private static func place(in stage: BuildStage) -> BuildStep? {
    var found: BuildStep?
    for step in stage.steps {
      switch step.instruction.keyword {
      case .entrypoint, .cmd: found = found ?? step
      case .run, .copy, .add, .user: found = nil
      default: break
      }
    }
    return found
  }

  private static func words(_ text: String, before step: BuildStep?, in build: BuildModel) -> String {
    guard let step else { return "add \(ClippedText.clipped(text)) at the end of the stage" }
    let line = build.syntax.nodes[step.node].lines.lowerBound
    return "add \(ClippedText.clipped(text)) before \(step.instruction.keyword.name) (line \(line))"
  }

  private static func edit(_ text: String, before step: BuildStep?, of stage: BuildStage, in build: BuildModel)
    -> SourceEdit
  {
    let source = build.syntax.source
    let firstLine = source.line(1)
    let lineEnd = firstLine.endIndex < source.bytes.count && source.bytes[firstLine.endIndex] == 0x0D ? "\r\n" : "\n"
    if let step {
      return insertion(text + lineEnd, at: SourcePosition(line: line(above: step.node, in: build), column: 1))
    }
    let last = stage.steps.last?.node ?? stage.node
    let next = build.syntax.nodes[last].lines.upperBound + 1
    if source.offset(ofLine: next) != nil {
      return insertion(text + lineEnd, at: SourcePosition(line: next, column: 1))
    }
    // The last line has no end.
    return insertion(lineEnd + text, at: source.position(of: source.bytes.count))
  }

  /// The instruction's line, or that of the comments right above it, which speak of it.
  private static func line(above node: Int, in build: BuildModel) -> Int {
    let node = build.syntax.nodes[node]
    var line = node.lines.lowerBound
    for comment in node.comments.reversed() where comment.line == line - 1 { line -= 1 }
    return line
  }

  private static func insertion(_ text: String, at position: SourcePosition) -> SourceEdit {
    // Files that the program writes may still belong to root.
    SourceEdit(range: SourceRange(start: position, end: position), replacement: text, isSafe: false)
  }
}

extension BaseFamily {
  /// Whether there is nothing to make an account with.
  fileprivate var isSmall: Bool { self == .scratch || self == .distroless || self == .chainguard }

  /// A command that makes an account with the number 10001.
  fileprivate var accountCommand: String? {
    switch self {
    case .alpine, .busybox:
      "addgroup -g 10001 app && adduser -D -H -u 10001 -G app -s /sbin/nologin app"
    case .debian, .ubuntu:
      "groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin app"
    case .rpm:
      "groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home --shell /sbin/nologin app"
    case .distroless, .chainguard, .scratch, .windows, .otherLinux, .unknown: nil
    }
  }
}
