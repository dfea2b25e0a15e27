import BuildChecks
import Core
import Dockerfile
import Testing

/// Where BuildKit stops, and which stages it goes through.
@Suite struct BuildDispatchTests {
  /// Instructions that BuildKit refuses when it carries them out, with the reason.
  static let refused: [(String, String)] = [
    ("ENV A=\"b", "expansion"), ("ENV A=${b", "expansion"), ("USER ${b:?no}", "expansion"),
    ("LABEL a=${}", "expansion"),
    ("WORKDIR ${b!}", "expansion"), ("EXPOSE ${b", "expansion"), ("ARG A=${b", "expansion"),
    ("COPY <<E /x\n${}\nE", "expansion"),
    ("VOLUME $v", "empty-volume"), ("VOLUME [\"/a\", \"$v\"]", "empty-volume"),
    ("STOPSIGNAL FOO", "signal"), ("STOPSIGNAL 0", "signal"), ("STOPSIGNAL SIGRTMIN+16", "signal"),
    ("EXPOSE a", "port"), ("EXPOSE 2-1", "port"), ("EXPOSE 80/x", "port"), ("EXPOSE 65536", "port"),
    ("EXPOSE 1.2.3:80:80", "port"), ("EXPOSE x:80", "port"), ("EXPOSE 1-2:80-82", "port"), ("EXPOSE /tcp", "port"),
    ("COPY --chmod=8 a /b", "chmod"), ("COPY --chmod=10000 a /b", "chmod"), ("COPY --chmod=u a /b", "chmod"),
    ("ADD --checksum=sha256:0 http://h/a /b", "checksum"), ("ADD --checksum=x a /b", "checksum"),
    ("ADD --checksum=x http://h/a http://h/b /c", "checksum"),
    ("COPY http://h/a /b", "copy-remote"), ("COPY git@h.x:a/b /b", "copy-remote"), ("COPY git://h/a /b", "copy-remote"),
    ("COPY https://h/a.git#main /b", "copy-remote"),
    ("RUN --mount=type=x a", "mount"), ("RUN --mount=type=tmpfs a", "mount"), ("RUN --mount=target=/ a", "mount"),
    ("RUN --mount=target=/a/.. a", "mount"), ("RUN --mount=foo=1,target=/a b", "mount"),
    ("RUN --mount=target a", "mount"), ("RUN --mount=type=secret a", "mount"),
    ("RUN --mount=type=secret,id=a,source=b a", "mount"), ("RUN --mount=target=/a,size=1 b", "mount"),
    ("RUN --mount=type=cache,target=/a,sharing=x b", "mount"), ("RUN --mount=target=/a,ro=x b", "mount"),
    ("RUN --mount=type=cache,target=/a,mode=9 b", "mount"),
  ]

  @Test(arguments: refused)
  func `checks stop at an instruction that is refused`(instruction: String, code: String) {
    let text = "FROM scratch\n\(instruction)\nCMD a\n"
    let run = CheckCase(text).run()
    #expect(run.error?.code == code, "\(run.error?.message ?? "")")
    #expect(run.error?.line == 2)
    #expect(!run.findings.contains { $0.rule == "JSONArgsRecommended" })
    // Otherwise the rest is judged all the same.
    #expect(CheckCase(text).run(isStrict: false).findings.contains { $0.rule == "JSONArgsRecommended" })
    // In a trigger the same happens at the FROM that triggers it.
    let child = CheckCase("FROM scratch AS a\nCMD [\"a\"]\nONBUILD \(instruction)\nFROM a\nCMD a\n").run()
    #expect(child.error?.line == (instruction.utf8.contains(0x0A) ? 6 : 4))
    #expect(!child.findings.contains { $0.rule == "JSONArgsRecommended" })
  }

