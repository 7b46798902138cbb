package org.kaohe.stats;

import java.util.List;

/**
 * Rates that are comparable between units of different age structure.
 *
 * <p>Direct: Σ w x/n / Σ w with Dobson's limits around Byar's of the total count (Dobson et al.,
 * Confidence intervals for weighted sums of Poisson parameters, Statistics in Medicine 1991; as
 * published by Public Health England, Technical Guide: Confidence Intervals, 2018). Indirect:
 * observed over expected events, with the limits of a rate.
 */
public final class StandardisedRate {
  /** Below so many events no rate is published: Dobson's limits are not reliable (PHE). */
  public static final int LEAST_EVENTS = 10;

  private StandardisedRate() {}

  /**
   * One age group of one unit.
   *
   * @param events may be fractional
   * @param squaredEvents Σ f² over the persons with f events each; the events themselves where each
   *     person has one
   * @param population above zero
   * @param standard the group's share or number in the standard population; zero leaves it out of
   *     the rate but not of the total count
   */
  public record Stratum(double events, double squaredEvents, double population, double standard) {
    /** A group in which events are independent. */
    public static Stratum of(double events, double population, double standard) {
      return new Stratum(events, events, population, standard);
    }
  }

  /** The directly standardised rate per {@code per} of the population. */
  public static Estimate<Rate> direct(List<Stratum> strata, double per, double confidence) {
    double weights = 0;
    double total = 0;
    double weighted = 0;
    double variance = 0;
    for (Stratum s : strata) {
      if (!(s.population > 0)) {
        return Estimate.none(NoEstimate.POPULATION_NOT_POSITIVE);
      }
      if (!(s.standard >= 0)) {
        return Estimate.none(NoEstimate.WEIGHT_NEGATIVE);
      }
      if (!(s.events >= 0)) {
        return Estimate.none(NoEstimate.NEGATIVE_COUNT);
      }
      double share = s.standard / s.population;
      weights += s.standard;
      total += s.events;
      weighted += s.events * share;
      variance += s.squaredEvents * share * share;
    }
    if (total < LEAST_EVENTS) {
      return Estimate.none(NoEstimate.TOO_FEW_EVENTS);
    }
    if (weights == 0) {
      return Estimate.none(NoEstimate.NO_WEIGHT);
    }
    double value = weighted / weights;
    double scale = Math.sqrt(variance / total) / weights;
    Interval count = Intervals.count(total, confidence);
    Interval limits =
        new Interval(
            Math.max(0, value + scale * (count.lower() - total)) * per,
            (value + scale * (count.upper() - total)) * per,
            Interval.Method.DOBSON);
    return Double.isFinite(limits.upper())
        ? Estimate.of(new Rate(value * per, limits, total))
        : Estimate.none(NoEstimate.OVERFLOW);
  }

  /** Observed over expected events (1 is as expected) with the limits of a rate. */
  public static Estimate<Rate> ratio(double observed, double expected, double confidence) {
    if (!(observed >= 0)) {
      return Estimate.none(NoEstimate.NEGATIVE_COUNT);
    }
    if (!(expected > 0)) {
      return Estimate.none(NoEstimate.POPULATION_NOT_POSITIVE);
    }
    Interval count = Intervals.count(observed, confidence);
    Interval limits =
        new Interval(count.lower() / expected, count.upper() / expected, count.method());
    return Double.isFinite(limits.upper())
        ? Estimate.of(new Rate(observed / expected, limits, observed))
        : Estimate.none(NoEstimate.OVERFLOW);
  }
}
