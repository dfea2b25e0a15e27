/// Services that write to the root file system, and where.
///
/// Source: image-checks.md section 8 ("Known writers") and ecs.md section 5, which rest on the Dockerfiles, entrypoints and
/// read-only notes of the official images (docker-library) and on the distributions' packages. Where images differ, the
/// choices stand in the order in which they exclude each other.
public enum KnownWriterTable {
  public static let all: [KnownWriter] =
    webServers + databases + queuesAndSearch + javaServers + monitoring + systemServices + runtimes

  /// By the base name of a program.
  public static let byProgram: [String: KnownWriter] = all.reduce(into: [:]) { table, writer in
    for name in writer.programs.union(writer.words) { table[name] = writer }
  }

  /// By a word of a `java` command.
  public static let byJavaMarker: [String: KnownWriter] = all.reduce(into: [:]) { table, writer in
    for marker in writer.javaMarkers { table[marker] = writer }
  }

  /// The service a program is, by its base name; a version at the end, as in `php-fpm8.4`, counts for nothing.
  public static func writer(named name: String) -> KnownWriter? {
    if names.contains(name), let exact = byProgram[name] { return exact }
    var stem = name.utf8[...]
    while let last = stem.last, (48...57).contains(last) || last == UInt8(ascii: ".") || last == UInt8(ascii: "-") {
      stem.removeLast()
    }
    let text = String(Substring(stem))
    return versioned.contains(text) ? byProgram[text] : nil
  }

  /// Programs that distributions install with their version in the name.
  private static let versioned: Set<String> = ["php-fpm", "postgres", "gunicorn", "puma", "varnishd"]

  public static let programs: Set<String> = Set(all.flatMap(\.programs))
  /// The configuration files that move paths, and the entrypoint scripts an init may hide.
  public static let contents: Set<String> = Set(ConfigKind.allCases.flatMap(\.contents))
    .union(["/docker-entrypoint.sh", "/entrypoint.sh", "/usr/local/bin/docker-entrypoint.sh"])

  static let tmp = WritePath.tmpfs("/tmp", why: "temporary files")

