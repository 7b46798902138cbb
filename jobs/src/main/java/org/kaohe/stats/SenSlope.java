package org.kaohe.stats;

import java.util.Arrays;

/**
 * Sen's slope: the median of the slopes of all pairs of points (Theil 1950; Sen, Journal of the
 * American Statistical Association 1968), on the real times of the values.
 *
 * @param slope per unit of time
 * @param intercept the line's value at time 0, through the medians of times and values
 * @param lower of the slope's interval, the slopes at Gilbert's ranks (N ∓ C)/2, the upper one plus
 *     1, rounded (Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, 16.5;
 *     as scipy's {@code theilslopes})
 */
public record SenSlope(double slope, double intercept, double lower, double upper) {

  /** The slope with its interval; a series that never changes has slope 0 and no width. */
  public static Estimate<SenSlope> of(TimeSeries series, double confidence) {
    if (series.size() < 2) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    double[] slopes = slopes(series);
    Arrays.sort(slopes);
    return line(series, slopes, MannKendall.variance(series.values()), confidence, 1);
  }

  /**
   * The seasonal slope, per cycle: the median over pairs of the same season.
   *
   * @param series at whole times; the season is the time modulo the period
   */
  public static Estimate<SenSlope> seasonal(TimeSeries series, int period, double confidence) {
    double[] slopes = {};
    double variance = 0;
    for (int season = 0; season < period; season++) {
      TimeSeries one = MannKendall.season(series, period, season);
      double[] more = slopes(one);
      int had = slopes.length;
      slopes = Arrays.copyOf(slopes, had + more.length);
      System.arraycopy(more, 0, slopes, had, more.length);
      variance += MannKendall.variance(one.values());
    }
    if (slopes.length == 0) {
      return Estimate.none(NoEstimate.TOO_FEW_CYCLES);
    }
    Arrays.sort(slopes);
    return line(series, slopes, variance, confidence, period);
  }

  private static Estimate<SenSlope> line(
      TimeSeries series, double[] sorted, double variance, double confidence, int period) {
    double slope = middle(sorted);
    double intercept = median(series.values()) - median(series.times()) / period * slope;
    double reach = Intervals.z(Intervals.fraction(confidence)) * Math.sqrt(variance);
    double lower = sorted[(int) Math.max(0, Math.rint((sorted.length - reach) / 2) - 1)];
    double upper =
        sorted[(int) Math.min(sorted.length - 1, Math.rint((sorted.length + reach) / 2))];
    return Double.isFinite(intercept) && Double.isFinite(lower) && Double.isFinite(upper)
        ? Estimate.of(new SenSlope(slope, intercept, lower, upper))
        : Estimate.none(NoEstimate.OVERFLOW);
  }

  private static double[] slopes(TimeSeries series) {
    int n = series.size();
    double[] slopes = new double[n * (n - 1) / 2];
    int at = 0;
    for (int j = 1; j < n; j++) {
      for (int i = 0; i < j; i++) {
        slopes[at++] = (series.value(j) - series.value(i)) / (series.time(j) - series.time(i));
      }
    }
    return slopes;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return middle(sorted);
  }

  private static double middle(double[] sorted) {
    int n = sorted.length;
    return sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2;
  }
}
