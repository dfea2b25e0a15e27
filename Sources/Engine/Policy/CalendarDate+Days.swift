import Core

extension CalendarDate {
  /// How many days after this one another day is; negative when it is before.
  func days(until other: CalendarDate) -> Int { other.dayNumber - dayNumber }

  /// Days since a fixed one, counted in years that begin in March, so that a leap day is a year's last.
  private var dayNumber: Int {
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = (month + 9) % 12
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + (marchMonth * 153 + 2) / 5 + day
  }
}
