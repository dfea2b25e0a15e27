import Core
import RootFS
import Testing

@Suite struct ResolutionTests {
  static let layers: [[Step]] = [
    [
      .file("usr/bin/bash"), .symlink("usr/bin/sh", "bash"), .symlink("bin", "usr/bin"), .symlink("abs", "/usr/bin/sh"),
      .symlink("up", "../../../usr/bin/bash"), .symlink("loop", "loop"), .symlink("a", "b"), .symlink("b", "a"),
      .symlink("dangling", "nowhere"), .symlink("self", "."), .symlink("root", "/"), .symlink("slash", "usr/bin/bash/"),
      .symlink("d/l", "../usr"), .file("d/f"), .symlink("empty", ""),
    ]
  ]

  @Test(
    arguments: [
      ("/usr/bin/bash", "/usr/bin/bash"), ("/bin/sh", "/usr/bin/bash"), ("bin/sh", "/usr/bin/bash"),
      ("/abs", "/usr/bin/bash"),
      ("/up", "/usr/bin/bash"), ("/loop", nil), ("/a", nil), ("/a/x", nil), ("/dangling", nil), ("/self", "/"),
      ("/self/self/bin/sh", "/usr/bin/bash"), ("/root/bin/../bin/sh", "/usr/bin/bash"), ("/", "/"), ("", "/"),
      ("/../../usr/./bin//bash", "/usr/bin/bash"), ("/d/l/bin/bash", "/usr/bin/bash"), ("/d/l/../d/f", "/d/f"),
      ("/d/f/x", nil), ("/no", nil), ("/usr/bin/bash/..", nil),
    ] as [(String, String?)])
  func `a path is resolved as a chrooted process resolves it`(_ path: String, _ expected: String?) {
    let root = Merged(ResolutionTests.layers).root
    #expect(root.lookup(path).map { root.path(of: $0).description } == expected)
  }

  @Test(arguments: [
    ("/bin/sh", "/usr/bin/sh"), ("/loop", "/loop"), ("/bin", "/bin"), ("/bin/", "/bin"), ("/self/bin", "/bin"),
  ])
  func `the last link can be left as it is`(_ path: String, _ expected: String) {
    let root = Merged(ResolutionTests.layers).root
    #expect(root.lookup(path, followLast: false).map { root.path(of: $0).description } == expected)
  }

  @Test(arguments: [(255, true), (256, false)])
  func `links are followed up to the limit`(_ count: Int, _ isFound: Bool) {
    var steps: [Step] = [.file("l0")]
    for index in 1...count { steps.append(.symlink("l\(index)", "l\(index - 1)")) }
    let root = Merged([steps]).root
    #expect((root.lookup("/l\(count)") != nil) == isFound)
  }

  @Test func `links that double with every step end within the limit`() {
    var steps: [Step] = [.directory("d0")]
    for index in 1...60 { steps.append(.symlink("d\(index)", "d\(index - 1)/../d\(index - 1)")) }
    let merged = Merged([steps + [.file("d60/x")]])
    #expect(merged.root.lookup("/d60") == nil)
    #expect(merged.incidents == ["entry-unreachable"])
  }

  @Test func `a resolved node is the file itself`() throws {
    let root = Merged(ResolutionTests.layers).root
    let link = try #require(root.lookup("/bin/sh", followLast: false))
    let real = try #require(root.resolve(link))
    #expect(root.path(of: real).description == "/usr/bin/bash")
    #expect(root.resolve(real) == real)
    let loop = try #require(root.lookup("/loop", followLast: false))
    #expect(root.resolve(loop) == nil)
  }
}
