import Core
import Deployment
import RootFS
import Testing
import TestSupport

@testable import Rules

@Suite struct KubernetesRuleTests {
  /// A Deployment whose container begins at line 9.
  private static func deployment(_ container: String = "", pod: String = "", image: String = "shop:1") -> String {
    var text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n"
    for line in pod.split(separator: "\n") { text += "      \(line)\n" }
    text += "      containers:\n      - name: web\n        image: \(image)\n"
    for line in container.split(separator: "\n") { text += "        \(line)\n" }
    return text
  }
  private static let pod: String = "/spec/template/spec"
  private static let web: String = "/spec/template/spec/containers/0"

  static let readOnly: [FileCase] = [
    FileCase("absent", deployment(), ["high \(web)/name 8:15"]),
    FileCase("null", deployment("securityContext:"), ["high \(web)/name 8:15"]),
    FileCase(
      "false", deployment("securityContext: {readOnlyRootFilesystem: false}"),
      ["high \(web)/securityContext/readOnlyRootFilesystem 10:51"]),
    FileCase("true", deployment("securityContext: {readOnlyRootFilesystem: true}")),
    FileCase(
      "the pod cannot say it", deployment(pod: "securityContext: {readOnlyRootFilesystem: true}"),
      ["high \(web)/name 9:15"]),
    FileCase(
      "a placeholder", deployment("securityContext: ${CONTEXT}"), ["info \(web)/securityContext 10:26"]),
    FileCase("Windows", deployment(pod: "os: {name: windows}")),
    FileCase("Windows by its nodes", deployment(pod: "nodeSelector: {kubernetes.io/os: windows}")),
    FileCase(
      "an init container counts",
      deployment("securityContext: {readOnlyRootFilesystem: true}", pod: "initContainers:\n- {name: i, image: a}"),
      ["high \(pod)/initContainers/0/name 8:16"]),
    FileCase(
      "a patch", "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: web}]}}}\n",
      ["info \(web)/name 3:46"]),
  ]

  static let user: [FileCase] = [
    FileCase("absent", deployment(), ["high \(web)/name 8:15"]),
    FileCase("the pod says it", deployment(pod: "securityContext: {runAsNonRoot: true}")),
    FileCase("the pod gives a number", deployment(pod: "securityContext: {runAsUser: 1000}")),
    FileCase(
      "the container takes it back",
      deployment("securityContext: {runAsUser: 0}", pod: "securityContext: {runAsUser: 1000}"),
      ["high \(web)/securityContext/runAsUser 11:38"]),
    FileCase(
      "the container takes runAsNonRoot back",
      deployment("securityContext: {runAsNonRoot: false}", pod: "securityContext: {runAsNonRoot: true}"),
      ["high \(web)/securityContext/runAsNonRoot 11:41"]),
    FileCase(
      "it contradicts itself", deployment("securityContext: {runAsUser: 0, runAsNonRoot: true}"),
      ["high \(web)/securityContext/runAsUser 10:38"]),
    FileCase(
      "root at the pod", deployment(pod: "securityContext: {runAsUser: 0}"),
      ["high \(pod)/securityContext/runAsUser 7:36"]),
    FileCase(
      "a placeholder", deployment("securityContext: {runAsUser: \"${UID}\"}"),
      ["info \(web)/securityContext/runAsUser 10:38"]),
    FileCase(
      "a placeholder with runAsNonRoot", deployment("securityContext: {runAsUser: \"${UID}\", runAsNonRoot: true}")),
  ]

  static let privileged: [FileCase] = [
    FileCase(
      "true", deployment("securityContext: {privileged: true}"), ["critical \(web)/securityContext/privileged 10:39"]),
    FileCase("not said", deployment()),
  ]

  static let capabilities: [FileCase] = [
    FileCase("nothing said", deployment(), ["low \(web)/name 8:15"]),
    FileCase("the right way", deployment("securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}")),
    FileCase(
      "added", deployment("securityContext: {capabilities: {drop: [ALL], add: [SYS_ADMIN, SYS_TIME]}}"),
      ["critical \(web)/securityContext/capabilities/add 10:60"]),
    FileCase(
      "some dropped", deployment("securityContext: {capabilities: {drop: [NET_RAW]}}"),
      ["low \(web)/securityContext/capabilities/drop 10:48"]),
    FileCase("privileged has them anyway", deployment("securityContext: {privileged: true}")),
  ]

