package org.kaohe.stats;

import java.util.List;
import java.util.OptionalDouble;

/**
 * An XmR chart: what of a series is noise, what is a signal, and what the process can keep.
 *
 * @param groups one for each rebase, in time order
 * @param points in time order, one for each value given, missing ones too
 * @param variation the signal of the newest point
 * @param assurance whether the newest group's limits keep the target
 */
public record XmrChart(
    List<Group> groups,
    List<Point> points,
    Estimate<Signal> variation,
    Estimate<Assurance> assurance) {

  /**
   * The centre and the limits of the points between two rebases.
   *
   * @param size points of the group, missing ones too
   * @param baseline points from which centre and limits were made
   * @param screened moving ranges left out as outlying
   */
  public record Group(double mean, Estimate<Limits> limits, int size, int baseline, int screened) {
    /** Points below which limits are provisional. */
    public static final int FIRM = 13;

    public boolean provisional() {
      return size < FIRM;
    }
  }

  /** The natural process limits, not capped to any range. */
  public record Limits(double lower, double upper) {}

  /** One value and the first rule that it answers to. */
  public record Point(OptionalDouble value, int group, Cause cause, Signal signal) {}

  /** The four rules, in the order in which they are asked; {@code side} is up (1) or down (-1). */
  public enum Cause {
    ABOVE_LIMIT("Above UCL", 1),
    BELOW_LIMIT("Below LCL", -1),
    RISING("7 Point Trend (Increasing)", 1),
    FALLING("7 Point Trend (Decreasing)", -1),
    TWO_OF_THREE_HIGH("2 in 3 Above CL", 1),
    TWO_OF_THREE_LOW("2 in 3 Below CL", -1),
    RUN_ABOVE("7 Points Above CL", 1),
    RUN_BELOW("7 Points Below CL", -1),
    COMMON("Common Cause", 0);

    private final String text;
    private final int side;

    Cause(String text, int side) {
      this.text = text;
      this.side = side;
    }

    /** The words of the reference. */
    public String text() {
      return text;
    }

    Signal read(Polarity polarity) {
      if (side == 0) {
        return Signal.COMMON_CAUSE;
      }
      return switch (side * polarity.sign()) {
        case 1 -> side > 0 ? Signal.IMPROVEMENT_HIGH : Signal.IMPROVEMENT_LOW;
        case -1 -> side > 0 ? Signal.CONCERN_HIGH : Signal.CONCERN_LOW;
        default -> side > 0 ? Signal.NEUTRAL_HIGH : Signal.NEUTRAL_LOW;
      };
    }
  }

  /** The variation icon: what a signal means for who wants the value high or low. */
  public enum Signal {
    COMMON_CAUSE,
    IMPROVEMENT_HIGH,
    IMPROVEMENT_LOW,
    CONCERN_HIGH,
    CONCERN_LOW,
    NEUTRAL_HIGH,
    NEUTRAL_LOW
  }

  /** The assurance icon: will an unchanged process meet the target always, never, or by chance. */
  public enum Assurance {
    PASS,
    FAIL,
    INCONSISTENT
  }
}
