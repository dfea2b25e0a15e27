import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A program told not to look at certificates or signatures.
struct DockerfileTLSOff: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-TLS-OFF", title: "certificate or signature not checked", severity: .medium, subject: .dockerfile,
    what: "In any stage an option, variable or configuration file makes curl, wget, git, npm, pip, apt, apk, dnf and "
      + "others accept any certificate or unsigned package.",
    why: "Anyone between the build and the server can put their own files in the image; checks turned off by ENV or in "
      + "a configuration file stay off in the container.",
    fix: "take the option out; install ca-certificates, or the CA that signs your own server",
    controls: [.cis("4.11")],
    examples: [
      .bad("joined options", dockerfile: "FROM debian:12\nRUN curl -fsSLk https://example.com/a -o /a\n"),
      .bad("a variable that ships", dockerfile: "FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n"),
      .bad(
        "a setting", dockerfile: "FROM debian:12 AS a\nRUN git config --global http.sslVerify false\nFROM scratch\n"),
      .bad(
        "a list of packages",
        dockerfile:
          "FROM debian:12\nRUN echo 'deb [trusted=yes] https://example.com ./' > /etc/apt/sources.list.d/x.list\n"),
      .good("a value that looks like one", dockerfile: "FROM debian:12\nRUN curl -o -k https://example.com/a\n"),
      .good("said, not done", dockerfile: "FROM debian:12\nRUN echo 'never use curl -k or gpgcheck=0'\n"),
      .good(
        "the opposite", dockerfile: "FROM fedora:42\nRUN sed -i s/gpgcheck=0/gpgcheck=1/ /etc/yum.repos.d/a.repo\n"),
      .good("the machine itself", dockerfile: "FROM debian:12\nRUN curl -k https://localhost:8443/ready\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    var out: [Finding] = []
    for stage in build.stages where !stage.isWindows {
      for step in stage.steps {
        switch step.instruction.kind {
        case .env(let pairs):
          for pair in pairs {
            let key = build.expanded(pair.key, at: step).text
            let value = build.expanded(pair.value, at: step).known
            out += finding(variable: key, value, at: build.place(pair.key.range, ofNode: step.node), stays: true)
          }
        case .arg(let declarations):
          for declaration in declarations {
            guard let value = declaration.value else { continue }
            let place = build.place(declaration.range, ofNode: step.node)
            out += finding(variable: declaration.name, build.expanded(value, at: step).known, at: place)
          }
        case .run: out += findings(in: build.commands(of: [step]), build)
        case .copy, .add: out += findings(inCopied: step, build)
        default: continue
        }
      }
    }
    return out
  }

  // MARK: variables

  private func finding(variable name: String, _ value: String?, at place: Place, stays: Bool = false) -> [Finding] {
    guard let effect = TrustOffVariables.effect(name, value) else { return [] }
    return [
      finding(
        "\(name) is set so that \(effect)", at: place, label: "no certificate is checked",
        notes: stays ? [Note("ENV stays in the image: the container does not check either")] : [],
        fix: "remove \(name); install ca-certificates, or the CA that signs your own server")
    ]
  }

  // MARK: commands

  private func findings(in commands: [StepCommand], _ build: BuildModel) -> [Finding] {
    let reader = WrittenTextReader(commands)
    var out: [Finding] = []
    for command in commands {
      for assignment in command.command.assignments
      where TrustOffVariables.effect(assignment.name, "0") != nil
        || assignment.name.hasPrefix("PIP_") || assignment.name.hasPrefix("UV_")
      {
        let place = build.place(assignment.range, in: command.script)
        out += finding(variable: assignment.name, assignment.value.literal, at: place)
      }
      let wrapped = command.command.words.prefix(command.command.words.count - command.resolved.words.count)
      for word in wrapped {
        guard let text = word.literal, let equals = text.firstIndex(of: "=") else { continue }
        let (name, value) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
        out += finding(variable: name, value, at: command.place(of: word, in: build))
      }
      for call in ProgramCall.calls(of: command.resolved) {
        guard let hit = TrustOffPrograms.hit(call.program) else { continue }
        let option = ClippedText.clipped(hit.word.text)
        out.append(
          finding(
            "\(call.program.name) \(hit.effect)", at: command.place(of: hit.word, in: build), label: "turned off here",
            fix: "take \(option) out; install ca-certificates, or the CA or key that signs what is fetched"))
      }
      for text in reader.texts(of: command) {
        guard let found = finding(in: text, { build.place($0, in: command.script) }) else { continue }
        out.append(found)
        break
      }
    }
    return out
  }

  // MARK: files

  /// The first line of a text that turns something off.
  ///
  /// - Parameter place: the place of a part of the text.
  private func finding(in text: WrittenText, _ place: (Range<Int>) -> Place) -> Finding? {
    guard let file = TrustOffFiles.file(text.path) else { return nil }
    for line in text.lines {
      guard let loss = TrustOffFiles.loss(line.text, in: file) else { continue }
      let what =
        loss == .signature
        ? "packages are installed without a check of their signatures" : "certificates are not checked"
      return finding(
        "\(ClippedText.clipped(text.path)) is written so that \(what)", at: place(line.range), label: "turned off here",
        fix: "leave the setting out; import the key, or install the CA, that signs what is fetched")
    }
    return nil
  }

  private func findings(inCopied step: BuildStep, _ build: BuildModel) -> [Finding] {
    let transfer: Transfer
    switch step.instruction.kind {
    case .copy(let found), .add(let found): transfer = found
    default: return []
    }
    let node = build.syntax.nodes[step.node]
    guard !node.heredocs.isEmpty else { return [] }
    let path = TransferTarget.path(of: transfer, step, in: build)
    return node.heredocs.compactMap { heredoc in
      let isDirectory = transfer.destination.bytes.last == UInt8(ascii: "/")
      let text = WrittenText(
        path: isDirectory ? path + "/" + String(decoding: heredoc.name, as: UTF8.self) : path,
        text: String(decoding: heredoc.content, as: UTF8.self), range: heredoc.offsets)
      return finding(in: text) { .source(file: build.file, range: build.syntax.source.range(of: $0)) }
    }
  }
}

extension ShellAssignment {
  /// The name and value in the script's text.
  var range: Range<Int> {
    let start = max(0, value.range.lowerBound - name.utf8.count - (appends ? 2 : 1))
    return start..<max(start, value.range.upperBound)
  }
}
