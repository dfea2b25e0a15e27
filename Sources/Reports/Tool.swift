/// What this program calls itself in reports.
public enum Tool {
  public static let name = "imgscan"
  public static let version = "0.1.0"
}