  @Test(arguments: [
    "STOPSIGNAL 99", "STOPSIGNAL sigterm", "STOPSIGNAL RTMIN+3", "EXPOSE 80/", "EXPOSE 80-90/SCTP", "EXPOSE",
    "COPY --chmod=0755 a /b", "COPY --chmod=u=rwX,go=rX a /b", "COPY --chmod=+x a /b", "COPY github.com/a/b /c",
    "ADD --checksum=abc https://h/a.git /b", "ADD git@h.x:a/b http://h/a /b", "COPY [\"<<E\", \"/b\"]",
    "ADD --checksum=sha256:\(String(repeating: "0", count: 64)) http://h/a /b",
    "RUN --mount=type=secret,id=a,required b", "RUN --mount=type=ssh b", "RUN --mount=from=7,target=/a b",
    "RUN --mount=type=cache,target=x,sharing=LOCKED b",
    "RUN --mount=type=bind,target=/a,rw b", "RUN --mount=type=tmpfs,target=/a,size=1 b", "RUN", "VOLUME []x",
    "USER \"\"",
  ])
  func `what BuildKit takes does not stop the checks`(instruction: String) {
    let text = "FROM scratch\n\(instruction == "EXPOSE" ? "EXPOSE $p" : instruction)\nCMD a\n"
    let run = CheckCase(text).run()
    #expect(run.error == nil, "\(run.error?.message ?? "")")
    #expect(run.findings.contains { $0.rule == "JSONArgsRecommended" })
  }

  /// Files of which nothing is carried out, with the reason and its line.
  @Test(arguments: [
    ("FROM scratch\nENV a\n", "pair-without-value", 2),
    ("\n", "no-instructions", 1),
    ("FROM scratch\nFOO\n", "unknown-instruction", 2),
    ("ARG a\n", "no-stage", 2),
    ("USER a\nFROM scratch\n", "no-stage", 1),
    ("ARG A=${\nFROM scratch\n", "expansion", 1),
    ("FROM $X\n", "blank-base", 1),
    ("FROM scratch\nFROM \"a\n", "expansion", 2),
    ("FROM --platform=x scratch\n", "platform", 1),
    ("FROM scratch AS a\nCOPY --from=b x /\nFROM scratch AS b\nCOPY --from=A x /\n", "circular-dependency", 4),
    ("FROM scratch\nCOPY --from=0 x /\n", "circular-dependency", 2),
    (
      "FROM scratch\nRUN x\nRUN --mount=from=a,target=/x y\nFROM scratch AS a\nRUN --mount=from=b,target=/x y\n"
        + "FROM scratch AS b\nRUN --mount=from=a,target=/x y\n", "circular-dependency", 7
    ),
    ("FROM scratch\nCOPY --from=1 x /\n", "stage-number", 2),
    ("FROM scratch\nCOPY --from=-1 x /\n", "stage-number", 2),
    ("FROM scratch\nCOPY --from=$x y /\n", "source-name", 2),
    ("FROM scratch\nRUN --mount=from=Foo,target=/x y\n", "source-name", 2),
    ("FROM scratch AS Base\nFROM Base\n", "base-name", 2),
    ("FROM scratch\nONBUILD ENV a\n", "pair-without-value", 2),
  ])
  func `nothing is carried out behind an error of all stages`(text: String, code: String, line: Int) {
    let run = CheckCase(text + (code == "no-instructions" ? "" : "CMD x\n")).run()
    #expect(run.error?.code == code, "\(run.error?.message ?? "")")
    #expect(run.error?.line == line)
    #expect(!run.findings.contains { $0.rule == "JSONArgsRecommended" })
  }

  @Test func `a stage that comes later cannot be copied from`() {
    let later = CheckCase("FROM scratch\nCOPY --from=a x /\nCMD a\nFROM scratch AS a\nCMD b\n").run()
    #expect(later.error?.code == "later-stage")
    #expect(later.findings.isEmpty)
    // Of two stages with one name the last is meant.
    let twice = "FROM scratch AS a\nFROM scratch\nCOPY --from=a x /\nFROM scratch AS a\n"
    #expect(CheckCase(twice).run().error?.line == 3)
  }

  @Test(
    arguments: [
      (nil, ["JSONArgsRecommended:2", "JSONArgsRecommended:4", "JSONArgsRecommended:7", "JSONArgsRecommended:9"]),
      ("a", ["JSONArgsRecommended:2"]),
      ("B", ["JSONArgsRecommended:2", "JSONArgsRecommended:4"]),
      ("c", ["JSONArgsRecommended:2", "JSONArgsRecommended:4", "JSONArgsRecommended:7"]),
      ("", ["JSONArgsRecommended:2", "JSONArgsRecommended:4", "JSONArgsRecommended:7", "JSONArgsRecommended:9"]),
      ("0", []), ("none", []),
    ] as [(String?, [String])])
  func `only the stages that the target needs`(target: String?, expected: [String]) {
    let text =
      "FROM scratch AS a\nCMD x\nFROM a AS b\nCMD x\nFROM scratch AS c\nCOPY --from=B x /\nCMD x\nFROM c AS d\nCMD x\n"
    let test = CheckCase(text, target: target)
    #expect(test.found() == expected)
    #expect((test.run().error?.code == "target") == expected.isEmpty)
  }

