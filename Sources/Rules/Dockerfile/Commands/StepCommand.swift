import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A command that a RUN carries out.
struct StepCommand: Sendable {
  var step: BuildStep
  var script: StepScript
  /// Index in `script.script.commands`.
  var index: Int
  /// Position of the step among those it was listed with; with `index` the order in which commands run.
  var stepOrder: Int

  var command: ShellCommand { script.script.commands[index] }

  /// The program behind wrappers such as sudo and env.
  var resolved: ResolvedCommand { script.resolved[index] }

  /// The program's base name; empty when it is not known or there is none.
  var name: String { script.resolved[index].name }

  /// Whether it runs before another of the same list.
  func precedes(_ other: StepCommand) -> Bool { (stepOrder, index) < (other.stepOrder, other.index) }

  /// Where it is in the file.
  func place(in build: BuildModel) -> Place { build.place(command.range, in: script) }

  /// Where one of its words is in the file.
  func place(of word: ShellWord, in build: BuildModel) -> Place { build.place(word.range, in: script) }

  /// The fields a word expands to, by the variables of the script and of the build; nil when they are not known.
  func fields(_ word: ShellWord, in build: BuildModel) -> [String]? {
    script.script.fields(of: word, before: index) { build.variable($0, at: step) }
  }
}

extension BuildModel {
  /// The commands of every RUN of these steps, in order.
  func commands(of steps: [BuildStep]) -> [StepCommand] {
    var out: [StepCommand] = []
    // Once for all: reserving for each step would copy the list each time.
    out.reserveCapacity(
      steps.reduce(0) { $0 + ($1.instruction.keyword == .run ? $1.script?.script.commands.count ?? 0 : 0) })
    for (order, step) in steps.enumerated() {
      guard step.instruction.keyword == .run, let script = step.script else { continue }
      for index in script.script.commands.indices {
        out.append(StepCommand(step: step, script: script, index: index, stepOrder: order))
      }
    }
    return out
  }

  /// The commands of every RUN whose result ships.
  var shippedCommands: [StepCommand] { analyses.value { ShippedCommands(all: commands(of: shippedSteps)) }.all }
}

private struct ShippedCommands: Sendable { var all: [StepCommand] }
