package org.kaohe.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;

/**
 * Changes against the year before and the period before (RULES R3), exact: percent of a quantity
 * with 18 decimals, percentage points of a rate. Nothing is rounded to be published here.
 *
 * @param values the published values, months, January to February as {@code 2025-01..02} where they
 *     came as one, and sums to date where they were published
 */
public record Growth(Map<Period, BigDecimal> values, Kind kind) {
  private static final int SCALE = 18;

  /** What a change of the value is. */
  public enum Kind {
    /** Changes are percent of the base; months add up to a year. */
    QUANTITY,
    /** Changes are points; months do not add up. */
    RATE
  }

  /** The series owns its values. */
  public Growth {
    values = Map.copyOf(values);
  }

  /** Against the same period of the year before: also a year-to-date, as published. */
  public Estimate<BigDecimal> onYear(Period period) {
    return change(value(period), value(period.yearBefore()));
  }

  /**
   * Against the period before. Where January and February were published as one, neither they nor
   * March have one.
   */
  public Estimate<BigDecimal> onPeriod(Period period) {
    if (joint(period)) {
      return Estimate.none(NoEstimate.JOINT_PUBLICATION);
    }
    if (period.kind() == PeriodKind.YEAR_TO_DATE) {
      return Estimate.none(NoEstimate.KIND_NOT_COVERED);
    }
    Period before = Period.containing(period.kind(), period.start().minusDays(1));
    if (joint(before) && value(before).isEmpty()) {
      return Estimate.none(NoEstimate.JOINT_PUBLICATION);
    }
    return change(value(period), value(before));
  }

  /**
   * The year to the end of this month against the same months of the year before: as published, or
   * the sum of the months of a quantity.
   */
  public Estimate<BigDecimal> toDateOnYear(YearMonth last) {
    Estimate<BigDecimal> now = toDate(last);
    if (now.found().isEmpty()) {
      return now;
    }
    return change(now.found(), toDate(last.minusYears(1)).found());
  }

  /** The year up to this month. */
  Estimate<BigDecimal> toDate(YearMonth last) {
    Optional<BigDecimal> published = value(Period.yearToDate(last));
    if (published.isPresent()) {
      return Estimate.of(published.orElseThrow());
    }
    if (kind == Kind.RATE) {
      return Estimate.none(NoEstimate.KIND_NOT_COVERED);
    }
    YearMonth february = YearMonth.of(last.getYear(), 2);
    Optional<BigDecimal> opening =
        last.isBefore(february) ? Optional.empty() : value(Period.yearToDate(february));
    BigDecimal sum = opening.orElse(BigDecimal.ZERO);
    int first = opening.isPresent() ? 3 : 1;
    for (int month = first; month <= last.getMonthValue(); month++) {
      Optional<BigDecimal> one = value(Period.month(YearMonth.of(last.getYear(), month)));
      if (one.isEmpty()) {
        return Estimate.none(NoEstimate.INCOMPLETE_PERIOD);
      }
      sum = sum.add(one.orElseThrow());
    }
    return Estimate.of(sum);
  }

  private Estimate<BigDecimal> change(Optional<BigDecimal> now, Optional<BigDecimal> base) {
    if (now.isEmpty()) {
      return Estimate.none(NoEstimate.NO_CURRENT);
    }
    if (base.isEmpty()) {
      return Estimate.none(NoEstimate.NO_BASE);
    }
    BigDecimal from = base.orElseThrow();
    BigDecimal difference = now.orElseThrow().subtract(from);
    if (kind == Kind.RATE) {
      return Estimate.of(difference);
    }
    return switch (from.signum()) {
      case 0 -> Estimate.none(NoEstimate.ZERO_BASE);
      case -1 -> Estimate.none(NoEstimate.NEGATIVE_BASE);
      default ->
          Estimate.of(difference.movePointRight(2).divide(from, SCALE, RoundingMode.HALF_UP));
    };
  }

  /** Whether this is January or February, or both, of a year that published them only as one. */
  private boolean joint(Period period) {
    Period both = Period.yearToDate(YearMonth.of(period.start().getYear(), 2));
    Period january = Period.month(YearMonth.of(period.start().getYear(), 1));
    boolean within = period.kind() == PeriodKind.MONTH && both.contains(period);
    return (within || period.equals(both))
        && values.containsKey(both)
        && !values.containsKey(january);
  }

  private Optional<BigDecimal> value(Period period) {
    return Optional.ofNullable(values.get(period));
  }
}
