import BuildModel
import Testing

@testable import Rules

@Suite struct BaseUserTests {
  /// What is known in a few letters: `root`, `USER`, `USER?` for a row that was not verified, `drops`, `tag`, `hash`, `?`.
  private func summary(_ name: String) -> String {
    switch BaseUser(ImageReference(name)) {
    case .root: "root"
    case .known(let row):
      switch row.user {
      case .root: "root row"
      case .named(let user): user + (row.isVerified ? "" : "?")
      case .dropped: "drops"
      }
    case .dependsOnTag: "tag"
    case .unresolved: "hash"
    case .notInTable: "?"
    }
  }

  @Test(arguments: [
    ("debian:12", "root"), ("node:22", "root"), ("nginx", "root"), ("gcr.io/distroless/static", "root"),
    ("gcr.io/distroless/static:nonroot", "65532?"), ("gcr.io/distroless/base:debug-nonroot", "65532?"),
    ("gcr.io/distroless/static:latest", "root"), ("gcr.io/distroless/static@sha256:00", "tag"),
    ("debian@sha256:00", "root"), ("evil.io/distroless/static:nonroot", "?"),
    ("gcr.io/mydistroless/static:nonroot", "?"),
    ("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "1654"),
    ("mcr.microsoft.com/dotnet/aspnet:10.0.11-noble-chiseled-extra", "1654"),
    ("mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled", "1654?"),
    ("mcr.microsoft.com/dotnet/runtime:11.0.0-preview.7-azurelinux4.0-distroless-amd64", "1654"),
    ("mcr.microsoft.com/dotnet/aspnet:10.0", "root"), ("mcr.microsoft.com/dotnet/nightly/aspnet:10.0", "root"),
    ("haproxy", "haproxy?"), ("haproxy:3.2", "haproxy"), ("haproxy:3.2.1-alpine", "haproxy"),
    ("haproxy:2.4", "haproxy?"),
    ("haproxy:2.3", "root"), ("haproxy:3.20", "haproxy?"), ("haproxy:1.9", "root"), ("haproxy:lts-alpine", "haproxy?"),
    ("jenkins/jenkins:lts-alpine", "jenkins"), ("jenkins/jenkins:lts", "jenkins?"),
    ("wordpress:cli", "www-data"), ("wordpress:6-apache", "root"), ("wordpress:client", "root"),
    ("mariadb:11.4-ubi9", "mysql"), ("mariadb:11.4", "drops"), ("mariadb:12-ubi", "mysql?"), ("postgres:17", "drops"),
    ("registry.access.redhat.com/ubi9/python-312", "1001"), ("registry.access.redhat.com/ubi9/nodejs-22", "1001?"),
    ("registry.access.redhat.com/ubi9/ubi-minimal:9.5", "root"), ("registry.access.redhat.com/ubi9/other-1", "?"),
    ("quay.io/jupyter/scipy-notebook", "${NB_UID}"), ("quay.io/jupyter/r-notebook", "1000?"),
    ("bitnami/nginx", "1001?"), ("bitnami/minideb", "root"), ("notbitnami/nginx", "?"),
    ("cgr.dev/chainguard/node", "65532?"), ("cgr.dev/chainguard/node:latest-dev", "?"),
    ("cgr.dev/chainguard/wolfi-base", "root"), ("docker:28-dind", "root"), ("docker:28-dind-rootless", "rootless?"),
    ("acme/app", "?"), ("registry.example/node", "?"),
    ("sha256:0ced1c7c9b23d0e107c7b15d5a0017abbbcf7e64e49a4c9f9efa1b9589ca8b68", "hash"),
  ])
  func `an image is looked up by registry, repository and tag`(_ name: String, _ expected: String) {
    #expect(summary(name) == expected)
  }

  @Test func `every verified row names a Dockerfile at a commit, and no other row does`() {
    for row in VerifiedBaseUsers.rows {
      #expect(row.isVerified && row.source.contains(" at ") && row.source.contains("/"))
    }
    for registry in Set(VerifiedBaseUsers.rows.map(\.registry)).union(["cgr.dev", "gcr.io", "ghcr.io"]) {
      for row in BaseUserTable.rows(registry) where !row.isVerified { #expect(row.source == "general knowledge") }
    }
  }
}
