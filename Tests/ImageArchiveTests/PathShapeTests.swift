import TestSupport
import Testing

@testable import ImageArchive

@Suite struct PathShapeTests {
  /// All texts of these bytes up to a length, in front of, behind and between plain ones of many lengths.
  static let texts: [[UInt8]] = {
    var all: [[UInt8]] = [[]]
    var last: [[UInt8]] = [[]]
    for _ in 0..<4 {
      last = last.flatMap { text in Array("/.ao".utf8).map { text + [$0] } }
      all += last
    }
    return all
  }()

  static let fillers = [0, 1, 4, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 40]

  @Test(arguments: fillers)
  func `the shape of a path is what its components say`(_ count: Int) {
    let filler = [UInt8](repeating: UInt8(ascii: "n"), count: count)
    for text in PathShapeTests.texts {
      for path in [text + filler, filler + text, filler + text + filler] {
        let shape = path.withUnsafeBufferPointer { PathShape($0) }
        let components = path.split(separator: 47, omittingEmptySubsequences: false)
        #expect(shape.isPlain == components.allSatisfy { $0.first ?? 46 != 46 }, "\(path)")
        #expect(shape.lastSlash == path.lastIndex(of: 47) ?? -1, "\(path)")
      }
    }
  }

  @Test(arguments: ["", "d/", "./", "long-directory-name/another/"])
  func `an entry is put where its normal name says, whichever way that is found`(_ prefix: String) {
    let names = PathShapeTests.texts.map { Array(prefix.utf8) + $0 }.filter { !$0.isEmpty }
    let record = LayerReading.record(
      TarBuilder.archive(names.map { name in TarEntry.directory("").with { $0.name = name } }))
    let paths = record.chunks.flatMap { chunk in
      chunk.entries(record.attributes).map { entry -> [UInt8] in
        let directory = record.directories[Int(entry.directory)]
        return directory + (directory.isEmpty ? [] : [47]) + chunk.name(of: entry)
      }
    }
    #expect(paths == names.map { EntryName(normalising: $0).bytes })
  }

  @Test(arguments: 0...20)
  func `the first NUL is found wherever it is`(_ count: Int) {
    for zero in 0...count {
      var bytes = [UInt8](repeating: 0x80, count: count) + [1]
      if zero < count { bytes[zero] = 0 }
      for later in zero..<count where (later - zero) % 3 == 0 { bytes[later] = 0 }
      #expect(bytes.withUnsafeBytes { $0.zeroIndex } == (bytes.firstIndex(of: 0) ?? bytes.count))
    }
  }
}
