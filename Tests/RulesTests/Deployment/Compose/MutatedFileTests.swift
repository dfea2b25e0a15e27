import Core
import Deployment
import Testing

@testable import Rules

@Suite struct MutatedFileTests {
  static let rules: [any DeploymentRule.Type] = [
    ComposeCapabilities.self, ComposeHostNamespaces.self, ComposePrivileges.self, ComposePrivileged.self,
    ComposeReadOnly.self, ComposeSecret.self, ComposeSocket.self, ComposeUser.self, KubernetesCapabilities.self,
    KubernetesHostNamespaces.self, KubernetesHostPath.self, KubernetesLimits.self, KubernetesPrivileges.self,
    KubernetesPrivileged.self, KubernetesReadOnly.self, KubernetesSeccomp.self, KubernetesSecret.self,
    KubernetesUser.self,
  ]

  /// Parts of one file in the place of another's.
  private static let pieces = [
    "services", "extends", "volumes", "- ", ": ", "{}", "[]", "null", "\"", "$", "${A}", "host", "/", "\u{0}", "é",
    "<<: *a",
    "&a ", "=", "-p", "--password ", "securityContext", "runAsUser: 0", "\n", "  ",
  ]

  @Test func `changed files are judged or refused, and every place is in the file`() throws {
    var state: UInt64 = 20_261_121
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let files = MutatedFileTests.rules.flatMap { $0.info.examples.compactMap(\.deployment) }
    var judged = 0
    for round in 0..<2_000 {
      var bytes = Array(files[round % files.count].utf8)
      for _ in 0...next(3) {
        let at = next(bytes.count)
        switch next(3) {
        case 0: bytes.remove(at: at)
        case 1: bytes[at] = UInt8(next(256))
        default: bytes.insert(contentsOf: MutatedFileTests.pieces[next(MutatedFileTests.pieces.count)].utf8, at: at)
        }
        if bytes.isEmpty { break }
      }
      guard let file = try? DeploymentReader.read(bytes, name: "a.yaml") else { continue }
      judged += 1
      for rule in MutatedFileTests.rules {
        for finding in rule.init().findings(in: DeploymentContext(file: file)) {
          guard case .source(_, let range) = finding.place else {
            Issue.record("\(finding.rule) has no place")
            continue
          }
          #expect(range.start <= range.end && range.start.line <= file.source.lineCount + 1, "\(finding.message)")
        }
      }
    }
    #expect(judged > 300)
  }
}
