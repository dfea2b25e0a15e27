import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A working directory of an application of a kind that writes next to its code.
///
/// Source: image-checks.md section 8.
struct ReadOnlyWorkingDirectory: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-WORKDIR", title: "application writes to its working directory", severity: .low,
    what:
      "The run user may write to the working directory, and what lies there or is started is known to write into it: "
      + "Rails (tmp, log), Next.js (.next/cache), Laravel (storage, bootstrap/cache), Symfony (var), Django with "
      + "SQLite, celery beat.",
    why: "On a read-only root file system these writes fail, some only hours after the start.",
    fix: "mount a tmpfs or volume at the directory, or move the file by the program's configuration",
    controls: [.runbook(12), .securityHub("ECS.5")], needs: ImageNeeds(contents: ScriptFiles.contents),
    examples: [
      .bad(
        "Rails", config: #"{"Cmd":["bundle","exec","puma"],"WorkingDir":"/app","User":"1000:1000"}"#,
        layers: [
          [
            .directory("/app", uid: 1000, gid: 1000), ExampleFile("/app/config/application.rb"),
            .script("/app/bin/rails", "#!/usr/bin/ruby\n"), .program("/usr/bin/bundle"),
          ]
        ]),
      .bad(
        "celery beat", config: #"{"Cmd":["celery","-A","app","beat"],"WorkingDir":"/app"}"#,
        layers: [[.directory("/app"), .program("/usr/bin/celery")]]),
      .good(
        "directories are volumes",
        config:
          #"{"Cmd":["puma"],"WorkingDir":"/app","User":"1000:1000","Volumes":{"/app/tmp":{},"/app/log":{}}}"#,
        layers: [
          [
            .directory("/app", uid: 1000, gid: 1000), ExampleFile("/app/config/application.rb"),
            .script("/app/bin/rails", "#!/usr/bin/ruby\n"), .program("/usr/bin/puma"),
          ]
        ]),
      .good(
        "not writable", config: #"{"Cmd":["puma"],"WorkingDir":"/app","User":"1000:1000"}"#,
        layers: [
          [
            .directory("/app"), ExampleFile("/app/config/application.rb"),
            .script("/app/bin/rails", "#!/usr/bin/ruby\n"), .program("/usr/bin/puma"),
          ]
        ]),
      .good(
        "no such application", config: #"{"Cmd":["/app/server"],"WorkingDir":"/app","User":"1000:1000"}"#,
        layers: [[.directory("/app", uid: 1000, gid: 1000), .program("/app/server")]]),
    ])

  /// A kind of application by the files that show it.
  private struct Kind {
    var name: String
    var marks: [String]
    var writes: [String]
  }

  private static let kinds: [Kind] = [
    Kind(name: "Rails", marks: ["config/application.rb", "bin/rails"], writes: ["tmp", "log"]),
    Kind(name: "Next.js", marks: [".next/BUILD_ID"], writes: [".next/cache"]),
    Kind(name: "Laravel", marks: ["artisan", "bootstrap/app.php"], writes: ["storage", "bootstrap/cache"]),
    Kind(name: "Symfony", marks: ["bin/console", "src/Kernel.php"], writes: ["var"]),
    Kind(name: "Django", marks: ["manage.py", "db.sqlite3"], writes: ["db.sqlite3"]),
  ]

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, image.start.state == .found, image.runUser.outcome == .resolved else { return [] }
    let given = image.config.workingDirectory ?? ""
    guard given.utf8.first == UInt8(ascii: "/"), let node = image.directory(given), image.runUserCanWrite(node) else {
      return []
    }
    let directory = image.root.path(of: node).description
    guard directory != "/" else { return [] }
    let cover = WritableCover(of: image)
    var out: [Finding] = []
    for kind in Self.kinds where kind.marks.allSatisfy({ image.root.lookup(directory + "/" + $0) != nil }) {
      let places = kind.writes.map { directory + "/" + $0 }
        .filter { !cover.contains(RootPath($0)) && !cover.contains(image.resolvedPath($0)) }
      guard !places.isEmpty else { continue }
      let marks = kind.marks.map { directory + "/" + $0 }.joined(separator: ", ")
      out.append(report(kind.name, places, "\(marks) in the image", node, image))
    }
    let started = startedWrites(StartedService(in: image).words)
    if let (name, file) = started, !cover.contains(RootPath(directory + "/" + file)) {
      out.append(report(name, [directory + "/" + file], "start command and WORKDIR \(directory)", node, image))
    }
    return out
  }

  private func report(
    _ name: String, _ places: [String], _ evidence: String, _ node: NodeID, _ image: ImageModel
  ) -> Finding {
    finding(
      "\(name) writes to \(places.joined(separator: ", ")), which no volume covers", at: image.place(of: node),
      evidence: [evidence], detail: image.detail(of: node)
    ).identified(by: name)
  }

  /// What a program writes into the directory it is started in.
  private func startedWrites(_ words: [String]) -> (name: String, file: String)? {
    guard let first = words.first else { return nil }
    let program = first.split(separator: "/").last.map(String.init) ?? first
    let options = Set(words.dropFirst().map { word in String(word.prefix { $0 != "=" }) })
    switch program {
    case "celery":
      guard options.contains("beat") || options.contains("-B") || options.contains("--beat"),
        options.isDisjoint(with: ["-s", "--schedule", "-S", "--scheduler"])
      else { return nil }
      return ("celery beat", "celerybeat-schedule")
    default: return nil
    }
  }
}
