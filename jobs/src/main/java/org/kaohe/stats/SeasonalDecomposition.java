package org.kaohe.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The classical decomposition by moving averages into trend, season and remainder (Kendall and
 * Stuart, The Advanced Theory of Statistics, vol. 3; R's {@code decompose}).
 *
 * @param season of each place in the cycle, from the first value on: added, or factors
 * @param trend from the place {@code half} on; the moving average has none at both ends
 * @param remainder of the same places: added, or factors
 */
public record SeasonalDecomposition(
    Form form, List<Double> season, int half, List<Double> trend, List<Double> remainder) {

  /** How season and trend meet. */
  public enum Form {
    ADDITIVE,
    MULTIPLICATIVE
  }

  /** Decomposes equally spaced values without gaps over two whole cycles or more. */
  public static Estimate<SeasonalDecomposition> of(double[] values, int period, Form form) {
    if (period < 2 || values.length < 2 * period) {
      return Estimate.none(NoEstimate.TOO_FEW_CYCLES);
    }
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      return Estimate.none(NoEstimate.GAPS);
    }
    boolean factors = form == Form.MULTIPLICATIVE;
    if (factors && Arrays.stream(values).anyMatch(v -> v <= 0)) {
      return Estimate.none(NoEstimate.NOT_POSITIVE);
    }
    int half = period / 2;
    double[] trend = new double[values.length - 2 * half];
    double[] sums = new double[period];
    int[] counts = new int[period];
    for (int i = 0; i < trend.length; i++) {
      trend[i] = average(values, i, period);
      int place = (i + half) % period;
      sums[place] += factors ? values[i + half] / trend[i] : values[i + half] - trend[i];
      counts[place]++;
    }
    double[] season = new double[period];
    Arrays.setAll(season, k -> sums[k] / counts[k]);
    double mean = Arrays.stream(season).average().orElseThrow();
    // Over a cycle the season adds nothing: its values sum to 0, its factors average 1.
    Arrays.setAll(season, k -> factors ? season[k] / mean : season[k] - mean);
    double[] remainder = new double[trend.length];
    for (int i = 0; i < trend.length; i++) {
      double own = season[(i + half) % period];
      double value = values[i + half];
      remainder[i] = factors ? value / trend[i] / own : value - trend[i] - own;
    }
    return Estimate.of(
        new SeasonalDecomposition(form, list(season), half, list(trend), list(remainder)));
  }

  /** A value of this place (from 0) without its season. */
  public double adjusted(int place, double value) {
    double own = season.get(place % season.size());
    return form == Form.MULTIPLICATIVE ? value / own : value - own;
  }

  /** A whole cycle around the place; of an even one the two ends count half. */
  private static double average(double[] values, int from, int period) {
    double sum = 0;
    for (int i = 0; i < period; i++) {
      sum += values[from + i];
    }
    if (period % 2 == 0) {
      sum += (values[from + period] - values[from]) / 2;
    }
    return sum / period;
  }

  private static List<Double> list(double[] values) {
    return DoubleStream.of(values).boxed().toList();
  }
}
