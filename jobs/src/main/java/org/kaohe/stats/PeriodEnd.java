package org.kaohe.stats;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a straight continuation gives at the end of a period, how sure that is, and how such
 * forecasts would have done in the past (R13; rolling origin: Hyndman and Athanasopoulos,
 * Forecasting, 5.10).
 *
 * @param value at the end: a level, or a sum to date plus what the open times will bring
 * @param limits of the value, as a single new observation
 * @param probability of meeting the target; only with a back-test to show beside it
 */
public record PeriodEnd(
    double value,
    Estimate<LineFit.Limits> limits,
    Estimate<Double> probability,
    Estimate<BackTest> backTest) {

  /** Points below which there is no probability (R13). */
  public static final int LEAST_POINTS = 8;

  /** Points on which a forecast of the back-test rests at least. */
  private static final int LEAST_ORIGIN = 5;

  /**
   * What is asked.
   *
   * @param known the sum to date when the value adds up over the open times; 0 for a level
   * @param open the times still to come: all of them for a sum, the end alone for a level
   * @param level of the limits, for example 0.8
   */
  public record Question(
      double known, List<Double> open, OptionalDouble target, Polarity polarity, double level) {
    /** The question owns its times. */
    public Question {
      open = List.copyOf(open);
    }

    /** The level of a series at a time. */
    public static Question at(double time, OptionalDouble target, Polarity polarity, double level) {
      return new Question(0, List.of(time), target, polarity, level);
    }

    double[] times() {
      return open.stream().mapToDouble(t -> t).toArray();
    }
  }

  /**
   * Forecasts from earlier points, with the values that came.
   *
   * @param forecasts how many were made
   * @param steps how many points ahead
   * @param covered how many values lay within the limits
   * @param meanError value minus forecast: above 0 the line was too low
   * @param meanAbsoluteError of the line
   * @param naiveAbsoluteError of saying that nothing will change
   */
  public record BackTest(
      int forecasts,
      int steps,
      int covered,
      double meanError,
      double meanAbsoluteError,
      double naiveAbsoluteError) {}

  /** The forecast from a series whose last value lies before the open times. */
  public static Estimate<PeriodEnd> of(TimeSeries series, Question question) {
    if (series.size() < 3) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    double last = series.time(series.size() - 1);
    double[] open = question.times();
    if (open.length == 0 || Arrays.stream(open).anyMatch(t -> t <= last)) {
      return Estimate.none(NoEstimate.HORIZON_NOT_AHEAD);
    }
    double end = Arrays.stream(open).max().orElseThrow();
    Estimate<BackTest> test = backTest(series, end, question.level);
    return LineFit.of(series)
        .then(
            fit ->
                Estimate.finite(fit.sum(question.known, open), NoEstimate.OVERFLOW)
                    .map(
                        value ->
                            new PeriodEnd(
                                value,
                                fit.sumPrediction(question.known, open, question.level),
                                test.then(known -> probability(fit, question)),
                                test)));
  }

  private static Estimate<Double> probability(LineFit fit, Question question) {
    if (question.target.isEmpty()) {
      return Estimate.none(NoEstimate.NO_TARGET);
    }
    return fit.probability(
        question.known, question.times(), question.target.getAsDouble(), question.polarity);
  }

  /**
   * Forecasts of single values from every point from the fifth on, as many points ahead as the end
   * is, but never so far that fewer than three forecasts could be compared.
   */
  static Estimate<BackTest> backTest(TimeSeries series, double end, double level) {
    int n = series.size();
    if (n < LEAST_POINTS) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    double step = (series.time(n - 1) - series.time(0)) / (n - 1);
    long asked = Math.round((end - series.time(n - 1)) / step);
    int steps = (int) Math.max(1, Math.min(asked, n - LEAST_ORIGIN - 2));
    int covered = 0;
    int forecasts = 0;
    double error = 0;
    double absolute = 0;
    double naive = 0;
    for (int from = LEAST_ORIGIN; from + steps <= n; from++) {
      int to = from + steps - 1;
      LineFit fit = LineFit.of(series.first(from)).found().orElseThrow();
      double value = series.value(to);
      covered += fit.within(series.time(to), value, level) ? 1 : 0;
      error += value - fit.at(series.time(to));
      absolute += Math.abs(value - fit.at(series.time(to)));
      naive += Math.abs(value - series.value(from - 1));
      forecasts++;
    }
    return Estimate.of(
        new BackTest(
            forecasts, steps, covered, error / forecasts, absolute / forecasts, naive / forecasts));
  }
}
