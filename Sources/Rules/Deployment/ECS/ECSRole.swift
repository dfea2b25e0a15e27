import Core
import Deployment

/// A task whose roles are missing or one and the same.
///
/// Source: AWS ECS security runbook item 1; checkov CKV_AWS_249; AWS ECS developer guide, "Task execution IAM role".
struct ECSRole: TaskRule {
  static let info = RuleInfo(
    id: "ECS-ROLE", title: "task roles missing or shared", severity: .medium, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "taskRoleArn and executionRoleArn are two roles. On Fargate there is an executionRoleArn when images come from ECR "
      + "or logs go to awslogs. That taskRoleArn is missing is only remarked.",
    why:
      "The execution role may pull images and read the task's secrets; an application that has the same role may too. "
      + "Without roles of their own tasks use those of the instance.",
    fix: "a role of its own for each task, with what the application calls and nothing else",
    controls: [.runbook(1), .checkov("CKV_AWS_249")],
    examples: [
      .bad(
        "one role for both",
        deployment:
          #"{"family":"a","taskRoleArn":"arn:aws:iam::123456789012:role/a","executionRoleArn":"arn:aws:iam::123456789012:role/a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#
      ),
      .bad("no role", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .good(
        "two roles",
        deployment:
          #"{"family":"a","taskRoleArn":"arn:aws:iam::123456789012:role/a","executionRoleArn":"arn:aws:iam::123456789012:role/exec","containerDefinitions":[{"name":"web","image":"web:1"}]}"#
      ),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    [taskRole(task, context), executionRole(task, context)].compactMap { $0 }
  }

  private func taskRole(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    let key = task.taskKey("taskRoleArn")
    switch task.taskRole {
    case .unknown: return nil
    case .absent:
      let result =
        task.isFargate ? "its containers can call no AWS service" : "on EC2 its containers can use the instance's"
      return finding(
        "task has no \(key): \(result)", about: task, in: context, fact: "task", severity: .info,
        fix: task.taskMember("taskRoleArn", .text("arn:aws:iam::ACCOUNT:role/NAME")))
    case .known(let role, let place):
      guard !role.isEmpty, role == task.executionRole.value else { return nil }
      return finding(
        "\(key) and \(task.taskKey("executionRoleArn")) are one role: the application may pull images and read all the "
          + "secrets of the task", about: task, at: place, in: context, fact: "same",
        fix: task.taskMember("taskRoleArn", .text("arn:aws:iam::ACCOUNT:role/NAME")))
    }
  }

  private func executionRole(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard task.isFargate, task.executionRole.isAbsent,
      !task.containers.contains(where: { !ECSSecretReference.references(of: $0).isEmpty })
    else { return nil }
    let reasons = task.containers.compactMap { container -> String? in
      if let image = container.image.value, TaskImageName(image).isPrivateECR {
        return "pull the image of \(container.title)"
      }
      if container.logConfiguration?.text("logDriver").value == "awslogs" {
        return "write the log of \(container.title)"
      }
      return nil
    }
    guard let reason = reasons.first else { return nil }
    return finding(
      "task has no \(task.taskKey("executionRoleArn")), so Fargate cannot \(reason)", about: task, in: context,
      fact: "execution",
      fix: task.taskMember("executionRoleArn", .text("arn:aws:iam::ACCOUNT:role/ecsTaskExecutionRole")))
  }
}
