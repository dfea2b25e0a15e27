/// Reading a command line without the argument parser, whose start costs more than judging a small file (measured: 11 of 23
/// million instructions).
extension HadolintRequest {
  /// A command line of known options that are spelled out and have what they need; nil for any other, which the argument
  /// parser reads or refuses, and for one that asks for help.
  ///
  /// - Parameter words: with letters taken apart (`HadolintLetters`).
  init?(plain words: [String]) {
    self.init()
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.utf8.first == UInt8(ascii: "-"), word != "-" else {
        files.append(word)
        continue
      }
      if word == "--" {
        files += rest
        return
      }
      if turnOn(word) { continue }
      guard !word.utf8.contains(UInt8(ascii: "=")), let value = rest.popFirst() else { return nil }
      guard value.utf8.first != UInt8(ascii: "-"), give(word, value) else { return nil }
    }
  }

  /// - Returns: false for a word that is no switch.
  private mutating func turnOn(_ word: String) -> Bool {
    switch word {
    case "-v", "--version": asksVersion = true
    case "-V", "--verbose": verbose = true
    case "--no-config": noConfig = true
    case "--no-fail": noFail = true
    case "--no-color": noColor = true
    case "--strict-labels": strictLabels = true
    case "--disable-ignore-pragma": disableIgnorePragma = true
    default: return false
    }
    return true
  }

  /// - Returns: false for a word that is no option with a value, or a value that it cannot have.
  private mutating func give(_ option: String, _ value: String) -> Bool {
    switch option {
    case "-c", "--config": config = value
    case "--file-path-in-report": filePathInReport = value
    case "-o", "--output": output.append(value)
    case "-f", "--format": format.append(value)
    case "--error": error.append(value)
    case "--warning": warning.append(value)
    case "--info": info.append(value)
    case "--style": style.append(value)
    case "--ignore": ignore.append(value)
    case "--trusted-registry": trustedRegistry.append(value)
    case "--require-label": requireLabel.append(value)
    case "-t", "--failure-threshold": failureThreshold = value
    case "--shellcheck": shellcheck = value
    case "--profile": break
    case "--jobs":
      guard let number = Int(value), HadolintRequest.jobsRange.contains(number) else { return false }
      jobs = number
    default: return false
    }
    return true
  }
}
