/// Users of base images that were read in the images' own Dockerfiles.
///
/// Source: the Dockerfile that each row names, at that commit.
enum VerifiedBaseUsers {
  static let rows: [BaseUserRow] = dotnet + redHat + jupyter + selenium + databases + others

  /// Accounts other than root that an image has and does not start as, as `uid:gid` with the account's name.
  ///
  /// Source: nodejs/docker-node at f27d936, 22/bookworm/Dockerfile and 22/alpine3.24/Dockerfile.
  static let accounts: [String: (user: String, name: String)] = ["node": ("1000:1000", "node")]

  private static func row(
    _ registry: String, _ repository: String, _ tags: TagRule, _ user: String, _ source: String
  ) -> BaseUserRow {
    BaseUserRow(
      registry: registry, repository: .exactly(repository), tags: tags, user: .named(user), source: source,
      isVerified: true)
  }

  private static let dotnet: [BaseUserRow] = {
    let commit = "dotnet/dotnet-docker at 3ed00b6"
    let chiseled = TagRule(words: ["chiseled"], versions: ["8.0", "10.0"])
    let distroless = TagRule(words: ["distroless"], versions: ["10.0", "11.0"])
    return ["runtime-deps", "runtime", "aspnet"].flatMap { name in
      [
        row(
          "mcr.microsoft.com", "dotnet/" + name, chiseled, "1654",
          commit + ", src/runtime-deps/8.0/noble-chiseled and 10.0/noble-chiseled-extra"),
        row(
          "mcr.microsoft.com", "dotnet/" + name, distroless, "1654",
          commit + ", src/runtime-deps/10.0/azurelinux3.0-distroless and 11.0/azurelinux4.0-distroless"),
      ]
    }
  }()

  private static let redHat: [BaseUserRow] = {
    let commit = "sclorg/s2i-python-container at e007f85, "
    return [
      row("registry.access.redhat.com", "ubi8/python-312", .any, "1001", commit + "3.12/Dockerfile.rhel8"),
      row("registry.access.redhat.com", "ubi9/python-312", .any, "1001", commit + "3.12/Dockerfile.rhel9"),
      row("registry.access.redhat.com", "ubi9/python-39", .any, "1001", commit + "3.9/Dockerfile.rhel9"),
      row("quay.io", "sclorg/python-314-c9s", .any, "1001", commit + "3.14/Dockerfile.c9s"),
      row("quay.io", "sclorg/python-313-c10s", .any, "1001", commit + "3.13/Dockerfile.c10s"),
      row("quay.io", "sclorg/python-313-minimal-c10s", .any, "1001", commit + "3.13-minimal/Dockerfile.c10s"),
      row("quay.io", "fedora/python-313", .any, "1001", commit + "3.13/Dockerfile.fedora"),
    ]
  }()

  private static let jupyter: [BaseUserRow] = ["minimal-notebook", "scipy-notebook"].map { name in
    // The number stands in an image below these; that it is not root is what their Dockerfiles say.
    row(
      "quay.io", "jupyter/" + name, .any, "${NB_UID}",
      "jupyter/docker-stacks at 8209386, images/\(name)/Dockerfile")
  }

  private static let selenium: [BaseUserRow] = {
    let commit = "SeleniumHQ/docker-selenium at 3290a30, "
    return [
      ("base", "Base"), ("distributor", "Distributor"), ("node-docker", "NodeDocker"), ("node-firefox", "NodeFirefox"),
    ].map { row("docker.io", "selenium/" + $0.0, .any, "1200", commit + $0.1 + "/Dockerfile") }
  }()

  private static let databases: [BaseUserRow] =
    [
      row(
        "docker.io", "mariadb", TagRule(words: ["ubi", "ubi9"], versions: ["10.6", "11.4", "11.8", "13.0"]), "mysql",
        "MariaDB/mariadb-docker at 1b6429b, 11.4-ubi/Dockerfile")
    ]
    + [
      ("mariadb", "mysql", "MariaDB/mariadb-docker at 1b6429b, main/Dockerfile"),
      ("mongo", "mongodb", "docker-library/mongo at 2c69a57, 8.2/Dockerfile"),
      ("postgres", "postgres", "docker-library/postgres at 6edb0a8, 17/alpine3.23/Dockerfile"),
      ("rabbitmq", "rabbitmq", "docker-library/rabbitmq at 9193c1d, 4.1/ubuntu/Dockerfile"),
      ("redis", "redis", "docker-library/redis at e920499, 7.0/debian/Dockerfile"),
    ].map { name, user, source in
      BaseUserRow(
        registry: "docker.io", repository: .exactly(name),
        tags: name == "mariadb" ? TagRule(without: ["ubi", "ubi9"]) : .any,
        user: .dropped(to: user), source: source, isVerified: true)
    }

  private static let others: [BaseUserRow] = [
    row(
      "docker.io", "jenkins/jenkins", TagRule(words: ["alpine"]), "jenkins",
      "jenkinsci/docker at ab3f5e0, alpine/hotspot/Dockerfile"),
    row(
      "docker.io", "haproxy", TagRule(versions: ["3.2", "3.4", "3.5"]), "haproxy",
      "docker-library/haproxy at ec437dd, 3.2/Dockerfile, 3.4/alpine/Dockerfile and 3.5/Dockerfile"),
    row(
      "docker.io", "wordpress", TagRule(words: ["cli"]), "www-data",
      "docker-library/wordpress at bf223d1, cli/php8.4/alpine/Dockerfile"),
    row(
      "docker.io", "eclipse/stack-base", TagRule(words: ["debian"]), "user",
      "eclipse/che-dockerfiles at 8554030, recipes/stack-base/debian/Dockerfile"),
    row(
      "registry.k8s.io", "ingress-nginx/controller-chroot", .any, "www-data",
      "kubernetes/ingress-nginx at dbb11b9, rootfs/Dockerfile-chroot"),
    row(
      "registry.k8s.io", "ingress-nginx/custom-error-pages", .any, "nonroot",
      "kubernetes/ingress-nginx at dbb11b9, images/custom-error-pages/rootfs/Dockerfile"),
  ]
}
