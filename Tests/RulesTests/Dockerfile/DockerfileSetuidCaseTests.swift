import Core
import Foundation
import TestSupport
import Testing

@testable import Rules

/// What the four rules about setuid files say of whole Dockerfiles.
@Suite struct DockerfileSetuidCaseTests {
  /// What a Dockerfile does, and with that what is said of it.
  enum Verdict: String { case full, exception, partial, none, ineffective, doubtful, early, added, unknown, silent }

  private static let rules: [any DockerfileRule.Type] = [
    DockerfileSetuidMissing.self, DockerfileSetuidOrder.self, DockerfileSetuidIneffective.self,
    DockerfileSetuidAdded.self,
  ]

  /// The last parts of the rules' ids with their severities.
  static func said(_ text: String, target: String? = nil) -> [String] {
    let file = TestDockerfile(text)
    return rules.flatMap { file.findings($0, target: target) }.map { finding in
      let name = finding.rule.description.split(separator: "-").last.map(String.init) ?? ""
      return "\(name) \(finding.severity)"
    }
  }

  static func matches(_ verdict: Verdict, _ said: [String]) -> Bool {
    switch verdict {
    case .full, .silent: said == []
    case .exception, .unknown: said == ["MISSING info"]
    case .partial, .none: said == ["MISSING medium"]
    case .ineffective: said == ["INEFFECTIVE medium"]
    case .doubtful: said == ["INEFFECTIVE info"]
    case .early: said == ["ORDER medium"]
    case .added: said == ["ADDED high"]
    }
  }

  static let strip = "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\n"

  // MARK: forms of the find

