package org.kaohe.stats;

/**
 * Whether a unit differs from the average of its table by more than chance: control limits around
 * the average, two-sided at 95 % and 99.8 % (Spiegelhalter, Funnel plots for comparing
 * institutional performance, Statistics in Medicine 2005; limits as in PHE's funnel tool).
 */
public final class Funnel {
  /** Upper tail points of the 95 % and the 99.8 % limits. */
  public static final double WARNING = 0.975;

  public static final double ALARM = 0.999;

  private Funnel() {}

  /** Where a unit lies; higher says nothing about better. */
  public enum Position {
    LOW_ALARM("Low (0.001)"),
    LOW_WARNING("Low (0.025)"),
    WITHIN("Not significant"),
    HIGH_WARNING("High (0.025)"),
    HIGH_ALARM("High (0.001)");

    private final String text;

    Position(String text) {
      this.text = text;
    }

    /** The words of the reference. */
    public String text() {
      return text;
    }
  }

  /**
   * The limits of a proportion at this size of unit: those shares whose score interval ends at the
   * average, so they solve y²(1/z² + 1/n) − 2ya(n/z² + 1) + a(n(a(n/z² + 2) − 1) + z²(a − 1)) = 0
   * for the count y. They are not clamped to 0 and 1.
   *
   * @param average of all units of the table, Σx/Σn
   * @param tail the upper tail point, for example {@link #WARNING}
   */
  public static Estimate<Interval> limits(double average, double total, double tail) {
    if (!(total > 0)) {
      return Estimate.none(NoEstimate.POPULATION_NOT_POSITIVE);
    }
    if (!(average >= 0)) {
      return Estimate.none(NoEstimate.NEGATIVE_COUNT);
    }
    if (average > 1) {
      return Estimate.none(NoEstimate.COUNT_ABOVE_TOTAL);
    }
    double z = Intervals.z(2 * tail - 1);
    double z2 = z * z;
    double leading = 1 / z2 + 1 / total;
    double middle = average * (total / z2 + 1);
    double last = average * (total * (average * (total / z2 + 2) - 1) + z2 * (average - 1));
    double root = Math.sqrt(Math.max(0, middle * middle - leading * last));
    return Estimate.of(
        new Interval(
            (middle - root) / leading / total,
            (middle + root) / leading / total,
            Interval.Method.FUNNEL));
  }

  /** Where the proportion {@code count / total} lies. Touching a limit is within it. */
  public static Estimate<Position> proportion(double count, double total, double average) {
    return limits(average, total, WARNING)
        .then(
            warning ->
                limits(average, total, ALARM)
                    .map(alarm -> position(count / total, warning, alarm)));
  }

  /** Where observed against expected events lie: 1 against the limits of their ratio. */
  public static Estimate<Position> ratio(double observed, double expected) {
    return StandardisedRate.ratio(observed, expected, 2 * WARNING - 1)
        .then(
            warning ->
                StandardisedRate.ratio(observed, expected, 2 * ALARM - 1)
                    .map(alarm -> opposite(position(1, warning.limits(), alarm.limits()))));
  }

  private static Position position(double value, Interval warning, Interval alarm) {
    if (value < alarm.lower()) {
      return Position.LOW_ALARM;
    }
    if (value > alarm.upper()) {
      return Position.HIGH_ALARM;
    }
    if (value < warning.lower()) {
      return Position.LOW_WARNING;
    }
    return value > warning.upper() ? Position.HIGH_WARNING : Position.WITHIN;
  }

  /** A one below the unit's limits means a unit above it. */
  private static Position opposite(Position position) {
    return switch (position) {
      case LOW_ALARM -> Position.HIGH_ALARM;
      case LOW_WARNING -> Position.HIGH_WARNING;
      case WITHIN -> Position.WITHIN;
      case HIGH_WARNING -> Position.LOW_WARNING;
      case HIGH_ALARM -> Position.LOW_ALARM;
    };
  }
}
