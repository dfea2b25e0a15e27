import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileTLSOffTests {
  @Test(arguments: [
    "curl ⟦-k⟧ https://x.y/z", "curl ⟦-fsSLk⟧ https://x.y/z -o z", "sudo curl ⟦--insecure⟧ https://x.y/z",
    "curl -o z ⟦-kL⟧ https://x.y/z", "curl ⟦-ko⟧ z https://x.y/z", "v=$(curl ⟦-sk⟧ https://x.y/z | jq .a)",
    "wget ⟦--no-check-certificate⟧ https://x.y/z", "busybox wget -q ⟦--no-check-cert⟧ https://x.y/z",
    "echo a | xargs -n 1 curl ⟦-k⟧", "find . -exec curl ⟦-k⟧ {} +",
    "git -c ⟦http.sslVerify=false⟧ clone https://x.y/z", "git -c ⟦http.https://x.y/.sslverify=0⟧ fetch",
    "git config --global ⟦http.sslVerify⟧ false", "git config --system ⟦http.sslverify⟧ \"false\"",
    "⟦GIT_SSL_NO_VERIFY=1⟧ git clone https://x.y/z", "export ⟦GIT_SSL_NO_VERIFY=true⟧",
    "env ⟦NODE_TLS_REJECT_UNAUTHORIZED=0⟧ npm ci", "export ⟦PYTHONHTTPSVERIFY=0⟧ && python3 a.py",
    "npm config set ⟦strict-ssl⟧ false", "npm set ⟦strict-ssl=false⟧", "yarn config set ⟦\"strict-ssl\"⟧ false",
    "npm install ⟦--strict-ssl=false⟧ a", "npm ci ⟦--no-strict-ssl⟧", "yarn config set ⟦enableStrictSsl⟧ false",
    "pip install ⟦--trusted-host⟧ pypi.org a", "pip3.11 install ⟦--trusted-host=pypi.org⟧ a",
    "python3 -m pip install ⟦--trusted-host⟧ pypi.org a", "pip config set ⟦global.trusted-host⟧ pypi.org",
    "apk add ⟦--allow-untrusted⟧ a.apk", "apk ⟦--allow-untrusted⟧ add a.apk",
    "apt-get install -y ⟦--allow-unauthenticated⟧ a", "apt ⟦--force-yes⟧ install a",
    "apt-get -o ⟦APT::Get::AllowUnauthenticated=true⟧ install a",
    "apt-get -o ⟦Acquire::https::Verify-Peer=false⟧ update",
    "yum install -y ⟦--nogpgcheck⟧ a", "dnf ⟦--setopt=*.gpgcheck=0⟧ install a", "yum ⟦--setopt=sslverify=false⟧ update",
    "zypper ⟦--no-gpg-checks⟧ install a", "rpm -i ⟦--nosignature⟧ a.rpm", "conda config --set ⟦ssl_verify⟧ no",
    "echo ⟦'deb [trusted=yes] https://x.y ./'⟧ > /etc/apt/sources.list.d/x.list",
    "echo ⟦'deb [arch=amd64 trusted=yes] https://x.y ./'⟧ | sudo tee -a /etc/apt/sources.list",
    "(echo ⟦'deb [ trusted=yes ] https://x.y ./'⟧; echo) >> /etc/apt/sources.list",
    "add-apt-repository ⟦'deb [trusted=yes] https://x.y ./'⟧",
    "echo ⟦insecure⟧ >> ~/.curlrc", "echo ⟦'check_certificate = off'⟧ > /root/.wgetrc",
    "echo ⟦':ssl_verify_mode: 0'⟧ > ~/.gemrc", "printf '[a]\\n%s\\n' ⟦gpgcheck=0⟧ > /etc/yum.repos.d/a.repo",
    "echo -e ⟦\"[a]\\nenabled=1\\ngpgcheck=0\\n\"⟧ > /etc/yum.repos.d/a.repo",
    "sed -i ⟦s/gpgcheck=1/gpgcheck=0/⟧ /etc/yum.repos.d/a.repo", "echo ⟦strict-ssl = false⟧ > .npmrc",
    "echo ⟦'APT::Get::AllowUnauthenticated \"true\";'⟧ > /etc/apt/apt.conf.d/99x",
    "cat > /etc/yum.repos.d/a.repo <<EOF\n[a]\n⟦gpgcheck=0⟧\nEOF",
  ]) func `a command turns the check off`(_ command: String) {
    // Here-documents of RUN end the instruction's line.
    let file = TestDockerfile("FROM a\nRUN \(command)\n")
    let places = file.findings(DockerfileTLSOff.self).map(TestDockerfile.range)
    #expect(places.map(\.start) == file.marked.map(\.start) || places.map(\.end) == file.marked.map(\.end))
    #expect(places.count == 1)
  }

  @Test(arguments: [
    "FROM a\nENV ⟦GIT_SSL_NO_VERIFY⟧=1 A=b ⟦NODE_TLS_REJECT_UNAUTHORIZED⟧=0\n",
    "FROM a\nENV ⟦NPM_CONFIG_STRICT_SSL⟧ false\nENV ⟦PIP_TRUSTED_HOST⟧=\"pypi.org\"\n",
    "FROM a\nARG ⟦PYTHONHTTPSVERIFY=0⟧\n",
    "FROM a AS b\nRUN curl ⟦-k⟧ https://x.y\nFROM c\n",
    "FROM a\nCOPY <<EOF /etc/yum.repos.d/a.repo\n[a]\n⟦gpgcheck=0⟧\nEOF\n",
    "FROM a\nCOPY <<pip.conf /etc/\n⟦trusted-host = x.y⟧\npip.conf\n",
  ]) func `an instruction turns it off`(_ text: String) {
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfileTLSOff.self).map(TestDockerfile.range) == file.marked)
  }

  @Test(arguments: [
    "curl -o -k https://x.y/z", "curl -H -k https://x.y/z", "curl --output -k https://x.y/z", "curl -- -k",
    "curl -k https://localhost:8080/a https://127.0.0.1", "wget --no-check-certificate -qO- https://localhost/a",
    "curl -fsSLO https://x.y/k", "echo curl -k https://x.y/z", "echo 'gpgcheck=0 trusted=yes'",
    "echo 'gpgcheck=0' > /usr/share/doc/a", "echo insecure > /etc/motd", "unset GIT_SSL_NO_VERIFY",
    "git config http.sslVerify true", "git config --get http.sslVerify || false", "git clone -b http.sslVerify=false a",
    "npm config set strict-ssl true", "npm install strict-ssl false", "pip install --trusted-host localhost a",
    "pip install trusted-host", "apk index --allow-untrusted -o a b.apk",
    "sed -i s/gpgcheck=0/gpgcheck=1/ /etc/yum.repos.d/a.repo",
    "echo 'deb [ trusted=yes ] file:///tmp/x ./' > /etc/apt/sources.list.d/temp.list",
    "echo 'repo_gpgcheck=0' >> /etc/yum.repos.d/a.repo", "ls -k", "NODE_TLS_REJECT_UNAUTHORIZED=1 node a",
    "MY_GIT_SSL_NO_VERIFY=1 git fetch", "grep -q gpgcheck=0 /etc/yum.repos.d/a.repo",
    "dnf --setopt=keepcache=0 install a",
  ]) func `nothing is turned off`(_ command: String) {
    #expect(TestDockerfile.findings(DockerfileTLSOff.self, "FROM a\nRUN \(command)\n").isEmpty)
  }

  @Test(arguments: [
    "FROM a\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 PIP_TRUSTED_HOST=\nARG GIT_SSL_NO_VERIFY\n",
    "FROM a\nHEALTHCHECK CMD curl -k https://x.y\nCMD curl -k https://x.y\nONBUILD RUN curl -k https://x.y\n",
    "FROM a\nCOPY <<EOF /etc/motd\ngpgcheck=0\nEOF\n",
    "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN curl -k https://x.y\n",
  ]) func `other instructions turn nothing off`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileTLSOff.self, text).isEmpty)
  }
}
