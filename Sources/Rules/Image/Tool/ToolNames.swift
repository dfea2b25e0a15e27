/// Names by which programs of one kind are known.
///
/// Source: AWS ECS security runbook item 10 ("shells and utilities like nc and curl") names the kinds; the names are
/// those the programs' own projects and the packages of Debian, Alpine and Fedora install them by.
struct ToolNames: Sendable {
  /// Names that count as they stand.
  var exact: Set<String>
  /// Names that also count with a version behind them, such as `gcc-12`, `python3.11`, `php82`.
  var versioned: Set<String>
  /// Beginnings of names, such as `linpeas`.
  var prefixes: [String]
  /// Names that are common words: these count only in a program directory, and not when the image starts that program
  /// (an application of the same name).
  var commonWords: Set<String>
  /// Whether a script counts wherever it lies, not only in a program directory.
  var takesScriptsAnywhere: Bool

  /// All lists as words separated by blanks.
  init(
    _ exact: String, versioned: String = "", prefixes: String = "", commonWords: String = "",
    takesScriptsAnywhere: Bool = false
  ) {
    self.versioned = ToolNames.words(versioned)
    self.commonWords = ToolNames.words(commonWords)
    self.exact = ToolNames.words(exact).union(self.versioned).union(self.commonWords)
    self.prefixes = ToolNames.words(prefixes).sorted()
    self.takesScriptsAnywhere = takesScriptsAnywhere
  }

  /// Whether a base name is one of these.
  func contains(_ name: String) -> Bool {
    if exact.contains(name) { return true }
    if prefixes.contains(where: name.hasPrefix) { return true }
    return versioned.contains(ToolNames.withoutVersion(name))
  }

  /// What a scan has to look for, a trailing `*` standing for any ending.
  var needs: Set<String> { exact.union(versioned.map { $0 + "*" }).union(prefixes.map { $0 + "*" }) }

  /// The name without digits, dots and dashes at its end.
  private static func withoutVersion(_ name: String) -> String {
    var bytes = Array(name.utf8)[...]
    while let last = bytes.last, (48...57).contains(last) || last == 45 || last == 46 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) })
  }
}

extension ToolNames {
  /// Command interpreters people type into; programs that hold one count too.
  static let shells = ToolNames(
    "sh ash hush msh rbash bash-static dash rksh mksh-static lksh oksh loksh pdksh rzsh zsh-static zsh5 fish csh "
      + "bsd-csh yash posh sash scsh elvish pwsh mrsh git-shell rssh lshell scponly smrsh osh ysh xonsh "
      + "busybox busybox.static busybox-extras toybox toybox-static",
    versioned: "bash ksh mksh zsh tcsh", commonWords: "es rc nu oil ion")

  /// Clients and servers that carry anything over a connection; `sshServers` has the servers for ssh.
  static let network = ToolNames(
    "nc nc.openbsd nc.traditional ncat netcat pnetcat socat telnet telnetd ssh dbclient sshpass scp sftp ftp lftp "
      + "ncftp tftp rsync rsh rlogin rexec smbclient mosh-server cryptcat chisel frpc ngrok websocat iodine",
    commonWords: "gost")

  /// Servers for ssh.
  static let sshServers = ToolNames("sshd dropbear dropbearmulti tinysshd")

  /// Programs that load a URL; `httpie` has those whose name is not enough.
  static let fetch = ToolNames(
    "curl wget wget2 aria2c lynx links elinks w3m lwp-download lwp-request", commonWords: "axel fetch GET POST")

  /// The commands of httpie. Other programs bear these names too, such as apt's transport methods.
  static let httpie: Set<String> = ["http", "https"]

  /// Scanners, sniffers, name lookup, and clients of container and cloud interfaces.
  static let recon = ToolNames(
    "nmap masscan zmap rustscan tcpdump tshark dumpcap wireshark ngrep dsniff ettercap arpspoof hping3 fping mtr "
      + "traceroute dig nslookup whois drill arp-scan nbtscan snmpwalk ldapsearch kubectl docker podman ctr nerdctl "
      + "crictl runc gcloud",
    commonWords: "host responder aws az helm")

