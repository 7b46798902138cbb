package org.kaohe.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.kaohe.stats.XmrChart.Assurance;
import org.kaohe.stats.XmrChart.Cause;
import org.kaohe.stats.XmrChart.Group;
import org.kaohe.stats.XmrChart.Limits;
import org.kaohe.stats.XmrChart.Point;
import org.kaohe.stats.XmrChart.Signal;

/**
 * XmR charts as the NHS's Making Data Count programme draws them (NHS England, Making Data Count,
 * 2019; Wheeler, Understanding Variation, 1993): limits at 2.66 mean moving ranges, and four rules
 * of special cause: outside a limit, a trend of seven, two of three near a limit, seven on one
 * side.
 */
public final class Xmr {
  /** The fewest points that a fixed baseline may have. */
  public static final int LEAST_BASELINE = 12;

  private static final double LIMIT = 2.66;
  private static final double SCREEN = 3.267;
  private static final int RUN = 7;

  private Xmr() {}

  /**
   * How a chart is drawn.
   *
   * @param screen leave out moving ranges of 3.267 times their mean or more, once
   * @param fixAfter the first so many points of a group make its limits; all of them by default
   */
  public record Settings(
      Polarity polarity, OptionalDouble target, boolean screen, OptionalInt fixAfter) {
    /** Refuses a baseline that is too short to stand for a process. */
    public Settings {
      if (fixAfter.isPresent() && fixAfter.getAsInt() < LEAST_BASELINE) {
        throw new IllegalArgumentException(
            "A fixed baseline needs at least %d points: %d"
                .formatted(LEAST_BASELINE, fixAfter.getAsInt()));
      }
    }

    /** Screened, all points as baseline. */
    public static Settings of(Polarity polarity, OptionalDouble target) {
      return new Settings(polarity, target, true, OptionalInt.empty());
    }
  }

  /**
   * The chart of one series.
   *
   * @param groups the values in time order, cut where the process was rebased; NaN is a missing one
   */
  public static Estimate<XmrChart> chart(List<double[]> groups, Settings settings) {
    List<Group> drawn = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (double[] values : groups) {
      if (Arrays.stream(values).allMatch(Double::isNaN)) {
        return Estimate.none(NoEstimate.TOO_FEW_POINTS);
      }
      Group group = group(values, settings);
      Cause[] causes = causes(values, group);
      for (int i = 0; i < values.length; i++) {
        points.add(
            new Point(
                Double.isNaN(values[i]) ? OptionalDouble.empty() : OptionalDouble.of(values[i]),
                drawn.size(),
                causes[i],
                causes[i].read(settings.polarity)));
      }
      drawn.add(group);
    }
    if (points.isEmpty()) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    Estimate<Limits> limits = drawn.get(drawn.size() - 1).limits();
    Point last = points.get(points.size() - 1);
    Estimate<Signal> variation =
        last.value().isEmpty()
            ? Estimate.none(NoEstimate.LAST_VALUE_MISSING)
            : limits.map(known -> last.signal());
    return Estimate.of(
        new XmrChart(
            List.copyOf(drawn),
            List.copyOf(points),
            variation,
            limits.then(known -> assurance(known, settings))));
  }

