import Config
import Core
import Engine
import Reports

/// The configuration file that `imgscan init` writes.
struct InitialConfiguration {
  let targets: [Target]
  let settings: Settings
  /// The baseline's file; nil without one.
  let baseline: String?

  /// Files that could not be judged: a run would end with status 2 because of them.
  private var unread: [Target] { targets.filter { !$0.incidents.isEmpty && $0.kind != "image" } }
  private var known: Int {
    targets.reduce(0) { $0 + ($1.incidents.isEmpty || $1.kind == "image" ? $1.findings.count : 0) }
  }

  func text() -> String {
    var lines = [
      "# What imgscan looks at, and when it fails. What holds: imgscan config show; all keys: man imgscan.yaml", "",
      "# Fail at findings of this severity: critical, high, medium, low, info.",
      "fail-on: \(settings.text("fail-on") ?? "medium")", "",
      "# default; strict: hardening rules that are remarks by default count; runbook: only the runbook's items.",
      "profile: \(settings.text("profile") ?? "default")", "",
    ]
    if let baseline {
      lines += [
        "# The \(counted(known, "finding")) of the day this was written do not count. imgscan baseline write writes them anew.",
        "baseline: \(baseline)", "",
      ]
    }
    if unread.isEmpty {
      lines += ["# Files that searches leave out.", "# exclude: [\"vendor/**\"]", ""]
    } else {
      lines += [
        "# Files that searches leave out. These cannot be judged; mend them and take the line out.", "exclude:",
      ]
      for target in unread {
        let reason = target.incidents.first.map { "  # " + Sanitized($0.message).description } ?? ""
        lines.append("  - \(InitialConfiguration.quoted(pattern(target)))\(reason)")
      }
      lines.append("")
    }
    lines += [
      "# Severities: critical, high, medium, low, info or off.", "# rules:", "#   IMG-TOOL-SHELL: off", "",
      "# What does not count, and why. A lapsed ignore returns its finding.", "# ignore:",
      "#   - rule: DKF-TOOL-LEFT", "#     path: services/old/**", "#     reason: the health check calls curl",
      "#     expires: 2027-12-31", "", "# Set-id files that are meant to be there.", "# allow-setuid:",
      "#   - path: /usr/bin/sudo", "#     owner: root:root", "#     reason: the operators' way in",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What was done, and what comes next.
  func summary(_ name: String) -> String {
    var lines = ["wrote \(name)"]
    if let baseline { lines[0] += " and \(baseline) (\(counted(known, "finding")))" }
    if !unread.isEmpty {
      lines.append(
        "\(counted(unread.count, "file")) cannot be judged and \(unread.count == 1 ? "is" : "are") excluded: see \(name)"
      )
    }
    let other = targets.filter { !$0.incidents.isEmpty && $0.kind == "image" }
    if !other.isEmpty { lines.append("\(counted(other.count, "image")) could not be read completely") }
    lines.append("next: imgscan .")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A pattern that matches the file and nothing else.
  private func pattern(_ target: Target) -> String {
    var name = Substring(target.name)
    while name.hasPrefix("./") { name = name.dropFirst(2) }
    return name.reduce(into: "") { out, character in
      if "*?[\\".contains(character) { out.append("\\") }
      out.append(character)
    }
  }

  /// A text as YAML's double-quoted scalar (YAML 1.2.2, 7.3.1).
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case _ where scalar.isUnsafeToShow:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += "\\U" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
