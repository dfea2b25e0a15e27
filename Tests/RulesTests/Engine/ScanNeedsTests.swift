import Core
import Testing

@testable import Engine
@testable import Rules

@Suite struct ScanNeedsTests {
  private static func words(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }

  @Test func `the table of needs says what all image rules declare and nothing else`() {
    let declared = RuleTable.imageNeeds
    let programs = Self.words(NeedsTable.programs)
    #expect(declared.programs.subtracting(programs).sorted() == [], "missing in NeedsTable.programs")
    #expect(Set(programs).subtracting(declared.programs).sorted() == [], "too much in NeedsTable.programs")
    let paths = ScanNeeds.ofAllRules.paths
    #expect(declared.contents.subtracting(paths).sorted() == [], "missing in NeedsTable.contents")
    #expect(Set(paths).subtracting(declared.contents).sorted() == [], "too much in NeedsTable.contents")
    #expect(paths.count == declared.contents.count)
    // Deployment rules look at the same models.
    for rule in RuleTable.deployment {
      #expect(rule.info.needs.programs.isSubset(of: programs), "\(rule.info.id)")
      #expect(rule.info.needs.contents.isSubset(of: paths), "\(rule.info.id)")
    }
  }

  @Test func `needs as text are the needs they were made of`() {
    let declared = RuleTable.imageNeeds
    let needs = ScanNeeds(declared)
    #expect(Set(Self.words(needs.programs)) == declared.programs)
    #expect(Set(needs.paths) == declared.contents)
    #expect(ScanNeeds(.none).paths == [])
    #expect(ScanNeeds(ImageNeeds(contents: ["/a", "/b/*", "/b/c"])).paths == ["/a", "/b/*", "/b/c"])
  }

  @Test func `names of programs are found whole, by their beginning and not otherwise`() {
    let names = ProgramNames("sh bash* gcc* gcc \n python* a")
    for name in ["sh", "bash", "bash-5.2", "gcc", "gcc-12", "python3.11", "a"] {
      #expect(names.contains(Array(name.utf8)[...]), "\(name)")
    }
    for name in ["", "s", "shh", "bas", "xsh", "b", "aa", "*", "zsh", " ", "sh "] {
      #expect(!names.contains(Array(name.utf8)[...]), "\(name)")
    }
    #expect(!ProgramNames("").contains(Array("sh".utf8)[...]))
    #expect(!ProgramNames("*").contains(Array("sh".utf8)[...]))
  }

  @Test func `every program that rules declare is found by its name`() {
    let declared = RuleTable.imageNeeds.programs
    let names = ProgramNames(NeedsTable.programs)
    for name in declared {
      let isBeginning = name.utf8.last == UInt8(ascii: "*")
      #expect(names.contains(Array(name.utf8.dropLast(isBeginning ? 1 : 0))[...]), "\(name)")
      #expect(names.contains(Array((name.dropLast(isBeginning ? 1 : 0) + "-0").utf8)[...]) || !isBeginning, "\(name)")
    }
  }
}
