/// The configurations that are read.
public enum ConfigKind: String, Sendable, CaseIterable {
  case nginx, apache, phpFPM, mysql, postgresql, redis, supervisor, haproxy, tomcat, gunicorn, javaLog, rsyslog
  case mongodb, traefik, caddy, lighttpd, mosquitto, dnsmasq

  /// Absolute paths of the files that are read; a trailing `/*` takes the files of a directory.
  public var contents: Set<String> {
    switch self {
    case .nginx: NginxConfig.contents
    case .apache: ApacheConfig.contents.union(PHPConfig.iniContents)
    case .phpFPM: PHPConfig.contents
    case .mysql: MySQLConfig.contents
    case .postgresql: PostgreSQLConfig.contents
    case .redis: RedisConfig.contents
    case .supervisor: SupervisorConfig.contents
    case .haproxy: HAProxyConfig.contents
    case .tomcat: TomcatConfig.contents
    case .gunicorn: GunicornConfig.contents
    case .javaLog: JavaLogConfig.contents
    case .rsyslog: RsyslogConfig.contents
    case .mongodb: MongoDBConfig.contents
    case .traefik: TraefikConfig.contents
    case .caddy: CaddyConfig.contents
    case .lighttpd: LighttpdConfig.contents
    case .mosquitto: MosquittoConfig.contents
    case .dnsmasq: DnsmasqConfig.contents
    }
  }

  func read(_ reading: inout ConfigReading) {
    switch self {
    case .nginx: NginxConfig.read(&reading)
    case .apache: ApacheConfig.read(&reading)
    case .phpFPM: PHPConfig.read(&reading)
    case .mysql: MySQLConfig.read(&reading)
    case .postgresql: PostgreSQLConfig.read(&reading)
    case .redis: RedisConfig.read(&reading)
    case .supervisor: SupervisorConfig.read(&reading)
    case .haproxy: HAProxyConfig.read(&reading)
    case .tomcat: TomcatConfig.read(&reading)
    case .gunicorn: GunicornConfig.read(&reading)
    case .javaLog: JavaLogConfig.read(&reading)
    case .rsyslog: RsyslogConfig.read(&reading)
    case .mongodb: MongoDBConfig.read(&reading)
    case .traefik: TraefikConfig.read(&reading)
    case .caddy: CaddyConfig.read(&reading)
    case .lighttpd: LighttpdConfig.read(&reading)
    case .mosquitto: MosquittoConfig.read(&reading)
    case .dnsmasq: DnsmasqConfig.read(&reading)
    }
  }
}
