/// Services of the system: name server, mail, logs, jobs and what starts others.
///
/// Source: image-checks.md section 8; the packages of Debian and Alpine; dnsmasq(8); cron(8) of Debian, which ends when it
/// cannot write its pid file, and crond(8) of busybox, which writes none.
extension KnownWriterTable {
  static let systemServices: [KnownWriter] = [
    KnownWriter(
      name: "BIND", programs: ["named"],
      paths: [
        .volume("/var/cache/bind", "/var/bind", why: "zones and managed keys"),
        .tmpfs("/run/named", "/var/run/named", why: "named.pid, session.key"),
      ]),
    KnownWriter(
      name: "Postfix", programs: ["postfix"],
      paths: [
        .volume("/var/spool/postfix", why: "the mail queue"), .volume("/var/lib/postfix", why: "master.lock, caches"),
      ]),
    KnownWriter(
      name: "ClamAV", programs: ["clamd", "freshclam"],
      paths: [
        .volume("/var/lib/clamav", why: "signatures"),
        .tmpfs("/run/clamav", "/var/run/clamav", why: "socket and pid file"),
        tmp,
      ]),
    KnownWriter(
      name: "supervisord", programs: ["supervisord"],
      paths: [
        .tmpfs(
          "/run", "/var/run", directives: ["pidfile"], why: "supervisord.pid and supervisor.sock"
        ).optional,
        .tmpfs(
          "/var/log/supervisor", directives: ["logfile"], why: "supervisord.log and the programs' logs"
        ).optional,
        .tmpfs("/tmp", directives: ["pidfile"], why: "supervisor.sock, the programs' logs").optional,
      ], configs: [.supervisor],
      hint: "logfile=/dev/null, pidfile=/tmp/supervisord.pid, stdout_logfile=/dev/stdout with maxbytes=0"),
    KnownWriter(
      name: "sshd", programs: ["sshd"],
      paths: [
        .tmpfs("/run/sshd", "/var/run/sshd", why: "an empty directory to change the root to").optional,
        .tmpfs("/run", "/var/run", why: "sshd.pid").optional,
      ]),
    KnownWriter(
      name: "rsyslog", programs: ["rsyslogd"],
      paths: [
        .tmpfs("/run", "/var/run", directives: ["pidfile"], why: "rsyslogd.pid"),
        .tmpfs("/var/spool/rsyslog", directives: ["WorkDirectory"], why: "queues").optional,
        .tmpfs("/var/log", directives: ["omfile"], why: "the logs").optional,
      ], configs: [.rsyslog]),
    KnownWriter(
      name: "cron", programs: ["cron"],
      paths: [
        .tmpfs("/run", "/var/run", why: "crond.pid"), .tmpfs("/var/spool/cron", why: "crontabs").optional,
      ]),
    KnownWriter(
      name: "crond", programs: ["crond"],
      paths: [
        .tmpfs("/run", "/var/run", why: "crond.pid").optional, .tmpfs("/var/spool/cron", why: "crontabs").optional,
      ]),
    KnownWriter(
      name: "dnsmasq", programs: ["dnsmasq"],
      paths: [
        WritePath(
          choices: ["/run", "/var/run"], unless: ["-d", "--no-daemon", "-x", "--pid-file"],
          directives: ["pid-file"], why: "dnsmasq.pid"),
        .volume(
          "/var/lib/misc", unless: ["-l", "--dhcp-leasefile"], directives: ["dhcp-leasefile"], why: "DHCP leases"
        ).optional,
      ], configs: [.dnsmasq], hint: "pid-file= with no value in dnsmasq.conf writes none"),
  ]
}
