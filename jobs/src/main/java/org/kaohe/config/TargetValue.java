package org.kaohe.config;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Target.Operator;

/**
 * What a value is held against, and how it stands to it (RULES R5, R6, R11). Whether a target is
 * reached to date is decided by two published numbers, 完成率 and 序时进度, each of two decimals.
 */
public sealed interface TargetValue extends Serializable {
  /** One number to be at or above, at or below, or by the indicator's direction. */
  record Bound(Operator op, BigDecimal bound) implements TargetValue {}

  /** Two numbers to be between, both included. */
  record Corridor(BigDecimal low, BigDecimal high) implements TargetValue {
    @Override
    public Operator op() {
      return Operator.BETWEEN;
    }
  }

  /** Where the good values lie. */
  enum Side {
    AT_LEAST,
    AT_MOST,
    WITHIN,
    EXACTLY
  }

  /**
   * How a value stands to the target.
   *
   * @param fromBelow values below the bound are worse; else those above it
   * @param bound the limit that counts for this value
   */
  record Standing(boolean met, boolean fromBelow, BigDecimal bound) {
    /** What is missing to the bound, positive when the target is missed. */
    public BigDecimal gap(BigDecimal value) {
      return fromBelow ? bound.subtract(value) : value.subtract(bound);
    }
  }

  /** Digits of 完成率 and 序时进度. */
  int PERCENT_DECIMALS = 2;

  BigDecimal HUNDRED = BigDecimal.valueOf(100);

  Operator op();

  /** A target as it is written; empty when it names no bound. */
  static Optional<TargetValue> of(
      Operator op,
      Optional<BigDecimal> value,
      Optional<BigDecimal> low,
      Optional<BigDecimal> high) {
    if (value.isPresent() && op != Operator.BETWEEN) {
      return value.map(v -> new Bound(op, v));
    }
    return low.flatMap(l -> high.map(h -> new Corridor(l, h)));
  }

  default Optional<BigDecimal> value() {
    return this instanceof Bound bound ? Optional.of(bound.bound()) : Optional.empty();
  }

  default Optional<BigDecimal> lowEnd() {
    return this instanceof Corridor corridor ? Optional.of(corridor.low()) : Optional.empty();
  }

  default Optional<BigDecimal> highEnd() {
    return this instanceof Corridor corridor ? Optional.of(corridor.high()) : Optional.empty();
  }

  /** The one number of a parameter: its bound, else the low end of its range. */
  default BigDecimal number() {
    return this instanceof Bound bound ? bound.bound() : lowEnd().orElseThrow();
  }

  /** Which side is good; {@code =} means 达到, and says nothing where no side is better (R6). */
  default Optional<Side> side(Direction direction) {
    return switch (op()) {
      case AT_LEAST -> Optional.of(Side.AT_LEAST);
      case AT_MOST -> Optional.of(Side.AT_MOST);
      case BETWEEN -> Optional.of(Side.WITHIN);
      case REACH ->
          switch (direction) {
            case HIGHER -> Optional.of(Side.AT_LEAST);
            case LOWER -> Optional.of(Side.AT_MOST);
            case BAND -> Optional.of(Side.EXACTLY);
            case NONE -> Optional.empty();
          };
    };
  }

  /** Judges a value; empty where the indicator has no better side and the target names none. */
  default Optional<Standing> judge(BigDecimal x, Direction direction) {
    return side(direction)
        .map(
            side ->
                switch (side) {
                  case AT_LEAST -> new Standing(x.compareTo(number()) >= 0, true, number());
                  case AT_MOST -> new Standing(x.compareTo(number()) <= 0, false, number());
                  // Missed from the side on which the value lies.
                  case EXACTLY ->
                      new Standing(
                          x.compareTo(number()) == 0, x.compareTo(number()) <= 0, number());
                  case WITHIN -> within(x);
                });
  }

  private Standing within(BigDecimal x) {
    BigDecimal low = lowEnd().orElseThrow();
    BigDecimal high = highEnd().orElseThrow();
    return x.compareTo(high) > 0
        ? new Standing(false, false, high)
        : new Standing(x.compareTo(low) >= 0, true, low);
  }

