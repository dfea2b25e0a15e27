import BuildModel
import Core
import Deployment
import ImageArchive
import ReadOnlyRoot
import RootFS
import ShellSyntax

/// A container of a task together with the image it runs.
struct ContainerRun {
  /// The image with what the task changes of it: user and environment.
  let image: ImageModel
  /// The image as it is.
  let original: ImageModel
  /// Whom the container runs as; nil when the task's `user` is not known.
  let user: RunUser?
  /// Why the image's own start command tells nothing of what runs; nil when it does.
  let otherStart: String?

  /// Variables of the task that are given to the image; what starts looks at a few.
  private static let mostVariables = 1_000

  /// The mounts that it needs; nil when the task starts something else than the image does.
  var plan: MountPlan? { otherStart == nil ? MountPlan(of: image) : nil }

  init(_ image: ImageModel, of container: ContainerDefinition) {
    original = image
    user = ContainerRun.user(of: container, in: image)
    otherStart = ContainerRun.change(of: image.config, by: container)
    var (model, isChanged) = (image, false)
    for entry in container.environment.prefix(ContainerRun.mostVariables) {
      isChanged = true
      if let value = entry.value.value {
        model.config.env.append(entry.name + "=" + value)
      } else {
        model.config.env.removeAll { $0.utf8.starts(with: (entry.name + "=").utf8) }
      }
    }
    if otherStart == nil, let words = container.command.value, !words.isEmpty {
      isChanged = true
      model.config.cmd = words
      model.start.argv = model.config.argv
    }
    // What is remembered of the image is for its own settings: a new user, if only the same again, forgets it.
    if isChanged || user != image.runUser { model.runUser = user ?? image.runUser }
    self.image = model
  }

  private static func user(of container: ContainerDefinition, in image: ImageModel) -> RunUser? {
    switch container.user {
    case .absent: return image.runUser
    case .unknown: return nil
    case .known(let text, _):
      let isReadable = image.accounts.users != nil || image.root.lookup("/etc/passwd") == nil
      return RunUser(raw: text, accounts: image.accounts, accountsReadable: isReadable)
    }
  }

  /// Why the start command is another than the image's.
  private static func change(of config: ImageConfig, by container: ContainerDefinition) -> String? {
    switch container.entryPoint {
    case .unknown: return "entryPoint is not known"
    case .known(let words, _) where !words.isEmpty && words != config.entrypoint: return "entryPoint is the task's own"
    case .known, .absent: break
    }
    switch container.command {
    case .unknown: return "command is not known"
    case .known(let words, _) where !words.isEmpty:
      // An entrypoint that is given options, or the program it is made for, starts what it starts anyway.
      let isSame =
        config.cmd?.first.map { words.first.map(CommandWords.baseName) == CommandWords.baseName($0) } ?? false
      let isOptions = words.first?.utf8.first == UInt8(ascii: "-")
      if isSame || (isOptions && config.entrypoint != nil) { return nil }
      return "command is the task's own"
    case .known, .absent: return nil
    }
  }
}

extension DeploymentContext {
  /// A container with its image; nil when no image is at hand that it surely runs.
  func run(of container: ContainerDefinition, in task: TaskDefinition) -> ContainerRun? {
    guard !images.isEmpty, container.index < Self.mostContainers else { return nil }
    if let image = named(container.image.value) { return ContainerRun(image, of: container) }
    guard images.count == 1, file.tasks.count == 1, !task.hasUnknownContainers, isOnly(container, of: task),
      !task.containers.contains(where: { named($0.image.value) != nil }), let image = image(for: nil, isOnly: true)
    else { return nil }
    return ContainerRun(image, of: container)
  }

  /// The image of a name; a mirror in another registry has it too, when no other image has.
  private func named(_ reference: String?) -> ImageModel? {
    guard let reference else { return nil }
    if let image = image(for: reference, isOnly: false) { return image }
    let wanted = ImageReference(reference)
    let mirrors = images.filter { image in
      (image.tags + (image.reference.map { [$0] } ?? [])).contains { text in
        let name = ImageReference(text)
        guard !name.repository.isEmpty, name.repository == wanted.repository else { return false }
        if wanted.digest != nil, wanted.tag == nil || name.tag == nil { return name.digest == nil }
        return (name.tag ?? "latest") == (wanted.tag ?? "latest")
      }
    }
    return mirrors.count == 1 ? mirrors.first : nil
  }

  /// Containers of a task that are judged with their images: ECS takes ten.
  private static var mostContainers: Int { 100 }

  /// Whether it is the task's only container, or the only one the task cannot do without.
  private func isOnly(_ container: ContainerDefinition, of task: TaskDefinition) -> Bool {
    if task.containers.count == 1 { return true }
    guard container.isEssential == true else { return false }
    return task.containers.allSatisfy { $0.index == container.index || $0.isEssential == false }
  }
}
