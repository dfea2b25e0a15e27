import LintRules
import Testing

/// What the rules about versions find, confirmed by hadolint 2.15.1.
@Suite struct OpenVersionRuleTests {
  @Test(arguments: [
    ("RUN apt-get install a", [1]),
    ("RUN apt-get install a=1", []),
    ("RUN apt-get install a/stable", []),
    ("RUN apt-get install ./a.deb", []),
    ("RUN apt-get install a=1 b", [1]),
    ("RUN apt-get install -t x a=1", []),
    ("RUN apt-get install -t=x a=1", []),
    ("RUN apt-get install --target-release x a=1", []),
    ("RUN apt-get install -t -t a b=1", []),
    ("RUN apt-get install $A", [1]),
    ("RUN apt-get install a=$A", []),
    ("RUN apt-get install `a =`", [1]),
    ("RUN apt-get install $(a b=1)", []),
    ("RUN apt-get install $(a && b c=1)", [1]),
    ("RUN apt-get install a{=1,=2}", [1]),
    ("RUN exec apt-get install a=1", [1]),
    ("RUN apt install a", []),
    ("RUN apt-get update", []),
    ("RUN apt-get install a=1 > b", []),
    ("ONBUILD RUN apt-get install a", [1]),
  ])
  func `DL3008 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3008", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN pip install a", [1]),
    ("RUN pip3 install a==1", []),
    ("RUN pip2.7 install a", [1]),
    ("RUN pipx install a", [1]),
    ("RUN pipenv install a", []),
    ("RUN python -m pip install a", [1]),
    ("RUN python3 -m pip install a>=1", [1]),
    ("RUN python -m pipx install a", []),
    ("RUN pip install \"a>=1\"", []),
    ("RUN pip install -r a", []),
    ("RUN pip install -c a b", []),
    ("RUN pip install --constraint=a b", []),
    ("RUN pip install .", []),
    ("RUN pip install a.whl", []),
    ("RUN pip install a.tar.gz", []),
    ("RUN pip install ./a", []),
    ("RUN pip install git+https://a/b", [1]),
    ("RUN pip install git+https://a/b@1", []),
    ("RUN pip install git/a", [1]),
    ("RUN pip install hg+http://a/b@c", []),
    ("RUN pip install -i http://a b==1", []),
    ("RUN pip install --cache-dir a b==1", [1]),
    ("RUN pip install", []),
    ("RUN pip install install", []),
    ("RUN pip install a==1 install", [1]),
    ("RUN pip download a", []),
    ("ONBUILD RUN pip install a", [1]),
  ])
  func `DL3013 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3013", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN npm install a", [1]),
    ("RUN npm install a@1", []),
    ("RUN npm install @a/b", [1]),
    ("RUN npm install @a/b@1", []),
    ("RUN npm install", []),
    ("RUN npm i a", []),
    ("RUN npm ci", []),
    ("RUN npm install git://a/b", [1]),
    ("RUN npm install git+https://a/b#1", []),
    ("RUN npm install ./a", []),
    ("RUN npm install a.tgz", []),
    ("RUN npm install --registry a b@1", []),
    ("RUN npm --loglevel a install b", [1]),
    ("RUN npm run install a", []),
    ("RUN npm install -g a@1 b", [1]),
    ("ONBUILD RUN npm install a", [1]),
  ])
  func `DL3016 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3016", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN apk add a", [1]),
    ("RUN apk add a=1", []),
    ("RUN apk add a~1", []),
    ("RUN apk add \"a>1\"", []),
    ("RUN apk add a.apk", []),
    ("RUN apk add -t a b=1", []),
    ("RUN apk add --virtual .a b=1", []),
    ("RUN apk add -X a b=1", []),
    ("RUN apk add --repository a b=1", []),
    ("RUN apk add --root a b=1", [1]),
    ("RUN apk add $A", [1]),
    ("ONBUILD RUN apk add a", [1]),
  ])
  func `DL3018 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3018", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN gem install a", [1]),
    ("RUN gem install a:1", []),
    ("RUN gem install -v 1 a", []),
    ("RUN gem install --version=1 a", []),
    ("RUN gem i a", [1]),
    ("RUN gem install a:1 -- b", []),
    ("RUN gem install --no-document a", []),
    ("RUN gem install --no-document a b", [1]),
    ("RUN gem update", []),
    ("ONBUILD RUN gem install a", [1]),
  ])
  func `DL3028 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3028", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN yum install a", [1]),
    ("RUN yum install a-1", []),
    ("RUN yum install a-b", [1]),
    ("RUN yum install a-b-1.x86_64", []),
    ("RUN yum install a.rpm", [1]),
    ("RUN yum install a-b.rpm", []),
    ("RUN yum install a-*", [1]),
    ("RUN yum module install a", [1]),
    ("RUN yum module install a:1", []),
    ("RUN yum groupinstall a", []),
    ("ARG V\nRUN yum install a-$V", []),
    ("RUN yum install a-$V", [1]),
    ("FROM a:1\nENV V=1\nRUN yum install a-${V}", []),
    ("FROM a:1\nENV V=1\nFROM a:2\nRUN yum install a-$V", [4]),
    ("FROM a AS q\nENV V=1\nFROM q\nRUN yum install a-$V", []),
    ("ONBUILD RUN yum install a", [1]),
  ])
  func `DL3033 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3033", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN zypper install a", [1]),
    ("RUN zypper in a=1", []),
    ("RUN zypper in \"a>=1\"", []),
    ("RUN zypper in a.rpm", []),
    ("RUN zypper rm a", []),
    ("ONBUILD RUN zypper in a", [1]),
  ])
  func `DL3037 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3037", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN dnf install a", [1]),
    ("RUN dnf install a-1", []),
    ("RUN microdnf install a", [1]),
    ("RUN dnf group install a", []),
    ("RUN dnf module install a", [1]),
    ("RUN dnf module install a:1", []),
    ("RUN dnf upgrade a", []),
    ("ONBUILD RUN dnf install a", [1]),
  ])
  func `DL3041 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3041", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN go install a", [1]),
    ("RUN go install a@v1", []),
    ("RUN go install a@latest", [1]),
    ("RUN go get a@none", [1]),
    ("RUN go get ./...", []),
    ("RUN go run a", [1]),
    ("RUN go run a@v1", []),
    ("RUN go run main.go", [1]),
    ("RUN go run ./a && go install b", []),
    ("RUN go build a", []),
    ("RUN go install $A", [1]),
    ("ONBUILD RUN go install a", [1]),
  ])
  func `DL3062 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3062", in: dockerfile) == lines)
  }
}
