import Core
import BuildModel
import Dockerfile
import ShellSyntax

/// A command of a package manager: what it does with which packages.
struct PackageCommand: Sendable {
  enum Action: Sendable, Hashable {
    /// Also of package files, groups and build dependencies.
    case install
    case upgrade
    case remove
    /// Removal of what nothing needs any more, and of the packages named.
    case autoremove
    /// `apt-mark auto`: as if they had come as dependencies.
    case markAuto
    case markManual
    /// Changes no installed package: update, clean, download, search and the like.
    case other
  }

  var command: StepCommand
  var manager: PackageManager
  var action: Action
  /// The packages named, in order.
  var packages: [PackageName]
  /// The package files and addresses named, as written.
  var files: [PackageName]
  /// Whether every package is known; false when a word has a variable without a known value.
  var isAllKnown: Bool
  /// The name of apk's `--virtual`, under which the packages can be removed together.
  var virtualName: String?
  /// Whether configuration files go too.
  var purges: Bool
  /// Whether packages that nothing needs any more are removed too.
  var removesUnused: Bool
  /// Another root directory that it works on, as written (`--root`, `--installroot`); nil for the image's own.
  var otherRoot: String?

  /// Whether it can bring new or changed files of packages into the image.
  var isInstallation: Bool { action == .install || action == .upgrade }

  /// Reads a command; nil when it is none of a package manager.
  ///
  /// To read many commands use `BuildModel.packageCommands(of:)`.
  static func read(_ command: StepCommand, in build: BuildModel) -> PackageCommand? {
    var budget = ExpansionBudget()
    return PackageCommandReader.read(command, in: build, budget: &budget)
  }
}

extension BuildModel {
  /// The package commands among these, in order.
  ///
  /// There is a limit on the text that variables expand to in all of them together; behind it words with variables are
  /// unknown.
  func packageCommands(of commands: [StepCommand]) -> [PackageCommand] {
    var budget = ExpansionBudget()
    return commands.compactMap { PackageCommandReader.read($0, in: self, budget: &budget) }
  }

  /// The package commands of a RUN; those of the steps whose files ship are read once for all rules.
  func packageCommands(ofStep step: BuildStep) -> [PackageCommand] {
    let packages = analyses.value {
      // One budget for all, since all of them are kept.
      var (byNode, budget): ([Int: [PackageCommand]], ExpansionBudget) = ([:], ExpansionBudget())
      for step in setuidSteps where step.instruction.keyword == .run {
        byNode[step.node] = commands(of: [step]).compactMap {
          PackageCommandReader.read($0, in: self, budget: &budget)
        }
      }
      return StepPackages(byNode: byNode)
    }
    return packages.byNode[step.node] ?? packageCommands(of: commands(of: [step]))
  }
}

private struct StepPackages: Sendable { var byNode: [Int: [PackageCommand]] }
