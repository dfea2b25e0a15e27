/// What images that are not Docker's official ones are built on.
///
/// Source: general knowledge of the publishers' documentation; not looked up, see `BaseRow.isVerified`.
enum BaseTable {
  static let rows: [BaseRow] = microsoft + redHat + google + dockerHub + elsewhere

  static func row(_ registry: String, _ repository: String) -> BaseRow? {
    rowsByRegistry[registry]?.first { $0.repository.matches(repository) }
  }

  private static let rowsByRegistry = Dictionary(grouping: rows, by: \.registry)

  private static let microsoft: [BaseRow] = [
    BaseRow("mcr.microsoft.com", .below("windows/"), .windows, isFixed: true),
    BaseRow("mcr.microsoft.com", .exactly("windows"), .windows, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("azurelinux/distroless/"), .distroless, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("azurelinux-beta/distroless/"), .distroless, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("cbl-mariner/distroless/"), .distroless, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("azurelinux/base/"), .rpm, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("azurelinux-beta/base/"), .rpm, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("cbl-mariner/base/"), .rpm, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("dotnet/framework/"), .windows, isFixed: true),
    BaseRow("mcr.microsoft.com", .below("dotnet/"), .debian),
    BaseRow("mcr.microsoft.com", .exactly("devcontainers/base"), .unknown),
    BaseRow("mcr.microsoft.com", .below("devcontainers/"), .debian),
    BaseRow("mcr.microsoft.com", .exactly("vscode/devcontainers/base"), .unknown),
    BaseRow("mcr.microsoft.com", .below("vscode/devcontainers/"), .debian),
    BaseRow("mcr.microsoft.com", .below("azure-functions/"), .debian),
    BaseRow("mcr.microsoft.com", .exactly("openjdk/jdk"), .unknown),
    BaseRow("mcr.microsoft.com", .exactly("playwright"), .ubuntu),
    BaseRow("mcr.microsoft.com", .below("playwright/"), .ubuntu),
    BaseRow("mcr.microsoft.com", .exactly("powershell"), .ubuntu),
    BaseRow("mcr.microsoft.com", .exactly("azure-cli"), .rpm),
  ]

  private static let redHat: [BaseRow] = {
    var rows: [BaseRow] = []
    for registry in ["registry.access.redhat.com", "registry.redhat.io"] {
      for name in [
        "ubi7", "ubi8", "ubi9", "ubi10", "rhel6", "rhel7", "rhel8", "rhel9", "rhscl", "openjdk", "jboss-eap-7",
      ] {
        rows += exactly(registry, .rpm, [name], isFixed: true)
        rows += below(registry, .rpm, [name + "/"], isFixed: true)
      }
    }
    for name in ["ubi7", "ubi8", "ubi9", "ubi10"] {
      let kinds = [name, name + "-minimal", name + "-init", name + "-micro"]
      rows += exactly("registry.access.redhat.com", .rpm, kinds, isFixed: true)
      rows += exactly("registry.redhat.io", .rpm, kinds, isFixed: true)
      rows += exactly("docker.io", .rpm, kinds.map { "redhat/" + $0 }, isFixed: true)
    }
    rows += exactly("registry.fedoraproject.org", .rpm, ["fedora", "fedora-minimal"], isFixed: true)
    rows += below(
      "quay.io", .rpm, ["fedora/", "centos/", "centos7/", "sclorg/", "almalinuxorg/", "rockylinux/"], isFixed: true)
    rows += below("docker.io", .rpm, ["fedora/", "centos/", "almalinux/", "rockylinux/"], isFixed: true)
    return rows
  }()

  private static let google: [BaseRow] = [
    BaseRow("gcr.io", .below("distroless/"), .distroless, isFixed: true),
    BaseRow("gcr.io", .below("google.com/cloudsdktool/"), .debian),
    BaseRow("docker.io", .exactly("google/cloud-sdk"), .debian),
    BaseRow("launcher.gcr.io", .exactly("google/debian11"), .debian, isFixed: true),
    BaseRow("launcher.gcr.io", .exactly("google/debian12"), .debian, isFixed: true),
    BaseRow("launcher.gcr.io", .exactly("google/ubuntu1604"), .ubuntu, isFixed: true),
    BaseRow("l.gcr.io", .exactly("google/ubuntu1604"), .ubuntu, isFixed: true),
  ]

  private static let dockerHub: [BaseRow] =
    below(
      "docker.io", .debian, ["bitnami/", "bitnamilegacy/", "continuumio/", "dunglas/", "phpswoole/", "openswoole/"])
    + below("docker.io", .ubuntu, ["jupyter/", "phusion/", "rocker/", "selenium/"])
    + below("docker.io", .alpine, ["hashicorp/", "gliderlabs/"])
    + below("docker.io", .busybox, ["prom/"])
    + below("docker.io", .rpm, ["opensuse/", "oraclelinux/", "amazon/"])
    + exactly(
      "docker.io", .debian,
      [
        "apache/airflow", "bellsoft/liberica-openjre-debian", "bellsoft/liberica-openjdk-debian", "denoland/deno",
        "hseeberger/scala-sbt", "jenkins/jenkins", "lukemathwalker/cargo-chef", "nginx/unit",
        "nginxinc/nginx-unprivileged", "oven/bun", "tiangolo/uvicorn-gunicorn-fastapi",
      ])
    + exactly(
      "docker.io", .ubuntu,
      [
        "azul/zulu-openjdk", "condaforge/mambaforge", "condaforge/miniforge3", "crystallang/crystal", "nimlang/nim",
        "nvidia/cuda",
        "pytorch/pytorch", "sbtscala/scala-sbt", "swiftlang/swift", "tensorflow/serving", "tensorflow/tensorflow",
      ])
    + exactly(
      "docker.io", .alpine,
      ["composer/composer", "frolvlad/alpine-glibc", "grafana/grafana", "squidfunk/mkdocs-material"])

  private static let elsewhere: [BaseRow] =
    below("cgr.dev", .chainguard, ["chainguard/", "chainguard-private/"], isFixed: true)
    + below("quay.io", .ubuntu, ["jupyter/"])
    + below("quay.io", .busybox, ["prometheus/"])
    + below("ghcr.io", .rpm, ["graalvm/"])
    + below("docker.elastic.co", .otherLinux, ["elasticsearch/", "kibana/", "logstash/", "beats/"])
    + below("public.ecr.aws", .rpm, ["lambda/", "amazonlinux/"], isFixed: true)
    + below("container-registry.oracle.com", .rpm, ["os/", "java/", "graalvm/"], isFixed: true)
    + below("registry.suse.com", .rpm, ["suse/", "bci/"], isFixed: true)
    + below("registry.opensuse.org", .rpm, ["opensuse/"], isFixed: true)

  private static func below(
    _ registry: String, _ family: BaseFamily, _ paths: [String], isFixed: Bool = false
  ) -> [BaseRow] {
    paths.map { BaseRow(registry, .below($0), family, isFixed: isFixed) }
  }

  private static func exactly(
    _ registry: String, _ family: BaseFamily, _ names: [String], isFixed: Bool = false
  ) -> [BaseRow] {
    names.map { BaseRow(registry, .exactly($0), family, isFixed: isFixed) }
  }
}
