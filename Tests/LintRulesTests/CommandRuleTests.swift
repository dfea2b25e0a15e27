import LintRules
import Testing

/// What the rules about single commands find, confirmed by hadolint 2.15.1.
@Suite struct CommandRuleTests {
  @Test(arguments: [
    ("RUN top", [1]),
    ("RUN kill 1 && ps", [1]),
    ("RUN ifconfig", []),
    ("RUN /usr/bin/top", []),
    ("RUN exec top", [1]),
    ("RUN command -v ps", []),
    ("RUN exec -a x ps", [1]),
    ("RUN sh -c \"top\"", []),
    ("RUN [\"top\"]", [1]),
    ("RUN echo $(top)", [1]),
    ("RUN time top", [1]),
    ("RUN $X top", []),
    ("ONBUILD RUN ssh a", [1]),
    ("FROM a:1\nRUN a\nRUN vim x", [3]),
  ])
  func `DL3001 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3001", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN cd /x && make", [1]),
    ("RUN (cd /x)", [1]),
    ("RUN pushd /x", []),
    ("RUN a $(cd /x)", [1]),
    ("ONBUILD RUN cd /x", []),
  ])
  func `DL3003 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3003", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN apt install x", [1]),
    ("RUN apt-get install x", []),
    ("RUN apt-cache policy", []),
    ("ONBUILD RUN apt update", [1]),
  ])
  func `DL3027 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3027", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN apt-get install x", [1]),
    ("RUN apt-get install -y x", []),
    ("RUN apt-get -qq install x", []),
    ("RUN apt-get -q install x", [1]),
    ("RUN apt-get -q -q install x", []),
    ("RUN apt-get -qqq install x", [1]),
    ("RUN apt-get install -q=2 x", []),
    ("RUN apt-get install --yes x", []),
    ("RUN apt-get install --assume-yes x", []),
    ("RUN apt-get install --qq x", []),
    ("RUN apt-get update", []),
    ("RUN apt-get install --quiet --quiet x", []),
    ("ONBUILD RUN apt-get install x", [1]),
  ])
  func `DL3014 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3014", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN apt-get install -y x", [1]),
    ("RUN apt-get install --no-install-recommends x", []),
    ("RUN apt-get -o APT::Install-Recommends=false install x", []),
    ("RUN apt-get -oAPT::Install-Recommends=false install x", [1]),
    ("RUN apt-get -o APT::Install-Recommends=0 install x", [1]),
    ("ONBUILD RUN apt-get install x", [1]),
  ])
  func `DL3015 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3015", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN apk add a", [1]),
    ("RUN apk add --no-cache a", []),
    ("RUN apk --no-cache add a", []),
    ("RUN apk del a", []),
    ("RUN --mount=type=cache,target=/var/cache/apk apk add a", []),
    ("RUN --mount=type=bind,target=/var/cache/apk apk add a", [1]),
    ("ONBUILD RUN apk add a", [1]),
  ])
  func `DL3019 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3019", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN yum install a", [1]),
    ("RUN yum install -y a", []),
    ("RUN yum --assumeyes install a", []),
    ("RUN yum groupinstall a", [1]),
    ("RUN yum localinstall a", [1]),
    ("RUN yum update", []),
    ("RUN yum -yq install a", []),
    ("ONBUILD RUN yum install a", [1]),
  ])
  func `DL3030 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3030", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN zypper install a", [1]),
    ("RUN zypper -n in a", []),
    ("RUN zypper rm a", [1]),
    ("RUN zypper --non-interactive si a", []),
    ("RUN zypper patch -y", []),
    ("RUN zypper --no-confirm remove a", []),
    ("RUN zypper source-install a", [1]),
    ("RUN zypper refresh", []),
    ("ONBUILD RUN zypper in a", [1]),
  ])
  func `DL3034 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3034", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN zypper dup", [1]),
    ("RUN zypper -n dist-upgrade", [1]),
    ("RUN zypper up", []),
    ("ONBUILD RUN zypper dup", [1]),
  ])
  func `DL3035 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3035", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN dnf install a", [1]),
    ("RUN dnf -y install a", []),
    ("RUN microdnf install a", [1]),
    ("RUN microdnf install -y a", []),
    ("RUN dnf groupinstall a", [1]),
    ("RUN dnf upgrade", []),
    ("ONBUILD RUN dnf install a", [1]),
  ])
  func `DL3038 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3038", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN useradd -u 123456 a", [1]),
    ("RUN useradd -u 12345 a", []),
    ("RUN useradd -l -u 123456 a", []),
    ("RUN useradd --no-log-init -u 123456 a", []),
    ("RUN useradd -lu 123456 a", []),
    ("RUN useradd -u abcdef a", [1]),
    ("ONBUILD RUN useradd -u 123456 a", [1]),
  ])
  func `DL3046 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3046", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN wget a", [1]),
    ("RUN wget -q a", []),
    ("RUN wget -nv a", []),
    ("RUN wget -qO- a", []),
    ("RUN wget -O x a", [1]),
    ("RUN wget --progress=dot:giga a", []),
    ("RUN wget -o log a", []),
    ("RUN wget --output-file=l a", []),
    ("RUN wget -a l a", []),
    ("RUN wget --no-verbose a", []),
    ("RUN wget --append-output l a", []),
    ("ONBUILD RUN wget a", [1]),
  ])
  func `DL3047 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3047", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN ln -sf /bin/bash /bin/sh", [1]),
    ("RUN ln -s a /bin/sh2", []),
    ("RUN rm /bin/sh && ln -s /bin/bash \"/bin/sh\"", [1]),
    ("ONBUILD RUN ln -s a /bin/sh", [1]),
  ])
  func `DL4005 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL4005", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM a:1\nRUN curl a\nRUN wget a", [3]),
    ("FROM a:1\nRUN curl a && wget b", [2]),
    ("FROM a:1\nRUN curl a\nFROM b\nRUN wget a", []),
    ("RUN curl a\nRUN b\nRUN wget a\nRUN curl a", [3, 4]),
    ("ONBUILD RUN curl a\nONBUILD RUN wget a", [2]),
    ("FROM a:1\nRUN curl a\nONBUILD RUN wget a", []),
  ])
  func `DL4001 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL4001", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN a | b", [1]),
    ("RUN a || b", []),
    ("RUN a |& b", [1]),
    ("RUN a $(b | c)", [1]),
    ("RUN a \"b | c\"", []),
    ("RUN [\"a\", \"|\", \"b\"]", [1]),
    ("RUN if a | b; then c; fi", [1]),
    ("SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b", []),
    ("SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN a | b", []),
    ("SHELL [\"/bin/bash\", \"-c\"]\nRUN a | b", [2]),
    ("SHELL /bin/bash -o pipefail -c\nRUN a | b", []), ("SHELL /bin/bash -c\nRUN a | b", [2]),
    ("SHELL [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b", []),
    ("SHELL [\"/bin/sh\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b", [2]),
    ("SHELL [\"pwsh\", \"-c\"]\nRUN a | b", []),
    ("SHELL [\"zsh\", \"-o\", \"pipefail\"]\nRUN a | b\nFROM b\nRUN a | b", [4]),
    ("SHELL [\"bash\", \"-o\", \"pipefail\"]\nSHELL [\"bash\", \"-c\"]\nRUN a | b", [3]),
    ("ONBUILD RUN a | b", []),
    ("RUN set -o pipefail && a | b", [1]),
  ])
  func `DL4006 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL4006", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN a\nRUN b", [2]),
    ("RUN a\nRUN b\nRUN c", [2, 3]),
    ("RUN a && b\nRUN c", []),
    ("RUN a\nRUN b && c\nRUN d", []),
    ("RUN a\n# x\n\nRUN b", [4]),
    ("RUN a\nENV A=b\nRUN b", []),
    ("RUN a\nONBUILD RUN b\nRUN c", []),
    ("RUN --network=none a\nRUN b", []),
    (
      "RUN --mount=type=cache,target=/a --mount=type=tmpfs,target=/b a\nRUN --mount=type=tmpfs,target=/b --mount=dst=/a,type=cache b",
      [2]
    ),
    ("RUN [ a ] && b\nRUN c", [2]),
    ("RUN a $(b)\nRUN c", []),
    ("RUN time a\nRUN b", []),
    ("RUN a\n# syntax=b\nRUN c", []),
    ("RUN a \"\nRUN b", [2]),
    ("ONBUILD RUN a\nONBUILD RUN b", []),
    ("RUN a\n# escape=`\nRUN b", []),
    ("RUN a\n# escape=\\\nRUN b", [3]),
  ])
  func `DL3059 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3059", in: dockerfile) == lines)
  }
}
