package org.kaohe.stats;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * The Mann-Kendall test: do later values tend to be higher, or lower, than earlier ones (Mann,
 * Econometrica 1945; Kendall, Rank Correlation Methods, 1975; the seasonal form by Hirsch, Slack
 * and Smith, Water Resources Research 1982). It asks only for the order of values, so neither
 * outliers nor the spacing of times matter; values that depend on their neighbours make it too
 * sure.
 */
public final class MannKendall {
  /** Series without ties up to this length have their exact p. */
  public static final int EXACT_UP_TO = 50;

  /** For each length, P(D ≤ d) of the number of discordant pairs d of a random order. */
  private static final double[][] DISCORDANT = discordant();

  private MannKendall() {}

  /**
   * @param score pairs that rise minus pairs that fall
   * @param variance of the score in a random order, with ties allowed for
   * @param tau the score as share of all pairs, -1 to 1
   * @param z the standardised score, one pair nearer to zero for continuity
   * @param p two-sided
   */
  public record Result(
      int points, double score, double variance, double tau, double z, double p, Method method) {
    /** What the test says at this level, for example 0.05. */
    public Trend trend(double alpha) {
      if (p >= alpha) {
        return Trend.NONE;
      }
      return score > 0 ? Trend.INCREASING : Trend.DECREASING;
    }
  }

  /** Where p comes from. */
  public enum Method {
    /** Counted over all orders of n different values. */
    EXACT,
    /** The normal distribution, with correction for ties and continuity. */
    NORMAL
  }

  /** What a test finds. */
  public enum Trend {
    INCREASING,
    DECREASING,
    /** No evidence of either, which is no evidence of standing still. */
    NONE
  }

  /** The test with the exact p where there is one: no ties and at most 50 points. */
  public static Estimate<Result> test(TimeSeries series) {
    return normal(series)
        .map(
            r ->
                r.points > EXACT_UP_TO || r.variance != untied(r.points)
                    ? r
                    : new Result(
                        r.points,
                        r.score,
                        r.variance,
                        r.tau,
                        r.z,
                        exactP(r.points, r.score),
                        Method.EXACT));
  }

  /** The test by the normal approximation whatever the length. */
  public static Estimate<Result> normal(TimeSeries series) {
    if (series.size() < 2) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    if (series.constant()) {
      return Estimate.none(NoEstimate.CONSTANT_SERIES);
    }
    double[] values = series.values();
    return Estimate.of(
        result(values.length, score(values), variance(values), pairs(values.length)));
  }

  /**
   * The seasonal test: only values of the same season are compared.
   *
   * @param series at whole times; the season is the time modulo the period
   */
  public static Estimate<Result> seasonal(TimeSeries series, int period) {
    double score = 0;
    double variance = 0;
    double pairs = 0;
    for (int season = 0; season < period; season++) {
      double[] values = season(series, period, season).values();
      score += score(values);
      variance += variance(values);
      pairs += pairs(values.length);
    }
    if (pairs == 0) {
      return Estimate.none(NoEstimate.TOO_FEW_CYCLES);
    }
    return variance == 0
        ? Estimate.none(NoEstimate.CONSTANT_SERIES)
        : Estimate.of(result(series.size(), score, variance, pairs));
  }

  /** The values of one season at the numbers of their cycles. */
  static TimeSeries season(TimeSeries series, int period, int season) {
    double[] times = series.times();
    double[] values = series.values();
    for (int i = 0; i < values.length; i++) {
      if (Math.floorMod(Math.round(times[i]), (long) period) != season) {
        values[i] = Double.NaN;
      }
      times[i] /= period;
    }
    return TimeSeries.of(times, values);
  }

  /**
   * The two-sided p of a score over all n! orders of n different values: twice the smaller tail, at
   * most 1.
   */
  static double exactP(int n, double score) {
    int discordant = (int) Math.round((pairs(n) - Math.abs(score)) / 2);
    return Math.min(1, 2 * DISCORDANT[n][discordant]);
  }

  private static Result result(int points, double score, double variance, double pairs) {
    double z = score == 0 ? 0 : (score - Math.signum(score)) / Math.sqrt(variance);
    double p = Erf.erfc(Math.abs(z) / Math.sqrt(2));
    return new Result(points, score, variance, score / pairs, z, p, Method.NORMAL);
  }

  static double pairs(int n) {
    return n * (n - 1) / 2.0;
  }

  private static double score(double[] values) {
    double score = 0;
    for (int j = 1; j < values.length; j++) {
      for (int i = 0; i < j; i++) {
        score += Math.signum(values[j] - values[i]);
      }
    }
    return score;
  }

  /** (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over groups of t equal values. */
  static double variance(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double ties = 0;
    int same = 1;
    for (int i = 1; i <= sorted.length; i++) {
      // 0.0 and -0.0 are one value, so this compares numbers.
      if (i < sorted.length && sorted[i] - sorted[i - 1] == 0) {
        same++;
      } else {
        ties += untied(same);
        same = 1;
      }
    }
    return sorted.length == 0 ? 0 : untied(sorted.length) - ties;
  }

  private static double untied(int n) {
    return n * (n - 1.0) * (2.0 * n + 5) / 18;
  }

  /** The nth value falls before any number 0 to n − 1 of its predecessors with equal chance. */
  private static double[][] discordant() {
    double[][] cumulated = new double[EXACT_UP_TO + 1][];
    cumulated[0] = new double[] {1};
    double[] chance = {1};
    for (int n = 1; n <= EXACT_UP_TO; n++) {
      double[] next = new double[n * (n - 1) / 2 + 1];
      cumulated[n] = new double[next.length];
      double sum = 0;
      for (int k = 0; k < next.length; k++) {
        for (int j = Math.max(0, k - chance.length + 1); j < n && j <= k; j++) {
          next[k] += chance[k - j] / n;
        }
        sum += next[k];
        cumulated[n][k] = sum;
      }
      chance = next;
    }
    return cumulated;
  }
}
