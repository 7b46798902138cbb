package org.kaohe.stats;

import java.util.OptionalDouble;

/**
 * Lights by confidence interval: a unit differs from a benchmark only when its whole interval lies
 * on one side of it; touching is similar (Public Health England, Fingertips, RAG by confidence
 * interval). LOWER and HIGHER are said of what has no better side.
 */
public enum IntervalLight {
  BETTER,
  SIMILAR,
  WORSE,
  LOWER,
  HIGHER;

  /** Where an interval lies against a benchmark that is not the unit itself. */
  public static Estimate<IntervalLight> of(
      double lower, double upper, OptionalDouble benchmark, Polarity polarity) {
    if (benchmark.isEmpty()) {
      return Estimate.none(NoEstimate.NO_BENCHMARK);
    }
    if (!(lower <= upper)) {
      return Estimate.none(NoEstimate.NO_INTERVAL);
    }
    if (upper < benchmark.getAsDouble()) {
      return Estimate.of(side(-1, polarity));
    }
    return Estimate.of(lower > benchmark.getAsDouble() ? side(1, polarity) : SIMILAR);
  }

  private static IntervalLight side(int side, Polarity polarity) {
    return switch (side * polarity.sign()) {
      case 1 -> BETTER;
      case -1 -> WORSE;
      default -> side > 0 ? HIGHER : LOWER;
    };
  }
}
