package org.kaohe.sample;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The two sample years. */
final class SampleYears {
  /** The business date of the demo's project. */
  static final LocalDate LAST_DAY = LocalDate.of(2025, 12, 31);

  static final List<Integer> YEARS = List.of(2024, 2025);

  static final List<YearMonth> MONTHS =
      IntStream.range(0, 24).mapToObj(i -> YearMonth.of(2024, 1).plusMonths(i)).toList();

  /** The last months of the eight quarters. */
  static final List<YearMonth> QUARTERS =
      MONTHS.stream().filter(m -> m.getMonthValue() % 3 == 0).toList();

  /** The shortest period of an indicator. */
  enum Step {
    MONTH,
    QUARTER,
    HALF_YEAR,
    YEAR
  }

  /** A period of the sample years, in months. */
  record Span(String text, YearMonth first, YearMonth last) {
    static List<Span> from(Step shortest) {
      List<Span> all = new ArrayList<>();
      for (YearMonth month : MONTHS) {
        int year = month.getYear();
        int m = month.getMonthValue();
        YearMonth january = YearMonth.of(year, 1);
        if (shortest == Step.MONTH) {
          all.add(new Span(month.toString(), month, month));
        }
        // Year to date, as often as the indicator comes.
        if (shortest == Step.MONTH || (shortest == Step.QUARTER && m % 3 == 0)) {
          all.add(new Span("%d-01..%02d".formatted(year, m), january, month));
        }
        if (m % 3 == 0 && shortest.compareTo(Step.QUARTER) <= 0) {
          all.add(new Span(quarter(month), month.minusMonths(2), month));
        }
        if (m % 6 == 0 && shortest.compareTo(Step.HALF_YEAR) <= 0) {
          all.add(new Span(year + "-H" + m / 6, month.minusMonths(5), month));
        }
        if (m == 12) {
          all.add(new Span(Integer.toString(year), january, month));
        }
      }
      return all;
    }
  }

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
}
