package org.kaohe.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code conf/indicators/<domain>/<CODE>.yaml}: a defined quantity per unit and period.
 *
 * @param domain folder name: health, grain, social-security …
 * @param direction which side is better
 * @param unit id of a unit of measure ({@code percent}, {@code per-mille}, {@code tonne} …)
 * @param decimals digits of the published value (RULES R5)
 * @param frequency shortest period for which cells exist
 * @param owner department that answers for the definition
 * @param unitClasses classes of the units it exists for (J8)
 * @param versions by validity, oldest first; never empty
 */
public record Indicator(
    String code,
    Label name,
    String domain,
    Path file,
    Kind kind,
    Dimension dimension,
    Direction direction,
    String unit,
    int decimals,
    PeriodKind frequency,
    String owner,
    Set<String> unitClasses,
    Progress progress,
    List<Version> versions) {

  public enum Kind {
    OUTCOME,
    PROCESS,
    CONSTRAINT
  }

  public enum Dimension {
    COST,
    OUTPUT,
    BENEFIT,
    SATISFACTION
  }

  public enum Direction {
    HIGHER,
    LOWER,
    BAND,
    NONE
  }

  /** How it moves through the year (RULES R11). */
  public enum Progress {
    /** Against the annual target pro rata of days elapsed at the cut-off. */
    CUMULATIVE_DAYS,
    /** Against the annual target pro rata of months elapsed at the cut-off. */
    CUMULATIVE_MONTHS,
    /** A level or rate against this period's own target. */
    LEVEL,
    /** A stock at the end of the period. */
    STOCK;

    /** A running total, read against the part of the target that should be done by then. */
    public boolean cumulative() {
      return this == CUMULATIVE_DAYS || this == CUMULATIVE_MONTHS;
    }

    /** 序时进度: percent of a period that is over on a day; 133/365 = 36.44, 5/12 = 41.67. */
    public BigDecimal pace(Period due, LocalDate day) {
      LocalDate until = day.isAfter(due.end()) ? due.end() : day;
      long elapsed = Math.max(0, ChronoUnit.DAYS.between(due.start(), until) + 1);
      long total = due.days();
      if (this == CUMULATIVE_MONTHS) {
        elapsed = due.months().stream().filter(m -> !m.atDay(1).isAfter(until)).count();
        total = due.months().size();
      }
      return BigDecimal.valueOf(elapsed)
          .multiply(TargetValue.HUNDRED)
          .divide(BigDecimal.valueOf(total), TargetValue.PERCENT_DECIMALS, RoundingMode.HALF_UP);
    }
  }

  public enum Interval {
    NONE,
    /** Wilson. */
    PROPORTION,
    /** Exact Poisson below 10 events, Byar from 10. */
    RATE
  }

  /**
   * The definition valid from a date.
   *
   * @param smallNumbers expected events (target x denominator) below which a cell is 监测不计分 (R9)
   * @param parameters names of targets delivered with the row ({@code threshold}, {@code baseline}
   *     …) to the columns that hold them (J10); only with a given value
   */
  public record Version(
      LocalDate validFrom,
      Value value,
      Interval interval,
      Optional<Integer> smallNumbers,
      Map<String, String> parameters) {}

  /** How the value is made. */
  public sealed interface Value {
    /** The part itself, or numerator and denominator. */
    List<Part> parts();

    /** The part itself: a count, sum, last, distinct count or given value. */
    record Single(Part part) implements Value {
      @Override
      public List<Part> parts() {
        return List.of(part);
      }
    }

    /**
     * numerator / denominator x per, from sums at every level (RULES R7).
     *
     * @param per 1, 100, 1000, 10000, 100000
     */
    record Ratio(Part numerator, Part denominator, int per) implements Value {
      @Override
      public List<Part> parts() {
        return List.of(numerator, denominator);
      }
    }
  }

  /** The version valid for a period, judged by the period's last day; empty before the first. */
  public Optional<Version> versionFor(Period period) {
    return versions.stream()
        .filter(v -> !v.validFrom().isAfter(period.end()))
        .reduce((earlier, later) -> later);
  }
}
