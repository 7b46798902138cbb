package org.kaohe.stats;

import java.util.Arrays;

/**
 * Exponential smoothing with given weights (Holt 1957; the starts of R's {@code HoltWinters}).
 * Values stand at equal distances, without gaps.
 *
 * @param level the last smoothed level
 * @param trend the last smoothed step; 0 without a trend
 * @param squaredErrors of the one-step forecasts
 */
public record Smoothing(double level, double trend, double squaredErrors) {

  /** Simple smoothing, started at the first value; the forecast is the last level. */
  public static Estimate<Smoothing> simple(double[] values, double alpha) {
    return values.length < 2
        ? Estimate.none(NoEstimate.TOO_FEW_POINTS)
        : run(values, alpha, 0, new Smoothing(values[0], 0, 0), 1);
  }

  /** Level and trend, started at the second value and the step to it. */
  public static Estimate<Smoothing> holt(double[] values, double alpha, double beta) {
    return values.length < 3
        ? Estimate.none(NoEstimate.TOO_FEW_POINTS)
        : run(values, alpha, beta, new Smoothing(values[1], values[1] - values[0], 0), 2);
  }

  /** The forecast so many steps after the last value. */
  public double ahead(int steps) {
    return level + steps * trend;
  }

  private static Estimate<Smoothing> run(
      double[] values, double alpha, double beta, Smoothing start, int from) {
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      return Estimate.none(NoEstimate.GAPS);
    }
    Smoothing now = start;
    for (int i = from; i < values.length; i++) {
      double forecast = now.ahead(1);
      double error = values[i] - forecast;
      double level = alpha * values[i] + (1 - alpha) * forecast;
      now =
          new Smoothing(
              level,
              beta * (level - now.level) + (1 - beta) * now.trend,
              now.squaredErrors + error * error);
    }
    return Double.isFinite(now.squaredErrors)
        ? Estimate.of(now)
        : Estimate.none(NoEstimate.OVERFLOW);
  }
}
