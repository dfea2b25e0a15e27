/// The users that known base images start as.
///
/// Rows that were read in the image's own Dockerfile come first and name it; the others are from general knowledge.
enum BaseUserTable {
  /// The rows of a registry, those that were verified first.
  static func rows(_ registry: String) -> [BaseUserRow] { byRegistry[registry] ?? [] }

  private static let byRegistry = Dictionary(grouping: VerifiedBaseUsers.rows + unverified, by: \.registry)

  /// Those of them that are about a repository, in the same order.
  ///
  /// By name, because Docker Hub has hundreds of rows and every Dockerfile asks.
  static func rows(_ registry: String, _ repository: String) -> [BaseUserRow] {
    guard let rows = byRegistry[registry], let places = placesByRegistry[registry] else { return [] }
    let below = places.below.filter { rows[$0].repository.matches(repository) }
    return (below + (places.exact[repository] ?? [])).sorted().map { rows[$0] }
  }

  private static let placesByRegistry = byRegistry.mapValues { rows in
    var places: (exact: [String: [Int]], below: [Int]) = ([:], [])
    for (index, row) in rows.enumerated() {
      switch row.repository {
      case .exactly(let name): places.exact[name, default: []].append(index)
      case .below: places.below.append(index)
      }
    }
    return places
  }

  /// Images without a row that start as root.
  ///
  /// Source: general knowledge.
  static let rootPaths: [RootPath] = {
    var paths = [RootPath("gcr.io", .below("distroless/"))]
    for path in [
      "dotnet/", "azurelinux/base/", "cbl-mariner/base/", "devcontainers/", "vscode/devcontainers/",
    ] {
      paths.append(RootPath("mcr.microsoft.com", .below(path)))
    }
    for name in ["ubi8", "ubi9", "ubi10"] {
      for kind in ["", "-minimal", "-init", "-micro"] {
        paths.append(RootPath("registry.access.redhat.com", .exactly(name + kind)))
        paths.append(RootPath("registry.access.redhat.com", .exactly(name + "/ubi" + kind)))
        paths.append(RootPath("docker.io", .exactly("redhat/" + name + kind)))
      }
    }
    for name in [
      "almalinux/almalinux", "centos/centos", "denoland/deno", "nvidia/cuda", "opensuse/leap", "opensuse/tumbleweed",
      "oven/bun", "rockylinux/rockylinux",
    ] {
      paths.append(RootPath("docker.io", .exactly(name)))
    }
    for name in ["centos/centos", "fedora/fedora"] { paths.append(RootPath("quay.io", .exactly(name))) }
    for path in ["os/", "java/"] { paths.append(RootPath("container-registry.oracle.com", .below(path))) }
    paths.append(RootPath("registry.fedoraproject.org", .exactly("fedora")))
    paths.append(RootPath("public.ecr.aws", .exactly("amazonlinux/amazonlinux")))
    return paths
  }()

  /// Repositories whose images start as root.
  struct RootPath: Sendable {
    var registry: String
    var path: BaseRow.Repository

    init(_ registry: String, _ path: BaseRow.Repository) { (self.registry, self.path) = (registry, path) }
  }

  private static let unverified: [BaseUserRow] = official + dockerHub + elsewhere

  private static func row(
    _ registry: String, _ repository: BaseRow.Repository, _ user: String, _ tags: TagRule = .any
  ) -> BaseUserRow {
    BaseUserRow(
      registry: registry, repository: repository, tags: tags, user: .named(user), source: "general knowledge",
      isVerified: false)
  }

  private static func root(_ registry: String, _ repository: String) -> BaseUserRow {
    BaseUserRow(
      registry: registry, repository: .exactly(repository), tags: .any, user: .root, source: "general knowledge",
      isVerified: false)
  }

  /// Docker's official images that name a user, and those whose entrypoint drops root.
  private static let official: [BaseUserRow] =
    [
      row("docker.io", .exactly("haproxy"), "haproxy", TagRule(minimum: (2, 4))),
      row("docker.io", .exactly("solr"), "solr", TagRule(minimum: (5, 3))),
      row("docker.io", .exactly("sonarqube"), "sonarqube", TagRule(minimum: (8, 0))),
      row("docker.io", .exactly("elasticsearch"), "elasticsearch", TagRule(minimum: (8, 0))),
      row("docker.io", .exactly("kibana"), "kibana", TagRule(minimum: (6, 0))),
      row("docker.io", .exactly("logstash"), "logstash", TagRule(minimum: (6, 0))),
      row("docker.io", .exactly("memcached"), "memcache"),
      row("docker.io", .exactly("varnish"), "varnish", TagRule(minimum: (6, 0))),
      row("docker.io", .exactly("rocket.chat"), "rocketchat"),
      row("docker.io", .exactly("spark"), "spark"),
      row("docker.io", .exactly("docker"), "rootless", TagRule(words: ["rootless"])),
      row("docker.io", .exactly("mariadb"), "mysql", TagRule(words: ["ubi", "ubi9"])),
    ]
    + [
      "cassandra", "couchdb", "flink", "ghost", "influxdb", "mysql", "neo4j", "percona", "sentry", "valkey",
      "zookeeper",
    ]
    .map { name in
      BaseUserRow(
        registry: "docker.io", repository: .exactly(name), tags: .any, user: .dropped(to: "its service's user"),
        source: "general knowledge", isVerified: false)
    }

