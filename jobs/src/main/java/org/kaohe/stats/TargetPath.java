package org.kaohe.stats;

/**
 * The straight way from a base to a target: where one should be by now, and how much of the change
 * has been done (percent of targeted change, as Healthy People 2020 and 2030 publish it).
 */
public record TargetPath(double base, double target, double start, double end) {

  /**
   * Where the straight line is at this time, held at both ends: (target − base) times the share of
   * the time that has gone.
   */
  public Estimate<Double> expected(double time) {
    if (end <= start) {
      return Estimate.none(NoEstimate.TARGET_NOT_AFTER_BASE);
    }
    double gone = Math.max(0, Math.min(1, (time - start) / (end - start)));
    return Estimate.finite(base + gone * (target - base), NoEstimate.OVERFLOW);
  }

  /**
   * 100 (value − base) / (target − base): 100 is the target, below 0 is further away than at the
   * start. Unbounded.
   */
  public Estimate<Double> percentOfTargetedChange(double value, Polarity polarity) {
    if (base == target) {
      return Estimate.none(NoEstimate.TARGET_EQUALS_BASE);
    }
    if (polarity.sign() * (target - base) < 0) {
      return Estimate.none(NoEstimate.TARGET_ON_WRONG_SIDE);
    }
    return Estimate.finite(100 * (value - base) / (target - base), NoEstimate.OVERFLOW);
  }
}
