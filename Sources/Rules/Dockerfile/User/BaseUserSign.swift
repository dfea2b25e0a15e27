import BuildModel
import Core
import ShellSyntax

/// A command that tells who a base image without a row in the tables starts as.
struct BaseUserSign {
  /// Whether it works only as root; otherwise it asks for root's rights, as others than root must.
  var isRoot: Bool
  var program: String
  var place: Place
}

extension BuildModel {
  /// The first command run as the base's own user that installs packages, or does anything through sudo.
  var baseUserSign: BaseUserSign? {
    let managers: Set<String> = ["apt-get", "apt", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper"]
    let verbs: Set<String> = ["install", "add", "update", "upgrade"]
    for command in shippedCommands where command.step.user == .inherited {
      let program = command.resolved.wrappers.first { $0 == "sudo" } ?? command.name
      if program == "sudo" {
        return BaseUserSign(isRoot: false, program: program, place: command.place(in: self))
      }
      guard command.resolved.wrappers.isEmpty, managers.contains(program),
        let verb = command.resolved.operands().first?.literal, verbs.contains(verb)
      else { continue }
      return BaseUserSign(isRoot: true, program: program, place: command.place(in: self))
    }
    return nil
  }
}
