import LintRules
import Testing

/// What the rules about files left in a layer find, confirmed by hadolint 2.15.1.
@Suite struct LeftCacheRuleTests {
  @Test(arguments: [
    ("RUN apt-get update", [1]),
    ("RUN apt update", [1]),
    ("RUN aptitude update", [1]),
    ("RUN apt-get update && rm -rf /var/lib/apt/lists/*", []),
    ("RUN apt-get update && rm -rf /a", []),
    ("RUN rm -rf a && apt-get update", []),
    ("RUN apt-get update && rm -r /a", [1]),
    ("RUN apt-get update && rm /var/lib/apt/lists/*", []),
    ("RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update", []),
    ("RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update", []),
    ("RUN --mount=type=bind,target=/var/lib/apt/lists apt-get update", [1]),
    ("RUN --mount=type=cache,target=/var/lib/apt apt-get update", [1]),
    ("RUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update", []),
    ("ONBUILD RUN apt-get update", [1]),
    ("FROM a:1\nRUN apt-get update\nRUN yarn install\nFROM b:1\nRUN apt-get update\nRUN yarn install\n", [5]),
    ("FROM a:1 AS q\nRUN apt-get update\nRUN yarn install\nFROM q", [2]),
    ("FROM a:1 AS q\nRUN apt-get update\nRUN yarn install\nFROM b:1", []),
    ("FROM a:1 AS q\nRUN apt-get update\nRUN yarn install\nFROM x.io/q:1", [2]),
    ("FROM a:1\nRUN apt-get update\nRUN yarn install\nFROM a:1", [2]),
    ("RUN apt-get update\nRUN yarn install\nFROM a:1", []),
  ])
  func `DL3009 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3009", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN yum install a", [1]),
    ("RUN yum install a && yum clean all", []),
    ("RUN yum install a && yum all", []),
    ("RUN yum clean all && yum install a", [1]),
    ("RUN yum clean all && yum install a && yum clean all", [1]),
    ("RUN yum install a && rm -rf /a", []),
    ("RUN yum install a && rm /var/cache/yum/*", []),
    ("RUN yum install clean", [1]),
    ("RUN yum update", []),
    ("ONBUILD RUN yum install a", [1]),
  ])
  func `DL3032 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3032", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN zypper in a", [1]),
    ("RUN zypper in a && zypper cc", []),
    ("RUN zypper install a && zypper clean", []),
    ("RUN zypper cc && zypper in a", [1]),
    ("RUN zypper in a && rm -rf /a", [1]),
    ("RUN --mount=type=cache,target=/var/cache/zypp zypper in a", []),
    ("ONBUILD RUN zypper in a", [1]),
  ])
  func `DL3036 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3036", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN dnf install a", [1]),
    ("RUN dnf install a && dnf clean all", []),
    ("RUN microdnf install a && dnf clean all", [1]),
    ("RUN dnf upgrade", [1]),
    ("RUN dnf reinstall a && dnf clean all", []),
    ("RUN dnf in a", [1]),
    ("RUN dnf install a && rm -rf /a", []),
    ("RUN dnf install a && rm /var/cache/libdnf5*", []),
    ("RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install a", []),
    ("RUN --mount=type=cache,target=/root/.cache/libdnf5 dnf install a", []),
    ("RUN dnf makecache", []),
    ("ONBUILD RUN dnf install a", [1]),
  ])
  func `DL3040 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3040", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN pip install a", [1]),
    ("RUN pip install --no-cache-dir a", []),
    ("RUN pip install --no-cache-dir=1 a", [1]),
    ("RUN PIP_NO_CACHE_DIR=1 pip install a", []),
    ("RUN PIP_NO_CACHE_DIR=0 pip install a", [1]),
    ("RUN export PIP_NO_CACHE_DIR=on && pip install a", []),
    ("RUN pipx install a", []),
    ("RUN pipenv install a", []),
    ("RUN python -m pip install a", [1]),
    ("RUN python -m pipx install a", []),
    ("RUN --mount=type=cache,target=/root/.cache/pip pip install a", []),
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=yes\nRUN pip install a", []),
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=y\nRUN pip install a", [3]),
    ("FROM a AS q\nENV PIP_NO_CACHE_DIR=1\nFROM q\nRUN pip install a", []),
    ("FROM a:1\nENV PIP_NO_CACHE_DIR=1\nFROM a:2\nRUN pip install a", []),
    ("FROM a AS q\nENV PIP_NO_CACHE_DIR=1\nFROM a\nRUN pip install a", [4]),
    ("ONBUILD RUN pip install a", [1]),
  ])
  func `DL3042 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3042", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN yarn install", [1]),
    ("RUN yarn", []),
    ("RUN yarn add a", []),
    ("RUN yarn install && yarn cache clean", []),
    ("RUN yarn cache clean && yarn install", [1]),
    ("RUN --mount=type=cache,target=/root/.cache/yarn yarn install", []),
    ("RUN --mount=type=cache,target=/root/.cache/yarn yarn cache clean && yarn install", [1]),
    ("RUN yarn install cache && yarn install", []),
    ("RUN yarn clean && yarn install cache", [1]),
    ("ONBUILD RUN yarn install", [1]),
    ("FROM a:1\nRUN apt-get update\nRUN yarn install\nFROM b:1\nRUN apt-get update\nRUN yarn install\n", [6]),
    ("FROM a:1 AS q\nRUN apt-get update\nRUN yarn install\nFROM q", [3]),
  ])
  func `DL3060 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3060", in: dockerfile) == lines)
  }
}