  private static let webServers: [KnownWriter] = [
    KnownWriter(
      name: "nginx", programs: ["nginx", "nginx-debug"],
      paths: [
        .tmpfs(
          "/var/cache/nginx", "/var/lib/nginx/tmp", "/var/lib/nginx", directives: NginxConfig.temporary,
          why: "request bodies and upstream answers (client_temp, proxy_temp and the like)"),
        .tmpfs("/run/nginx", "/var/run/nginx", "/run", "/var/run", directives: ["pid"], why: "nginx.pid"),
        WritePath(
          choices: ["/etc/nginx/conf.d"], isOptional: true, onlyIf: "/etc/nginx/templates",
          why: "the entrypoint writes what it makes of /etc/nginx/templates"),
      ],
      logs: [
        LogPath(
          path: "/var/log/nginx/access.log", directive: "access_log",
          fix: "RUN ln -sf /dev/stdout /var/log/nginx/access.log"),
        LogPath(
          path: "/var/log/nginx/error.log", directive: "error_log",
          fix: "RUN ln -sf /dev/stderr /var/log/nginx/error.log"),
      ],
      configs: [.nginx],
      hint: "or keep it in /tmp: pid /tmp/nginx.pid; and client_body_temp_path /tmp/client_temp; in nginx.conf"),
    KnownWriter(
      name: "openresty", programs: ["openresty"],
      paths: [
        .tmpfs("/var/run/openresty", why: "request bodies and upstream answers"),
        .tmpfs("/usr/local/openresty/nginx/logs", directives: ["pid"], why: "nginx.pid"),
      ], configs: [.nginx]),
    KnownWriter(
      name: "Apache httpd", programs: ["httpd", "httpd-foreground"],
      paths: [
        .tmpfs(
          "/usr/local/apache2/logs", "/run/httpd", "/run/apache2", directives: ["PidFile"],
          why: "httpd.pid and the scoreboard")
      ],
      logs: [
        LogPath(
          path: "/usr/local/apache2/logs/error_log", directive: "ErrorLog",
          fix: "ErrorLog /proc/self/fd/2 in httpd.conf"),
        LogPath(
          path: "/usr/local/apache2/logs/access_log", directive: "CustomLog",
          fix: "CustomLog /proc/self/fd/1 common in httpd.conf"),
        LogPath(
          path: "/var/log/httpd/error_log", directive: "ErrorLog", fix: "ErrorLog /proc/self/fd/2 in httpd.conf"),
        LogPath(
          path: "/var/log/httpd/access_log", directive: "CustomLog",
          fix: "CustomLog /proc/self/fd/1 combined in httpd.conf"),
      ], configs: [.apache]),
    KnownWriter(
      name: "Apache (Debian)", programs: ["apache2", "apache2-foreground", "apache2ctl", "apachectl"],
      paths: [
        WritePath(
          variables: ["APACHE_RUN_DIR"], choices: ["/run/apache2", "/var/run/apache2"], directives: ["PidFile"],
          why: "apache2.pid, sockets"),
        WritePath(
          variables: ["APACHE_LOCK_DIR"], choices: ["/run/lock/apache2", "/var/lock/apache2"], directives: ["Mutex"],
          why: "lock files"),
      ],
      logs: [
        LogPath(
          path: "/var/log/apache2/error.log", directive: "ErrorLog",
          fix: "RUN ln -sfT /dev/stderr /var/log/apache2/error.log"),
        LogPath(
          path: "/var/log/apache2/access.log", directive: "CustomLog",
          fix: "RUN ln -sfT /dev/stdout /var/log/apache2/access.log"),
        LogPath(
          path: "/var/log/apache2/other_vhosts_access.log", directive: "CustomLog",
          fix: "RUN ln -sfT /dev/stdout /var/log/apache2/other_vhosts_access.log"),
      ],
      configs: [.apache]),
    KnownWriter(
      name: "php-fpm",
      programs: [
        "php-fpm", "php-fpm7.4", "php-fpm8.0", "php-fpm8.1", "php-fpm8.2", "php-fpm8.3", "php-fpm8.4", "php-fpm8.5",
        "php-fpm81", "php-fpm82", "php-fpm83", "php-fpm84", "php-fpm85",
      ],
      paths: [
        .tmpfs("/run/php", "/var/run/php", "/run/php-fpm", directives: ["listen"], why: "pid file and socket"),
        .tmpfs(
          "/var/lib/php/sessions", "/var/lib/php/session", directives: ["session.save_path"], why: "sessions"
        ).optional,
        .tmpfs("/tmp", why: "uploads and sessions").optional,
      ],
      logs: [
        LogPath(
          path: "/var/log/php-fpm.log", directive: "error_log", fix: "error_log = /proc/self/fd/2 in php-fpm.conf"),
        LogPath(
          path: "/usr/local/var/log/php-fpm.log", directive: "error_log",
          fix: "error_log = /proc/self/fd/2 in php-fpm.conf"),
      ], configs: [.phpFPM]),
    KnownWriter(
      name: "haproxy", programs: ["haproxy"],
      paths: [
        .tmpfs("/run/haproxy", directives: ["stats socket"], why: "stats socket and pid file").optional,
        .tmpfs("/var/lib/haproxy", directives: ["stats socket"], why: "stats socket and state file").optional,
      ], configs: [.haproxy]),
    KnownWriter(
      name: "caddy", programs: ["caddy"],
      paths: [
        .volume("/data", variables: ["XDG_DATA_HOME"], directives: ["storage"], why: "certificates and keys"),
        .volume("/config", variables: ["XDG_CONFIG_HOME"], why: "the last configuration").optional,
      ], configs: [.caddy], hint: "persist_config off keeps it from writing /config"),
    KnownWriter(
      name: "traefik", programs: ["traefik"],
      paths: [
        .volume("/letsencrypt", directives: ["storage"], why: "acme.json").optional,
        .tmpfs("/plugins-storage", why: "plug-ins").optional,
      ], configs: [.traefik]),
    KnownWriter(
      name: "varnish", programs: ["varnishd"],
      paths: [.tmpfs("/var/lib/varnish", movedBy: ["-n"], why: "shared memory log and compiled VCL")]),
    KnownWriter(
      name: "lighttpd", programs: ["lighttpd"],
      paths: [.tmpfs("/tmp", directives: ["server.upload-dirs"], why: "request bodies").optional],
      logs: [
        LogPath(
          path: "/var/log/lighttpd/error.log", directive: "server.errorlog",
          fix: "server.errorlog = \"/dev/stderr\" in lighttpd.conf"),
        LogPath(
          path: "/var/log/lighttpd/access.log", directive: "accesslog.filename",
          fix: "accesslog.filename = \"/dev/stdout\" in lighttpd.conf"),
      ], configs: [.lighttpd], hint: "without server.pid-file in lighttpd.conf it writes none"),
    KnownWriter(
      name: "squid", programs: ["squid"],
      paths: [
        .volume("/var/spool/squid", why: "cache").optional, .tmpfs("/run", "/var/run", why: "squid.pid"),
        .tmpfs("/var/log/squid", why: "access.log and cache.log"),
      ]),
  ]

