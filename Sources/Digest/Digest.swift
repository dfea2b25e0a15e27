import CCrypto

/// A SHA-256 or SHA-512 computation over bytes as they come (libcrypto).
public struct Hasher: ~Copyable {
  public enum Algorithm: String, Sendable { case sha256, sha512 }

  private enum Context {
    case sha256(UnsafeMutablePointer<SHA256_CTX>)
    case sha512(UnsafeMutablePointer<SHA512_CTX>)
  }

  private let context: Context
  private var isBroken = false

  /// - Returns: nil when libcrypto cannot start the computation.
  public init?(_ algorithm: Algorithm = .sha256) {
    let isStarted: Bool
    switch algorithm {
    case .sha256:
      let made = UnsafeMutablePointer<SHA256_CTX>.allocate(capacity: 1)
      made.initialize(to: SHA256_CTX())
      (context, isStarted) = (.sha256(made), SHA256_Init(made) == 1)
    case .sha512:
      let made = UnsafeMutablePointer<SHA512_CTX>.allocate(capacity: 1)
      made.initialize(to: SHA512_CTX())
      (context, isStarted) = (.sha512(made), SHA512_Init(made) == 1)
    }
    if !isStarted { return nil }
  }

  deinit {
    switch context {
    case .sha256(let made): made.deallocate()
    case .sha512(let made): made.deallocate()
    }
  }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    let isTaken =
      switch context {
      case .sha256(let made): SHA256_Update(made, base, bytes.count)
      case .sha512(let made): SHA512_Update(made, base, bytes.count)
      }
    if isTaken != 1 { isBroken = true }
  }

  /// The digest as `sha256:…`; nil when libcrypto failed. The computation is over after it.
  public consuming func finish() -> String? {
    var out = [UInt8](repeating: 0, count: Int(SHA512_DIGEST_LENGTH))
    let (isDone, name, length) =
      switch context {
      case .sha256(let made): (SHA256_Final(&out, made), Algorithm.sha256.rawValue, Int(SHA256_DIGEST_LENGTH))
      case .sha512(let made): (SHA512_Final(&out, made), Algorithm.sha512.rawValue, Int(SHA512_DIGEST_LENGTH))
      }
    guard isDone == 1, !isBroken else { return nil }
    return name + ":" + hex(out.prefix(length))
  }

  /// The `sha256:…` digest of bytes in memory.
  public static func sha256(_ bytes: [UInt8]) -> String? { digest(bytes, .sha256) }

  public static func digest(_ bytes: [UInt8], _ algorithm: Algorithm) -> String? {
    guard var hasher = Hasher(algorithm) else { return nil }
    bytes.withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }
}

private func hex(_ bytes: ArraySlice<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var out: [UInt8] = []
  for byte in bytes { out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return String(decoding: out, as: UTF8.self)
}