  /**
   * Judges a running total before its target's period is over: against the part of the target that
   * should be done by then.
   *
   * @param pace 序时进度 in percent
   */
  default Optional<Standing> judgeToDate(BigDecimal x, Direction direction, BigDecimal pace) {
    Optional<Side> side = side(direction);
    Optional<Standing> whole = judge(x, direction);
    if (side.isEmpty() || whole.isEmpty()) {
      return Optional.empty();
    }
    boolean limit = side.get() == Side.AT_MOST;
    boolean over = side.get() == Side.WITHIN && !whole.get().fromBelow();
    if (over || (side.get() == Side.AT_LEAST && whole.get().met())) {
      return whole;
    }
    BigDecimal share = share(x, side.get());
    boolean inTime = limit ? share.compareTo(pace) <= 0 : share.compareTo(pace) >= 0;
    return Optional.of(
        new Standing(
            inTime && !(limit && !whole.get().met()),
            whole.get().fromBelow(),
            toDate(whole.get().bound(), pace)));
  }

  /** The part of a bound that is due at a pace. */
  static BigDecimal toDate(BigDecimal bound, BigDecimal pace) {
    BigDecimal due = bound.multiply(pace).movePointLeft(2).stripTrailingZeros();
    return due.scale() < 0 ? due.setScale(0) : due;
  }

  /** 完成率 as far as there is one; a limit of nothing is used up by the first case. */
  default BigDecimal share(BigDecimal x, Side side) {
    boolean usedUp = side == Side.AT_MOST && x.signum() > 0;
    return attainment(x, side, true).orElse(usedUp ? HUNDRED : BigDecimal.ZERO);
  }

  /**
   * 完成率, percent; empty where a share of the target means nothing.
   *
   * @param running a limit of a running total is used up by it; one of a level is compared upside
   *     down
   */
  default Optional<BigDecimal> attainment(BigDecimal x, Side side, boolean running) {
    return switch (side) {
      case AT_MOST -> running ? percent(x, number()) : percent(number(), x);
      case AT_LEAST, EXACTLY -> percent(x, number());
      case WITHIN -> {
        Standing standing = within(x);
        if (standing.met()) {
          yield Optional.of(HUNDRED);
        }
        yield standing.fromBelow() ? percent(x, standing.bound()) : percent(standing.bound(), x);
      }
    };
  }

  private static Optional<BigDecimal> percent(BigDecimal part, BigDecimal of) {
    // A share of a target that is zero or below means nothing.
    if (of.signum() <= 0 || part.signum() < 0) {
      return Optional.empty();
    }
    return Optional.of(part.multiply(HUNDRED).divide(of, PERCENT_DECIMALS, RoundingMode.HALF_UP));
  }

  /** True when both set the same bounds, wherever they come from. */
  default boolean sameAs(TargetValue other) {
    return op() == other.op()
        && number().compareTo(other.number()) == 0
        && highEnd().orElse(BigDecimal.ZERO).compareTo(other.highEnd().orElse(BigDecimal.ZERO))
            == 0;
  }

  /** The part of it that a share of the quantity is held against. */
  default TargetValue times(BigDecimal share) {
    return this instanceof Corridor corridor
        ? new Corridor(corridor.low().multiply(share), corridor.high().multiply(share))
        : new Bound(op(), number().multiply(share));
  }

  /**
   * What several units are held against together (R10): the sum of what is asked of each where
   * quantities add up, else what is asked of all alike.
   */
  static Optional<TargetValue> together(List<TargetValue> each, boolean quantity) {
    if (each.isEmpty()) {
      return Optional.empty();
    }
    TargetValue first = each.get(0);
    if (!quantity || each.size() == 1) {
      return each.stream().allMatch(first::sameAs) ? Optional.of(first) : Optional.empty();
    }
    boolean alike = each.stream().allMatch(t -> t instanceof Bound && t.op() == first.op());
    return alike
        ? Optional.of(
            new Bound(
                first.op(),
                each.stream().map(TargetValue::number).reduce(BigDecimal.ZERO, BigDecimal::add)))
        : Optional.empty();
  }
}
