/// What Docker's official images are built on when the tag does not say.
///
/// Source: Docker Official Images, github.com/docker-library/official-images; from general knowledge, not looked up.
enum OfficialImages {
  static let isVerified = false

  /// Images that are nothing but a distribution, whatever the tag.
  static let distributions: [BaseFamily: [String]] = [
    .alpine: ["alpine"],
    .debian: ["debian", "neurodebian"],
    .ubuntu: ["ubuntu", "ubuntu-debootstrap", "ubuntu-upstart"],
    .rpm: [
      "almalinux", "amazonlinux", "centos", "fedora", "mageia", "opensuse", "oraclelinux", "photon", "rockylinux", "sl",
    ],
    .otherLinux: ["alt", "archlinux", "clearlinux", "crux", "euleros", "gentoo", "sourcemage"],
    .busybox: ["busybox", "cirros"],
    .scratch: ["hello-world", "hello-seattle", "hola-mundo"],
  ]

  /// Images whose tags may name another system.
  static let others: [BaseFamily: [String]] = [
    .debian: [
      "backdrop", "buildpack-deps", "chronograf", "clojure", "couchdb", "dart", "django", "drupal",
      "elixir", "emqx", "erlang", "friendica", "gcc", "ghost", "golang", "haproxy", "haskell", "hitch", "httpd",
      "hylang",
      "influxdb", "iojs", "irssi", "java", "jenkins", "joomla", "julia", "kapacitor", "matomo", "memcached", "monica",
      "mono", "neo4j", "nextcloud", "nginx", "node", "odoo", "perl", "php", "php-zendserver", "phpmyadmin", "piwik",
      "plone", "postfixadmin", "postgres", "pypy", "python", "r-base", "rails", "rakudo-star", "redis", "redmine",
      "rethinkdb", "ruby", "rust", "satosa", "sentry", "swipl", "telegraf", "unit", "valkey", "varnish", "wordpress",
      "yourls",
    ],
    .ubuntu: [
      "adoptopenjdk", "aerospike", "cassandra", "couchbase", "eclipse-temurin", "flink", "gazebo", "gradle", "groovy",
      "ibm-semeru-runtimes", "ibmjava", "jetty", "jruby", "kong", "liquibase", "mariadb", "maven",
      "mongo", "open-liberty", "rabbitmq", "rocket.chat", "ros", "sapmachine", "solr", "sonarqube", "spark", "storm",
      "swift", "tomcat", "tomee", "websphere-liberty", "zookeeper",
    ],
    .alpine: [
      "adminer", "api-firewall", "bash", "caddy", "composer", "consul", "docker", "eclipse-mosquitto",
      "express-gateway",
      "krakend", "mongo-express", "notary", "registry", "spiped", "teamspeak", "traefik", "vault", "znc",
    ],
    .rpm: ["amazoncorretto", "crate", "mysql", "openjdk", "percona"],
    .otherLinux: ["elasticsearch", "kibana", "logstash"],
    .scratch: ["nats", "nats-streaming", "swarm"],
  ]

  /// Images that serve something with no more than files copied into them.
  private static let servers: Set<String> = [
    "caddy", "drupal", "httpd", "jetty", "joomla", "nextcloud", "nginx", "phpmyadmin", "tomcat", "tomee", "traefik",
    "wordpress",
  ]

  /// Whether an image starts a server by itself, so that a Dockerfile need not say what to start.
  static func isServer(_ name: String, _ tag: BaseTag) -> Bool {
    servers.contains(name) || (name == "php" && (tag.has("apache") || tag.has("fpm")))
  }

  /// The family of an image and whether its tags never change it; nil for one that is not in the tables.
  static func family(_ name: String) -> (family: BaseFamily, isFixed: Bool)? {
    table[name].map { ($0.family, $0.isFixed) }
  }

  private static let table: [String: (family: BaseFamily, isFixed: Bool)] = {
    var table: [String: (family: BaseFamily, isFixed: Bool)] = [:]
    for (family, names) in others { for name in names { table[name] = (family, false) } }
    for (family, names) in distributions { for name in names { table[name] = (family, true) } }
    return table
  }()

  /// What the default of an image depends on beside the words of `BaseTag.family`.
  static func family(_ name: String, _ tag: BaseTag, default family: BaseFamily) -> BaseFamily {
    switch name {
    case "openjdk":
      // Debian up to 11; Oracle Linux from 12 on, but for `slim`.
      if tag.has("slim") { return .debian }
      return (tag.leadingNumber ?? 99) < 12 ? .debian : .rpm
    case "maven", "gradle", "tomcat", "clojure":
      guard let java = tag.number(after: ["openjdk", "jdk", "jre"]), name == "maven" || tag.has("openjdk") else {
        break
      }
      if tag.has("temurin") { return .ubuntu }
      return tag.has("slim") || java < 12 || name != "maven" ? .debian : .rpm
    case "mysql":
      // Debian before, Oracle Linux after some patch release of 5.7 and of 8.0.
      guard let number = tag.leadingNumber else { break }
      if number < 5 || tag.words.first == "5.6" || tag.words.first == "5.5" { return .debian }
      if let version = tag.words.first, version.hasPrefix("5.7.") || version.hasPrefix("8.0.") { return .otherLinux }
    default: break
    }
    return family
  }
}
