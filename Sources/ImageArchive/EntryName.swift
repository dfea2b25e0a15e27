/// A tar entry's name brought into the form in which names are compared: no leading `/`, no empty or `.` components, `..`
/// applied and held at the root.
///
/// Source: what Docker 20.10, podman 4.3 and umoci 0.4 do with such names (measured).
struct EntryName {
  /// The name without slashes at its ends; empty for the root itself.
  private(set) var bytes: [UInt8]
  /// Whether `..` would have left the root.
  private(set) var climbs: Bool

  init(normalising name: UnsafeBufferPointer<UInt8>) {
    (bytes, climbs) = ([], false)
    var starts: [Int] = []
    var at = 0
    while at < name.count {
      var end = at
      while end < name.count, name[end] != 47 { end += 1 }
      defer { at = end + 1 }
      let length = end - at
      if length == 0 || (length == 1 && name[at] == 46) { continue }
      if length == 2, name[at] == 46, name[at + 1] == 46 {
        if let start = starts.popLast() {
          bytes.removeLast(bytes.count - start)
        } else {
          climbs = true
        }
        continue
      }
      starts.append(bytes.count)
      if !bytes.isEmpty { bytes.append(47) }
      bytes.append(contentsOf: name[at..<end])
    }
  }

  init(normalising name: [UInt8]) {
    self = name.withUnsafeBufferPointer { EntryName(normalising: $0) }
  }

  /// Whether a name already has that form, but for slashes at its end; the usual case, told in one pass.
  static func isNormal(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = name.first, first != 47 else { return false }
    var componentStart = 0
    for index in name.indices where name[index] == 47 {
      if isOdd(name, componentStart, index) { return false }
      componentStart = index + 1
    }
    return componentStart == name.count || !isOdd(name, componentStart, name.count)
  }

  /// An empty, `.` or `..` component.
  private static func isOdd(_ name: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    switch end - start {
    case 0: true
    case 1: name[start] == 46
    case 2: name[start] == 46 && name[start + 1] == 46
    default: false
    }
  }
}