  static let privileges: [FileCase] = [
    FileCase("absent", deployment(), ["low \(web)/name 8:15"]),
    FileCase(
      "true", deployment("securityContext: {allowPrivilegeEscalation: true}"),
      ["low \(web)/securityContext/allowPrivilegeEscalation 10:53"]),
    FileCase("false", deployment("securityContext: {allowPrivilegeEscalation: false}")),
    FileCase("privileged", deployment("securityContext: {privileged: true}")),
  ]

  static let namespaces: [FileCase] = [
    FileCase(
      "all", deployment(pod: "hostPID: true\nhostIPC: true\nhostNetwork: true"),
      ["high \(pod)/hostPID 7:16", "high \(pod)/hostIPC 8:16", "medium \(pod)/hostNetwork 9:20"]),
    FileCase("none", deployment(pod: "hostPID: false")),
  ]

  static let hostPath: [FileCase] = [
    FileCase(
      "the socket, read-only",
      deployment(
        "volumeMounts: [{name: d, mountPath: /d, readOnly: true}]",
        pod: "volumes:\n- name: d\n  hostPath:\n    path: /run/containerd/containerd.sock"),
      ["high \(pod)/volumes/0/hostPath/path 10:17"]),
    FileCase(
      "the system, read",
      deployment(
        "volumeMounts: [{name: p, mountPath: /p, readOnly: true}]",
        pod: "volumes:\n- {name: p, hostPath: {path: /proc}}"),
      ["medium \(pod)/volumes/0/hostPath/path 8:36"]),
    FileCase(
      "data", deployment(pod: "volumes:\n- {name: p, hostPath: {path: /srv/data, type: Directory}}"),
      ["medium \(pod)/volumes/0/hostPath/path 8:36"]),
    FileCase("others", deployment(pod: "volumes:\n- {name: a, emptyDir: {}}\n- {name: b, configMap: {name: c}}")),
    FileCase("a placeholder", deployment(pod: "volumes:\n- {name: a, hostPath: {path: \"${DIR}\"}}")),
  ]

  static let seccomp: [FileCase] = [
    FileCase("absent", deployment(), ["low \(web)/name 8:15"]),
    FileCase("the pod says it", deployment(pod: "securityContext: {seccompProfile: {type: RuntimeDefault}}")),
    FileCase(
      "the container takes it back",
      deployment(
        "securityContext: {seccompProfile: {type: Unconfined}}",
        pod: "securityContext: {seccompProfile: {type: RuntimeDefault}}"),
      ["high \(web)/securityContext/seccompProfile/type 11:50"]),
  ]

  static let limits: [FileCase] = [
    FileCase("absent", deployment(), ["medium \(web)/name 8:15"]),
    FileCase("memory alone", deployment("resources: {limits: {memory: 1Gi}}"), ["low \(web)/resources 10:20"]),
    FileCase("memory and a request", deployment("resources: {limits: {memory: 1Gi}, requests: {cpu: 1}}")),
    FileCase("at the pod", deployment(pod: "resources: {limits: {memory: 1Gi, cpu: 1}}")),
    FileCase("a placeholder", deployment("resources: ${RESOURCES}")),
  ]

  static let secrets: [FileCase] = [
    FileCase(
      "a variable", deployment("env:\n- name: DB_PASSWORD\n  value: kJ83hsPqWz"), ["high \(web)/env/0/value 11:17"]),
    FileCase(
      "a default password", deployment("env: [{name: DB_PASSWORD, value: postgres}]"), ["high \(web)/env/0/value 10:22"]
    ),
    FileCase("a placeholder", deployment("env: [{name: P_TOKEN, value: changeme}]"), ["info \(web)/env/0/value 10:22"]),
    FileCase("an option", deployment("args: [\"--db-password=kJ83hsPqWz\"]"), ["high \(web)/args/0 10:16"]),
    FileCase(
      "a script", deployment("command: [sh, -c, \"export API_TOKEN=kJ83hsPqWz; run\"]"), ["high \(web)/command/2 10:27"]
    ),
    FileCase(
      "references",
      deployment(
        "env:\n- {name: A_TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}\n- {name: B_TOKEN, value: $(A_TOKEN)}\n"
          + "- {name: TOKEN_FILE, value: /var/run/token}\nargs: [--token-file=/a, --password, $(A_TOKEN)]")),
  ]

