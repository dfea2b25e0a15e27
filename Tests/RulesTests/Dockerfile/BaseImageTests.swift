import BuildModel
import TestSupport
import Testing

@testable import Rules

@Suite struct BaseImageTests {
  @Test(arguments: [
    ("debian", BaseFamily.debian), ("debian:12-slim", .debian), ("ubuntu:24.04", .ubuntu), ("alpine:3.22", .alpine),
    ("docker.io/library/alpine", .alpine), ("amd64/debian:12", .debian), ("mirror.gcr.io/library/busybox", .busybox),
    ("public.ecr.aws/docker/library/node:22", .debian), ("fedora:42", .rpm), ("busybox:glibc", .busybox),
    ("node", .debian), ("node:22-alpine", .alpine), ("node:22-alpine3.21", .alpine), ("node:22-bookworm-slim", .debian),
    ("python:3.12-slim", .debian), ("golang:1.24-nanoserver-ltsc2025", .windows), ("rust:1-alpine3.20", .alpine),
    ("eclipse-temurin:21-jre", .ubuntu), ("eclipse-temurin:21-ubi9-minimal", .rpm),
    ("eclipse-temurin:21-alpine-3.21", .alpine), ("openjdk:17", .rpm), ("openjdk:17-slim", .debian),
    ("openjdk:8-jre", .debian), ("openjdk:11", .debian), ("maven:3-jdk-8", .debian), ("maven:3.9", .ubuntu),
    ("maven:3.9-amazoncorretto-21", .rpm), ("maven:3.9.9-eclipse-temurin-21", .ubuntu), ("gradle:jdk21", .ubuntu),
    ("mysql:8", .rpm), ("mysql:8-debian", .debian), ("mysql:5.7.20", .otherLinux), ("mariadb:11-ubi9", .rpm),
    ("swift:6.2-slim", .ubuntu), ("gcr.io/distroless/static:nonroot", .distroless),
    ("mcr.microsoft.com/dotnet/aspnet:8.0", .debian), ("mcr.microsoft.com/dotnet/aspnet:10.0", .ubuntu),
    ("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", .distroless),
    ("mcr.microsoft.com/dotnet/sdk:9.0-azurelinux3.0", .rpm), ("mcr.microsoft.com/dotnet/aspnet:9.0-alpine", .alpine),
    ("mcr.microsoft.com/windows/servercore:ltsc2022", .windows), ("cgr.dev/chainguard/node", .chainguard),
    ("registry.access.redhat.com/ubi9/python-312", .rpm), ("nvidia/cuda:12.9.1-base-ubuntu24.04", .ubuntu),
    ("nvidia/cuda:12.9.1-devel-amzn2023", .rpm), ("acme/app:1-alpine", .alpine), ("acme/app", .unknown),
    ("acme/debian", .unknown), ("registry.example/debian:12", .unknown), ("evil.example/distroless/static", .unknown),
  ])
  func `a name and its tag tell the family`(_ name: String, _ family: BaseFamily) {
    #expect(BaseImage(ImageReference(name)).family == family)
  }

  @Test(arguments: [
    ("alpine", true, true as Bool?), ("debian", true, false), ("busybox", false, true), ("acme/app", false, nil),
    ("gcr.io/distroless/base:debug", false, true), ("archlinux", true, nil),
  ])
  func `who has a system and whose find it is`(_ name: String, _ isSystem: Bool, _ usesBusybox: Bool?) {
    let base = BaseImage(ImageReference(name))
    #expect(base.isOperatingSystem == isSystem)
    #expect(base.usesBusyboxFind == usesBusybox)
  }

  @Test(arguments: [
    ("gcr.io/distroless/base", false as Bool?), ("gcr.io/distroless/base:debug-nonroot", true),
    ("cgr.dev/chainguard/static", false), ("cgr.dev/chainguard/node", nil),
    ("cgr.dev/chainguard/node:latest-dev", true),
    ("acme/app", nil), ("debian", true),
  ])
  func `who has a shell`(_ name: String, _ hasShell: Bool?) {
    #expect(BaseImage(ImageReference(name)).hasShell == hasShell)
  }

  @Test func `the small image of Red Hat has no package manager`() {
    #expect(BaseImage(ImageReference("redhat/ubi9-micro")).hasPackageManager == false)
    #expect(BaseImage(ImageReference("redhat/ubi9-minimal")).hasPackageManager == true)
    #expect(BaseImage(ImageReference("acme/app-micro")).hasPackageManager == nil)
  }

  @Test(arguments: [
    ("FROM alpine AS a\nFROM a\n", BaseFamily.alpine, true as Bool?),
    ("FROM debian AS b\nFROM scratch\nCOPY --from=b / /\n", .debian, true),
    ("FROM debian AS b\nFROM scratch\nCOPY --from=0 / /\n", .debian, true),
    ("FROM debian AS b\nFROM scratch\nCOPY --from=b /app /\n", .scratch, false),
    ("FROM debian AS b\nFROM scratch\nCOPY --from=b / /rootfs\n", .scratch, false),
    ("FROM scratch\nADD rootfs.tar.xz /\n", .otherLinux, true),
    ("FROM scratch\nADD app.tar.gz /\n", .otherLinux, nil),
    ("FROM scratch\nADD app.tar.gz /\nRUN ls\n", .otherLinux, true),
    ("FROM scratch\nRUN [\"/app\", \"--init\"]\n", .scratch, false),
    ("FROM scratch\nCOPY app /\n", .scratch, false),
    ("FROM $BASE\n", .unknown, nil),
    ("FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n", .windows, nil),
  ])
  func `a stage stands on what ships in it`(_ text: String, _ family: BaseFamily, _ hasShell: Bool?) {
    let base = TestDockerfile(text).model().baseImage
    #expect(base.family == family)
    #expect(base.hasShell == hasShell)
  }
}
