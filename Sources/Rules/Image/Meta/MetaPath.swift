import Core
import ImageArchive
import RootFS

/// An image whose PATH finds programs where others can put them.
///
/// Source: CWE-426, untrusted search path; POSIX.1-2017, 8.3: an empty element is the working directory.
struct MetaPath: ImageRule {
  static let info = RuleInfo(
    id: "IMG-META-PATH", title: "unsafe PATH", severity: .medium,
    what: "PATH has an empty, a relative or a . element, or a directory that the run user can write into ahead of the "
      + "system's directories.",
    why: "Whoever can write there decides what runs when a script calls ls or sh: a foothold in the process becomes a "
      + "lasting one, with the rights of whoever runs the script next.",
    fix: "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    controls: [.cwe(426)],
    examples: [
      .bad("the working directory", config: #"{"Env":["PATH=.:/usr/bin:/bin"]}"#),
      .bad("an empty element", config: #"{"Env":["PATH=/usr/bin:/bin:"]}"#),
      .bad(
        "a directory of the run user in front", config: #"{"User":"1000:1000","Env":["PATH=/app/bin:/bin"]}"#,
        layers: [
          [.directory("/app/bin", uid: 1000)]
        ]),
      .good(
        "at the end it can hide nothing", config: #"{"User":"1000:1000","Env":["PATH=/bin:/app/bin"]}"#,
        layers: [
          [.directory("/app/bin", uid: 1000)]
        ]),
      .good("the default", config: "{}"),
    ])

  private static let system: Set<String> = ["/bin", "/sbin", "/usr/bin", "/usr/sbin"]

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, let index = image.config.env.lastIndex(where: { $0.hasPrefix("PATH=") }) else { return [] }
    let place = Place.config(pointer: "/config/Env/\(index)")
    let elements = Array(image.config.searchPath.prefix(256))
    if elements == [""] { return [finding("PATH is empty", at: place, fix: Self.info.fix)] }
    var out: [Finding] = []
    var seen: Set<String> = []
    let lastSystem = elements.lastIndex { MetaPath.system.contains(RuntimePath.cleaned($0).description) } ?? -1
    for (position, element) in elements.enumerated() where seen.insert(element).inserted {
      if let problem = relative(element) {
        out.append(
          finding(
            "PATH has \(problem) at position \(position + 1)", at: place,
            evidence: ["a program there runs instead of the one that is meant"], fix: "remove the element from ENV PATH"
          ))
      } else if position < lastSystem, let found = writable(element, image) {
        out.append(found)
      }
    }
    return out
  }

  private func relative(_ element: String) -> String? {
    if element.isEmpty { return "an empty element, which is the working directory," }
    if element.hasPrefix("/") { return nil }
    if element == "." || element == "./" { return "., the working directory," }
    return "the relative element \"\(UserText.clipped(element))\""
  }

  private func writable(_ element: String, _ image: ImageModel) -> Finding? {
    let path = RuntimePath.cleaned(element)
    guard let user = image.ordinaryRunUser, !image.isDecidedAtRunTime(path) else { return nil }
    guard let node = image.root.lookup(path), image.root.info(node).kind == .directory else { return nil }
    let owns = Int(image.root.info(node).uid) == user.uid
    guard owns || image.runUserCanWrite(node), !image.isInVolume(image.root.path(of: node)) else { return nil }
    let shown = UserText.clipped(path.description, to: 1_000)
    return finding(
      "run user can write into \(shown), which PATH searches before the system's directories",
      at: image.place(of: node),
      evidence: ["uid \(user.uid) \(owns ? "owns" : "may write into") it; config.Env has PATH"],
      fix: "RUN chown root:root \(shown) && chmod go-w \(shown), or put it at the end of PATH",
      detail: image.detail(of: node))
  }
}