  private static let databases: [KnownWriter] = [
    KnownWriter(
      name: "PostgreSQL", programs: ["postgres", "postmaster"],
      paths: [
        .volume(
          "/var/lib/postgresql/data", "/var/lib/postgresql", variables: ["PGDATA"], movedBy: ["-D"],
          directives: ["data_directory"], why: "the database"),
        .tmpfs(
          "/run/postgresql", "/var/run/postgresql", directives: ["unix_socket_directories"], why: "socket and lock"),
        WritePath(
          choices: ["/tmp"], isOptional: true, onlyIf: "/usr/local/bin/docker-entrypoint.sh",
          why: "here-documents of the entrypoint"),
      ], state: ["/var/lib/postgresql", "/var/lib/postgresql/data"], configs: [.postgresql]),
    KnownWriter(
      name: "MySQL", programs: ["mysqld", "mysqld_safe", "mariadbd", "mariadbd-safe"],
      paths: [
        .volume("/var/lib/mysql", movedBy: ["-h"], directives: ["datadir"], why: "the database"),
        .tmpfs("/run/mysqld", "/var/run/mysqld", directives: ["socket", "pid_file"], why: "socket and pid file"),
        WritePath(
          choices: ["/tmp"], movedBy: ["-t"], switchedOffBy: [("TMPDIR", "")], directives: ["tmpdir"],
          why: "sort files and temporary tables"),
        .tmpfs("/var/lib/mysql-files", directives: ["secure_file_priv"], why: "secure-file-priv").optional,
      ],
      logs: [
        LogPath(
          path: "/var/log/mysql/error.log", directive: "log_error", fix: "log_error = stderr in mysqld.cnf")
      ], state: ["/var/lib/mysql"], configs: [.mysql]),
    KnownWriter(
      name: "MongoDB", programs: ["mongod"],
      paths: [
        .volume(
          "/data/db", movedBy: ["--dbpath"], unless: ["--config", "-f"], directives: ["dbPath"], why: "the database"),
        .volume("/data/configdb", why: "configuration server data").optional,
        .tmpfs(
          "/tmp", movedBy: ["--unixSocketPrefix"], unless: ["--nounixsocket", "--config", "-f"],
          why: "socket mongodb-27017.sock"),
      ], state: ["/data/db", "/data/configdb", "/var/lib/mongodb"], configs: [.mongodb]),
    KnownWriter(
      name: "Redis", programs: ["redis-server", "valkey-server", "keydb-server"],
      paths: [
        .volume("/data", "/var/lib/redis", directives: ["dir"], why: "snapshots and append-only file").optional
      ], state: ["/data", "/var/lib/redis"], configs: [.redis],
      hint: "without persistence: --save '' --appendonly no needs no mount"),
    KnownWriter(
      name: "CouchDB", programs: ["couchdb"],
      paths: [
        .volume("/opt/couchdb/data", why: "the database"), .volume("/opt/couchdb/etc/local.d", why: "passwords, uuid"),
      ], state: ["/opt/couchdb/data"]),
    KnownWriter(
      name: "Cassandra", programs: ["cassandra"],
      paths: [
        .volume("/var/lib/cassandra", why: "the database"),
        .tmpfs("/var/log/cassandra", "/opt/cassandra/logs", why: "logs"),
        .tmpfs("/etc/cassandra", "/opt/cassandra/conf", why: "the entrypoint edits cassandra.yaml").optional,
      ], state: ["/var/lib/cassandra/data"]),
    KnownWriter(
      name: "Neo4j", programs: ["neo4j"],
      paths: [
        .volume("/data", "/var/lib/neo4j/data", why: "the database"),
        .tmpfs("/logs", "/var/lib/neo4j/logs", why: "logs"),
        .tmpfs("/var/lib/neo4j/conf", why: "the entrypoint writes neo4j.conf").optional,
      ], state: ["/var/lib/neo4j/data"]),
    KnownWriter(
      name: "InfluxDB", programs: ["influxd"],
      paths: [.volume("/var/lib/influxdb2", "/var/lib/influxdb", movedBy: ["--bolt-path"], why: "the database")],
      state: ["/var/lib/influxdb", "/var/lib/influxdb2"]),
    KnownWriter(
      name: "MinIO", programs: ["minio"], paths: [.volume("/data", why: "the objects")], state: ["/data"]),
  ]

