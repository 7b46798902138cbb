package org.kaohe.gold;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.kaohe.gold.SeriesSpec.Version;
import org.kaohe.stats.Interval;
import org.kaohe.stats.Intervals;

/** Limits of a cell's value: estimates, and the only numbers of this room that are doubles. */
final class Estimates {
  /** What limits are written as. */
  static final DataType TYPE = DataTypes.DoubleType;

  private static final double CONFIDENCE = 0.95;

  private Estimates() {}

  /**
   * The 95 % interval of a ratio of counts, scaled as its value is. None for what is no ratio, for
   * a ratio between different units of measure, and where the method is not defined.
   */
  static Optional<Interval> interval(
      Version version, Optional<BigDecimal> numerator, Optional<BigDecimal> denominator) {
    boolean counts = version.ratio() && version.up().compareTo(version.down()) == 0;
    if (!counts || numerator.isEmpty() || denominator.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal x = numerator.get();
    BigDecimal n = denominator.get();
    if (x.signum() < 0 || n.signum() <= 0) {
      return Optional.empty();
    }
    Optional<Interval> interval =
        switch (version.interval()) {
          case NONE -> Optional.empty();
          case PROPORTION ->
              x.compareTo(n) > 0
                  ? Optional.empty()
                  : Optional.of(Intervals.wilson(x, n, CONFIDENCE).per(version.per()));
          case RATE -> Optional.of(Intervals.rate(x, n, CONFIDENCE).per(version.per()));
        };
    // Of numbers beyond a double's reach nothing is known.
    return interval.filter(i -> Double.isFinite(i.lower()) && Double.isFinite(i.upper()));
  }

  static @Nullable Object lower(Optional<Interval> interval) {
    return interval.<Object>map(Interval::lower).orElse(null);
  }

  static @Nullable Object upper(Optional<Interval> interval) {
    return interval.<Object>map(Interval::upper).orElse(null);
  }
}
