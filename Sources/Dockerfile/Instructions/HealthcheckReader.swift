/// Reads HEALTHCHECK.
enum HealthcheckReader {
  static func healthcheck(_ text: InstructionText, _ flags: [Flag]) throws(InstructionProblem) -> Healthcheck {
    guard let type = text.arguments.first else {
      throw InstructionProblem("no-argument", "HEALTHCHECK has no argument", help: "HEALTHCHECK CMD command, or NONE")
    }
    switch type.text.uppercased() {
    case "NONE":
      guard text.arguments.count == 1 else {
        throw InstructionProblem("healthcheck-none", "HEALTHCHECK NONE takes no argument", text.rest)
      }
      return .none
    case "CMD":
      let command = CommandForm(isExec: text.isJSON, arguments: Array(text.arguments.dropFirst()))
      guard !command.arguments.isEmpty else {
        throw InstructionProblem("healthcheck-command", "HEALTHCHECK CMD has no command", text.rest)
      }
      for flag in flags { try check(flag) }
      return .command(command)
    default:
      throw InstructionProblem(
        "healthcheck-type", "HEALTHCHECK begins with \"\(type.text)\", expected CMD or NONE", type.range,
        help: "HEALTHCHECK CMD \(type.text) …")
    }
  }

  private static func check(_ flag: Flag) throws(InstructionProblem) {
    let value = flag.value ?? ""
    if flag.name == "retries" {
      if value.isEmpty { return }
      guard let count = Int32(value), count >= 0 else {
        throw InstructionProblem("flag-value", "--retries is \"\(value)\", expected a number from 0 up", flag.range)
      }
      return
    }
    if value.isEmpty { return }
    guard let nanoseconds = GoDuration.nanoseconds(value) else {
      throw InstructionProblem(
        "flag-value", "--\(flag.name) is \"\(value)\", expected a time such as 30s or 1m30s", flag.range)
    }
    guard nanoseconds == 0 || nanoseconds >= 1e6 else {
      throw InstructionProblem("flag-value", "--\(flag.name) is \"\(value)\", the shortest time is 1ms", flag.range)
    }
  }
}
