package org.kaohe.gold;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
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
  }

  /**
   * One part and what the whole house knows of its deliveries.
   *
   * @param role its word in reasons: numerator, denominator, value
   * @param months months that some delivery covers, by its declaration or by its rows
   * @param coarse longer periods for which rows were delivered
   * @param roots tops of the trees in which its rows lie; empty when no row has ever come
   * @param held months for which a delivery came and was refused
   * @param failed no query can compute it
   */
  record PartSpec(
      String id,
      String role,
      Aggregate aggregate,
      boolean additive,
      boolean hold,
      NavigableSet<YearMonth> months,
      Set<Period> coarse,
      Set<String> roots,
      Set<YearMonth> held,
      boolean failed)
      implements Serializable {

    /** As delivered, for exactly one unit and period. */
    boolean asDelivered() {
      return aggregate == Aggregate.GIVEN && !additive;
    }

    /** A delivered month in which a unit of the tree has no row holds a zero for it. */
    boolean countsZero() {
      return aggregate == Aggregate.COUNT
          || aggregate == Aggregate.SUM
          || aggregate == Aggregate.DISTINCT;
    }
  }

  /** Rates, averages and delivered levels are inherited down the tree (RULES R10). */
  boolean inheritsTargets(Version version) {
    return version.ratio() || version.parts().get(0).asDelivered();
  }
}
