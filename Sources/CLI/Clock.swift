import Core
import Glibc

/// The one place that asks what time it is: reports never do.
enum Clock {
  /// Today's date, UTC.
  static var today: CalendarDate? { day(at: time(nil)).map(\.date) }

  /// Now, as RFC 3339 in UTC; `SOURCE_DATE_EPOCH` when that is set (reproducible-builds.org).
  static func timestamp(_ environment: [String: String]) -> String {
    let fixed = environment["SOURCE_DATE_EPOCH"].flatMap { time_t($0) }
    guard let (date, seconds) = day(at: fixed ?? time(nil)) else { return "1970-01-01T00:00:00Z" }
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(date)T\(parts.joined(separator: ":"))Z"
  }

  private static func day(at moment: time_t) -> (date: CalendarDate, seconds: Int)? {
    var (moment, parts) = (moment, tm())
    guard gmtime_r(&moment, &parts) != nil else { return nil }
    let date = CalendarDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    return (date, Int(parts.tm_hour) * 3600 + Int(parts.tm_min) * 60 + Int(parts.tm_sec))
  }
}
