import CCrypto

/// A SHA-256 or SHA-512 computation over bytes as they come (libcrypto).
public struct Hasher: ~Copyable {
  public enum Algorithm: String, Sendable { case sha256, sha512 }

  private let context: OpaquePointer
  private let algorithm: Algorithm
  private var isBroken = false

  /// - Returns: nil when libcrypto cannot start the computation.
  public init?(_ algorithm: Algorithm = .sha256) {
    guard let made = EVP_MD_CTX_new() else { return nil }
    let kind = algorithm == .sha256 ? EVP_sha256() : EVP_sha512()
    guard EVP_DigestInit_ex(made, kind, nil) == 1 else {
      EVP_MD_CTX_free(made)
      return nil
    }
    self.algorithm = algorithm
    self.context = made
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    if EVP_DigestUpdate(context, base, bytes.count) != 1 { isBroken = true }
  }

  /// The digest as `sha256:…`; nil when libcrypto failed. The computation is over after it.
  public consuming func finish() -> String? {
    var out = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    guard EVP_DigestFinal_ex(context, &out, &length) == 1, !isBroken else { return nil }
    return algorithm.rawValue + ":" + hex(out.prefix(Int(length)))
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