  private static let elasticHome = WritePath.Home(choices: ["/usr/share/elasticsearch", "/usr/share/opensearch"])
  private static let kafkaHome = WritePath.Home(variables: ["KAFKA_HOME"], choices: ["/opt/kafka", "/usr/share/kafka"])

  private static let queuesAndSearch: [KnownWriter] = [
    KnownWriter(
      name: "RabbitMQ", programs: ["rabbitmq-server"],
      paths: [
        .volume("/var/lib/rabbitmq", why: "queues and .erlang.cookie"),
        .volume("/etc/rabbitmq/conf.d", why: "settings from the environment").optional,
        WritePath(
          choices: ["/var/log/rabbitmq"], onlyIf: "/usr/lib/rabbitmq/bin/rabbitmq-server",
          switchedOffBy: [("RABBITMQ_LOGS", "-")], why: "logs, without which it ends"),
        .tmpfs("/var/log/rabbitmq", why: "logs").optional, .tmpfs("/tmp", why: "temporary files").optional,
      ], state: ["/var/lib/rabbitmq/mnesia"]),
    KnownWriter(
      name: "Elasticsearch", programs: ["elasticsearch", "opensearch"],
      paths: [
        .below(elasticHome, "/data", .volume, why: "the indices"), .below(elasticHome, "/logs", .tmpfs, why: "logs"),
        .below(elasticHome, "/config", .volume, why: "the keystore").optional, javaTmp,
      ], state: ["/usr/share/elasticsearch/data/indices", "/usr/share/opensearch/data/indices"],
      words: ["eswrapper", "opensearch-docker-entrypoint.sh"]),
    KnownWriter(
      name: "Kafka", programs: ["kafka-server-start.sh", "kafka-server-start"],
      paths: [
        .below(kafkaHome, "/logs", .tmpfs, why: "logs"),
        .below(kafkaHome, "/config", .tmpfs, why: "server.properties made from the environment").optional,
        .volume("/var/lib/kafka/data", why: "the topics"), javaTmp,
      ], javaMarkers: ["kafka.Kafka"]),
    KnownWriter(
      name: "ZooKeeper", programs: ["zkServer.sh"],
      paths: [
        .volume("/data", variables: ["ZOO_DATA_DIR"], why: "snapshots and myid"),
        .volume("/datalog", variables: ["ZOO_DATA_LOG_DIR"], why: "transaction logs"),
        WritePath(variables: ["ZOO_LOG_DIR"], choices: ["/logs"], why: "logs"),
        WritePath(
          variables: ["ZOO_CONF_DIR"], choices: ["/conf"], isOptional: true, why: "the entrypoint writes zoo.cfg"),
      ], javaMarkers: ["org.apache.zookeeper.server.quorum.QuorumPeerMain"]),
    KnownWriter(
      name: "Mosquitto", programs: ["mosquitto"], paths: [],
      logs: [
        LogPath(
          path: "/var/log/mosquitto/mosquitto.log", directive: "log_dest",
          fix: "log_dest stdout in mosquitto.conf")
      ], state: ["/mosquitto/data", "/var/lib/mosquitto"], configs: [.mosquitto],
      hint: "without pid_file in mosquitto.conf it writes none"),
    KnownWriter(
      name: "memcached", programs: ["memcached"], paths: []),
  ]

  private static let catalina = WritePath.Home(
    variables: ["CATALINA_BASE", "CATALINA_HOME"], choices: TomcatConfig.bases)
  private static let wildfly = WritePath.Home(
    variables: ["JBOSS_HOME"], choices: ["/opt/jboss/wildfly", "/opt/wildfly", "/opt/server"])
  private static let sonar = WritePath.Home(variables: ["SONARQUBE_HOME"], choices: ["/opt/sonarqube"])

