package org.kaohe.stats;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Present values at real, distinct times, in time order. Times may be uneven. */
public final class TimeSeries {
  /** Mean days of a Gregorian year: dates become years with it, slopes are per year. */
  public static final double DAYS_PER_YEAR = 365.2425;

  private final double[] times;
  private final double[] values;

  private TimeSeries(double[] times, double[] values) {
    this.times = times;
    this.values = values;
  }

  /**
   * Values at times, in any order; a NaN is a missing value and left out, its time stays a gap.
   *
   * @throws IllegalArgumentException when a time is given twice, or a time or value is infinite
   */
  public static TimeSeries of(double[] times, double[] values) {
    int[] order =
        IntStream.range(0, times.length)
            .filter(i -> !Double.isNaN(values[i]))
            .boxed()
            .sorted((i, j) -> Double.compare(times[i], times[j]))
            .mapToInt(i -> i)
            .toArray();
    double[] sorted = Arrays.stream(order).mapToDouble(i -> times[i]).toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (!Double.isFinite(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1])) {
        throw new IllegalArgumentException("Each time stands once: " + sorted[i]);
      }
    }
    double[] present = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    if (Arrays.stream(present).anyMatch(Double::isInfinite)) {
      throw new IllegalArgumentException("Values are finite numbers");
    }
    return new TimeSeries(sorted, present);
  }

  /** Values at 0, 1, 2 …; a NaN is a gap. */
  public static TimeSeries of(double... values) {
    return of(IntStream.range(0, values.length).asDoubleStream().toArray(), values);
  }

  /** Values at days; time runs in years. */
  public static TimeSeries ofDates(Map<LocalDate, Double> values) {
    return of(
        values.keySet().stream().mapToDouble(TimeSeries::years).toArray(),
        values.values().stream().mapToDouble(v -> v).toArray());
  }

  /** A day as years of {@link #DAYS_PER_YEAR} since 1970. */
  public static double years(LocalDate day) {
    return day.toEpochDay() / DAYS_PER_YEAR;
  }

  public int size() {
    return values.length;
  }

  double time(int i) {
    return times[i];
  }

  double value(int i) {
    return values[i];
  }

  double[] times() {
    return times.clone();
  }

  double[] values() {
    return values.clone();
  }

  /** The values up to a number of points, as they stood then. */
  TimeSeries first(int points) {
    return new TimeSeries(Arrays.copyOf(times, points), Arrays.copyOf(values, points));
  }

  /** Whether all values are the same; so is a series of one. */
  boolean constant() {
    return Arrays.stream(values).distinct().count() <= 1;
  }
}