  @Test(arguments: [
    #"find / -perm /6000 -exec chmod a-s {} \;"#,
    "find / -perm /6000 -execdir chmod a-s {} +",
    "find / -perm /06000 -exec chmod a-s {} +",
    "find / -perm /u=s,g=s -exec chmod a-s {} +",
    "find / -perm /ug=s -exec chmod a-s {} +",
    "find / -perm /ug+s -exec chmod a-s {} +",
    "find / -perm /a=s -exec chmod a-s {} +",
    "find / -perm /+s -exec chmod a-s {} +",
    "find / -perm /7000 -exec chmod a-s {} +",
    "find / -perm /6000 -exec chmod ug-s {} +",
    "find / -perm /6000 -exec chmod u-s,g-s {} +",
    "find / -perm /6000 -exec chmod ugo-s {} +",
    "find / -perm /6000 -exec chmod a-st {} +",
    "find / -perm /6000 -exec chmod 0755 {} +",
    "find / -perm /6000 -exec chmod =rx {} +",
    "find / -perm /6000 -exec chmod -v -- -s {} +",
    "find / -mount -perm /6000 -exec /bin/chmod a-s '{}' +",
    "find -H / -perm /6000 -exec chmod a-s {} +",
    "find / -not -type d -perm /6000 -exec chmod a-s {} +",
    #"find / ! \( -type d -o -type l \) -perm /6000 -exec chmod a-s {} +"#,
    #"find / -path /proc -prune -o -perm /6000 -exec chmod a-s {} \;"#,
    #"find / -path '/proc/*' -prune -o \( -perm -u+s -o -perm -g+s \) -exec chmod a-s {} \;"#,
    #"find / ! -path '/proc/*' -perm /6000 -exec chmod a-s {} +"#,
    "find / -perm /4000 -exec chmod u-s {} + , -perm /2000 -exec chmod g-s {} +",
    "find / -user root -perm /6000 -exec chmod a-s {} +",
    "find / -perm /6000 -print -exec chmod a-s {} +",
    "find / -perm /6000 -exec test -f {} ';' -exec chmod a-s {} +",
    "find / -perm /6000 -exec sh -c 'chmod a-s \"$@\"' _ {} +",
    "find / -perm /6000 -exec sh -c 'for f; do chmod a-s \"$f\"; done' _ {} +",
    "find / -perm /6000 -exec sh -c 'for f in \"$@\"; do chmod a-s \"$f\"; done' _ {} +",
    "find / -perm /6000 -exec sh -c 'chmod a-s $1' _ {} ';'",
    "find / -perm /6000 -exec sh -c 'chmod a-s {}' ';'",
    "find / -perm /6000 -print0 | xargs -0 -r chmod a-s",
    "find / -perm /6000 | xargs -n 1 chmod a-s",
    "find / -perm /6000 | xargs -I{} chmod a-s {}",
    "find / -perm /6000 | xargs -I % sh -c 'chmod a-s %'; find / -perm /6000 -delete",
    "find / -perm /6000 -print0 | xargs -0 sh -c 'chmod a-s \"$@\"' _",
    "find / -perm /6000 | sort -u | tee /dev/stderr | xargs chmod a-s",
    "find / -perm -4000 -o -perm -2000 | xargs -r chmod a-s",
    "find / -perm /6000 | while read -r f; do chmod a-s \"$f\"; done",
    "find / -perm /6000 -print0 | while IFS= read -r -d '' f; do chmod a-s \"$f\"; done",
    "while read f; do chmod a-s $f; done < <(find / -perm /6000)",
    "for f in $(find / -perm /6000); do chmod a-s $f; done",
    "for f in `find / -perm /6000`; do chmod a-s $f; done",
    "files=$(find / -perm /6000); for f in $files; do chmod a-s $f; done",
    "files=$(find / -perm /6000) && chmod a-s $files",
    "chmod a-s $(find / -perm /6000)",
    "chmod a-s `find / -perm /6000`",
    "rm -f $(find / -xdev -perm /6000 -type f)",
    "find / -perm /6000 > /tmp/list; xargs chmod a-s < /tmp/list",
    "find / -perm /6000 > /tmp/list && while read f; do chmod a-s $f; done < /tmp/list",
    "(find / -perm -4000; find / -perm -2000) | xargs chmod a-s",
    "find / -perm /4000 | xargs -r chmod u-s; find / -perm /2000 | xargs -r chmod g-s",
    "find / -perm /6000 -exec chmod u-s {} + && find / -perm /6000 -exec chmod g-s {} +",
    "for bit in 4000 2000; do find / -perm -$bit -exec chmod a-s {} +; done; find / -perm /6000 -exec chmod a-s {} +",
    "for d in /usr /bin /sbin; do find $d -perm /6000 -exec chmod a-s {} +; done",
    "sudo find / -perm /6000 -exec chmod a-s {} +",
    "find / -perm /6000 -exec sudo chmod a-s {} +",
    "busybox find / -perm +6000 -exec busybox chmod a-s {} +",
    "find / -perm /6000 -exec chmod a-s {} + 2>/dev/null || true",
    "find / -perm /6000 -exec chmod a-s {} + 2>/dev/null; true",
    "set -e; { find / -perm /6000 -exec chmod a-s {} +; } || :",
    "strip() { find / -perm /6000 -exec chmod a-s {} +; }; strip",
    "find / -perm +6000 -exec chmod a-s {} + || find / -perm /6000 -exec chmod a-s {} +",
    "cd / && find . -xdev -perm /6000 -exec chmod a-s {} +",
    "chmod -R a-s /",
    "chmod --recursive ug-s /usr /bin /sbin",
    "if true; then apt-get update; fi; find / -perm /6000 -exec chmod a-s {} +",
    "find / -perm /6000 -exec rm {} +",
    "find /* -perm /6000 -exec chmod a-s {} +",
  ])
  func `a clean-up counts in every form`(command: String) {
    for base in ["debian:12", "alpine:3.20"] {
      #expect(Self.said("FROM \(base)\nRUN \(command)\n") == [], "\(base)")
    }
  }

