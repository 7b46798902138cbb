package org.kaohe.sample;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;

/** The two sample years. */
final class SampleYears {
  /** The business date of the demo's project. */
  static final LocalDate LAST_DAY = LocalDate.of(2025, 12, 31);

  static final List<Integer> YEARS = List.of(2024, 2025);

  static final List<YearMonth> MONTHS =
      IntStream.range(0, 24)
          .mapToObj(i -> YearMonth.of(2024, Month.JANUARY).plusMonths(i))
          .toList();

  private SampleYears() {}

  /**
   * When a month's file is issued: some days into the next month, the last one at the year's end.
   */
  static LocalDate issued(YearMonth month, int day) {
    LocalDate next = month.plusMonths(1).atDay(day);
    return next.isAfter(LAST_DAY) ? LAST_DAY : next;
  }

  /** {@code 202503}, as file names write a month. */
  static String compact(YearMonth month) {
    return Integer.toString(month.getYear() * 100 + month.getMonthValue());
  }

  static String quarter(YearMonth month) {
    return month.getYear() + "-Q" + (month.getMonthValue() + 2) / 3;
  }

  static String plain(LocalDate date) {
    return Integer.toString(
        date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth());
  }

  static String slashed(LocalDate date) {
    return date.toString().replace('-', '/');
  }

  static String chinese(LocalDate date) {
    return "%d年%d月%d日".formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }
}