  @Test(arguments: [
    ("ONBUILD FOO x", "unknown-instruction"), ("ONBUILD #x", "no-stage"), ("ONBUILD HEALTHCHECK x", "healthcheck-type"),
  ])
  func `a trigger is read when a stage is built from it`(instruction: String, code: String) {
    #expect(CheckCase("FROM scratch\n\(instruction)\n").run().error == nil)
    let error = CheckCase("FROM scratch AS a\n\(instruction)\n\nFROM a\n").run().error
    #expect(error?.line == 4)
    if code != "no-stage" { #expect(error?.code == code) }
  }

  @Test func `behind a FROM that is refused no stage is known`() {
    let text = "FROM scratch\nCMD [\"a\"]\nFROM a b\nCMD b\nFROM scratch\nCMD c\n"
    #expect(CheckCase(text).found(isStrict: false) == ["JSONArgsRecommended:6"])
  }

  @Test func `without BuildKit's eyes a base image may set a variable`() {
    let image = CheckCase("FROM golang\nENV PATH=$PATH:$GOPATH/bin X=$PAHT\n")
    #expect(image.found() == ["UndefinedVar:2", "UndefinedVar:2"])
    let loose = image.run(isStrict: false).findings
    #expect(loose.map(\.message) == ["the variable \"PAHT\" is never set in this file"])
    #expect(loose.first?.fix == "did you mean $PATH?")
    #expect(CheckCase("FROM scratch\nENV X=$GOPATH\n").found(isStrict: false) == ["UndefinedVar:2"])
    #expect(CheckCase("FROM scratch AS a\nFROM a\nENV X=$GOPATH\n").found(isStrict: false) == ["UndefinedVar:3"])
    #expect(CheckCase("FROM golang AS a\nFROM a\nENV X=$GOPATH\n").found(isStrict: false) == [])
  }

  @Test func `on Windows a drive begins an absolute path`() {
    #expect(CheckCase("FROM --platform=$P x\nWORKDIR C:/a\n").found(rule: "WorkdirRelativePath") == [])
    for path in ["C:/a", "\\\\a", "/a"] {
      let text = "ARG P=windows/amd64\nFROM --platform=$P x\nWORKDIR \(path)\n"
      #expect(CheckCase(text).found(rule: "WorkdirRelativePath") == [], "\(path)")
    }
    let linux = "ARG P=linux/amd64\nFROM --platform=$P x\nWORKDIR C:/a\n"
    #expect(CheckCase(linux).found(rule: "WorkdirRelativePath") == ["WorkdirRelativePath:3"])
  }

  @Test(arguments: [
    "WORKDIR $HOME", "WORKDIR ${HOME}a", "EXPOSE 1$PORT:80", "ENV X=$HOME\nWORKDIR $X", "VOLUME $V", "STOPSIGNAL $S",
    "USER ${U:?not set}", "COPY $f/a.md /", "ENV $TOKEN=1",
  ])
  func `without BuildKit's eyes nothing is said of a value that a base image may set`(instructions: String) {
    let image = CheckCase("FROM debian\n\(instructions)\n", dockerignore: "**/*.md\n").run(isStrict: false)
    #expect(image.findings.isEmpty && image.error == nil)
    #expect(
      CheckCase("FROM debian\n\(instructions)\n").run().findings.contains {
        $0.rule == "UndefinedVar" || $0.rule == "ExposeInvalidFormat"
      })
  }

  @Test(arguments: [
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR C:/a\n",
    "# escape=`\nFROM golang\nWORKDIR C:\\a\n", "FROM golang:nanoserver\nWORKDIR C:/a\n",
  ])
  func `without BuildKit's eyes a Windows image has drives`(text: String) {
    #expect(CheckCase(text).run(isStrict: false).findings.isEmpty)
    #expect(CheckCase(text).found().count == 1)
  }
}
