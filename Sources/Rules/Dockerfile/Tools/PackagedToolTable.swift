extension PackagedTool {
  /// The server of OpenSSH.
  static let sshServer = PackagedTool(kind: .sshServer, programs: ["sshd"])

  /// Packages of the same meaning in every distribution that has them.
  ///
  /// The kinds are those of the image rules: what is a network or attack tool there is one here.
  /// Source: names of the packages of Debian 12, Ubuntu 24.04, Alpine 3.20, Fedora 40, openSUSE 15 and Arch; the functions
  /// of GTFOBins tell which programs reach out.
  static let everywhere = table([
    (
      .attack,
      "netcat-openbsd=nc,netcat netcat-traditional=nc,netcat netcat=nc,netcat nc=nc,ncat openbsd-netcat=nc,netcat "
        + "gnu-netcat=nc,netcat netcat6=nc6,nc ncat=ncat nmap-ncat=ncat,nc socat telnet inetutils-telnet=telnet "
        + "telnet-ssl=telnet telnetd=telnetd inetutils-telnetd=telnetd telnet-server=telnetd cryptcat websocat "
        + "nmap masscan zmap rustscan tcpdump tshark wireshark wireshark-cli=tshark wireshark-common=dumpcap ngrep dsniff "
        + "ettercap=ettercap ettercap-text-only=ettercap hping3 arp-scan nbtscan dnsutils=dig,nslookup "
        + "bind9-dnsutils=dig,nslookup bind-tools=dig,nslookup bind-utils=dig,nslookup traceroute mtr mtr-tiny=mtr "
        + "sqlmap hydra thc-hydra=hydra john hashcat nikto gobuster ffuf metasploit-framework=msfconsole,msfvenom"
    ),
    (
      .sshServer,
      "openssh-server=sshd dropbear dropbear-bin=dropbear dropbear-run=dropbear tinyssh=tinysshd tinysshd"
    ),
    (.fetch, "curl curl-minimal=curl wget wget2 aria2=aria2c lynx elinks w3m axel httpie=http,https"),
    (
      .compiler,
      "gcc g++ gcc-c++=g++ clang tcc golang=go golang-go=go rustc cargo rust=rustc make gmake=make cmake ninja "
        + "ninja-build=ninja meson autoconf automake libtool build-essential=gcc,g++,make build-base=gcc,g++,make "
        + "alpine-sdk=gcc,g++,make base-devel=gcc,make"
    ),
    (
      .debugger,
      "gdb gdb-minimal=gdb gdb-multiarch=gdb gdb-headless=gdb gdbserver gdb-gdbserver=gdbserver strace ltrace lldb "
        + "valgrind bpftrace perf systemtap=stap"
    ),
    (.sudo, "sudo sudo-ldap=sudo doas opendoas=doas"),
  ])

  /// On Alpine `openssh` is the client and the server.
  static let alpineOnly = table([
    (.sshServer, "openssh=sshd openssh-server-pam=sshd"),
    (.attack, "drill"),
    (.debugger, "busybox-extras=telnet,telnetd,ftpd,httpd"),
    (.compiler, "go rust=rustc,cargo samurai=ninja"),
  ])

  /// On Debian `ssh` is the client and the server.
  static let debianOnly = table([
    (.sshServer, "ssh=sshd"),
    (.attack, "ldnsutils=drill bind9-host=host"),
    (.fetch, "links"),
    (.debugger, "linux-perf=perf"),
  ])

  /// Groups and patterns of rpm distributions.
  static let rpmOnly: [String: PackagedTool] = {
    var out = table([
      (
        .compiler,
        "@development-tools=gcc,make @development=gcc,make @c-development=gcc,make pattern:devel_basis=gcc,make "
          + "patterns-devel-base-devel_basis=gcc,make pattern:devel_c_c++=gcc,g++"
      ),
      (.fetch, "links"),
    ])
    out["@development tools"] = PackagedTool(kind: .compiler, programs: ["gcc", "make"])
    return out
  }()

  /// On Arch `openssh` is the client and the server.
  static let archOnly = table([
    (.sshServer, "openssh=sshd"),
    (.attack, "bind=dig,nslookup inetutils=telnet ldns=drill"),
    (.compiler, "go"),
  ])

  /// Packages whose name often ends with a version, such as `gcc-12`.
  static let versioned: Set<String> = ["gcc", "g++", "clang", "golang", "lldb", "rust", "automake", "autoconf"]

  /// Reads `PACKAGE=PROGRAM,PROGRAM`; a package alone has a program of its name.
  private static func table(_ rows: [(Kind, String)]) -> [String: PackagedTool] {
    var out: [String: PackagedTool] = [:]
    for (kind, text) in rows {
      for entry in text.split(separator: " ") {
        let parts = entry.split(separator: "=", maxSplits: 1)
        guard let package = parts.first else { continue }
        let programs = (parts.count > 1 ? parts[1] : package).split(separator: ",").map(String.init)
        out[String(package)] = PackagedTool(kind: kind, programs: programs)
      }
    }
    return out
  }
}
