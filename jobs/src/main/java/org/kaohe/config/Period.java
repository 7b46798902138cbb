package org.kaohe.config;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A period of the calendar, written {@code 2025-03}, {@code 2025-Q1}, {@code 2025-H1}, {@code
 * 2025}, {@code 2025-03-05} or, year-to-date, {@code 2025-01..05} (RULES R3).
 *
 * @param start first day
 * @param end last day, inclusive
 */
public record Period(PeriodKind kind, LocalDate start, LocalDate end) implements Serializable {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<year>\\d{4})(?:-?(?:Q(?<quarter>[1-4])|H(?<half>[12])|01\\.\\.(?<to>\\d{2})"
              + "|(?<month>\\d{2})(?:-?(?<day>\\d{2}))?))?");

  public static Period month(YearMonth month) {
    return new Period(PeriodKind.MONTH, month.atDay(1), month.atEndOfMonth());
  }

  public static Period year(int year) {
    return new Period(PeriodKind.YEAR, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
  }

  public static Period yearToDate(YearMonth last) {
    return new Period(
        PeriodKind.YEAR_TO_DATE, LocalDate.of(last.getYear(), 1, 1), last.atEndOfMonth());
  }

  /** Reads the written form, with or without hyphens; empty when the text is no period. */
  public static Optional<Period> parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      int year = Integer.parseInt(m.group("year"));
      if (year < 1) {
        return Optional.empty();
      }
      if (m.group("quarter") != null) {
        int first = Integer.parseInt(m.group("quarter")) * 3 - 2;
        return Optional.of(span(PeriodKind.QUARTER, year, first, 3));
      }
      if (m.group("half") != null) {
        int first = Integer.parseInt(m.group("half")) * 6 - 5;
        return Optional.of(span(PeriodKind.HALF_YEAR, year, first, 6));
      }
      if (m.group("to") != null) {
        return Optional.of(yearToDate(YearMonth.of(year, Integer.parseInt(m.group("to")))));
      }
      if (m.group("day") != null) {
        LocalDate day =
            LocalDate.of(
                year, Integer.parseInt(m.group("month")), Integer.parseInt(m.group("day")));
        return Optional.of(new Period(PeriodKind.DAY, day, day));
      }
      if (m.group("month") != null) {
        return Optional.of(month(YearMonth.of(year, Integer.parseInt(m.group("month")))));
      }
      return Optional.of(year(year));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Period span(PeriodKind kind, int year, int firstMonth, int months) {
    YearMonth first = YearMonth.of(year, firstMonth);
    return new Period(kind, first.atDay(1), first.plusMonths(months - 1L).atEndOfMonth());
  }

  /** The period of a kind that contains the day. For year-to-date, up to the day's month. */
  public static Period containing(PeriodKind kind, LocalDate day) {
    YearMonth month = YearMonth.from(day);
    return switch (kind) {
      case DAY -> new Period(PeriodKind.DAY, day, day);
      case MONTH -> month(month);
      case QUARTER -> span(kind, day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 3);
      case HALF_YEAR -> span(kind, day.getYear(), (day.getMonthValue() - 1) / 6 * 6 + 1, 6);
      case YEAR -> year(day.getYear());
      case YEAR_TO_DATE -> yearToDate(month);
    };
  }

  /** The written form. */
  public String text() {
    int year = start.getYear();
    return switch (kind) {
      case DAY -> start.toString();
      case MONTH -> YearMonth.from(start).toString();
      case QUARTER -> year + "-Q" + (start.getMonthValue() + 2) / 3;
      case HALF_YEAR -> year + "-H" + (start.getMonthValue() + 5) / 6;
      case YEAR -> Integer.toString(year);
      case YEAR_TO_DATE -> "%d-01..%02d".formatted(year, end.getMonthValue());
    };
  }

  public boolean contains(Period other) {
    return !other.start.isBefore(start) && !other.end.isAfter(end);
  }

  public long days() {
    return ChronoUnit.DAYS.between(start, end) + 1;
  }

  /** The months of this period in order; a day gives its month. */
  public List<YearMonth> months() {
    List<YearMonth> months = new ArrayList<>();
    for (YearMonth m = YearMonth.from(start); !m.atDay(1).isAfter(end); m = m.plusMonths(1)) {
      months.add(m);
    }
    return List.copyOf(months);
  }

  /** The period of the same kind one year earlier (同比). */
  public Period yearBefore() {
    return switch (kind) {
      case YEAR_TO_DATE -> yearToDate(YearMonth.from(end).minusYears(1));
      case DAY, MONTH, QUARTER, HALF_YEAR, YEAR -> containing(kind, start.minusYears(1));
    };
  }
}
