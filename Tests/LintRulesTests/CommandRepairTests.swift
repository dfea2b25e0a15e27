import Core
import LintRules
import Testing

/// Where a default judgement of commands differs from an exact one, and what places it tells.
@Suite struct CommandRepairTests {
  @Test(arguments: [
    ("DL3004", "RUN cat <<EOF > x && sudo a\nb\nEOF", [], [1]),
    ("DL3004", "RUN [\"a\", \"&&\", \"sudo\"]", [1], []),
    ("DL3004", "FROM a\nSHELL [\"powershell\", \"-Command\"]\nRUN sudo a", [3], []),
    ("DL3004", "FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nsudo a\nEOF", [2], []),
    ("DL3008", "RUN exec apt-get install a=1", [1], []),
    ("DL3009", "RUN apt-get update && rm -rf /tmp/a", [], [1]),
    ("DL3009", "RUN rm -rf /var/lib/apt/lists/* && apt-get update", [], [1]),
    ("DL3009", "RUN apt-get update && rm -rf /var/lib/apt/lists", [], []),
    ("DL3009", "RUN apt-get update && rm -r /var/lib/apt/lists/*", [], []),
    ("DL3009", "RUN apt-get update && rm -fr /var/lib/apt/lists", [1], []),
    ("DL3009", "RUN apt-get update && rm -rf /var/lib/{apt,dpkg}", [], []),
    ("DL3009", "RUN apt-get update && rm -rf $DIRTY", [], []),
    ("DL3009", "RUN apt-get update && find /var/lib/apt/lists -delete", [1], []),
    ("DL3013", "RUN pipx install a", [1], []),
    ("DL3013", "RUN pip install git/a", [1], []),
    ("DL3032", "RUN yum install a && rm -rf /tmp/a", [], [1]),
    ("DL3032", "RUN yum clean all && yum install a && yum clean all", [1], []),
    ("DL3032", "RUN yum install a && rm -r /var/cache/yum", [1], []),
    ("DL3036", "RUN zypper -n in a && rm -rf /var/cache/zypp", [1], []),
    ("DL3036", "RUN zypper cc && zypper -n in a && zypper cc", [1], []),
    ("DL3040", "RUN dnf install a && rm -rf /tmp/a", [], [1]),
    ("DL3040", "RUN dnf install a && rm -r /var/cache/dnf", [1], []),
    ("DL3046", "RUN useradd --uid 123456 a", [], [1]),
    ("DL3046", "RUN useradd --uid=123456 a", [], [1]),
    ("DL3046", "RUN useradd --uid=12345 a", [], []),
    ("DL3046", "RUN useradd -u ${UID} a", [1], []),
    ("DL3060", "RUN yarn cache clean && yarn install && yarn cache clean", [1], []),
    ("DL3062", "RUN go run ./a && go install b", [], [1]),
    ("DL4006", "FROM a AS b\nSHELL [\"bash\", \"-o\", \"pipefail\", \"-c\"]\nFROM b\nRUN c | d", [4], []),
    ("DL4006", "SHELL [\"/usr/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b", [2], []),
    ("DL4006", "RUN set -o pipefail && a | b", [1], []),
    ("DL4006", "RUN set -euo pipefail; a | b", [1], []),
    ("DL4006", "RUN a | b && set -o pipefail", [1], [1]),
    ("DL4006", "RUN [\"a\", \"|\", \"b\"]", [1], []),
    ("DL4006", "RUN echo \"1 a\" | sha256sum -c -", [1], []),
    ("DL4006", "RUN yes | printf a | b", [1], []),
    ("DL4006", "RUN echo a | b | c", [1], [1]),
    ("DL4006", "RUN { echo a; b; } | c", [1], [1]),
    ("DL4006", "RUN echo a | b; c | d", [1], [1]),
    ("DL3003", "RUN a=\"$(mktemp -d)\"; cd \"$a/b\"", [1], []),
    ("DL3003", "RUN cd \"$(dirname a)\"", [1], []),
    ("DL3003", "RUN for a in b c; do cd $a; done", [1], []),
    ("DL3003", "RUN a && cd -", [1], []),
    ("DL3003", "RUN cd $HOME", [1], [1]),
    ("DL3018", "RUN apk --root /a --keys-dir /k add --arch x -p /b c=1", [1], []),
    ("DL3019", "RUN apk add --no-network .a=1", [1], []),
    ("DL3059", "RUN [\"a\"]\nRUN [\"b\"]", [2], []),
    ("DL3059", "RUN a\nRUN <<EOF\nb\nEOF", [2], []),
    ("DL3059", "FROM x\nSHELL [\"powershell\"]\nRUN a\nRUN b", [4], []),
    ("DL4001", "FROM x\nRUN curl a\nRUN wget b\nRUN curl c", [3, 4], [3]),
  ])
  func `known defects are repaired by default alone`(
    rule: String, dockerfile: String, exact: [Int], repaired: [Int]
  ) {
    #expect(LintSnippet.lines(rule, in: dockerfile) == exact)
    #expect(LintSnippet.lines(rule, in: dockerfile, LintOptions()) == repaired)
  }

