/// The rights a file gives to the process that runs it, from the extended attribute `security.capability`.
///
/// Source: Linux, include/uapi/linux/capability.h (`struct vfs_cap_data`, `vfs_ns_cap_data`); capabilities(7).
public struct FileCapabilities: Hashable, Sendable {
  /// The attribute as stored.
  public var raw: [UInt8]
  /// 1, 2 or 3 in attributes Linux knows; any byte in others.
  public var revision: Int
  /// Whether the process has the permitted rights at once, without asking for them.
  public var isEffective: Bool
  /// One bit a right, by its number.
  public var permitted: UInt64
  public var inheritable: UInt64
  /// The uid that is root in the user namespace the rights are for; nil before revision 3.
  public var rootID: UInt32?

  /// Reads an attribute; nil when it is too short to say anything (less than 12 bytes).
  ///
  /// The upper 32 rights are read from revision 2 on, if the bytes are there.
  public init?(attribute: [UInt8]) {
    guard attribute.count >= 12 else { return nil }
    func word(_ at: Int) -> UInt32 {
      attribute[at..<(at + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    raw = attribute
    let magic = word(0)
    revision = Int(magic >> 24)
    isEffective = magic & 1 != 0
    permitted = UInt64(word(4))
    inheritable = UInt64(word(8))
    if revision >= 2, attribute.count >= 20 {
      permitted |= UInt64(word(12)) << 32
      inheritable |= UInt64(word(16)) << 32
    }
    rootID = revision == 3 && attribute.count >= 24 ? word(20) : nil
  }

  /// Whether Linux takes the attribute: each revision has one length; running a file with any other fails.
  public var isWellFormed: Bool {
    switch revision {
    case 1: raw.count == 12
    case 2: raw.count == 20
    case 3: raw.count == 24
    default: false
    }
  }

  /// Names of the permitted rights by number, such as `cap_net_raw`.
  public var permittedNames: [String] { FileCapabilities.names(in: permitted) }
  public var inheritableNames: [String] { FileCapabilities.names(in: inheritable) }

  /// The form getcap(8) prints, such as `cap_net_raw=ep`; `=` when there are no rights.
  public var text: String {
    let both = permitted & inheritable
    let flag = isEffective ? "e" : ""
    let groups = [
      (both, flag + "ip"), (permitted & ~both, flag + "p"), (inheritable & ~both, flag + "i"),
    ]
    let words = groups.compactMap { set, flags -> String? in
      if set == 0 { return nil }
      let isAll = set & FileCapabilities.known == FileCapabilities.known
      return (isAll ? "" : FileCapabilities.names(in: set).joined(separator: ",")) + "=" + flags
    }
    return words.isEmpty ? "=" : words.joined(separator: " ")
  }

  /// The attribute's bytes as lower-case hex digits.
  public var rawHex: String { FileCapabilities.hex(raw) }

  /// Bytes as lower-case hex digits; for attributes too short to be read.
  public static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The names of a set of bits, lowest number first; a number without a name is `cap_N`.
  public static func names(in set: UInt64) -> [String] {
    (0..<64).filter { set >> UInt64($0) & 1 != 0 }.map { number in
      "cap_" + (allNames.indices.contains(number) ? allNames[number] : String(number))
    }
  }

  /// The bits of rights given by name, with or without `cap_`; a name that is none adds nothing.
  public static func set(of names: [String]) -> UInt64 {
    names.reduce(0) { set, name in
      let plain = name.hasPrefix("cap_") ? String(name.dropFirst(4)) : name
      return set | (allNames.firstIndex(of: plain).map { 1 << UInt64($0) } ?? 0)
    }
  }

  /// All rights that have a name.
  private static let known: UInt64 = (1 << UInt64(allNames.count)) - 1

  /// Names by number. Source: Linux 6.12, include/uapi/linux/capability.h.
  private static let allNames = [
    "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap",
    "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner",
    "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice",
    "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap",
    "mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf",
    "checkpoint_restore",
  ]
}
