package org.kaohe.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A least-squares line through a series, and what it says of later times (Draper and Smith, Applied
 * Regression Analysis, 1998, ch. 3). Its limits hold when the deviations are independent and of one
 * size; the back-test shows whether they are.
 */
public final class LineFit {
  /** A residual this small against the values is floating noise. */
  private static final double NOISE = 1e-12;

  private static final double NOISE_OF_A_VALUE = 1e-9;

  private static final double QUANTILE_ACCURACY = 1e-14;

  private final int points;
  private final double meanTime;
  private final double meanValue;
  private final double spread;
  private final double slope;
  private final double residualSd;
  private final boolean perfect;

  private LineFit(TimeSeries series) {
    points = series.size();
    meanTime = Arrays.stream(series.times()).average().orElseThrow();
    meanValue = Arrays.stream(series.values()).average().orElseThrow();
    double squares = 0;
    double products = 0;
    for (int i = 0; i < points; i++) {
      double off = series.time(i) - meanTime;
      squares += off * off;
      products += off * (series.value(i) - meanValue);
    }
    spread = squares;
    slope = products / squares;
    double errors = 0;
    double size = 0;
    for (int i = 0; i < points; i++) {
      double error = series.value(i) - at(series.time(i));
      errors += error * error;
      size = Math.max(size, Math.abs(series.value(i)));
    }
    residualSd = degrees() > 0 ? Math.sqrt(errors / degrees()) : 0;
    perfect = residualSd <= NOISE * size;
  }

  /** The line through two points or more. */
  public static Estimate<LineFit> of(TimeSeries series) {
    if (series.size() < 2) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    LineFit fit = new LineFit(series);
    return Double.isFinite(fit.slope) && Double.isFinite(fit.residualSd)
        ? Estimate.of(fit)
        : Estimate.none(NoEstimate.OVERFLOW);
  }

  /** Limits of a prediction: of a single value, or of the line itself. */
  public record Limits(double lower, double upper) {}

  public double slope() {
    return slope;
  }

  /** The line's value at time 0. */
  public double intercept() {
    return meanValue - slope * meanTime;
  }

  public double residualSd() {
    return residualSd;
  }

  public int degrees() {
    return points - 2;
  }

  /** The line at a time. */
  public double at(double time) {
    return meanValue + slope * (time - meanTime);
  }

  /** Where a new value at a time will lie. */
  public Estimate<Limits> prediction(double time, double level) {
    return sumPrediction(0, new double[] {time}, level);
  }

  /** Where the line itself lies at a time. */
  public Estimate<Limits> confidence(double time, double level) {
    double off = time - meanTime;
    return around(at(time), residualSd * Math.sqrt(1.0 / points + off * off / spread), level);
  }

  /** What a known sum becomes when the values of these times are added. */
  public double sum(double known, double... times) {
    return known + Arrays.stream(times).map(this::at).sum();
  }

  /** Where that sum will lie; new values deviate independently, the line for all of them alike. */
  public Estimate<Limits> sumPrediction(double known, double[] times, double level) {
    return around(sum(known, times), sumError(times), level);
  }

  /**
   * The probability that the sum will be on the good side of a target or on it, by the t
   * distribution of the prediction.
   */
  public Estimate<Double> probability(
      double known, double[] times, double target, Polarity polarity) {
    if (polarity == Polarity.NEUTRAL) {
      return Estimate.none(NoEstimate.NO_DIRECTION);
    }
    if (degrees() < 1) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    if (perfect) {
      return Estimate.none(NoEstimate.PERFECT_FIT);
    }
    double t = polarity.sign() * (sum(known, times) - target) / sumError(times);
    return Estimate.finite(student().cumulativeProbability(t), NoEstimate.OVERFLOW);
  }

  /** Whether a value lies within the limits of its prediction: as those, without their inverse. */
  boolean within(double time, double value, double level) {
    double off = Math.abs(value - at(time));
    double error = sumError(new double[] {time});
    // A line without residuals has limits without width, up to floating noise.
    return perfect
        ? off <= NOISE_OF_A_VALUE * Math.abs(value)
        : central(off / error, degrees()) <= level;
  }

  /**
   * P(|T| ≤ t) for whole degrees of freedom as a finite sum (Abramowitz and Stegun 26.7.3 and
   * 26.7.4): a back-test asks for it dozens of times a series.
   */
  static double central(double t, int degrees) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    double cos2 = Math.cos(angle) * Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? Math.cos(angle) : 1;
    double sum = 0;
    for (int k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
      sum += term;
      term *= cos2 * (k + 1) / (k + 2);
    }
    double part = Math.sin(angle) * sum;
    return odd ? 2 / Math.PI * (angle + part) : part;
  }

  private double sumError(double[] times) {
    double n = times.length;
    double off = Arrays.stream(times).map(t -> t - meanTime).sum();
    return residualSd * Math.sqrt(n + n * n / points + off * off / spread);
  }

  private Estimate<Limits> around(double centre, double error, double level) {
    if (degrees() < 1) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    double reach = error == 0 ? 0 : error * student().inverseCumulativeProbability((1 + level) / 2);
    return Double.isFinite(reach)
        ? Estimate.of(new Limits(centre - reach, centre + reach))
        : Estimate.none(NoEstimate.OVERFLOW);
  }

  private TDistribution student() {
    return new TDistribution(null, degrees(), QUANTILE_ACCURACY);
  }
}
