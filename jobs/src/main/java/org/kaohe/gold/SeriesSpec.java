package org.kaohe.gold;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;

/**
 * What the cells of one indicator are made with, in a form that travels to Spark's tasks.
 *
 * @param versions oldest first
 */
record SeriesSpec(
    String indicator,
    String measure,
    Direction direction,
    int decimals,
    PeriodKind frequency,
    Progress progress,
    List<Version> versions)
    implements Serializable {

  /**
   * One version of the definition.
   *
   * @param parts the value itself, or numerator and denominator
   * @param per what a ratio is scaled by
   * @param up exact factor of units of measure above the fraction line
   * @param down exact factor below it
   * @param smallNumbers expected events below which a cell is monitored only
   */
  record Version(
      LocalDate validFrom,
      List<PartSpec> parts,
      int per,
      BigDecimal up,
      BigDecimal down,
      Interval interval,
      @Nullable Integer smallNumbers)
      implements Serializable {

    boolean ratio() {
      return parts.size() == 2;
    }

    /** A reason as cells give it: in a ratio with the part that it speaks of. */
    String told(Reason reason, int part) {
      return ratio() ? reason.code() + ":" + parts.get(part).role() : reason.code();
    }
  }

  /**
   * One part.
   *
   * @param role its word in reasons: numerator, denominator, value
   * @param reported what has been reported of the dataset or view that it reads
   * @param failed no query can compute it
   */
  record PartSpec(
      String id,
      String role,
      Aggregate aggregate,
      boolean additive,
      boolean hold,
      Reported reported,
      boolean failed)
      implements Serializable {

    /** As delivered, for exactly one unit and period. */
    boolean asDelivered() {
      return aggregate == Aggregate.GIVEN && !additive;
    }

    /** Counted anew for every unit and period, because counts of persons don't add up. */
    boolean distinct() {
      return aggregate == Aggregate.DISTINCT;
    }

    /** A number of a unit is the sum of those below it. */
    boolean addsUp() {
      return !asDelivered() && !distinct();
    }

    /** A delivered month without rows holds a zero. */
    boolean countsZero() {
      return aggregate == Aggregate.COUNT || aggregate == Aggregate.SUM || distinct();
    }

    boolean stock() {
      return aggregate == Aggregate.LAST && !hold;
    }
  }

  /** Rates, averages and delivered levels are inherited down the tree (RULES R10). */
  boolean inheritsTargets(Version version) {
    return version.ratio() || version.parts().get(0).asDelivered();
  }

  /** The version that defines the indicator at the end of a period. */
  Optional<Version> version(Period period) {
    return versions.stream()
        .filter(v -> !v.validFrom().isAfter(period.end()))
        .reduce((earlier, later) -> later);
  }
}
