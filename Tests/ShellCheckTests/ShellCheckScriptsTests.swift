import Foundation
import Testing

@testable import ShellCheck

@Suite struct ShellCheckScriptsTests {
  @Test(arguments: [
    ("FROM a\nRUN ls", ["#!/bin/sh/ls"]),
    ("FROM a\nRUN [\"ls\"]", []),
    ("FROM a\nRUN a \\\n  # remark\n\n  b", ["#!/bin/sh/a   b"]),
    ("FROM a\nRUN a\\\nb", ["#!/bin/sh/ab"]),
    ("FROM a\nARG b A=1\nENV c=1 d=2\nRUN ls", ["#!/bin/sh/export A=1/export b=1/export c=1/export d=1/ls"]),
    ("FROM a\nENV c 1\nENV a.b=1 \"q\"=1\nRUN ls", ["#!/bin/sh/export c=1/export q=1/ls"]),
    ("ARG g\nFROM a\nRUN ls", ["#!/bin/sh/ls"]),
    (
      "FROM a AS b\nENV x=1\nSHELL [\"/bin/bash\",\"-c\"]\nFROM c\nRUN ls\nFROM b\nRUN id",
      ["#!/bin/sh/ls", "#!/bin/bash/export x=1/id"]
    ),
    ("FROM a\nSHELL [\"/usr/bin/env\",\"bash\",\"-c\"]\nENV x=1\nRUN ls", ["#!/bin/bash/export x=1/ls"]),
    ("FROM a\nSHELL [\"/bin/bash\",\"-euo\",\"pipefail\",\"-c\"]\nRUN ls", ["#!/bin/bash -e/ls"]),
    ("FROM a\nSHELL [\"/bin/bash\",\"-o\",\"errexit\",\"-c\"]\nRUN ls", ["#!/bin/bash -e/ls"]),
    ("FROM a\nSHELL [\"/bin/ash\",\"-c\"]\nRUN ls", ["#!/bin/ash/ls"]),
    ("FROM a\nSHELL [\"/bin/zsh\",\"-c\"]\nRUN ls", []),
    ("FROM a\nSHELL [\"pwsh\",\"-c\"]\nRUN ls\nSHELL [\"/bin/sh\",\"-c\"]\nRUN id", ["#!/bin/sh/id"]),
    ("FROM mcr.microsoft.com/windows/nanoserver:1\nRUN dir", []),
    ("# hadolint shell=bash\nFROM a\nRUN ls\nFROM b\nRUN id", ["#!/bin/bash/ls", "#!/bin/bash/id"]),
    (
      "FROM a\nRUN ls\n# hadolint shell=bash\nRUN id\nFROM b\nRUN w", ["#!/bin/sh/ls", "#!/bin/bash/id", "#!/bin/sh/w"]
    ),
    ("FROM a\n# hadolint shell=pwsh\nRUN ls", []),
    ("FROM a\nRUN <<E\na\nb\nE\n", ["#!/bin/sh/a/b/"]),
    ("FROM a\nRUN <<-E\n\tcat <<X\n\t\ty\n\tX\n\tE\n", ["#!/bin/sh/cat <<X/y/X/"]),
    ("FROM a\nENV x=1\nRUN <<E\n#!/usr/bin/env bash\na\nE\n", ["#!/usr/bin/env bash/export x=1/a/"]),
    ("FROM a\nRUN <<E\n#!/bin/sh\nE\n", ["#!/bin/sh/"]),
    ("FROM a\nRUN <<E\n#!/usr/bin/env python3\na\nE\n", []),
    ("FROM a\nRUN cat <<E > f\nx\nE\n", ["#!/bin/sh/cat <<E > f/x/E"]),
    (
      "FROM a\nENV x=1\nSHELL [\"bash\",\"-c\"]\nONBUILD ARG y\nONBUILD RUN ls\nRUN id",
      ["#!/bin/bash/export x=1/export y=1/ls", "#!/bin/bash/export x=1/id"]
    ),
    ("FROM a\nRUN --mount=type=tmpfs,target=/x ls", ["#!/bin/sh/ls"]),
  ])
  func `a text goes to the shell that reads it with the variables it finds`(file: String, scripts: [String]) {
    #expect(ScriptCase.shown(file) == scripts)
  }

