/// Facts from the list GTFOBins.
///
/// Source: GTFOBins (https://gtfobins.github.io), revision 7382261 of 2026-04-20.
enum GTFOBins {
  /// Names with at least one of the functions reverse-shell, bind-shell, download and upload.
  static let connecting: Set<String> = [
    "ab", "aria2c", "bash", "busybox", "cancel", "code", "curl", "finger", "ftp", "gawk", "go", "hping3", "jjs",
    "jrunscript", "julia", "kubectl", "lp", "lua", "lwp-download", "nc", "nginx", "node", "openssl", "perl", "php",
    "python", "restic", "rlogin", "ruby", "scp", "sftp", "smbclient", "socat", "socket", "ssh", "sshfs", "tailscale",
    "tar", "tclsh", "telnet", "tftp", "wget", "whois", "yum", "zsh",
  ]
}