  /// Programs made for attacks.
  static let exploit = ToolNames(
    "msfconsole msfvenom sqlmap hashcat nikto gobuster ffuf mimikatz deepce deepce.sh amicontained kube-hunter "
      + "peirates",
    prefixes: "linpeas pspy", commonWords: "cdk hydra john", takesScriptsAnywhere: true)

  /// Package managers of distributions and languages.
  static let packageManagers = ToolNames(
    "apt apt-get aptitude dpkg dpkg-deb apk rpm yum microdnf tdnf zypper pacman opkg xbps-install brew "
      + "pipx uv conda mamba micromamba npm npx yarn pnpm corepack bundler composer cpanm cargo rustup mvn gradle "
      + "luarocks nuget",
    versioned: "dnf pip cpan gem bundle", commonWords: "emerge nix snap poetry bun")

  /// Compilers, linkers and build systems.
  static let build = ToolNames(
    "cc c89 c99 c++ tcc ld ld.bfd ld.gold ld.lld ld.mold gmake cmake ninja meson libtool libtoolize m4 bison flex "
      + "pkg-config pkgconf rustc javac nasm yasm swiftc",
    versioned: "gcc g++ cpp clang clang++ lld autoconf automake ghc", commonWords: "as gold make go")

  /// Debuggers, tracers, and programs for namespaces and capabilities.
  static let debug = ToolNames(
    "gdb gdbserver lldb-server strace ltrace bpftrace bpftool valgrind dlv nsenter unshare chroot capsh setcap getcap "
      + "jmap jstack jcmd",
    versioned: "lldb", commonWords: "perf rr delve")

  /// Interpreters and virtual machines of programming languages.
  static let interpreters = ToolNames(
    "nodejs luajit wish expect awk gawk mawk nawk original-awk Rscript java jshell jrunscript jjs dotnet beam.smp "
      + "deno",
    versioned: "python pypy perl ruby php lua tclsh guile", commonWords: "node R julia erl beam")

  /// Programs for users, accounts, mounts, the firewall and jobs.
  static let privilege = ToolNames(
    "su sudo doas pkexec passwd chsh chfn newgrp gpasswd useradd usermod adduser chpasswd gosu su-exec setpriv runuser "
      + "mount umount insmod modprobe iptables ip6tables nft crontab crond",
    commonWords: "ip tc at cron")

  /// Editors and pagers.
  static let editors = ToolNames(
    "vi vim vim.basic vim.tiny nvim nano emacs less", versioned: "emacs", commonWords: "ed more")

  /// The names of `GTFOBins.connecting` that no other kind has.
  static let lolbins = ToolNames(
    "nginx openssl restic sshfs tailscale tar", commonWords: "socket cancel finger lp ab code")

  /// Names whose programs are usually scripts: a script with another name of these tables is something else that
  /// happens to be called so.
  ///
  /// Package managers written in Python, Ruby, Perl, JavaScript or as a wrapper around Java; LWP's commands; autotools;
  /// command lines of clouds and attack tools; Debian's `adduser`, `c89` and `c99`; the start scripts of R and Erlang.
  static let usuallyScripts: Set<String> = words(
    "pip pip3 pipx poetry conda mamba npm npx yarn pnpm corepack gem bundle bundler composer cpan cpanm luarocks mvn "
      + "gradle nuget yum dnf dnf-3 brew emerge lwp-download lwp-request GET POST autoconf automake libtool libtoolize "
      + "meson c89 c99 aws az gcloud responder sqlmap nikto msfconsole msfvenom deepce deepce.sh kube-hunter adduser "
      + "R erl")

  /// Whether a script of this name is the tool itself.
  static func isUsuallyScript(_ name: String) -> Bool {
    usuallyScripts.contains(name) || usuallyScripts.contains(withoutVersion(name)) || name.hasPrefix("linpeas")
  }

  /// Programs that are many programs in one and look at the name they are called by.
  static let multiCall: Set<String> = words(
    "busybox busybox.static busybox-extras toybox toybox-static coreutils box dropbearmulti bbsuid")

  /// Programs that do nothing: a shell's name that leads to one of them is no shell.
  static let idle: Set<String> = words("true false nologin")
}