  @Test(arguments: [
    ("FROM a\nSHELL [\"bash\",\"-e\",\"-c\"]\nRUN ls\nENV x=1\nRUN id", ["#!bash/ls", "#!/bin/sh/export x=1/id"]),
    ("FROM a\nSHELL [\"/bin/zsh\",\"-c\"]\nRUN ls", ["#!/bin/zsh/ls"]),
    ("FROM a\nSHELL [\"/x/my-powershell.sh\"]\nRUN ls", []),
    ("FROM a\nARG a b\nRUN ls", ["#!/bin/sh/export a=1/ls"]),
    ("FROM a AS B\nENV x=1\nFROM b\nRUN ls\nFROM B\nRUN id", ["#!/bin/sh/ls", "#!/bin/sh/export x=1/id"]),
    ("FROM mcr.microsoft.com/windows/nanoserver:1\nRUN dir", ["#!/bin/sh/dir"]),
    (
      "# hadolint shell=bash\nFROM a\nRUN ls\nONBUILD RUN w\nENV x=1\nRUN id",
      ["#!bash/ls", "#!/bin/sh/w", "#!/bin/sh/export x=1/id"]
    ),
    ("FROM a\nRUN <<E\n#!/bin/bash\r\na\r\nE\n", ["#!/bin/sh/#!/bin/bash/a/"]),
    ("FROM a\nRUN a \\", ["#!/bin/sh/a\\"]), ("FROM a\nRUN a \\\n", ["#!/bin/sh/a"]),
    ("FROM a\nRUN <<E\n#!/bin/dash\na\nE\n", []),
    ("FROM a\nRUN <<E bash\na\nE\n", ["#!/bin/sh/bash/a/"]),
    ("FROM a\nRUN cat <<E > f\nx\nE\n", ["#!/bin/sh/cat "]),
    ("FROM a\nENV x=1\nSHELL [\"bash\",\"-c\"]\nONBUILD ARG y\nONBUILD RUN ls", ["#!/bin/sh/export y=1/ls"]),
  ])
  func `an exact judgement follows hadolint`(file: String, scripts: [String]) {
    #expect(ScriptCase.shown(file, isExact: true) == scripts)
  }

  @Test func `the variables that Docker always knows are told`() {
    let text = String(decoding: ScriptCase.scripts("FROM a\nRUN ls")[0].bytes, as: UTF8.self)
    let names = [
      "FTP_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ftp_proxy", "http_proxy", "https_proxy", "no_proxy",
    ]
    #expect(text == "#!/bin/sh\n" + names.map { "export \($0)=1\n" }.joined() + "ls")
  }

  @Test func `of very many variables only those in the text are told`() {
    let names = (0..<2000).map { "LONG_NAME_\($0)" }
    let file =
      "FROM a\nENV " + names.map { "\($0)=1" }.joined(separator: " ") + "\nRUN echo $LONG_NAME_7 ${LONG_NAME_9}"
    #expect(
      ScriptCase.shown(file) == ["#!/bin/sh/export LONG_NAME_7=1/export LONG_NAME_9=1/echo $LONG_NAME_7 ${LONG_NAME_9}"]
    )
  }

  @Test func `hostile files are read in time`() {
    let many = "FROM a\n" + (0..<5000).map { "ENV v\($0)=1\nRUN echo $v\($0)\n" }.joined()
    for isExact in [false, true] {
      #expect(ScriptCase.scripts(many, isExact: isExact).count == 5000)
      let long = "FROM a\nRUN " + String(repeating: "echo \u{1} é \\\n", count: 60_000)
      #expect(ScriptCase.scripts(long, isExact: isExact).count == 1)
      let bytes = Array("FROM a\nRUN ".utf8) + [UInt8](repeating: 0xFF, count: 60_000) + [0, 0x0A]
      #expect(
        ScriptCase.scripts(bytes, isExact).first.map { String(validating: $0.bytes, as: UTF8.self) != nil } == true)
    }
  }
}
