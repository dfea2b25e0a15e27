/// A program that starts the program named by its operands.
struct CommandWrapper: Sendable {
  /// Letters of its short options that take a value.
  var valueLetters = ""
  /// Its long options whose value is a word of its own.
  var valueNames: Set<String> = []
  /// Operands before the program.
  var operands = 0
  /// Whether `NAME=value` may stand before the program.
  var takesAssignments = false
  /// Options that name the user the program runs as.
  var userOptions: Set<String> = []
  /// Whether its first operand names the user.
  var userIsOperand = false
  /// Options with which it starts no program.
  var endingOptions: Set<String> = []

  /// The wrapper of a name; nil for another program.
  ///
  /// By a table, because every command of every script asks.
  static func named(_ name: String) -> CommandWrapper? { byName[name] }

  /// Source: the manual pages of sudo, doas, coreutils, util-linux, gosu, su-exec, tini, moreutils.
  private static let byName: [String: CommandWrapper] = {
    var table = rights
    for name in [
      "nohup", "eatmydata", "setsid", "busybox", "toybox", "fakeroot", "catatonit", "builtin", "ltrace", "catchsegv",
      "chronic", "linux32", "linux64", "i386", "x86_64",
    ] {
      table[name] = CommandWrapper()
    }
    table["time"] = CommandWrapper(valueLetters: "fo", valueNames: ["--format", "--output"])
    table["command"] = CommandWrapper(endingOptions: ["-v", "-V"])
    table["dumb-init"] = CommandWrapper(valueLetters: "r", valueNames: ["--rewrite"])
    table["tini"] = CommandWrapper(valueLetters: "ep")
    table["exec"] = CommandWrapper(valueLetters: "a")
    table["nice"] = CommandWrapper(valueLetters: "n", valueNames: ["--adjustment"])
    table["ionice"] = CommandWrapper(valueLetters: "cnpPu", valueNames: ["--class", "--classdata"])
    table["timeout"] = CommandWrapper(valueLetters: "ks", valueNames: ["--kill-after", "--signal"], operands: 1)
    table["stdbuf"] = CommandWrapper(valueLetters: "ioe", valueNames: ["--input", "--output", "--error"])
    table["chroot"] = CommandWrapper(valueNames: ["--userspec", "--groups"], operands: 1)
    for name in ["gosu", "su-exec", "s6-setuidgid", "setuidgid"] {
      table[name] = CommandWrapper(operands: 1, userIsOperand: true)
    }
    table["setarch"] = CommandWrapper(operands: 1)
    table["unshare"] = CommandWrapper(
      valueLetters: "SGRw", valueNames: ["--setuid", "--setgid", "--root", "--wd"])
    table["flock"] = CommandWrapper(
      valueLetters: "wE", valueNames: ["--timeout", "--conflict-exit-code"], operands: 1)
    table["runuser"] = CommandWrapper(
      valueLetters: "ugG", valueNames: ["--user", "--group"], userOptions: ["-u", "--user"])
    return table
  }()

  /// Those that set up an environment or other rights.
  private static let rights: [String: CommandWrapper] = [
    "sudo": CommandWrapper(
      valueLetters: "ugpCcDhRrtTU",
      valueNames: [
        "--user", "--group", "--prompt", "--close-from", "--chdir", "--chroot", "--host", "--role", "--type",
        "--command-timeout", "--other-user",
      ],
      takesAssignments: true, userOptions: ["-u", "--user"],
      endingOptions: ["-v", "-l", "-k", "-K", "-V", "--version", "--list", "--validate"]),
    "doas": CommandWrapper(valueLetters: "uCa", userOptions: ["-u"]),
    "env": CommandWrapper(valueLetters: "uC", valueNames: ["--unset", "--chdir"], takesAssignments: true),
    "setpriv": CommandWrapper(
      valueNames: [
        "--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set", "--securebits",
        "--pdeathsig", "--selinux-label", "--apparmor-profile", "--ruid", "--euid", "--rgid", "--egid",
      ],
      userOptions: ["--reuid"]),
  ]
}
