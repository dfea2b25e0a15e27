import Core
import Glibc

extension ArchiveIndex {
  /// Looks into what the user named: a file, a directory, or `-` for standard input.
  ///
  /// - Parameter input: standard input, when it has been looked at before.
  static func open(
    _ path: String, plan: ScanPlan, input: StandardInput? = nil
  ) throws(ArchiveError) -> ArchiveIndex {
    if path == "-" {
      let input = input ?? StandardInput()
      guard !input.isTerminal else {
        throw ArchiveError(
          .unreadable, "standard input is a terminal, expected an archive", help: "docker save IMAGE | imgscan -")
      }
      var plan = plan
      let breaker = plan.usesThreads ? input.stream.makeBreaker() : nil
      plan.usesThreads = breaker != nil
      return try stream(input.source, name: "standard input", plan: plan, breaker: breaker)
    }
    if try OpenFile.kind(of: path) == .directory { return try directory(path, limits: plan.limits) }
    let file = try OpenFile.open(path)
    let head = try file.bytes(at: 0, count: 512)
    guard !head.isEmpty else {
      throw ArchiveError(.notAnImage, "\(path) is empty", help: "docker save IMAGE -o app.tar")
    }
    if Compression(magic: head.span) != .none {
      let window = FileWindow(file, offset: 0, count: file.sizeBytes)
      return try stream(PeekableSource(window), name: path, plan: plan)
    }
    return try plain(file, name: path, head: head, limits: plan.limits)
  }

  /// An uncompressed archive: headers only, contents are passed over by seeking.
  private static func plain(
    _ file: OpenFile, name: String, head: [UInt8], limits: ArchiveLimits
  ) throws(ArchiveError) -> ArchiveIndex {
    var index = ArchiveIndex(source: .file(file))
    let reader = try tarReader(FileWindow(file, offset: 0, count: file.sizeBytes), name: name, head: head)
    do throws(ArchiveError) {
      while try reader.next() {
        index.note(reader.damage)
        guard reader.hasEntry else { continue }
        let offset = reader.dataOffset
        let size = reader.sizeBytes
        if reader.isSparse {
          index.addMember(reader, .skipped("it is stored with holes, which is not read; repack it with plain tar"))
          continue
        }
        index.addMember(reader, .window(offset: offset))
        if size > file.sizeBytes - offset {
          index.cut(
            "\(name) ends early: \"\(text(ofName: reader.name))\" stops at \(max(0, file.sizeBytes - offset)) of \(size) bytes"
          )
          break
        }
        try index.checkMemberCount(limits)
      }
      if !index.isTruncated { index.noteEnd(reader, name) }
    } catch {
      guard error.code != .limit else { throw error }
      index.cut("\(name): \(error.message)")
    }
    return index
  }

  /// A pipe or a compressed archive: one pass, in which every member that looks like a layer is read as one.
  ///
  /// With threads, one decompresses while this one reads entries and computes digests. What is not compressed is read
  /// here: a pipe is read as fast as its blocks could be passed on (measured: 0.33 s of 0.45 s for 1.4 GB).
  private static func stream(
    _ outer: PeekableSource, name: String, plan: ScanPlan, breaker: WaitBreaker? = nil
  ) throws(ArchiveError) -> ArchiveIndex {
    let magic = try outer.peek(6)
    guard !magic.isEmpty else {
      throw ArchiveError(.notAnImage, "\(name) is empty", help: "docker save IMAGE | imgscan -")
    }
    let compression = Compression(magic: magic.span)
    let decoded: any ByteSource
    switch compression {
    case .none: decoded = outer
    default: decoded = try compression.decoded(outer, limits: plan.limits)
    }
    let pipeline =
      plan.usesThreads && compression != .none ? PipelinedSource(decoded, plan.ringSize, breaker: breaker) : nil
    defer { pipeline?.stop() }
    let content = PeekableSource(pipeline ?? decoded)
    let head: [UInt8]
    do throws(ArchiveError) { head = try content.peek(512) } catch {
      throw ArchiveError(error.code, "\(name): \(error.message)", help: truncationHelp)
    }
    guard !head.isEmpty else { throw ArchiveError(.notAnImage, "\(name) is a \(compression.rawValue) file of nothing") }
    var index = ArchiveIndex(source: .stream)
    index.compression = compression
    let reader = try tarReader(content, name: name, head: head)
    do throws(ArchiveError) {
      var members = StreamMembers(plan.forMembers)
      while try reader.next() {
        index.note(reader.damage)
        guard reader.hasEntry else { continue }
        if reader.fileType == S_IFREG, reader.hardLinkName == nil {
          index.addMember(reader, try members.body(reader))
        } else {
          index.addMember(reader, .skipped("it is no file"))
        }
        try index.checkMemberCount(plan.limits)
      }
      index.noteEnd(reader, name)
      if compression != .none { try content.drain() }
    } catch {
      guard error.code != .limit else { throw error }
      index.cut("\(name): \(error.message)")
    }
    return index
  }

  static let truncationHelp = "the file is cut or damaged; was `docker save` interrupted or the disk full?"

