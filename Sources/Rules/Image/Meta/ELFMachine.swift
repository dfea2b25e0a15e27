/// Processor types of ELF files against the architecture names of image configs.
///
/// Source: gABI and Linux uapi/linux/elf-em.h for the numbers; Go's GOARCH for the names (OCI image specification,
/// config.md, "architecture").
enum ELFMachine {
  /// Machines whose programs run on an architecture; a 64-bit x86 also runs 32-bit programs, and many 64-bit ARMs do.
  private static let accepted: KeyValuePairs<String, [UInt16]> = [
    "386": [3], "amd64": [3, 62], "arm": [40], "arm64": [40, 183], "loong64": [258], "mips64": [8], "mips64le": [8],
    "ppc64": [21], "ppc64le": [21], "riscv64": [243], "s390x": [22],
  ]

  private static let names: KeyValuePairs<UInt16, String> = [
    3: "386", 8: "mips", 21: "ppc64", 22: "s390x", 40: "arm", 62: "amd64", 183: "arm64", 243: "riscv64", 258: "loong64",
  ]

  private static let bigEndian: [String] = ["mips64", "ppc64", "s390x"]

  /// Whether programs of this kind run on the architecture; nil when the architecture is not known here.
  static func runs(_ header: ELFHeader, on architecture: String) -> Bool? {
    guard let machines = accepted.first(where: { $0.key == architecture })?.value else { return nil }
    return machines.contains(header.machine) && header.isLittleEndian != bigEndian.contains(architecture)
  }

  /// The architecture's name, else the number.
  static func name(_ header: ELFHeader) -> String {
    if header.machine == 21, header.isLittleEndian { return "ppc64le" }
    return names.first { $0.key == header.machine }?.value ?? "machine \(header.machine)"
  }
}