  private static Group group(double[] values, Settings settings) {
    int baseline = Math.min(settings.fixAfter.orElse(values.length), values.length);
    double[] base = Arrays.copyOf(values, baseline);
    double[] known = Arrays.stream(base).filter(v -> !Double.isNaN(v)).toArray();
    if (known.length == 0) {
      // Nothing but missing values before the baseline was fixed: centre on what there is.
      double mean = Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElseThrow();
      return new Group(mean, Estimate.none(NoEstimate.TOO_FEW_POINTS), values.length, 0, 0);
    }
    double mean = Arrays.stream(known).average().orElseThrow();
    double[] ranges = new double[Math.max(0, baseline - 1)];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = Math.abs(base[i + 1] - base[i]);
    }
    ranges = Arrays.stream(ranges).filter(r -> !Double.isNaN(r)).toArray();
    double[] kept = ranges;
    if (settings.screen) {
      double most = SCREEN * Arrays.stream(ranges).average().orElse(0);
      kept = Arrays.stream(ranges).filter(r -> r < most).toArray();
    }
    return new Group(
        mean,
        limits(mean, known, ranges, kept),
        values.length,
        baseline,
        ranges.length - kept.length);
  }

  private static Estimate<Limits> limits(
      double mean, double[] known, double[] ranges, double[] kept) {
    if (ranges.length == 0) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    if (kept.length == 0) {
      boolean constant = Arrays.stream(known).distinct().count() == 1;
      return Estimate.none(constant ? NoEstimate.CONSTANT_SERIES : NoEstimate.NO_VARIATION_LEFT);
    }
    double reach = LIMIT * Arrays.stream(kept).average().orElseThrow();
    return Estimate.of(new Limits(mean - reach, mean + reach));
  }

  private static Estimate<Assurance> assurance(Limits limits, Settings settings) {
    if (settings.target.isEmpty()) {
      return Estimate.none(NoEstimate.NO_TARGET);
    }
    if (settings.polarity == Polarity.NEUTRAL) {
      return Estimate.none(NoEstimate.NO_DIRECTION);
    }
    double target = settings.target.getAsDouble();
    boolean higher = settings.polarity == Polarity.HIGHER;
    if (target > limits.upper()) {
      return Estimate.of(higher ? Assurance.FAIL : Assurance.PASS);
    }
    if (target < limits.lower()) {
      return Estimate.of(higher ? Assurance.PASS : Assurance.FAIL);
    }
    return Estimate.of(Assurance.INCONSISTENT);
  }

  /** The first rule that each point answers to; rules are laid on from the last to the first. */
  private static Cause[] causes(double[] values, Group group) {
    int n = values.length;
    int[] side = new int[n];
    boolean[] outside = new boolean[n];
    boolean[] close = new boolean[n];
    for (int i = 0; i < n; i++) {
      double off = values[i] - group.mean();
      side[i] = off > 0 ? 1 : off < 0 ? -1 : 0;
      if (group.limits().found().isPresent()) {
        Limits limits = group.limits().found().orElseThrow();
        double near = (limits.upper() - group.mean()) * 2 / 3;
        outside[i] = values[i] > limits.upper() || values[i] < limits.lower();
        close[i] =
            !outside[i] && (values[i] > group.mean() + near || values[i] < group.mean() - near);
      }
    }
    Cause[] causes = new Cause[n];
    Arrays.fill(causes, Cause.COMMON);
    run(side, RUN, RUN, causes, Cause.RUN_ABOVE, Cause.RUN_BELOW);
    for (int i = 2; i < n; i++) {
      boolean together = side[i] != 0 && side[i] == side[i - 1] && side[i] == side[i - 2];
      int near = (close[i] ? 1 : 0) + (close[i - 1] ? 1 : 0) + (close[i - 2] ? 1 : 0);
      for (int j = i - 2; together && near >= 2 && j <= i; j++) {
        if (close[j]) {
          causes[j] = side[i] > 0 ? Cause.TWO_OF_THREE_HIGH : Cause.TWO_OF_THREE_LOW;
        }
      }
    }
    int[] steps = new int[Math.max(0, n - 1)];
    for (int i = 0; i < steps.length; i++) {
      double step = values[i + 1] - values[i];
      steps[i] = step > 0 ? 1 : step < 0 ? -1 : 0;
    }
    // Six steps join seven points; where two trends share a point, the later one names it.
    run(steps, RUN - 1, RUN, causes, Cause.RISING, Cause.FALLING);
    for (int i = 0; i < n; i++) {
      if (outside[i]) {
        causes[i] = side[i] > 0 ? Cause.ABOVE_LIMIT : Cause.BELOW_LIMIT;
      }
    }
    return causes;
  }

  /** Marks {@code marked} points from the start of each run of {@code length} equal signs. */
  private static void run(
      int[] signs, int length, int marked, Cause[] causes, Cause up, Cause down) {
    int same = 0;
    for (int i = 0; i < signs.length; i++) {
      same = i > 0 && signs[i] == signs[i - 1] ? same + 1 : 1;
      if (signs[i] != 0 && same >= length) {
        int from = i - length + 1;
        Arrays.fill(causes, from, from + marked, signs[i] > 0 ? up : down);
      }
    }
  }
}
