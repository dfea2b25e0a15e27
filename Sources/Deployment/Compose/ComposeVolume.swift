import Core

/// Something that is mounted into a service's container.
public struct ComposeVolume: Sendable {
  public enum Kind: Sendable, Equatable {
    /// A path of the host.
    case bind
    /// A named volume, or one without a name.
    case volume
    case tmpfs
    /// `npipe`, `image`, `cluster`.
    case other
  }

  public var kind: Kind
  /// A path or a volume's name as written; nil when there is none, or it is not known.
  public var source: String?
  /// The path in the container; nil when it is not known.
  public var target: String?
  /// Not so when it cannot be told.
  public var isReadOnly: Bool
  /// The entry as a whole.
  public var value: DocumentValue

  public init(kind: Kind, source: String?, target: String?, isReadOnly: Bool, value: DocumentValue) {
    (self.kind, self.source, self.target, self.isReadOnly, self.value) = (kind, source, target, isReadOnly, value)
  }

  /// An entry of `volumes`; nil when nothing is known of it.
  public init?(_ value: DocumentValue) {
    if let text = value.text {
      self.init(short: text, value)
    } else if value.members != nil {
      self.init(long: value)
    } else {
      return nil
    }
  }

  /// An entry of `tmpfs`, such as `/tmp:size=64m`; nil when it is not known.
  public init?(tmpfs value: DocumentValue) {
    guard let text = value.text, !ComposeService.hasVariable(text) else { return nil }
    let target = text.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
    self.init(kind: .tmpfs, source: nil, target: target, isReadOnly: false, value: value)
  }

  private init?(long value: DocumentValue) {
    let kind: Kind
    switch value["type"]?.text {
    case "bind": kind = .bind
    case "volume", nil: kind = .volume
    case "tmpfs": kind = .tmpfs
    default: kind = .other
    }
    func literal(_ names: [String]) -> String? {
      for name in names {
        if let text = value[name]?.text { return ComposeService.hasVariable(text) ? nil : text }
      }
      return nil
    }
    self.init(
      kind: kind, source: literal(["source", "src"]), target: literal(["target", "dst", "destination"]),
      isReadOnly: value["read_only"]?.flagValue ?? false, value: value)
  }

  /// `source:target:options`, `source:target`, or `target` alone.
  private init?(short text: String, _ value: DocumentValue) {
    guard !ComposeService.hasVariable(text) else { return nil }
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    // `C:\data:/data`: the first colon is the drive's.
    if parts.count > 1, parts[0].utf8.count == 1, let letter = parts[0].utf8.first, (97...122).contains(letter | 0x20),
      let next = parts[1].utf8.first, "\\/".utf8.contains(next)
    {
      parts[0...1] = [parts[0] + ":" + parts[1]]
    }
    guard let first = parts.first, !first.isEmpty else { return nil }
    guard parts.count > 1 else {
      self.init(kind: .volume, source: nil, target: first, isReadOnly: false, value: value)
      return
    }
    let isPath = "/.~\\".utf8.contains(first.utf8.first ?? 0) || first.utf8.contains(UInt8(ascii: ":"))
    let options = parts.count > 2 ? parts[2].split(separator: ",") : []
    self.init(
      kind: isPath ? .bind : .volume, source: first, target: parts[1], isReadOnly: options.contains { $0 == "ro" },
      value: value)
  }
}

extension ComposeService {
  /// What is known to be mounted, `tmpfs` included.
  public var mounts: [ComposeVolume] {
    (items("volumes").value ?? []).compactMap { ComposeVolume($0) }
      + (items("tmpfs").value ?? []).compactMap { ComposeVolume(tmpfs: $0) }
  }

  /// Whether there may be mounts of which nothing is known.
  public var hasUnknownMounts: Bool {
    if elsewhere != nil || items("volumes").isUnknown || items("tmpfs").isUnknown { return true }
    if value["volumes_from"].map({ !$0.isNull }) ?? false { return true }
    let entries = (items("volumes").value ?? []).count + (items("tmpfs").value ?? []).count
    let known = mounts
    return known.count < entries || known.contains { $0.target == nil }
  }
}
