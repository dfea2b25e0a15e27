// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Every target but the two that call C checks its memory safety.
let safe = strict + [.strictMemorySafety()]

let package = Package(
  name: "imgscan",
  products: [.executable(name: "imgscan", targets: ["imgscan"])],
  traits: [.trait(name: "ISAL", description: "Inflates gzip with ISA-L, from libisal 2.32.1 on, instead of zlib.")],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),

    .target(name: "Digest", dependencies: ["CCrypto"], swiftSettings: strict),
    .target(name: "JSONText", dependencies: ["Core"], swiftSettings: safe),
    .target(name: "Core", swiftSettings: safe),
    .target(
      name: "ImageArchive",
      dependencies: [
        "CArchive", "CZlib", "CZstd", .target(name: "CISAL", condition: .when(traits: ["ISAL"])), "Core", "Digest",
        "JSONText",
      ], swiftSettings: strict),
    .target(name: "YAMLText", dependencies: ["CYAML", "Core"], swiftSettings: strict),
    .target(name: "ShellSyntax", swiftSettings: safe),
    .target(name: "Dockerfile", dependencies: ["Core", "JSONText"], swiftSettings: safe),
    .target(name: "BuildModel", dependencies: ["Core", "Dockerfile", "ShellSyntax"], swiftSettings: safe),
    .target(
      name: "LintRules", dependencies: ["Core", "Dockerfile", "ShellSyntax", "BuildModel"], swiftSettings: safe),
    .target(name: "BuildChecks", dependencies: ["Core", "Dockerfile"], swiftSettings: safe),
    .target(
      name: "ShellCheck",
      dependencies: ["Core", "JSONText", "Dockerfile", "ShellSyntax", "BuildModel", "LintRules"],
      swiftSettings: strict),
    .target(name: "RootFS", dependencies: ["Core", "ImageArchive"], swiftSettings: safe),
    .target(
      name: "ReadOnlyRoot", dependencies: ["Core", "ShellSyntax", "ImageArchive", "JSONText", "RootFS"],
      swiftSettings: safe),
    .target(name: "Deployment", dependencies: ["Core", "JSONText", "YAMLText"], swiftSettings: safe),
    .target(
      name: "Rules",
      dependencies: [
        "Core", "ShellSyntax", "Dockerfile", "BuildModel", "ImageArchive", "RootFS", "ReadOnlyRoot", "Deployment",
        "LintRules", "BuildChecks",
      ],
      swiftSettings: safe),
    .target(
      name: "Engine",
      dependencies: [
        "Core", "Digest", "JSONText", "Dockerfile", "BuildModel", "ImageArchive", "RootFS", "Deployment", "Rules",
        "LintRules", "BuildChecks", "ShellCheck",
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Core", "Dockerfile", "BuildModel", "ImageArchive", "RootFS", "ReadOnlyRoot", "Rules", "Engine", "JSONText",
      ],
      swiftSettings: safe),
    .target(
      name: "Config",
      dependencies: ["Core", "JSONText", "YAMLText", "LintRules", "BuildChecks", "Rules", "Engine", "Reports"],
      swiftSettings: safe),
    .target(
      name: "CLI",
      dependencies: [
        "Core", "Dockerfile", "BuildModel", "ImageArchive", "RootFS", "ReadOnlyRoot", "Rules", "Engine", "Reports",
        "Config", "Deployment", "JSONText", "LintRules", "BuildChecks",
        "ShellCheck",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(name: "imgscan", dependencies: ["CLI"], swiftSettings: strict),

    .target(
      name: "TestSupport",
      dependencies: ["Core", "Digest", "Dockerfile", "BuildModel", "ImageArchive", "RootFS", "Rules", "Engine"],
      swiftSettings: strict),
    .testTarget(name: "ShellSyntaxTests", dependencies: ["ShellSyntax"], swiftSettings: strict),
    .testTarget(name: "DockerfileTests", dependencies: ["Core", "Dockerfile", "JSONText"], swiftSettings: strict),
    .testTarget(
      name: "BuildModelTests", dependencies: ["Core", "Dockerfile", "ShellSyntax", "BuildModel"],
      swiftSettings: strict),
    .testTarget(
      name: "LintRulesTests", dependencies: ["Core", "Dockerfile", "ShellSyntax", "BuildModel", "LintRules"],
      swiftSettings: strict),
    .testTarget(
      name: "BuildChecksTests", dependencies: ["Core", "Dockerfile", "JSONText", "BuildChecks"],
      swiftSettings: strict),
    .testTarget(
      name: "ShellCheckTests",
      dependencies: [
        "Core", "JSONText", "Dockerfile", "ShellSyntax", "BuildModel", "LintRules", "ShellCheck", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DeploymentTests", dependencies: ["Core", "Deployment", "JSONText", "YAMLText"], swiftSettings: strict),
    .testTarget(
      name: "ReadOnlyRootTests",
      dependencies: [
        "Core", "ShellSyntax", "ImageArchive", "RootFS", "ReadOnlyRoot", "Engine", "Rules", "JSONText", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: strict),
    .testTarget(
      name: "ImageArchiveTests", dependencies: ["Core", "Digest", "ImageArchive", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RootFSTests", dependencies: ["Core", "ImageArchive", "RootFS", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RulesTests",
      dependencies: [
        "Core", "ShellSyntax", "Dockerfile", "BuildModel", "Engine", "ImageArchive", "RootFS", "ReadOnlyRoot",
        "Deployment", "Rules", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Core", "Dockerfile", "Rules", "Reports", "Engine", "TestSupport", "JSONText"],
      swiftSettings: strict),
    .testTarget(
      name: "ConfigTests",
      dependencies: ["Core", "Engine", "Rules", "JSONText", "YAMLText", "Config", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CLITests", dependencies: ["CLI", "Config", "JSONText", "TestSupport"], swiftSettings: strict),
  ]
)