  private static let javaServers: [KnownWriter] = [
    KnownWriter(
      name: "Tomcat", programs: ["catalina.sh"],
      paths: [
        WritePath(
          variables: catalina.variables, choices: catalina.choices, below: "/temp", directives: ["CATALINA_TMPDIR"],
          why: "java.io.tmpdir"),
        .below(catalina, "/work", .tmpfs, why: "compiled JSPs"),
        WritePath(
          variables: catalina.variables, choices: catalina.choices, below: "/logs", directives: ["logging.properties"],
          why: "catalina.log, the access log"),
        .below(catalina, "/conf/Catalina", .tmpfs, why: "contexts, with autoDeploy").optional,
        .below(catalina, "/webapps", .volume, why: "unpacked .war files").optional, javaTmp,
      ],
      logs: [
        LogPath(
          path: "/usr/local/tomcat/logs", isDirectory: true, directive: "logging.properties",
          fix: "use ConsoleHandler only in logging.properties")
      ], configs: [.tomcat, .javaLog],
      hint: "unpackWARs=\"false\" autoDeploy=\"false\" in server.xml",
      javaMarkers: ["org.apache.catalina.startup.Bootstrap"]),
    KnownWriter(
      name: "Jetty", programs: ["jetty.sh"],
      paths: [
        .tmpfs("/run/jetty", why: "jetty.state, the pid file"),
        WritePath(
          variables: ["TMPDIR"], choices: ["/tmp/jetty", "/tmp"], movedBy: ["-Djava.io.tmpdir"], why: "work files"),
      ], configs: [.javaLog],
      javaMarkers: ["start.jar", "org.eclipse.jetty.start.Main", "org.eclipse.jetty.xml.XmlConfiguration"]),
    KnownWriter(
      name: "WildFly", programs: ["standalone.sh"],
      paths: [
        .below(wildfly, "/standalone/data", .volume, why: "data"),
        .below(wildfly, "/standalone/log", .tmpfs, why: "logs"),
        .below(wildfly, "/standalone/tmp", .tmpfs, why: "temporary files"),
        .below(wildfly, "/standalone/configuration", .volume, why: "standalone_xml_history"), javaTmp,
      ], javaMarkers: ["jboss-modules.jar", "org.jboss.as.standalone"]),
    KnownWriter(
      name: "Keycloak", programs: ["kc.sh"],
      paths: [
        .volume("/opt/keycloak/data", why: "data and caches").optional,
        .tmpfs("/opt/keycloak/lib/quarkus", unless: ["--optimized"], why: "start without a build before").optional,
        javaTmp,
      ], hint: "RUN kc.sh build and start --optimized", javaMarkers: ["io.quarkus.bootstrap.runner.QuarkusEntryPoint"]),
    KnownWriter(
      name: "Jenkins", programs: ["jenkins.sh"],
      paths: [.volume("/var/jenkins_home", variables: ["JENKINS_HOME"], why: "jobs and settings"), javaTmp],
      javaMarkers: ["jenkins.war"]),
    KnownWriter(
      name: "SonarQube", programs: ["sonar.sh"],
      paths: [
        .below(sonar, "/data", .volume, why: "indices"), .below(sonar, "/logs", .tmpfs, why: "logs"),
        .below(sonar, "/temp", .tmpfs, why: "temporary files"),
        .below(sonar, "/extensions", .volume, why: "plug-ins").optional,
        javaTmp,
      ], javaMarkers: ["org.sonar.application.App"]),
  ]

  private static let monitoring: [KnownWriter] = [
    KnownWriter(
      name: "Grafana", programs: ["grafana", "grafana-server"],
      paths: [
        .volume(
          "/var/lib/grafana", variables: ["GF_PATHS_DATA"], movedBy: ["cfg:default.paths.data"], why: "grafana.db"),
        .tmpfs("/var/log/grafana", why: "logs").optional, .tmpfs("/tmp", why: "plug-in sockets").optional,
      ], state: ["/var/lib/grafana"]),
    KnownWriter(
      name: "Prometheus", programs: ["prometheus"],
      paths: [.volume("/prometheus", movedBy: ["--storage.tsdb.path"], why: "the time series")]),
    KnownWriter(name: "Loki", programs: ["loki"], paths: [.volume("/loki", why: "chunks and index")]),
    KnownWriter(
      name: "Vault", programs: ["vault"],
      paths: [
        .volume("/vault/file", why: "storage").optional, .volume("/vault/logs", why: "audit logs").optional,
      ], state: ["/vault/file"]),
    KnownWriter(
      name: "Consul", programs: ["consul"],
      paths: [.volume("/consul/data", movedBy: ["-data-dir", "--data-dir"], why: "state").optional],
      state: ["/consul/data"]),
    KnownWriter(
      name: "Fluentd", programs: ["fluentd", "fluent-bit"],
      paths: [.volume("/fluentd/log", why: "buffers").optional, .tmpfs("/tmp", why: "buffers").optional]),
  ]
}
