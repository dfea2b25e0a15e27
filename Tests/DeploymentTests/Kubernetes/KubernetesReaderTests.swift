import Core
import Deployment
import Testing

@Suite struct KubernetesReaderTests {
  private func workloads(_ text: String) throws -> [KubernetesWorkload] {
    try DeploymentReader.read(Array(text.utf8), name: "pods.yaml").workloads
  }

  struct Kind: Sendable {
    var name: String
    var spec: String
    var pointer: String
  }

  private static let pod = "{containers: [{name: a, image: b}]}"

  @Test(arguments: [
    Kind(name: "Pod", spec: "spec: \(pod)", pointer: "/spec"),
    Kind(name: "Deployment", spec: "spec: {template: {spec: \(pod)}}", pointer: "/spec/template/spec"),
    Kind(name: "DaemonSet", spec: "spec: {template: {spec: \(pod)}}", pointer: "/spec/template/spec"),
    Kind(name: "Rollout", spec: "spec: {template: {spec: \(pod)}}", pointer: "/spec/template/spec"),
    Kind(name: "Service", spec: "spec: {template: {spec: \(pod)}}", pointer: "/spec/template/spec"),
    Kind(name: "PodTemplate", spec: "template: {spec: \(pod)}", pointer: "/template/spec"),
    Kind(
      name: "CronJob", spec: "spec: {jobTemplate: {spec: {template: {spec: \(pod)}}}}",
      pointer: "/spec/jobTemplate/spec/template/spec"),
  ])
  func `the pod is found in`(kind: Kind) throws {
    let found = try workloads("apiVersion: v1\nkind: \(kind.name)\nmetadata: {name: n}\n\(kind.spec)\n")
    #expect(found.map(\.title) == ["\(kind.name)/n"])
    #expect(found.first?.pod.path.pointer == kind.pointer)
    #expect(found.first?.containers.first?.value.path.pointer == kind.pointer + "/containers/0")
  }

  @Test func `documents and lists are read in order, other objects passed over`() throws {
    let text = """
      apiVersion: v1
      kind: List
      items:
        - {apiVersion: v1, kind: ConfigMap, data: {a: b}}
        - {apiVersion: v1, kind: Pod, metadata: {name: one}, spec: {containers: [{name: a, image: b}]}}
        - {kind: List, items: [{kind: Pod, metadata: {name: two}, spec: {containers: [{name: a, image: b}]}}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {ports: [{port: 80}]}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {generateName: three-}
      spec: {template: {spec: {initContainers: [{name: i, image: b}], containers: [{name: a, image: b}]}}}
      """
    let found = try workloads(text)
    #expect(found.map { $0.name ?? "-" } == ["one", "two", "three-"])
    #expect(found.last?.containers.map(\.role) == [.initContainers, .containers])
    #expect(found.last?.pod.range.start.line == 16)
  }

  @Test func `a container's own setting wins over the pod's`() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      spec:
        securityContext: {runAsUser: 1, runAsNonRoot: true}
        containers:
          - {name: a, image: b, securityContext: {runAsUser: 2}}
          - {name: b, image: b}
          - {name: c, image: b, securityContext: "${C}"}
      """
    let pod = try #require(try workloads(text).first)
    let users = pod.containers.map { pod.inherited($0) { $0.number("runAsUser") } }
    #expect(users[0].value == 2 && users[1].value == 1 && users[2].isUnknown)
    #expect(pod.containers.allSatisfy { $0.privileged.isAbsent || $0.privileged.isUnknown })
  }

  @Test func `a container without an image is a patch, of which nothing missing is known`() throws {
    let text = "apiVersion: v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: a}]}}}\n"
    let pod = try #require(try workloads(text).first)
    #expect(pod.isPatch && pod.containers[0].privileged.isUnknown)
  }
}
