package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.Optional;
import org.kaohe.config.Indicator;
import org.kaohe.config.Target;

/**
 * A target (or another named parameter) as it stands for one reading.
 *
 * @param value the bound; empty when {@code low} and {@code high} give a range
 * @param source where it was set, {@code plan conf/targets/2025.csv:3}
 */
record Aim(
    Target.Operator op,
    Optional<BigDecimal> value,
    Optional<BigDecimal> low,
    Optional<BigDecimal> high,
    String source) {

  /**
   * How a value stands to the target.
   *
   * @param side which side the bound limits
   * @param bound the limit that counts for this value
   */
  record Standing(boolean met, Side side, BigDecimal bound) {
    /** What is missing to the bound, positive when the target is missed. */
    BigDecimal gap(BigDecimal value) {
      return side == Side.FROM_BELOW ? bound.subtract(value) : value.subtract(bound);
    }
  }

  /** The side of the bound on which values are worse. */
  enum Side {
    /** Values below the bound are worse. */
    FROM_BELOW,
    /** Values above the bound are worse. */
    FROM_ABOVE
  }

  /**
   * Judges a value by the operator; {@code =} means 达到, at least or at most by direction (R6).
   * Empty when the target names no bound at all.
   */
  Optional<Standing> judge(BigDecimal x, Indicator.Direction direction) {
    if (value.isEmpty() && low.isEmpty() && high.isEmpty()) {
      return Optional.empty();
    }
    if (op == Target.Operator.BETWEEN || value.isEmpty()) {
      return Optional.of(between(x));
    }
    BigDecimal bound = value.get();
    boolean fromBelow =
        switch (op) {
          case AT_LEAST -> true;
          case AT_MOST -> false;
          case REACH, BETWEEN ->
              switch (direction) {
                case HIGHER -> true;
                case LOWER -> false;
                // No better side: exactly the target, missed from the side where the value lies.
                case BAND, NONE -> x.compareTo(bound) <= 0;
              };
        };
    boolean exact =
        op == Target.Operator.REACH
            && (direction == Indicator.Direction.BAND || direction == Indicator.Direction.NONE);
    int order = x.compareTo(bound);
    boolean met = exact ? order == 0 : fromBelow ? order >= 0 : order <= 0;
    return Optional.of(new Standing(met, fromBelow ? Side.FROM_BELOW : Side.FROM_ABOVE, bound));
  }

  private Standing between(BigDecimal x) {
    if (low.isPresent() && x.compareTo(low.get()) < 0) {
      return new Standing(false, Side.FROM_BELOW, low.get());
    }
    if (high.isPresent() && x.compareTo(high.get()) > 0) {
      return new Standing(false, Side.FROM_ABOVE, high.get());
    }
    return low.isPresent()
        ? new Standing(true, Side.FROM_BELOW, low.get())
        : new Standing(true, Side.FROM_ABOVE, high.orElseThrow());
  }

  /** The one number of a parameter: its value, else the low end of its range. */
  Optional<BigDecimal> number() {
    return value.or(() -> low).or(() -> high);
  }

  /** True when both set the same bounds, wherever they come from. */
  boolean sameAs(Aim other) {
    return op == other.op
        && same(value, other.value)
        && same(low, other.low)
        && same(high, other.high);
  }

  private static boolean same(Optional<BigDecimal> a, Optional<BigDecimal> b) {
    return a.isPresent() == b.isPresent()
        && (a.isEmpty() || a.get().compareTo(b.orElseThrow()) == 0);
  }

  /** Sum of two targets of quantities that add up; both must have a value. */
  Optional<Aim> plus(Aim other) {
    if (op != other.op || value.isEmpty() || other.value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Aim(
            op,
            Optional.of(value.get().add(other.value.get())),
            Optional.empty(),
            Optional.empty(),
            source.equals(other.source) ? source : source + "; " + other.source));
  }

  /** A part of the target of a quantity that adds up. */
  Aim times(BigDecimal share) {
    return new Aim(
        op,
        value.map(share::multiply),
        low.map(share::multiply),
        high.map(share::multiply),
        source);
  }
}
