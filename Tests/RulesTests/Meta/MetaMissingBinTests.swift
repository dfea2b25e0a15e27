import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

/// A 64-bit or 32-bit ELF file with one program header, as bytes.
private func elf(
  machine: UInt16, loader: String? = nil, is64: Bool = true, little: Bool = true, truncatedTo: Int = 1024
) -> [UInt8] {
  func put(_ value: Int, _ size: Int) -> [UInt8] {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return little ? bytes : bytes.reversed()
  }
  let word = is64 ? 8 : 4
  let headerSize = is64 ? 64 : 52
  let entrySize = is64 ? 56 : 32
  var out: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, is64 ? 2 : 1, little ? 1 : 2, 1] + Array(repeating: 0, count: 9)
  out += put(2, 2) + put(Int(machine), 2) + put(1, 4) + put(0, word) + put(headerSize, word) + put(0, word)
  out += put(0, 4) + put(headerSize, 2) + put(entrySize, 2) + put(loader == nil ? 0 : 1, 2) + put(0, 6)
  if let loader {
    let name = Array(loader.utf8) + [0]
    let at = headerSize + entrySize
    if is64 {
      out += put(3, 4) + put(4, 4) + put(at, 8) + put(0, 16) + put(name.count, 8) + put(name.count, 8) + put(1, 8)
    } else {
      out += put(3, 4) + put(at, 4) + put(0, 8) + put(name.count, 4) + put(name.count, 4) + put(4, 4) + put(1, 4)
    }
    out += name
  }
  return Array(out.prefix(truncatedTo))
}

private func program(_ path: String, _ bytes: [UInt8]) -> ExampleFile {
  var file = ExampleFile(path, mode: 0o755)
  file.content = bytes
  return file
}

@Suite struct ELFHeaderTests {
  @Test(arguments: [true, false], [true, false])
  func `machine and loader are read in both sizes and byte orders`(is64: Bool, little: Bool) {
    let header = ELFHeader(elf(machine: 0x1234, loader: "/lib/ld.so.1", is64: is64, little: little))
    #expect(header?.machine == 0x1234)
    #expect(header?.loader == .path("/lib/ld.so.1"))
    #expect(header?.is64Bit == is64)
    #expect(header?.isLittleEndian == little)
    #expect(ELFHeader(elf(machine: 62, is64: is64, little: little))?.loader == ELFHeader.Loader.none)
  }

  @Test func `a head that is cut anywhere claims nothing false`() {
    let whole = elf(machine: 62, loader: "/lib64/ld-linux-x86-64.so.2")
    for length in 0..<whole.count {
      let header = ELFHeader(Array(whole.prefix(length)))
      #expect((header == nil) == (length < 20))
      #expect(header == nil || header?.loader == .unknown)
    }
  }

  @Test func `absurd offsets are unknown`() {
    for at in [32, 33, 39, 54, 56, 57, 72, 79, 96, 103] {
      var bytes = elf(machine: 62, loader: "/lib/ld.so")
      bytes[at] = 0xFF
      let header = ELFHeader(bytes)
      #expect(header?.machine == 62)
    }
  }

  @Test(arguments: [
    (UInt16(62), "amd64", true), (3, "amd64", true), (183, "amd64", false), (183, "arm64", true), (40, "arm64", true),
    (62, "arm64", false), (62, "386", false), (40, "arm", true), (183, "arm", false), (22, "s390x", false),
  ])
  func `machines run on architectures`(machine: UInt16, architecture: String, runs: Bool) throws {
    let header = try #require(ELFHeader(elf(machine: machine)))
    #expect(ELFMachine.runs(header, on: architecture) == runs)
    #expect(ELFMachine.runs(header, on: "quantum") == nil)
  }
}

@Suite struct ShebangTests {
  @Test(arguments: [
    ("#!/bin/sh\nx", "/bin/sh", nil), ("#! /bin/sh -e\n", "/bin/sh", nil), ("#!/bin/sh\r\n", "/bin/sh\r", nil),
    ("#!/usr/bin/env bash\n", "/usr/bin/env", "bash"), ("#!/usr/bin/env -S node --a\n", "/usr/bin/env", "node"),
    ("#!/usr/bin/env -u X bash\n", "/usr/bin/env", nil), ("#!/usr/bin/env A=1 bash", "/usr/bin/env", "bash"),
    ("#!/usr/bin/env -Snode\n", "/usr/bin/env", "node"),
  ])
  func `the first line is read as the kernel does`(text: String, interpreter: String, program: String?) {
    let line = Shebang(Array(text.utf8))
    #expect(line?.interpreter == interpreter)
    #expect(line?.programOfEnv == program)
  }

  @Test(arguments: ["", "#", "#!", "#!\n/bin/sh", "#!  \n", "x"])
  func `without an interpreter there is none`(text: String) {
    #expect(Shebang(Array(text.utf8)) == nil)
  }
}