  private static func tarReader(
    _ source: any ByteSource, name: String, head: [UInt8]
  ) throws(ArchiveError) -> TarReader {
    let found = describe(head)
    do throws(ArchiveError) {
      return try TarReader(source)
    } catch {
      throw ArchiveError(
        .notAnImage, "\(name) is not a container image", found: found,
        help: "docker save IMAGE -o app.tar")
    }
  }

  /// Words for data that are no tar archive, by their first bytes.
  static func describe(_ head: [UInt8]) -> String {
    func starts(_ text: String) -> Bool { head.starts(with: text.utf8) }
    let first = head.first { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 } ?? 0
    if starts("\u{7F}ELF") { return "an ELF program" }
    if starts("PK") { return "a zip file" }
    if starts("version https://git-lfs") { return "a Git LFS pointer: run git lfs pull first" }
    if starts("#mtree") { return "an mtree listing" }
    if first == UInt8(ascii: "<") { return "HTML or XML, perhaps a saved error page" }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return "JSON, perhaps a registry's answer" }
    if Compression(magic: head.span) != .none { return "compressed data inside compressed data" }
    if !head.isEmpty, head.allSatisfy({ $0 == 0 }) { return "zeros" }
    if !head.isEmpty, head.allSatisfy({ $0 >= 32 || $0 == 10 || $0 == 13 || $0 == 9 }) { return "a text file" }
    return "data of an unknown kind"
  }

  private mutating func note(_ damage: String?) {
    if let damage { problems.incident("archive-corrupt", "a damaged member header was met: \(damage)") }
  }

  private mutating func noteEnd(_ reader: TarReader, _ name: String) {
    guard !reader.endsWithMark else { return }
    lacksEndMark = true
    problems.warning("archive-unended", "\(name) ends without end-of-archive marks; some writers leave them away")
  }

  mutating func cut(_ message: String) {
    isTruncated = true
    problems.incident("archive-truncated", message)
  }

  private func checkMemberCount(_ limits: ArchiveLimits) throws(ArchiveError) {
    guard members.count <= limits.members else {
      throw ArchiveError(.limit, "the archive has more than \(limits.members) members")
    }
  }

  private mutating func addMember(_ reader: TarReader, _ body: Body) {
    let name = EntryName(normalising: reader.name)
    guard !name.climbs else {
      problems.warning("member-climbs", "member \"\(text(ofName: reader.name))\" leads out of the archive; passed over")
      return
    }
    let key = String(decoding: name.bytes, as: UTF8.self)
    if let target = reader.hardLinkName {
      add(key, .hardLink(String(decoding: target, as: UTF8.self)))
      return
    }
    switch reader.fileType {
    case S_IFREG, 0: add(key, .file(body, sizeBytes: reader.sizeBytes))
    case S_IFDIR: if !key.isEmpty { add(key, .directory) }
    case S_IFLNK: add(key, .symlink(String(decoding: reader.linkName, as: UTF8.self)))
    case S_IFIFO: add(key, .other("a FIFO"))
    default: add(key, .other("a device"))
    }
  }

  /// A directory: an OCI layout, a skopeo `dir:` or an unpacked save.
  private static func directory(_ path: String, limits: ArchiveLimits) throws(ArchiveError) -> ArchiveIndex {
    let root = try OpenFile.openDirectory(path)
    var index = ArchiveIndex(source: .directory(root))
    var pending: [(path: String, components: [String])] = [(path, [])]
    while let (at, components) = pending.popLast() {
      let isOpen = try DirectoryNames.forEach(in: at) { name throws(ArchiveError) in
        let inner = components + [name]
        if index.addFile(at + "/" + name, inner), inner.count < 6 { pending.append((at + "/" + name, inner)) }
        try index.checkMemberCount(limits)
      }
      guard isOpen else { throw ArchiveError(.unreadable, "\(at): \(OpenFile.reason(errno))") }
      // A directory without any of these at its top is no image; do not list all of a large tree to find out.
      if components.isEmpty,
        !["index.json", "manifest.json", "oci-layout", "repositories"].contains(where: { index.members[$0] != nil })
      {
        throw ArchiveError(
          .notAnImage, "\(path) is a directory without an image",
          found: "no index.json, no manifest.json", help: "imgscan reads an OCI layout, a skopeo dir: or a docker save")
      }
    }
    return index
  }

  /// Adds a file of the file system as a member.
  ///
  /// - Returns: whether it is a directory.
  private mutating func addFile(_ path: String, _ components: [String]) -> Bool {
    var info = stat()
    guard lstat(path, &info) == 0 else { return false }
    let key = components.joined(separator: "/")
    switch info.st_mode & S_IFMT {
    case S_IFREG: add(key, .file(.file(components), sizeBytes: Int64(info.st_size)))
    case S_IFDIR: add(key, .directory)
    case S_IFLNK: add(key, .symlink(ArchiveIndex.linkTarget(path)))
    default: add(key, .other("a special file"))
    }
    return info.st_mode & S_IFMT == S_IFDIR
  }

  private static func linkTarget(_ path: String) -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      return readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}
