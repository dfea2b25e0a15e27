import Core
import JSONText

/// A report in one of hadolint's formats, byte for byte in its shape.
///
/// What readers find a tool or a rule by stays hadolint's: the driver's name and the engine's id, the prefixes of the GNU
/// format and of the ids in JUnit, the codes. Names for people and versions are our own, and nothing tells the time:
/// the ids of a JUnit run, which hadolint makes of the clock, are fixed.
public struct HadolintReport: Sendable, Equatable {
  /// In the order in which the user named them.
  public var files: [HadolintReportFile]
  /// What stands for every file's name in the formats that obey it; nil for the names themselves.
  public var reportedName: String?
  /// Whether the `tty` format colours levels.
  public var isColored: Bool

  public init(files: [HadolintReportFile], reportedName: String? = nil, isColored: Bool = false) {
    (self.files, self.reportedName, self.isColored) = (files, reportedName, isColored)
  }

  /// The report as UTF-8.
  public func bytes(_ format: HadolintFormat) -> [UInt8] {
    switch format {
    case .tty: terminalLines
    case .gnu: gnuLines
    case .json: json
    case .codacy: codacy
    case .sonarqube: sonarQube
    case .codeclimate: codeClimate
    case .gitlabCodeClimate: gitLabCodeClimate
    case .sarif: sarif
    case .checkstyle: checkstyle
    case .junit: jUnit
    }
  }

  /// The name of a file in the formats that obey `reportedName`.
  func reported(_ file: HadolintReportFile) -> String { reportedName ?? file.name }

  /// Calls a function for each thing to tell, in the order of the files.
  func each(_ tell: (HadolintReportFile, HadolintItem) -> Void) {
    for file in files {
      if let error = file.parseError { tell(file, .error(error)) }
      for finding in file.findings { tell(file, .finding(finding)) }
    }
  }
}

/// One thing that is told of a file.
enum HadolintItem {
  case error(HadolintReportFile.ParseError)
  case finding(HadolintReportFile.Finding)
}
