import Core
import ImageArchive
import RootFS

/// An image whose run user can change the program it runs.
struct UserOwnsApp: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-OWNS-APP", title: "run user can change its own program", severity: .medium,
    what: "The ordinary user the container starts as owns or can write the program of ENTRYPOINT or CMD, a script or "
      + "module that it names, or the code in WORKDIR.",
    why: "Who gets into the process can change the program and stays: after a restart of the process, for the next "
      + "request, or for a job that another user runs.",
    fix: "COPY --chown=root:root --chmod=0555, and only data directories for the run user",
    controls: [.runbook(11), .cwe(732)],
    examples: [
      .bad(
        "it owns its program", config: #"{"User":"1000:1000","Cmd":["/app/server"]}"#,
        layers: [
          [.directory("/app"), .program("/app/server", uid: 1000, gid: 1000)]
        ]),
      .bad(
        "it owns the directory of its script", config: #"{"User":"1000:1000","Cmd":["node","/app/a.js"]}"#,
        layers: [
          [.directory("/app", uid: 1000), ExampleFile("/app/a.js"), .program("/usr/bin/node")]
        ]),
      .bad(
        "it owns the code in WORKDIR", config: #"{"User":"1000:1000","WorkingDir":"/srv","Cmd":["/run"]}"#,
        layers: [
          [.directory("/srv"), ExampleFile("/srv/app.py", uid: 1000), .program("/run")]
        ]),
      .good(
        "root owns it", config: #"{"User":"1000:1000","WorkingDir":"/app","Cmd":["/app/server"]}"#,
        layers: [
          [.directory("/app"), .program("/app/server", mode: 0o555), .directory("/app/data", uid: 1000)]
        ]),
      .good(
        "a configuration file is no code", config: #"{"User":"1000:1000","Cmd":["/s","/etc/s.conf"]}"#,
        layers: [
          [.program("/s"), ExampleFile("/etc/s.conf", uid: 1000)]
        ]),
    ])

  /// Directories that hold code wherever they are found below WORKDIR.
  private static let codeDirectories: Set<String> = [
    ".venv", "app", "bin", "dist", "lib", "node_modules", "site-packages", "src", "vendor", "venv",
  ]

  func findings(in image: ImageModel) -> [Finding] {
    guard image.ordinaryRunUser != nil else { return [] }
    let code = AppCode(image)
    var out: [Finding] = []
    var seen: Set<Int> = []
    for file in StartWords(image).files where file.isProgram || code.isCode(file.node) {
      guard let real = image.root.resolve(file.node), seen.insert(image.root.fileNumber(real)).inserted else {
        continue
      }
      let path = image.root.path(of: real)
      guard !image.isInVolume(path), !image.isInVolume(image.root.path(of: file.node)) else { continue }
      guard let reason = code.reason(file.node) else { continue }
      out.append(report("run user can change \(path), which the container runs", reason, real, path, image))
    }
    return out + workingDirectory(image, code, seen)
  }

  private func workingDirectory(_ image: ImageModel, _ code: AppCode, _ seen: Set<Int>) -> [Finding] {
    let text = image.config.workingDirectory ?? ""
    guard text.hasPrefix("/"), let node = image.root.lookup(text), node != .root else { return [] }
    guard image.root.info(node).kind == .directory else { return [] }
    let path = image.root.path(of: node)
    guard !image.isInVolume(path) else { return [] }
    var names: [String] = []
    var count = 0
    for child in image.root.children(of: node) {
      let name = RootFS.text(image.root.name(of: child))
      let info = image.root.info(child)
      let isDirectory = info.kind == .directory && UserOwnsApp.codeDirectories.contains(name)
      guard isDirectory || code.isCode(child), !image.isInVolume(image.root.path(of: child)) else { continue }
      guard let real = image.root.resolve(child), !seen.contains(image.root.fileNumber(real)) else { continue }
      guard code.reason(child) != nil else { continue }
      count += 1
      if names.count < 3 { names.append(isDirectory ? name + "/" : name) }
    }
    guard count > 0 else { return [] }
    let more = count > names.count ? " and \(count - names.count) more" : ""
    return [
      report(
        "run user can change the code in its working directory \(path)",
        "code in \(path): \(names.joined(separator: ", "))\(more)", node, path, image)
    ]
  }

  private func report(_ message: String, _ reason: String, _ node: NodeID, _ path: RootPath, _ image: ImageModel)
    -> Finding
  {
    let isDirectory = image.root.info(node).kind == .directory
    return finding(
      message, at: image.place(of: node), evidence: [reason],
      fix: isDirectory
        ? "COPY --chown=root:root for the code, and RUN install -d -o \(image.runUser.uid) only for what is written"
        : "COPY --chown=root:root --chmod=0555 … \(path), in a directory that root owns",
      detail: image.detail(of: node))
  }
}

extension RootFS {
  fileprivate static func text(_ name: ArraySlice<UInt8>) -> String { Core.text(ofName: name) }
}
