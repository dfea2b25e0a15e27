import Core
import Deployment

/// A container whose output is not logged, or not where it can be read.
///
/// Source: Security Hub ECS.9; AWS ECS security runbook item 6; the logging SOP; ECS API, LogConfiguration.
struct ECSLog: TaskRule {
  static let info = RuleInfo(
    id: "ECS-LOG", title: "container is not logged", severity: .high, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "Each container but a FireLens router has a logConfiguration. The driver is awslogs with group, region and stream "
      + "prefix, and does not block the container; awsfirelens has a router in the task; Fargate has the driver.",
    why:
      "What a container prints is often the only trace of an attack. Without a driver it is lost with the container, and "
      + "a driver that blocks stops the container when CloudWatch cannot be reached.",
    fix:
      "\"logConfiguration\": {\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": …, \"awslogs-region\": …, "
      + "\"awslogs-stream-prefix\": …}}",
    controls: [.runbook(6), .securityHub("ECS.9"), .controlTower("CT.ECS.PR.5"), .cfnLint("E3713")],
    examples: [
      .bad("no logging", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "no region",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/ecs/a","awslogs-stream-prefix":"web","mode":"non-blocking","max-buffer-size":"25m"}}}]}"#
      ),
      .good(
        "awslogs",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/ecs/a","awslogs-region":"eu-west-1","awslogs-stream-prefix":"web","mode":"non-blocking","max-buffer-size":"25m"}}}]}"#
      ),
      .good(
        "the router itself",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"router","image":"router:1","firelensConfiguration":{"type":"fluentbit"}}]}"#
      ),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    let hasRouter = task.hasUnknownContainers || task.containers.contains(where: \.isLogRouter)
    return task.containers.flatMap { findings(in: $0, of: task, hasRouter: hasRouter, context) }
  }

  private func findings(
    in container: ContainerDefinition, of task: TaskDefinition, hasRouter: Bool, _ context: DeploymentContext
  ) -> [Finding] {
    guard let configuration = container.logConfiguration else {
      guard !container.isLogRouter else { return [] }
      return [
        finding(
          "\(container.title) has no \(task.containerKey("logConfiguration")): its output is not kept",
          about: container, of: task, in: context, fix: LogFix(container, task).configuration)
      ]
    }
    switch configuration.text("logDriver") {
    case .unknown: return []
    case .absent:
      guard !container.isLogRouter else { return [] }
      return [
        finding(
          "\(task.containerKey("logConfiguration")) of \(container.title) has no \(task.containerKey("logDriver"))",
          about: container, of: task, at: configuration, in: context, fix: LogFix(container, task).configuration)
      ]
    case .known(let driver, let place):
      if driver == "awslogs" { return AwslogsJudge(container, task, configuration).findings(of: self, context) }
      if driver == "awsfirelens", hasRouter { return [] }
      return self.driver(driver, place, container, task, context).map { [$0] } ?? []
    }
  }

  private static let elsewhere: Set<String> = ["splunk", "syslog", "gelf", "fluentd", "logentries", "gcplogs"]
  private static let local: Set<String> = ["json-file", "local", "journald", "etwlogs"]

  private func driver(
    _ driver: String, _ place: DocumentValue, _ container: ContainerDefinition, _ task: TaskDefinition,
    _ context: DeploymentContext
  ) -> Finding? {
    let shown = UserText.clipped(driver)
    let fix = LogFix(container, task).configuration
    func report(_ message: String, _ severity: Severity, fix text: String? = nil) -> Finding {
      finding(
        "\(container.title) \(message)", about: container, of: task, at: place, in: context, fact: "driver",
        severity: severity, fix: text ?? fix)
    }
    if driver == "awsfirelens" {
      return report(
        "logs to awsfirelens, but no container of the task is a router: the task is refused", .medium,
        fix: "a container with "
          + task.containerMember("firelensConfiguration", .object([("type", .text("fluentbit"))])))
    }
    if driver == "none" { return report("logs to the driver \"none\": nothing is kept, though ECS.9 passes", .high) }
    if task.isFargate, driver != "splunk" {
      return report("logs to \"\(shown)\"; Fargate takes awslogs, splunk and awsfirelens alone", .medium)
    }
    if Self.local.contains(driver) {
      return report("logs to \"\(shown)\", which stays on the instance: awslogs keeps it in CloudWatch", .medium)
    }
    if Self.elsewhere.contains(driver) { return report("logs to \"\(shown)\" and not to awslogs", .low) }
    return report("logs to \"\(shown)\", which is no log driver of ECS", .medium)
  }
}