  private static let dockerHub: [BaseUserRow] =
    [
      "alertmanager", "blackbox-exporter", "mysqld-exporter", "node-exporter", "prometheus", "pushgateway",
      "snmp-exporter", "statsd-exporter",
    ].map { row("docker.io", .exactly("prom/" + $0), "nobody") }
    + ["bitnami", "bitnamilegacy", "bitnamisecure"].flatMap { name in
      // `minideb` is the plain system below the others.
      [
        root("docker.io", name + "/minideb"),
        row("docker.io", .below(name + "/"), "1001"),
      ]
    }
    + [
      row("docker.io", .exactly("jenkins/jenkins"), "jenkins"),
      row("docker.io", .exactly("jenkins/agent"), "jenkins"),
      row("docker.io", .exactly("jenkins/inbound-agent"), "jenkins"),
      row("docker.io", .below("jupyter/"), "1000"),
      row("docker.io", .below("selenium/"), "1200"),
      row("docker.io", .exactly("nginxinc/nginx-unprivileged"), "101"),
      row("docker.io", .exactly("grafana/grafana"), "472"),
      row("docker.io", .exactly("grafana/grafana-oss"), "472"),
      row("docker.io", .exactly("grafana/grafana-enterprise"), "472"),
      row("docker.io", .exactly("grafana/loki"), "10001"),
      row("docker.io", .exactly("grafana/k6"), "12345"),
      row("docker.io", .exactly("apache/airflow"), "50000"),
      row("docker.io", .exactly("apache/kafka"), "appuser"),
      row("docker.io", .exactly("sonatype/nexus3"), "nexus"),
      row("docker.io", .exactly("nodered/node-red"), "node-red"),
      row("docker.io", .exactly("curlimages/curl"), "curl_user"),
      row("docker.io", .exactly("opensearchproject/opensearch"), "1000"),
      row("docker.io", .exactly("openpolicyagent/opa"), "1000"),
      row("docker.io", .exactly("zaproxy/zap-stable"), "zap"),
      row("docker.io", .exactly("homebrew/brew"), "linuxbrew"),
      row("docker.io", .below("cimg/"), "circleci"),
      row("docker.io", .below("ocaml/"), "opam"),
      row("docker.io", .exactly("ocurrent/opam"), "opam"),
      row("docker.io", .exactly("eclipse/stack-base"), "user"),
    ]

  private static let elsewhere: [BaseUserRow] =
    [
      row("gcr.io", .below("distroless/"), "65532", TagRule(words: ["nonroot"])),
      root("cgr.dev", "chainguard/wolfi-base"),
      row("mcr.microsoft.com", .below("dotnet/"), "1654", TagRule(words: ["chiseled", "distroless"])),
      row("mcr.microsoft.com", .exactly("mssql/server"), "mssql"),
      row("quay.io", .below("jupyter/"), "1000"),
      row("quay.io", .exactly("keycloak/keycloak"), "1000"),
      row("quay.io", .exactly("prometheus/prometheus"), "nobody"),
      row("quay.io", .exactly("prometheus/alertmanager"), "nobody"),
      row("quay.io", .exactly("prometheus/node-exporter"), "nobody"),
      row("ghcr.io", .exactly("puppeteer/puppeteer"), "pptruser"),
      row("registry.k8s.io", .exactly("pause"), "65535"),
      row("registry.k8s.io", .exactly("ingress-nginx/controller"), "www-data"),
    ]
    + ["chainguard/", "chainguard-private/"].map { row("cgr.dev", .below($0), "65532", TagRule(without: ["dev"])) }
    + ["elasticsearch/", "kibana/", "logstash/", "beats/"].map { row("docker.elastic.co", .below($0), "1000") }
    + redHat.flatMap { name in
      ["ubi8/", "ubi9/", "ubi10/"].map { row("registry.access.redhat.com", .exactly($0 + name), "1001") }
    }

  /// Names of Red Hat's language and server images below `ubi8/` and so on.
  private static let redHat = [
    "go-toolset", "httpd-24", "nginx-120", "nginx-122", "nginx-124", "nginx-126", "nodejs-16", "nodejs-18", "nodejs-20",
    "nodejs-22", "nodejs-24", "nodejs-16-minimal", "nodejs-18-minimal", "nodejs-20-minimal", "nodejs-22-minimal",
    "openjdk-8", "openjdk-8-runtime", "openjdk-11", "openjdk-11-runtime", "openjdk-17", "openjdk-17-runtime",
    "openjdk-21", "openjdk-21-runtime", "php-74", "php-80", "php-81", "php-82", "php-83", "python-36", "python-38",
    "python-39", "python-311", "python-312", "python-313", "perl-526", "perl-532", "ruby-25", "ruby-27", "ruby-30",
    "ruby-31", "ruby-33",
  ]
}
