/// A program that starts the program named by its operands.
struct CommandWrapper {
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

  /// The wrapper of a name.
  ///
  /// Source: the manual pages of sudo, doas, coreutils, util-linux, gosu, su-exec, tini, moreutils.
  init?(_ name: String) {
    switch name {
    case "nohup", "eatmydata", "setsid", "busybox", "toybox", "fakeroot", "catatonit", "builtin", "ltrace", "catchsegv":
      break
    case "time": (valueLetters, valueNames) = ("fo", ["--format", "--output"])
    case "command": endingOptions = ["-v", "-V"]
    case "chronic", "linux32", "linux64", "i386", "x86_64": break
    case "dumb-init": (valueLetters, valueNames) = ("r", ["--rewrite"])
    case "tini": valueLetters = "ep"
    case "exec": valueLetters = "a"
    case "nice": (valueLetters, valueNames) = ("n", ["--adjustment"])
    case "ionice": (valueLetters, valueNames) = ("cnpPu", ["--class", "--classdata"])
    case "timeout":
      (valueLetters, valueNames, operands) = ("ks", ["--kill-after", "--signal"], 1)
    case "stdbuf": (valueLetters, valueNames) = ("ioe", ["--input", "--output", "--error"])
    case "chroot": (valueNames, operands) = (["--userspec", "--groups"], 1)
    case "gosu", "su-exec", "s6-setuidgid", "setuidgid": (operands, userIsOperand) = (1, true)
    case "setarch": operands = 1
    case "unshare": (valueLetters, valueNames) = ("SGRw", ["--setuid", "--setgid", "--root", "--wd"])
    case "flock": (valueLetters, valueNames, operands) = ("wE", ["--timeout", "--conflict-exit-code"], 1)
    case "runuser": (userOptions, valueLetters, valueNames) = (["-u", "--user"], "ugG", ["--user", "--group"])
    default:
      guard let wrapper = CommandWrapper(switching: name) else { return nil }
      self = wrapper
    }
  }

  /// Those that set up an environment or other rights.
  private init?(switching name: String) {
    switch name {
    case "sudo":
      valueLetters = "ugpCcDhRrtTU"
      valueNames = [
        "--user", "--group", "--prompt", "--close-from", "--chdir", "--chroot", "--host", "--role", "--type",
        "--command-timeout", "--other-user",
      ]
      takesAssignments = true
      userOptions = ["-u", "--user"]
      endingOptions = ["-v", "-l", "-k", "-K", "-V", "--version", "--list", "--validate"]
    case "doas":
      (valueLetters, userOptions) = ("uCa", ["-u"])
    case "env":
      (valueLetters, valueNames, takesAssignments) = ("uC", ["--unset", "--chdir"], true)
    case "setpriv":
      userOptions = ["--reuid"]
      valueNames = [
        "--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set", "--securebits",
        "--pdeathsig", "--selinux-label", "--apparmor-profile", "--ruid", "--euid", "--rgid", "--egid",
      ]
    default: return nil
    }
  }
}
