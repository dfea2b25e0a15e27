/// What this program calls itself in reports.
public enum Tool {
  public static let name = "imgscan"
  public static let version = "0.1.0"
  /// The day of the version, for manual pages.
  public static let date = "2026-11-21"
}