  @Test(arguments: readOnly) func `read-only root`(of file: FileCase) throws { try file.check(KubernetesReadOnly.self) }
  @Test(arguments: user) func `the user`(of file: FileCase) throws { try file.check(KubernetesUser.self) }
  @Test(arguments: privileged) func `all rights of the host`(of file: FileCase) throws {
    try file.check(KubernetesPrivileged.self)
  }
  @Test(arguments: capabilities) func `capabilities added and kept`(of file: FileCase) throws {
    try file.check(KubernetesCapabilities.self)
  }
  @Test(arguments: privileges) func `privilege escalation`(of file: FileCase) throws {
    try file.check(KubernetesPrivileges.self)
  }
  @Test(arguments: namespaces) func `host namespaces`(of file: FileCase) throws {
    try file.check(KubernetesHostNamespaces.self)
  }
  @Test(arguments: hostPath) func `host paths`(of file: FileCase) throws { try file.check(KubernetesHostPath.self) }
  @Test(arguments: seccomp) func `seccomp profiles`(of file: FileCase) throws { try file.check(KubernetesSeccomp.self) }
  @Test(arguments: limits) func `limits of memory and cpu`(of file: FileCase) throws {
    try file.check(KubernetesLimits.self)
  }
  @Test(arguments: secrets) func `secrets are found`(of file: FileCase) throws { try file.check(KubernetesSecret.self) }

  // MARK: with the image

  private static let passwd = ExampleFile("/etc/passwd", content: "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n")

  struct ImageCase: Sendable {
    var user: String
    var context: String
    var severity: Severity?
    var words: String
  }

  @Test(arguments: [
    ImageCase(user: "1000", context: "{}", severity: .low, words: "uid 1000 of its image"),
    ImageCase(user: "", context: "{}", severity: .high, words: "the image starts as root"),
    ImageCase(user: "app", context: "{runAsNonRoot: true}", severity: .high, words: "does not start"),
    ImageCase(user: "", context: "{runAsNonRoot: true}", severity: .high, words: "does not start"),
    ImageCase(user: "1000", context: "{runAsNonRoot: true}", severity: nil, words: ""),
    ImageCase(user: "app", context: "{runAsNonRoot: true, runAsUser: 1000}", severity: nil, words: ""),
  ])
  func `the image's user counts`(_ test: ImageCase) throws {
    let image = TestImage.model(config: #"{"User":"\#(test.user)"}"#, layers: [[Self.passwd]])
    let text = Self.deployment("securityContext: \(test.context)")
    let found = try FileCase.findings(KubernetesUser.self, text, images: [image])
    #expect(found.map(\.severity) == (test.severity.map { [$0] } ?? []))
    #expect(found.allSatisfy { $0.message.contains(test.words) }, "\(found.map(\.message))")
    #expect(found.allSatisfy { $0.fix.contains("runAsUser: 1000") }, "\(found.map(\.fix))")
  }

  @Test func `the plan of the image is in the fix, and what is missing is told`() throws {
    let layers: [[ExampleFile]] = [
      [Self.passwd, .program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]
    ]
    let image = TestImage.model(config: #"{"Cmd":["nginx","-g","daemon off;"]}"#, layers: layers)
    let writable = try FileCase.findings(KubernetesReadOnly.self, Self.deployment(), images: [image])
    let fix = try #require(writable.first?.fix)
    #expect(fix.hasPrefix("securityContext: {readOnlyRootFilesystem: true}; volumeMounts: ["))
    #expect(fix.contains(#"{name: "var-cache-nginx", mountPath: "/var/cache/nginx"}"#))
    let context = "securityContext: {readOnlyRootFilesystem: true}\n"
    let bare = try FileCase.findings(KubernetesReadOnly.self, Self.deployment(context), images: [image])
    #expect(bare.map(\.severity) == [.medium])
    let mounts = context + "volumeMounts: [{name: a, mountPath: /run}, {name: b, mountPath: /var/cache}]\n"
    let empty = "volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]"
    #expect(
      try FileCase.findings(KubernetesReadOnly.self, Self.deployment(mounts, pod: empty), images: [image]).isEmpty)
    let fixed = "volumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: c}}]"
    let found = try FileCase.findings(KubernetesReadOnly.self, Self.deployment(mounts, pod: fixed), images: [image])
    #expect(found.count == 1 && found.first?.message.contains("/var/cache/nginx") == true)
  }
}
