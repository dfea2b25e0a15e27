import Core

/// Reads the task definitions of a configuration in Terraform's language.
struct TerraformReader {
  private let text: [UInt8]
  private let limits: DeploymentLimits

  init(_ text: [UInt8], _ limits: DeploymentLimits) { (self.text, self.limits) = (text, limits) }

  /// The words that blocks at the top of a configuration begin with.
  ///
  /// Source: Terraform's language reference.
  private static let blockTypes: Set<String> = [
    "check", "data", "ephemeral", "import", "locals", "module", "moved", "output", "provider", "removed", "resource",
    "terraform", "variable",
  ]

  /// Whether a file is Terraform's language by its name, or by what it begins with.
  static func isTerraform(_ bytes: [UInt8], name: String) -> Bool { name.hasSuffix(".tf") || begins(bytes[...]) }

  /// Whether a text begins as a configuration does: with a block, after comments.
  ///
  /// No line of a Dockerfile does: it has no `{` behind such a word, and no instruction is called so.
  static func begins(_ head: ArraySlice<UInt8>) -> Bool {
    let first = head.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return false }
    var scanner = HCLScanner(Array(head.prefix(64 << 10)))
    if scanner.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.at = 3 }
    scanner.skipBlanks(lineEnds: true)
    guard blockTypes.contains(scanner.word()) else { return false }
    while scanner.peek() != 0x0A, !scanner.isAtEnd {
      scanner.skipBlanks(lineEnds: false)
      if scanner.peek() == UInt8(ascii: "{") { return true }
      guard scanner.peek() == UInt8(ascii: "\""), (try? HCLText.quoted(&scanner, isJSON: false)) != nil else {
        return false
      }
    }
    return false
  }

  /// The task definitions, in the order of the text.
  ///
  /// - Throws: `not-a-deployment` when there are none, and what `HCLParser` throws.
  func tasks(name: String) throws(DeploymentError) -> [TaskDefinition] {
    var parser = HCLParser(text, limits)
    let blocks = try parser.blocks { block in
      block.type == "resource"
        && (block.labels.first == TerraformNames.taskType || block.labels.first == TerraformNames.serviceType)
    }
    let services = services(blocks)
    var tasks: [TaskDefinition] = []
    for block in blocks where block.labels.first == TerraformNames.taskType {
      guard let value = block.value else { continue }
      let label = block.labels.count > 1 ? block.labels[1] : nil
      tasks.append(
        try TerraformTask.task(
          value, name: label, form: .terraform, syntax: block.hasJSON ? .json : .hcl,
          enablesExec: label.flatMap { services[$0] }, containers: { $0 }))
    }
    guard tasks.isEmpty else { return tasks }
    throw nothing(blocks, name)
  }

  private func services(_ blocks: [HCLParser.Block]) -> ServiceExec {
    var services = ServiceExec()
    for block in blocks where block.labels.first == TerraformNames.serviceType {
      guard let service = block.value else { continue }
      let parts = (service["task_definition"]?.unknown ?? "").utf8.split(separator: UInt8(ascii: "."))
      guard parts.count > 1, parts[0].elementsEqual(TerraformNames.taskType.utf8) else { continue }
      let name = String(decoding: parts[1].prefix { HCLScanner.isWordPart($0) }, as: UTF8.self)
      services.add(name, service.flag("enable_execute_command"))
    }
    return services
  }

  private func nothing(_ blocks: [HCLParser.Block], _ name: String) -> DeploymentError {
    var seen: Set<String> = []
    let types = blocks.filter { $0.type == "resource" }.compactMap(\.labels.first).filter { seen.insert($0).inserted }
    let hasModules = blocks.contains { $0.type == "module" }
    let none = hasModules ? "modules, which are not read" : "no resources"
    let found = types.isEmpty ? none : DocumentWords.list(types)
    return DeploymentError(
      "not-a-deployment",
      "\(DocumentWords.bare(name)) is Terraform without an `\(TerraformNames.taskType)`", found: found,
      help: hasModules ? "terraform plan -out plan; terraform show -json plan > plan.json" : nil)
  }
}
