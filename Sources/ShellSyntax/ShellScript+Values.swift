extension ShellScript {
  /// Most bytes of the fields of one word, and most fields; a word that grows beyond is unknown.
  public static let fieldByteLimit = 1 << 16
  /// Most fields of one word.
  static let fieldLimit = 4096

  /// Lets words of a script that is a part of a large file expand to less.
  ///
  /// The more words a file has room for, the less each may stand for, so that the work is bounded. In a file of 40 KB it
  /// is still a hundred fields.
  public mutating func limitFields(fileBytes: Int) {
    mostFields = max(1, min(Self.fieldLimit, (1 << 22) / max(1, fileBytes)))
    mostFieldBytes = max(1 << 8, min(Self.fieldByteLimit, (1 << 28) / max(1, fileBytes)))
  }

  /// The fields that a word expands to when they are known without running anything; nil otherwise.
  ///
  /// Variables have the value that the last assignment before the command gives them, in its scope or one around it,
  /// else that of the environment. A variable of `for` stands for all of the words of its list, so that the result is
  /// then every field it can have. Unquoted values are split at blanks; globs stay as written; braces of literal
  /// words are expanded.
  /// - Parameters:
  ///   - commandIndex: the command that the word is used in; assignments from it on do not count.
  ///   - environment: the value of a variable that the script does not set; nil when it is not known.
  /// - Complexity: O(n) in the commands for each variable, with a limit on the variables looked up for one word.
  public func fields(
    of word: ShellWord, before commandIndex: Int, environment: @escaping (String) -> String?
  ) -> [String]? {
    var values = ShellValues(script: self, environment: environment)
    return values.fields(of: word, before: commandIndex)
  }
}
