import Core
import Digest
import TestSupport
import Testing

@testable import ImageArchive

@Suite struct EntryNameTests {
  @Test(arguments: [
    ("a/b", "a/b", false), ("./a", "a", false), ("/a", "a", false), ("a/", "a", false), ("a//b", "a/b", false),
    ("a/./b", "a/b", false), ("a/../b", "b", false), ("a/b/..", "a", false), ("..", "", true), ("../a", "a", true),
    ("a/../../b", "b", true), ("", "", false), ("/", "", false), (".", "", false), ("./.", "", false),
    ("...", "...", false),
    ("..a/.b", "..a/.b", false), ("a/..b", "a/..b", false), ("/../../etc", "etc", true),
  ])
  func `a name is normalised and held at the root`(_ name: String, _ normal: String, _ climbs: Bool) {
    let made = EntryName(normalising: Array(name.utf8))
    #expect(String(decoding: made.bytes, as: UTF8.self) == normal)
    #expect(made.climbs == climbs)
  }

  @Test(arguments: [
    ("a", true), ("a/b", true), ("a/b/", true), (".a", true), ("...", true), ("", false), ("/a", false), ("./a", false),
    ("a//b", false), ("a/./b", false), ("a/../b", false), ("a/..", false), ("a/.", false), (".", false), ("..", false),
    ("a//", false),
  ])
  func `the short test for a normal name agrees with normalising`(_ name: String, _ expected: Bool) {
    let isNormal = Array(name.utf8).withUnsafeBufferPointer { EntryName.isNormal($0) }
    #expect(isNormal == expected)
    if isNormal {
      let trimmed = name.hasSuffix("/") ? String(name.dropLast()) : name
      #expect(String(decoding: EntryName(normalising: Array(name.utf8)).bytes, as: UTF8.self) == trimmed)
    }
  }
}

@Suite struct CompressionTests {
  @Test(
    arguments: [
      ([0x1F, 0x8B, 8], .gzip), ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x50, 0x2A, 0x4D, 0x18], .zstd),
      ([0x5F, 0x2A, 0x4D, 0x18], .zstd), ([0x60, 0x2A, 0x4D, 0x18], .none), (Array("BZh9".utf8), .bzip2),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .none), ([0x1F], .none), ([], .none),
      (Array("PK".utf8), .none),
    ] as [([UInt8], Compression)])
  func `compression is told by the first bytes`(_ bytes: [UInt8], _ expected: Compression) {
    #expect(Compression(magic: bytes.span) == expected)
  }
}

@Suite struct DigestTests {
  /// Source: FIPS 180-4 examples.
  @Test(arguments: [
    ("", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 gives the published values`(_ text: String, _ expected: String) {
    #expect(Hasher.sha256(Array(text.utf8)) == expected)
  }

  @Test func `SHA-512 gives the published value`() {
    let expected =
      "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    #expect(Hasher.digest(Array("abc".utf8), .sha512) == expected)
  }

  @Test func `bytes in pieces give the digest of the whole`() {
    var hasher = Hasher(.sha256)
    for piece in ["a", "", "bc"] { Array(piece.utf8).withUnsafeBytes { hasher?.update($0) } }
    let digest = hasher.take()?.finish()
    #expect(digest == Hasher.sha256(Array("abc".utf8)))
  }
}

@Suite struct PlatformTests {
  @Test(arguments: [
    ("linux/amd64", "linux/amd64"), ("linux/arm/v7", "linux/arm/v7"), ("linux", nil), ("linux/", nil), ("/amd64", nil),
    ("a/b/c/d", nil), ("", nil), ("linux/arm/", nil),
  ])
  func `a platform is two or three words`(_ text: String, _ expected: String?) {
    #expect(Platform(text)?.description == expected)
  }
}

@Suite struct DirectoryTableTests {
  @Test func `every directory has one number, however many there are`() {
    var table = DirectoryTable()
    var numbers: [[UInt8]: UInt32] = [:]
    for round in 0..<3 {
      for index in 0..<5000 {
        let path = Array("d\(index % 1000)/e\(index)".utf8)
        let number = path.withUnsafeBufferPointer { table.number(of: $0) }
        if round == 0 { numbers[path] = number }
        #expect(numbers[path] == number)
      }
    }
    #expect(table.count == 5000)
    for (path, number) in numbers { #expect(Array(table[Int(number)]) == path) }
    let empty = [UInt8]().withUnsafeBufferPointer { table.number(of: $0) }
    #expect(empty == 5000)
    #expect(table[5000].isEmpty)
  }
}

@Suite struct ByteCursorTests {
  @Test(arguments: [1, 7, 64, 1000], [true, false])
  func `a cursor reads the same bytes wherever the blocks end`(_ blockBytes: Int, _ canSkip: Bool) throws {
    let bytes = (0..<500).map { UInt8(truncatingIfNeeded: $0) }
    var cursor = ByteCursor(BytesSource(bytes, blockBytes: blockBytes, canSkip: canSkip))
    for (at, count) in [(0, 3), (3, 10), (64, 1), (100, 200), (499, 1)] {
      try cursor.move(to: Int64(at))
      #expect(try cursor.read(count, ofProgram: 4) == Array(bytes[at..<(at + count)]))
    }
    #expect(try cursor.read(5, ofProgram: 4) == [])
  }

  @Test func `of a compiled program only the beginning is read, of all else what is asked for`() throws {
    let program: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 2, 3, 4, 5]
    let text = Array("#!/bin/sh".utf8)
    var cursor = ByteCursor(BytesSource(program + text, blockBytes: 3, canSkip: false))
    #expect(try cursor.read(program.count, ofProgram: 6) == Array(program.prefix(6)))
    try cursor.move(to: Int64(program.count))
    #expect(try cursor.read(text.count, ofProgram: 6) == text)
  }

  @Test func `a cursor says when the bytes end before`() {
    var cursor = ByteCursor(BytesSource([1, 2, 3], blockBytes: 2, canSkip: false))
    #expect(throws: ArchiveError.self) { try cursor.move(to: 10) }
  }
}
