/// The value of an expression.
struct HCLValue {
  var value: DocumentValue
  /// Whether it stands in `jsonencode(…)`, which makes a text of it.
  var isEncoded = false
}