  @Test(arguments: [
    ("debian:12", "find / -perm +6000 -exec chmod a-s {} + || true", Verdict.ineffective),
    ("ubuntu:24.04", "find / -perm +4000 -exec chmod a-s {} + || true", .ineffective),
    ("rockylinux:9", "find / -perm +6000 -exec chmod a-s {} + || true", .ineffective),
    ("debian:12", "find / -perm +s -exec chmod a-s {} +", .ineffective),
    ("alpine:3.20", "find / -perm +u=s -exec chmod u-s {} +", .partial),
    ("alpine:3.20", "find / -perm +6000 -exec chmod a-s {} +", .full),
    ("busybox:1.36", "find / -perm +6000 -exec chmod a-s {} +", .full),
    ("example.com/base:1", "find / -perm +6000 -exec chmod a-s {} +", .doubtful),
    ("centos:7", "find / -perm +6000 -exec chmod a-s {} +", .doubtful),
    ("debian:12", "find / -perm 4000 -exec chmod a-s {} +", .ineffective),
    ("debian:12", "find / -perm 4755 -exec chmod a-s {} +", .partial),
    ("debian:12", "find / -perm -4000 -perm -2000 -exec chmod a-s {} +", .ineffective),
    ("debian:12", "find / -perm -u+s,g+s -exec chmod a-s {} +", .ineffective),
    ("debian:12", "find / -perm -2000 -o -perm -4000 -delete", .ineffective),
    ("debian:12", "find / -perm /6000 -exec chmod u-s {} +", .ineffective),
    ("debian:12", "find / -perm -4000 -exec chmod go-s {} +", .ineffective),
    ("debian:12", "find / -perm -4000 -exec chmod a-s {} +", .partial),
    ("debian:12", "find / -perm -2000 -exec chmod g-s {} +", .partial),
    ("debian:12", "find / -perm /6000 -type d -exec chmod a-s {} +", .ineffective),
    ("debian:12", "find / -perm /6000 -name '*.sh' -exec chmod a-s {} +", .ineffective),
    ("debian:12", #"find / -type f \( -perm -4000 -o -perm -2000 -exec chmod a-s {} +"#, .ineffective),
    ("debian:12", "find / -perm /6000 -maxdepth 1 -exec chmod a-s {} +", .ineffective),
    ("debian:12", "find / -perm /6000", .none),
    ("debian:12", "find / -perm /6000 -print", .none),
    ("debian:12", "find / -perm /6000 -ok chmod a-s {} ';'", .none),
    ("debian:12", "find / -perm /6000 -exec chmod a-s ';'", .none),
    ("debian:12", "find / -perm /6000 > /root/audit.txt", .none),
    ("debian:12", "find / -perm /6000 | xargs ls -l", .none),
    ("debian:12", "echo 'find / -perm /6000 -exec chmod a-s {} +'", .none),
    ("debian:12", "find /usr/local -type f -perm /0111 -exec strip --strip-all {} +", .none),
    ("debian:12", "find / -xdev -perm -0002 -exec chmod o-w {} +", .none),
    ("debian:12", "find / -perm /o+w -exec chmod o-w {} +", .none),
    ("debian:12", "find / -perm /222 -exec chmod a-w {} +", .none),
    ("debian:12", "find /home /opt -perm /6000 -exec chmod a-s {} +", .none),
    ("debian:12", "find /bin /sbin -perm /6000 -exec chmod a-s {} +", .none),
    ("debian:12", "find /bin/ /sbin/ -perm /6000 -exec chmod a-s {} +", .partial),
    ("debian:12", "find /usr/bin -perm /6000 -exec chmod a-s {} +", .partial),
    ("debian:bullseye", "find /usr -perm /6000 -exec chmod a-s {} +", .partial),
    ("alpine:3.20", "find /usr -perm /6000 -exec chmod a-s {} +", .partial),
    ("alpine:3.20", "find /bin /sbin /usr -perm /6000 -delete", .full),
    ("rockylinux:9", "find /usr -perm /6000 -exec chmod a-s {} +", .full),
    ("debian:12", "find / ! -path /usr/bin/sudo -perm /6000 -exec chmod a-s {} +", .exception),
    ("debian:12", "find / -perm /6000 ! -name sudo -exec chmod a-s {} +", .exception),
    ("debian:12", "find / -path /opt/x -prune -o -perm /6000 -exec chmod a-s {} +", .exception),
    ("debian:12", "find / -perm /6000 | grep -v /usr/bin/sudo | xargs chmod a-s", .exception),
    ("debian:12", "find / -perm /6000 -not -regex '.*/sudo' -exec chmod a-s {} +", .exception),
    ("debian:12", "find / -path /usr/lib -prune -o -perm /6000 -exec chmod a-s {} +", .partial),
    ("debian:12", "find / -perm /6000 | head -n 3 | xargs chmod a-s", .unknown),
    ("debian:12", "if [ -n \"$HARDEN\" ]; then find / -perm /6000 -exec chmod a-s {} +; fi", .unknown),
    ("debian:12", "[ -n \"$HARDEN\" ] && find / -perm /6000 -exec chmod a-s {} +", .unknown),
    ("debian:12", "test -e /x || find / -perm /6000 -exec chmod a-s {} +", .unknown),
    ("debian:12", "find / $HOW -perm /6000 -exec chmod a-s {} +", .unknown),
    ("debian:12", "find / -perm /6000 -exec /harden.sh {} +", .unknown),
    ("debian:12", "strip() { find / -perm /6000 -exec chmod a-s {} +; }", .none),
    ("debian:12", "chmod a-s /usr/bin/su /usr/bin/mount", .partial),
    ("debian:12", "chmod 0755 /bin/su", .partial),
    ("debian:12", "chmod 0755 /entrypoint.sh", .none),
    ("debian:12", "for f in /bin/su /bin/mount; do chmod u-s $f; done", .partial),
    ("debian:12", "rm /usr/bin/passwd", .partial),
    ("debian:12", "rm -rf /var/lib/apt/lists/*", .none),
    ("debian:12", "dpkg-statoverride --update --add root root 0755 /bin/su", .partial),
    ("debian:12", "chmod a-s /usr/bin/*", .partial),
    ("debian:12", "sudo -u app find / -perm /6000 -exec chmod a-s {} +", .ineffective),
    ("debian:12", "su app -c 'find / -perm /6000 -exec chmod a-s {} +'", .ineffective),
    ("debian:12", "gosu nobody find / -perm /6000 -exec chmod a-s {} +", .ineffective),
    ("debian:12", "find / -perm /6000 | sudo -u app xargs chmod a-s", .ineffective),
    ("example.com/base:1", "true", .silent),
    ("example.com/base:1", "apt-get install -y curl", .none),
    ("mcr.microsoft.com/windows/servercore:ltsc2022", "dir", .silent),
    ("debian:12", "curl -fsSL https://example.com/x | sh", .unknown),
    ("debian:12", "bash -c \"$(curl -fsSL https://example.com/x)\"", .unknown),
    ("debian:12", "ansible-playbook site.yml", .unknown),
    ("debian:12", "./setup.sh", .unknown),
    ("debian:12", "sh /opt/harden.sh", .unknown),
    ("debian:12", "./configure && make install", .none),
    ("debian:12", "/opt/venv/bin/python -m build", .none),
    ("debian:12", ". /root/.nvm/nvm.sh", .none),
    ("debian:12", "echo 'never closed", .unknown),
  ])
  func `a clean-up is judged by what it does`(base: String, command: String, verdict: Verdict) {
    let said = Self.said("FROM \(base)\nRUN \(command)\n")
    #expect(Self.matches(verdict, said), "\(said)")
  }

  // MARK: whole files

  @Test(arguments: [
    // Stages.
    ("FROM debian:12 AS a\n\(strip)FROM a AS b\nFROM b\nRUN true\n", Verdict.full),
    ("FROM debian:12 AS a\n\(strip)FROM debian:12\nCOPY --from=a /x /x\nRUN true\n", .none),
    ("FROM debian:12 AS a\n\(strip)FROM scratch\nCOPY --from=a / /\n", .full),
    ("FROM debian:12 AS a\nRUN true\nFROM scratch\nCOPY --from=a / /\n", .none),
    ("FROM debian:12 AS a\nRUN true\nFROM scratch\nCOPY --from=0 / /\n\(strip)", .full),
    ("FROM debian:12\nONBUILD \(strip)", .none),
    ("FROM debian:12\nARG D=/\nENV M=/6000\nRUN find $D -perm $M -exec chmod a-s {} +\n", .full),
    ("FROM debian:12\nARG M\nRUN find / -perm $M -exec chmod a-s {} +\n", .unknown),
    ("FROM debian:12\nWORKDIR /\nRUN find . -perm /6000 -exec chmod a-s {} +\n", .full),
    ("FROM debian:12\nWORKDIR /srv\nRUN find . -perm /6000 -exec chmod a-s {} +\n", .none),
    // Texts.
    ("FROM debian:12\nRUN <<EOF bash\nfind / -perm /6000 -exec chmod a-s {} +\nEOF\n", .full),
    ("FROM debian:12\nRUN <<'EOF'\n#!/bin/bash\nfind / -perm /6000 -exec chmod a-s {} +\nEOF\n", .full),
    ("FROM debian:12\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n", .unknown),
    ("FROM debian:12\nRUN true \\\n  # find / -perm /6000 -exec chmod a-s {} + \\\n  && true\n", .none),
    ("FROM debian:12\nRUN find / -perm /6000 \\\n  # as root\n  -exec chmod a-s {} +\n", .full),
    ("FROM debian:12\nRUN [\"bash\", \"-c\", \"find / -perm /6000 -exec chmod a-s {} +\"]\n", .full),
    (
      "FROM debian:12\nRUN [\"find\", \"/\", \"-perm\", \"/6000\", \"-exec\", \"chmod\", \"a-s\", \"{}\", \"+\"]\n",
      .full
    ),
    ("FROM debian:12\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n\(strip)", .full),
    ("# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\n", .silent),
    // Bases without programs.
    ("FROM scratch\nCOPY app /app\n", .silent),
    ("FROM golang:1.23 AS a\nRUN go build\nFROM scratch\nCOPY --from=a /app /app\n", .silent),
    ("FROM gcr.io/distroless/static\nCOPY app /app\n", .silent),
    ("FROM busybox\nCOPY app /app\n", .silent),
    ("FROM $BASE\nCOPY app /app\n", .silent),
    ("FROM $BASE\nRUN apk add --no-cache curl\n", .none),
    // Users.
    ("FROM debian:12\nUSER app\n\(strip)", .ineffective),
    ("FROM debian:12\nUSER app\nUSER root\n\(strip)USER app\n", .full),
    ("FROM debian:12\nUSER 0:0\n\(strip)", .full),
    ("FROM debian:12\nUSER $APP_UID\n\(strip)", .full),
    ("FROM debian:12\nARG U=1000\nUSER $U\n\(strip)", .ineffective),
    ("FROM debian:12\nUSER app\nRUN sudo find / -perm /6000 -exec chmod a-s {} +\n", .full),
    ("FROM debian:12\nUSER app\nRUN find / -perm /6000 -exec sudo chmod a-s {} +\n", .full),
    ("FROM debian:12\nUSER app\nRUN sudo find / -perm /6000 -type f | xargs -r sudo chmod a-s\n", .full),
    ("FROM debian:12\nRUN find / -perm /6000 -type f | xargs sudo -u app chmod a-s\n", .ineffective),
    ("FROM debian:12\nUSER app\nRUN sudo sh -c 'find / -perm /6000 -exec chmod a-s {} +'\n", .full),
    ("FROM debian:12 AS a\nUSER app\nFROM a\n\(strip)", .ineffective),
    // Whose find.
    ("FROM alpine:3.20\nRUN apk add findutils\nRUN find / -perm +6000 -exec chmod a-s {} +\n", .ineffective),
    ("FROM alpine:3.20\nRUN apk add findutils && find / -perm +6000 -exec chmod a-s {} +\n", .ineffective),
    ("FROM alpine:3.20\nRUN find / -perm +6000 -exec chmod a-s {} +; apk del findutils\n", .full),
    ("FROM alpine:3.20\nRUN apk add findutils\nRUN busybox find / -perm +6000 -exec chmod a-s {} +\n", .full),
    // Two of them.
    (
      "FROM debian:12\nRUN find / -perm -4000 -exec chmod u-s {} +\nRUN find / -perm -2000 -exec chmod g-s {} +\n",
      .full
    ),
    ("FROM debian:12\n\(strip)RUN find / -perm 6000 -exec chmod a-s {} +\n", .full),
    ("FROM debian:12\nRUN find / -perm +6000 -exec chmod a-s {} + || true\n\(strip)", .full),
    (
      "FROM debian:12\nRUN find / -perm -4000 -exec chmod u-s {} +\nRUN apt-get install -y x\n"
        + "RUN find / -perm -2000 -exec chmod g-s {} +\n", .partial
    ),
    // Steps that cannot be read.
    ("FROM debian:12\nCOPY harden /usr/local/bin/\nRUN /usr/local/bin/harden\n", .unknown),
    ("FROM debian:12\nCOPY rootfs /\n", .unknown),
    ("FROM debian:12\nCOPY . /app\nRUN /app/bin/build\n", .none),
    ("FROM debian:12\nCOPY harden.sh /\nRUN /harden.sh\n\(strip)", .full),
    ("FROM debian:12 AS a\nRUN /harden.sh\nFROM debian:12\nRUN true\n", .none),
  ])
  func `a clean-up is judged by where it stands`(text: String, verdict: Verdict) {
    let said = Self.said(text)
    #expect(Self.matches(verdict, said), "\(said)")
  }

  @Test func `the stage that ships is the one named`() {
    let text = "FROM debian:12 AS a\n\(Self.strip)FROM debian:12 AS b\nRUN true\n"
    #expect(Self.said(text, target: "a") == [])
    #expect(Self.said(text, target: "b") == ["MISSING medium"])
    #expect(Self.said(text, target: "c") == [])
  }

  // MARK: advice

  @Test(arguments: [
    ("FROM debian:12\nRUN apt-get install -y x\n# who\n⟦⟧USER app\nCMD [\"x\"]\n", true),
    ("FROM debian:12\nRUN true\nEXPOSE 80\nCMD [\"x\"]\n", true),
    ("FROM debian:12\nUSER app\nRUN sudo apt-get install -y x\n", false),
    ("FROM debian:12\nUSER app\nRUN apt-get install -y x\nUSER root\nCMD [\"x\"]\n", true),
    ("FROM debian:12\nRUN true", true),
    ("FROM debian:12 AS a\nRUN apt-get install -y x\nFROM a\nUSER app\n", true),
  ])
  func `the advice, carried out, makes an end of the finding`(marked: String, hasEdit: Bool) throws {
    let file = TestDockerfile(marked)
    let finding = try #require(file.findings(DockerfileSetuidMissing.self).first)
    #expect(finding.edits.isEmpty != hasEdit && finding.fix.contains("root"))
    guard let edit = finding.edits.first else { return }
    #expect(!edit.isSafe && edit.range.start == edit.range.end)
    let source = SourceText(file.text)
    let start = source.offset(ofLine: edit.range.start.line) ?? file.text.count
    let offset = min(file.text.count, start + edit.range.start.column - 1)
    let text = file.text[..<offset] + Array(edit.replacement.utf8) + file.text[offset...]
    #expect(Self.said(String(decoding: text, as: UTF8.self)) == [], "\(String(decoding: text, as: UTF8.self))")
  }

  @Test(arguments: [
    ("-perm +6000", "/6000"), ("-perm 6000", "/6000"), ("-perm -6000", "/6000"), ("-perm +u=s", "/6000"),
  ])
  func `a wrong mode is replaced in its place`(test: String, replacement: String) throws {
    let parts = test.split(separator: " ").map(String.init)
    let file = TestDockerfile("FROM debian:12\nRUN find / \(parts[0]) ⟦\(parts[1])⟧ -exec chmod a-s {} + || true\n")
    let finding = try #require(file.findings(DockerfileSetuidIneffective.self).first)
    #expect(finding.edits.map(\.range) == file.marked && finding.edits.map(\.replacement) == [replacement])
  }

  @Test(arguments: [
    ("find / -perm -4000 -exec chmod a-s {} +", "setgid files"),
    ("find / -perm -2000 -exec chmod a-s {} +", "setuid files"),
    ("find /usr/bin -perm /6000 -exec chmod a-s {} +", "/usr/sbin"),
    ("find / -perm 4755 -exec chmod a-s {} +", "setuid and setgid files"),
    ("chmod u-s /bin/su", "named files only"),
    ("find / -perm /6000 -ls", "no step"),
  ])
  func `what is left is said`(command: String, words: String) {
    let found = TestDockerfile.findings(DockerfileSetuidMissing.self, "FROM debian:12\nRUN \(command)\n")
    #expect(found.first?.message.contains(words) == true, "\(found.first?.message ?? "")")
  }

  @Test func `a clean-up in a stage that does not ship is said`() {
    let file = TestDockerfile("FROM debian:12 AS a\n\(Self.strip)FROM debian:12\nRUN true\n")
    let notes = file.findings(DockerfileSetuidMissing.self).first?.notes ?? []
    #expect(notes.map(\.place?.firstLine) == [2])
  }

  // MARK: shared cases

  /// The shared cases; nil when they are not there.
  private static let cases: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let folder = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root.path + "/../shared/cases"
    let file = folder + "/hardening/setuid_strip.jsonl"
    if FileManager.default.fileExists(atPath: file) { return file }
    print("not tested: the shared cases of setuid clean-ups are not at \(file) (IMGSCAN_CASES names another place)")
    return nil
  }()

  private struct SharedCase: Decodable {
    var name: String
    var dockerfile: String
    var verdict: String
  }

  @Test func `the shared cases are judged as their verdict says`() throws {
    guard let path = Self.cases else { return }
    let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A)
    #expect(lines.count >= 85)
    for line in lines {
      let item = try JSONDecoder().decode(SharedCase.self, from: Data(line))
      let said = Self.said(item.dockerfile)
      let isRight: Bool
      switch item.verdict {
      // A clean-up with an exception is named at info.
      case "full": isRight = said.allSatisfy { $0 == "MISSING info" } && (said.isEmpty || item.name.hasPrefix("except"))
      case "early": isRight = Self.matches(.early, said) || Self.matches(.added, said)
      default: isRight = Verdict(rawValue: item.verdict).map { Self.matches($0, said) } ?? false
      }
      #expect(isRight, "\(item.name): \(item.verdict), said \(said)")
    }
  }
}
