extension DocumentValue {
  /// A scalar as it is written, also when parts of it are filled in later; nil for lists, objects and null.
  public var literal: String? { scalarText ?? written }
}
