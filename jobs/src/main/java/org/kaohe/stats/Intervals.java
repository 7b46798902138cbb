package org.kaohe.stats;

import java.math.BigDecimal;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * Confidence intervals of proportions and rates (DESIGN 5.7), by the formulas that Public Health
 * England publishes. Counts need not be whole. A confidence is a fraction in [0.9, 1] or a percent
 * in [90, 100].
 *
 * <p>A missing numerator or denominator has no interval; the caller does not ask.
 */
public final class Intervals {
  /** Events from which Byar's approximation replaces the exact limits. */
  private static final double BYAR_FROM = 10;

  /**
   * Absolute accuracy of the chi-square quantile. Quantiles of a fractional count near zero are
   * tiny, so the solver must stop on its relative accuracy (1e-14), never on this.
   */
  private static final double QUANTILE_ACCURACY = Double.MIN_NORMAL;

  private Intervals() {}

  /**
   * Wilson score interval of the proportion {@code x / n}.
   *
   * @throws IllegalArgumentException when n is not positive, x is negative or above n, or the
   *     confidence is out of range
   */
  public static Interval wilson(BigDecimal x, BigDecimal n, double confidence) {
    requireCount(x);
    requireDenominator(n);
    if (x.compareTo(n) > 0) {
      throw new IllegalArgumentException(
          "A proportion needs a numerator of at most its denominator: %s of %s".formatted(x, n));
    }
    double level = fraction(confidence);
    if (level == 1) {
      return new Interval(0, 1, Interval.Method.WILSON);
    }
    double events = x.doubleValue();
    double total = n.doubleValue();
    double z = z(level);
    double z2 = z * z;
    double root = z * Math.sqrt(z2 + 4 * events * (1 - events / total));
    double upper = (2 * events + z2 + root) / 2 / (total + z2);
    // Both limits solve one quadratic; the lower one comes from the product of the roots, because
    // the textbook difference cancels for small proportions.
    double lower = events * events / (total * (total + z2)) / upper;
    return new Interval(lower, x.compareTo(n) == 0 ? 1 : upper, Interval.Method.WILSON);
  }

  /**
   * Limits of the rate {@code x / n}: exact Poisson below 10 events, Byar's from 10. A rate may
   * exceed 1.
   *
   * @throws IllegalArgumentException when n is not positive, x is negative, or the confidence is
   *     out of range
   */
  public static Interval rate(BigDecimal x, BigDecimal n, double confidence) {
    requireCount(x);
    requireDenominator(n);
    double total = n.doubleValue();
    Interval count = count(x.doubleValue(), confidence);
    return new Interval(count.lower() / total, count.upper() / total, count.method());
  }

  /** Limits of a count of events: exact Poisson below 10, Byar's from 10. */
  static Interval count(double events, double confidence) {
    double level = fraction(confidence);
    boolean exact = events < BYAR_FROM;
    Interval.Method method = exact ? Interval.Method.EXACT : Interval.Method.BYAR;
    if (level == 1) {
      return new Interval(0, Double.POSITIVE_INFINITY, method);
    }
    double tail = (1 - level) / 2;
    if (exact) {
      double lower = events == 0 ? 0 : chiSquareQuantile(tail, 2 * events) / 2;
      double upper = chiSquareQuantile(level + tail, 2 * events + 2) / 2;
      return new Interval(lower, upper, method);
    }
    double z = z(level);
    return new Interval(Math.max(0, byar(events, -z)), byar(events + 1, z), method);
  }

  private static double byar(double count, double z) {
    double base = 1 - 1 / (9 * count) + z / (3 * Math.sqrt(count));
    return count * base * base * base;
  }

  /** The two-sided normal quantile of a confidence level. */
  static double z(double level) {
    return Math.sqrt(2) * Erf.erfInv(level);
  }

  private static double chiSquareQuantile(double probability, double degrees) {
    return new ChiSquaredDistribution(null, degrees, QUANTILE_ACCURACY)
        .inverseCumulativeProbability(probability);
  }

  static double fraction(double confidence) {
    if (confidence >= 0.9 && confidence <= 1) {
      return confidence;
    }
    if (confidence >= 90 && confidence <= 100) {
      return confidence / 100;
    }
    throw new IllegalArgumentException(
        "A confidence level lies between 0.9 and 1 or between 90 and 100: " + confidence);
  }

  private static void requireCount(BigDecimal x) {
    if (x.signum() < 0) {
      throw new IllegalArgumentException("A numerator must not be negative: " + x);
    }
  }

  private static void requireDenominator(BigDecimal n) {
    if (n.signum() <= 0) {
      throw new IllegalArgumentException("A denominator must be above zero: " + n);
    }
  }
}