  @Test(arguments: [
    ("DL3001", "RUN a && \\\n  top -b", ["2:3 top -b"]),
    ("DL3003", "RUN cd /a && (cd /b)", ["1:5 cd /a", "1:15 cd /b"]),
    ("DL3004", "ONBUILD RUN sudo a", ["1:13 sudo a"]),
    ("DL3004", "RUN <<EOF\na\nsudo b\nEOF", ["3:1 sudo b"]),
    ("DL3004", "RUN time sudo a", ["1:10 sudo a"]),
    ("DL3008", "RUN apt-get install a b=1", ["1:21 a"]),
    ("DL3008", "RUN apt-get install a b && apt-get install c", ["1:5 apt-get install a b", "1:44 c"]),
    ("DL3013", "RUN pip install \"a[b]\"", ["1:17 \"a[b]\""]),
    ("DL3041", "RUN dnf install -y a \\\n  b-1", ["1:20 a"]),
    ("DL3042", "RUN pip install a==1 && pip install b==1", ["1:5 pip install a==1", "1:25 pip install b==1"]),
    ("DL3046", "RUN useradd -u 123456 a", ["1:16 123456"]),
    ("DL3059", "RUN a\nRUN b", ["2:1 RUN b"]),
    ("DL4006", "RUN a; b | c", ["1:8 b"]),
    ("DL4006", "RUN echo a | b; c | d", ["1:17 c"]),
    ("DL4001", "RUN curl a\nRUN curl b && wget c", ["2:15 wget c"]),
  ])
  func `a finding is at its command or argument by default`(rule: String, dockerfile: String, places: [String]) {
    #expect(LintSnippet.places(rule, in: dockerfile) == places)
  }

  @Test(arguments: [
    ("RUN apt-get install a", "package a has no version, expected a=VERSION"),
    ("RUN apt-get install $A", "package $A is a variable, its version cannot be told, expected NAME=VERSION"),
    ("RUN apt-get install $A b", "package b has no version, expected b=VERSION"),
    (
      "RUN apt-get install $A \"$(cat b)\"",
      "packages $A and \"$(cat b)\" are variables, their versions cannot be told, expected NAME=VERSION"
    ),
    ("RUN apt-get install a b", "packages a and b have no version, expected a=VERSION and so on"),
    ("RUN apt-get install a b c d e", "packages a, b, c and 2 more have no version, expected a=VERSION and so on"),
  ])
  func `packages are named`(dockerfile: String, message: String) {
    #expect(LintSnippet.findings("DL3008", in: dockerfile).map(\.message) == [message])
  }

  @Test func `long names are cut in messages`() {
    let found = LintSnippet.findings("DL3008", in: "RUN apt-get install " + String(repeating: "a", count: 5000))
    #expect(found.count == 1 && found.allSatisfy { $0.message.utf8.count < 250 })
  }

  @Test(.timeLimit(.minutes(5))) func `many stages and variables take no long time`() {
    var text = ""
    for index in 0..<4000 {
      text += "FROM s\(index) AS s\(index + 1)\nENV V\(index)=1\nRUN yum install a-$X && pip install b `c` | d\n"
    }
    #expect(LintSnippet.lines("DL3033", in: text).count == 4000)
  }
}