@Suite struct MetaMissingBinTests {
  private func messages(_ config: String, _ files: [ExampleFile] = []) -> [String] {
    TestImage.findings(MetaMissingBin.self, config: config, layers: [files]).map(\.message)
  }

  @Test(arguments: [
    (#"{"Cmd":["/app"]}"#, 1), (#"{"Cmd":["app"]}"#, 1), (#"{"Cmd":["./app"],"WorkingDir":"/srv"}"#, 1),
    (#"{"Cmd":["./app"],"WorkingDir":"/vol"}"#, 0), (#"{"Cmd":["/vol/app"]}"#, 0), (#"{"Cmd":["/vol"]}"#, 0),
    (#"{"Cmd":["/volume/app"]}"#, 1), (#"{"Cmd":["/dev/init","--"]}"#, 0), (#"{"Cmd":["/proc/self/exe"]}"#, 0),
    (#"{"Cmd":["app"],"Env":["PATH=/vol/bin:/bin"]}"#, 0), (#"{"Cmd":["/link/app"]}"#, 0), (#"{"Cmd":["/file"]}"#, 0),
    (#"{"Cmd":["/dead"]}"#, 1), (#"{"Cmd":[]}"#, 0), ("{}", 0), (#"{"Cmd":[""]}"#, 0), (#"{"Cmd":["/srv"]}"#, 1),
    (#"{"Cmd":["srv/../run"],"WorkingDir":"/"}"#, 0), (#"{"Cmd":["/text"]}"#, 1), (#"{"Cmd":["run"]}"#, 0),
  ])
  func `a program is missing only where the image decides`(config: String, count: Int) {
    let volumes = config.hasPrefix("{}") ? config : #"{"Volumes":{"/vol":{}},"# + config.dropFirst()
    let files: [ExampleFile] = [
      .directory("/srv"), .symlink("/link", to: "vol"), .symlink("/file", to: "/vol/app"), .symlink("/dead", to: "no"),
      .program("/run"), ExampleFile("/text"), .program("/usr/bin/run"), .directory("/vol"),
    ]
    #expect(messages(volumes, files).count == count)
  }

  @Test func `a missing shell is explained by the shell form`() {
    let finding = TestImage.findings(MetaMissingBin.self, config: #"{"Cmd":["/bin/sh","-c","app"]}"#).first
    #expect(finding?.message == "\"/bin/sh\" is not in the image")
    #expect(finding?.fix.hasPrefix("write the command as a JSON array") ?? false)
    #expect(finding?.place == .config(pointer: "/config/Cmd"))
  }

  @Test func `a program for another processor is found`() {
    #expect(messages(#"{"Cmd":["/a"]}"#, [program("/a", elf(machine: 62))]) == [])
    let found = messages(#"{"Cmd":["/a"]}"#, [program("/a", elf(machine: 183))])
    #expect(found == [#""/a" is a program for arm64, the image is for amd64"#])
  }

  @Test func `a loader that is not in the image is found`() {
    let loader = "/lib64/ld-linux-x86-64.so.2"
    let file = program("/a", elf(machine: 62, loader: loader))
    let config = #"{"Cmd":["/a"]}"#
    #expect(messages(config, [file]) == [#""/a" needs the loader \#(loader), which is not in the image"#])
    #expect(messages(config, [file, .program(loader)]) == [])
    let merged: [ExampleFile] = [.program("/usr" + loader), .symlink("/lib64", to: "usr/lib64")]
    #expect(messages(config, [file] + merged) == [])
    #expect(messages(#"{"Cmd":["/a"],"Volumes":{"/lib64":{}}}"#, [file]) == [])
  }

  @Test(arguments: [
    ("#!/bin/sh\n", 0), ("#!/bin/bash\n", 1), ("#!/bin/sh\r\n", 1), ("#!/usr/bin/env sh\n", 0),
    ("#!/usr/bin/env bash\n", 1), ("#!/usr/bin/env $X\n", 0), ("#!python\n", 0), ("#!/vol/python\n", 0),
    ("#!/bin\n", 1),
    ("echo\n", 0),
  ])
  func `a script needs its interpreter`(text: String, count: Int) {
    let files: [ExampleFile] = [.program("/bin/sh"), .program("/usr/bin/env"), .script("/e", text)]
    #expect(messages(#"{"Cmd":["/e"],"Volumes":{"/vol":{}}}"#, files).count == count)
  }

  @Test func `unknown content claims nothing`() {
    var image = TestImage.model(config: #"{"Cmd":["/a"]}"#, layers: [[program("/a", elf(machine: 183))]])
    for node in image.contents.keys { image.contents[node] = .unknown("not kept") }
    #expect(MetaMissingBin().findings(in: image).isEmpty)
  }
}
