import Testing

@testable import Rules

@Suite struct ToolNamesTests {
  @Test func `what GTFOBins lists and no other kind has is among the programs that connect`() {
    let others: [ToolNames] = [
      .shells, .network, .sshServers, .fetch, .recon, .exploit, .packageManagers, .build, .debug, .interpreters,
      .privilege, .editors,
    ]
    let left = GTFOBins.connecting.filter { name in !others.contains { $0.contains(name) } }
    #expect(ToolNames.lolbins.exact.sorted() == left.sorted())
  }
}
