/// A value that is given under the name of a secret.
struct SecretSetting {
  /// What gives it: `ENV`, `ARG`, `LABEL`, a program, a file.
  var giver: String
  /// The variable or option.
  var name: String
  var value: SecretValue
  /// Byte offsets in the file of the name.
  var shown: Range<Int>
  /// Byte offsets in the file of the value.
  var secret: Range<Int>
  /// Bytes of the value without quotes.
  var length: Int
}
