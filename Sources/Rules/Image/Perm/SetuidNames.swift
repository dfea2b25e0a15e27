/// Programs that give away the rights they run with: whoever may start one with the setuid bit has its owner's rights.
enum SetuidNames {
  /// Whether a program with this base name gives a shell, commands or a write to any file to whoever starts it.
  ///
  /// Versions are passed over: `python3.11` is `python`, `vim.basic` is `vim`.
  static func givesItsRights(_ name: String) -> Bool {
    if all.contains(name) { return true }
    let bytes = name.utf8
    if bytes.starts(with: "ld-linux".utf8) || bytes.starts(with: "ld-musl".utf8) { return true }
    if let dot = bytes.firstIndex(of: UInt8(ascii: ".")), dot != bytes.startIndex, all.contains(String(name[..<dot])) {
      return true
    }
    var stem = bytes[...]
    while let last = stem.last, (48...57).contains(last) || last == 45 || last == 46 { stem.removeLast() }
    return stem.endIndex != bytes.endIndex && all.contains(String(Substring(stem)))
  }

  private static let all = listed.union(shells).union(interpreters).union(editors)

  /// Names for which one of the functions shell, command, library-load, file-write and privilege-escalation works
  /// through the setuid bit, with their other names.
  ///
  /// Source: GTFOBins (https://gtfobins.github.io), revision 7382261 of 2026-04-20.
  private static let listed: Set<String> = [
    "R", "aa-exec", "acr", "agetty", "apt", "apt-get", "aria2c", "arj", "ash", "asterisk", "awk", "bash", "busctl",
    "cabal", "capsh", "chattr", "chmod", "choom", "chown", "chroot", "chrt", "clisp", "cobc", "cp", "cpio",
    "cpulimit", "csh", "csplit", "csvtool", "ctr", "curl", "dash", "dc", "dd", "debugfs", "distcc", "dmsetup",
    "dnsmasq", "docker", "dos2unix", "dosbox", "dvips", "easyrsa", "ed", "elvish", "enscript", "env", "ex", "expect",
    "fastfetch", "ffmpeg", "find", "fish", "flock", "forge", "ftp", "fzf", "gawk", "gdb", "genie", "getent", "ginsh",
    "git", "gnuplot", "gtester", "guile", "hg", "hping3", "iconv", "iftop", "install", "ionice", "ip", "ispell",
    "joe", "jrunscript", "julia", "ksh", "latex", "ld.so", "ldconfig", "less", "lftp", "logrotate", "logsave", "lua",
    "lxd", "m4", "mail", "make", "man", "mawk", "minicom", "more", "msgfilter", "multitime", "mv", "mysql", "nano",
    "nawk", "ncdu", "ncftp", "nginx", "nice", "nmap", "node", "nohup", "nsenter", "octave", "opencode", "openssl",
    "openvpn", "pandoc", "pdflatex", "pdftex", "perf", "pexec", "pg", "php", "pic", "pico", "pidstat", "plymouth",
    "psftp", "psql", "python", "rc", "red", "redis", "restic", "rlwrap", "rpm", "rpmdb", "rpmquery", "rpmverify",
    "rsync", "rtorrent", "run-parts", "runscript", "sash", "scanmem", "scp", "script", "scrot", "sed", "setarch",
    "setcap", "setfacl", "setlock", "sftp", "shred", "shuf", "slsh", "socat", "softlimit", "sort", "split", "sqlite3",
    "ssh", "ssh-agent", "ssh-keygen", "sshpass", "start-stop-daemon", "stdbuf", "strace", "sysctl", "systemctl",
    "tar", "task", "tasksh", "tclsh", "tcpdump", "tcsh", "tdbtool", "tee", "telnet", "tex", "time", "timeout",
    "tmate", "tmux", "unshare", "unsquashfs", "unzip", "update-alternatives", "varnishncsa", "vi", "watch", "wget",
    "xargs", "xdotool", "xelatex", "xetex", "xxd", "yash", "zic", "zip", "zsh",
  ]

  /// Shells and programs that hold one, whether or not the list has them.
  private static let shells: Set<String> = [
    "ash", "bash", "bsd-csh", "busybox", "csh", "dash", "elvish", "es", "fish", "hush", "ion", "ksh", "ksh93", "lksh",
    "mksh", "nu", "oksh", "osh", "pdksh", "posh", "pwsh", "rbash", "rc", "rksh", "rzsh", "sash", "scsh", "sh", "tcsh",
    "toybox", "xonsh", "yash", "zsh",
  ]

  /// Programs that run any text given to them.
  private static let interpreters: Set<String> = [
    "Rscript", "awk", "bun", "deno", "erl", "expect", "gawk", "guile", "java", "jshell", "lua", "luajit", "mawk",
    "node", "nodejs", "original-awk", "perl", "php", "python", "ruby", "tclsh",
  ]

  /// The list has these as programs that inherit what `vi` does.
  private static let editors: Set<String> = ["nvim", "view", "vim"]
}
