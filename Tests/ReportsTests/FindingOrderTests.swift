import Core
import Testing

@testable import Engine

@Suite struct FindingOrderTests {
  @Test func `places in a file are in the order of the file, not of the digits`() {
    let lines = [10, 9, 2, 1].map { Samples.finding("DKF-X", .high, "odd", Samples.range($0, 1..<2)) }
    #expect(lines.sorted(by: Judge.precedes) == lines.reversed())
  }

  @Test func `severity, rule, file, place and message decide in this order`() {
    let order = [
      Samples.finding("DKF-B", .high, "a", Samples.range(9, 1..<2)),
      Samples.finding("DKF-A", .low, "b", Samples.range(9, 1..<2), file: "a"),
      Samples.finding("DKF-A", .low, "a", Samples.range(1, 2..<3), file: "b"),
      Samples.finding("DKF-A", .low, "z", Samples.range(1, 3..<4), file: "b"),
      Samples.finding("DKF-A", .low, "a", Samples.range(1, 3..<5), file: "b"),
      Samples.finding("DKF-A", .low, "b", Samples.range(1, 3..<5), file: "b"),
      Samples.finding("DKF-B", .low, "a", Samples.range(1, 1..<1), file: "a"),
    ]
    #expect(order.reversed().sorted(by: Judge.precedes) == order)
  }
}
