import Core
import Glibc

/// The one place that asks what day it is: reports never do.
enum Clock {
  /// Today's date, UTC.
  static var today: CalendarDate? {
    var now = time(nil)
    var parts = tm()
    guard gmtime_r(&now, &parts) != nil else { return nil }
    return CalendarDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }
}
