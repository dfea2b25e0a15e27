import Core
import Deployment

/// The capabilities of a list that a container does not have anyway.
struct AddedCapabilities {
  var severity: Severity
  /// Separated by commas.
  var names: String
  /// Such as `the capability SYS_ADMIN`.
  var title: String
  /// Where it stands, when it is one.
  var place: DocumentValue?
  var evidence: [String]

  /// nil when all of them are of the runtime's default set.
  init?(_ words: [(text: String, place: DocumentValue)]) {
    let found = words.prefix(100).compactMap { word in
      let name = LinuxCapability.name(word.text)
      return LinuxCapability.severity(ofAdding: name).map { (name: name, severity: $0, place: word.place) }
    }
    guard let worst = found.map(\.severity).max() else { return nil }
    severity = worst
    names = found.map { ClippedText.clipped($0.name) }.joined(separator: ", ")
    title = (found.count == 1 ? "the capability " : "the capabilities ") + names
    place = found.count == 1 ? found.first?.place : nil
    evidence = found.compactMap { item in LinuxCapability.power(of: item.name).map { "\(item.name) \($0)" } }
  }
}
