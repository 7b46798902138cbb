package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.distribution.TDistribution;
import org.kaohe.stats.Funnel.Position;
import org.kaohe.stats.PeriodEnd.Question;
import org.kaohe.stats.ProgressMeasure.Goal;
import org.kaohe.stats.StandardisedRate.Stratum;
import org.kaohe.stats.Xmr.Settings;
import org.kaohe.stats.XmrChart.Signal;

class StatsPropertyTest {

  @Property
  void intervalsContainTheEstimateAndShrinkWithTheNumbers(
      @ForAll @IntRange(min = 1, max = 2_000) int total,
      @ForAll @IntRange(min = 0, max = 100) int percent,
      @ForAll @IntRange(min = 2, max = 50) int more) {
    BigDecimal n = BigDecimal.valueOf(total);
    BigDecimal x = n.multiply(BigDecimal.valueOf(percent, 2));
    BigDecimal times = BigDecimal.valueOf(more);
    double value = percent / 100.0;
    Interval share = Intervals.wilson(x, n, 0.95);
    Interval rate = Intervals.rate(x, n, 0.95);
    assertThat(value).isBetween(share.lower() - 1e-12, share.upper() + 1e-12);
    assertThat(value).isBetween(rate.lower() - 1e-12, rate.upper() + 1e-12);
    Interval larger = Intervals.wilson(x.multiply(times), n.multiply(times), 0.95);
    assertThat(width(larger)).isLessThan(width(share));
    assertThat(width(Intervals.rate(x.multiply(times), n.multiply(times), 0.95)))
        .isLessThan(width(rate));
  }

  @Property
  void moreEventsNeverMoveAUnitDownTheFunnel(
      @ForAll @IntRange(min = 1, max = 500) int total,
      @ForAll @IntRange(min = 0, max = 500) int count,
      @ForAll @IntRange(min = 0, max = 100) int average) {
    int few = Math.min(count, total - 1);
    Position before = Funnel.proportion(few, total, average / 100.0).found().orElseThrow();
    Position after = Funnel.proportion(few + 1.0, total, average / 100.0).found().orElseThrow();
    assertThat(after).isGreaterThanOrEqualTo(before);
    Position less = Funnel.ratio(few, total).found().orElseThrow();
    assertThat(Funnel.ratio(few + 1.0, total).found().orElseThrow()).isGreaterThanOrEqualTo(less);
  }

  @Property
  void theOrderOfAgeGroupsChangesNothingAndLimitsShrinkWithTheCount(
      @ForAll @IntRange(min = 10, max = 5_000) int a,
      @ForAll @IntRange(min = 0, max = 5_000) int b) {
    Stratum young = Stratum.of(a, 60_000, 3);
    Stratum old = Stratum.of(b, 20_000, 1);
    Rate rate = rate(List.of(young, old));
    Rate turned = rate(List.of(old, young));
    assertThat(turned.value()).isCloseTo(rate.value(), within(1e-9));
    assertThat(rate.value()).isBetween(rate.limits().lower(), rate.limits().upper());
    Rate tenfold =
        rate(List.of(Stratum.of(10.0 * a, 600_000, 3), Stratum.of(10.0 * b, 200_000, 1)));
    assertThat(spread(tenfold)).isLessThan(spread(rate));
  }

  @Property
  void theMirrorImageOfASeriesHasTheMirrorImagesSignals(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = -50, max = 50) Integer> values) {
    double[] straight = values.stream().mapToDouble(v -> v).toArray();
    double[] mirror = values.stream().mapToDouble(v -> -v).toArray();
    XmrChart up = chart(straight, Settings.of(Polarity.HIGHER, OptionalDouble.of(3)));
    XmrChart down = chart(mirror, Settings.of(Polarity.LOWER, OptionalDouble.of(-3)));
    assertThat(down.assurance()).isEqualTo(up.assurance());
    assertThat(down.points().stream().map(p -> type(p.signal())).toList())
        .isEqualTo(up.points().stream().map(p -> type(p.signal())).toList());
  }

  @Property
  void theSlopeFollowsScaleShiftAndTurningBackTime(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(min = -99, max = 99) Integer> values,
      @ForAll @IntRange(min = 1, max = 9) int scale,
      @ForAll @IntRange(min = -50, max = 50) int tilt) {
    int n = values.size();
    double[] straight = new double[n];
    double[] tilted = new double[n];
    double[] back = new double[n];
    for (int i = 0; i < n; i++) {
      straight[i] = values.get(i);
      tilted[i] = scale * straight[i] + tilt * i + 7;
      back[n - 1 - i] = straight[i];
    }
    SenSlope slope = SenSlope.of(TimeSeries.of(straight), 0.95).found().orElseThrow();
    SenSlope other = SenSlope.of(TimeSeries.of(tilted), 0.95).found().orElseThrow();
    assertThat(other.slope()).isCloseTo(scale * slope.slope() + tilt, within(1e-9));
    SenSlope mirror = SenSlope.of(TimeSeries.of(back), 0.95).found().orElseThrow();
    assertThat(mirror.slope()).isCloseTo(-slope.slope(), within(1e-9));
    assertThat(mirror.lower()).isCloseTo(-slope.upper(), within(1e-9));
    assertThat(mirror.upper()).isCloseTo(-slope.lower(), within(1e-9));
    assertThat(slope.slope()).isBetween(slope.lower(), slope.upper());
    SenSlope narrower = SenSlope.of(TimeSeries.of(straight), 0.9).found().orElseThrow();
    assertThat(narrower.lower()).isGreaterThanOrEqualTo(slope.lower());
    assertThat(narrower.upper()).isLessThanOrEqualTo(slope.upper());
  }

  @Property
  void theOrderOfRowsChangesNothing(
      @ForAll @Size(min = 3, max = 15) List<@IntRange(min = 0, max = 30) Integer> values) {
    int n = values.size();
    double[] times = new double[n];
    double[] straight = new double[n];
    double[] shuffledTimes = new double[n];
    double[] shuffled = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = i * i;
      straight[i] = values.get(i);
      int to = (i + n / 2) % n;
      shuffledTimes[to] = times[i];
      shuffled[to] = straight[i];
    }
    TimeSeries one = TimeSeries.of(times, straight);
    TimeSeries two = TimeSeries.of(shuffledTimes, shuffled);
    assertThat(MannKendall.test(two)).isEqualTo(MannKendall.test(one));
    assertThat(SenSlope.of(two, 0.95)).isEqualTo(SenSlope.of(one, 0.95));
  }

  @Property
  void aBetterValueNeverScoresLess(
      @ForAll @DoubleRange(min = 1, max = 200) double base,
      @ForAll @DoubleRange(min = 1, max = 200) double worse,
      @ForAll @DoubleRange(min = 0, max = 50) double more,
      @ForAll boolean limited) {
    OptionalDouble target = limited ? OptionalDouble.empty() : OptionalDouble.of(100);
    Goal goal = new Goal(true, 2015, target, 2030, OptionalDouble.of(100));
    assertThat(progress(goal, base, worse + more).score())
        .isGreaterThanOrEqualTo(progress(goal, base, worse).score() - 1e-4);
  }

  @Property
  void aWiderIntervalIsNeverSurer(
      @ForAll @DoubleRange(min = 0, max = 100) double value,
      @ForAll @DoubleRange(min = 0, max = 50) double reach,
      @ForAll @DoubleRange(min = 0, max = 50) double more) {
    OptionalDouble benchmark = OptionalDouble.of(50);
    Estimate<IntervalLight> narrow =
        IntervalLight.of(value - reach, value + reach, benchmark, Polarity.LOWER);
    Estimate<IntervalLight> wide =
        IntervalLight.of(value - reach - more, value + reach + more, benchmark, Polarity.LOWER);
    assertThat(wide).isIn(narrow, Estimate.of(IntervalLight.SIMILAR));
  }

  @Property
  void theFiniteSumOfTheTDistributionIsThatOfTheLibrary(
      @ForAll @IntRange(min = 1, max = 120) int degrees,
      @ForAll @DoubleRange(min = 0, max = 40) double t) {
    double library = 2 * new TDistribution(degrees).cumulativeProbability(t) - 1;
    assertThat(LineFit.central(t, degrees)).isCloseTo(library, within(1e-10));
  }

  @Property
  void aHarderTargetIsNeverMoreLikely(
      @ForAll @Size(min = 8, max = 20) List<@IntRange(min = 0, max = 50) Integer> values,
      @ForAll @IntRange(min = 0, max = 60) int target,
      @ForAll @IntRange(min = 0, max = 20) int more) {
    TimeSeries series = TimeSeries.of(values.stream().mapToDouble(v -> v).toArray());
    Estimate<Double> easy = end(series, 30, target).probability();
    Estimate<Double> hard = end(series, 30, target + more).probability();
    easy.found().ifPresent(p -> assertThat(hard.found().orElseThrow()).isLessThanOrEqualTo(p));
    PeriodEnd end = end(series, 30, target);
    LineFit.Limits limits = end.limits().found().orElseThrow();
    assertThat(end.value()).isBetween(limits.lower(), limits.upper());
  }

  private static double width(Interval interval) {
    return interval.upper() - interval.lower();
  }

  private static Rate rate(List<Stratum> strata) {
    return StandardisedRate.direct(strata, 100_000, 0.95).found().orElseThrow();
  }

  private static double spread(Rate rate) {
    return width(rate.limits());
  }

  private static XmrChart chart(double[] values, Settings settings) {
    return Xmr.chart(List.of(values), settings).found().orElseThrow();
  }

  /** Improvement, concern or neither, without high and low. */
  private static String type(Signal signal) {
    return signal.name().replaceAll("_(HIGH|LOW)", "");
  }

  private static Progress progress(Goal goal, double base, double current) {
    return ProgressMeasure.of(new TreeMap<>(Map.of(2015, base, 2020, current)), goal)
        .found()
        .orElseThrow();
  }

  private static PeriodEnd end(TimeSeries series, double time, double target) {
    return PeriodEnd.of(series, Question.at(time, OptionalDouble.of(target), Polarity.HIGHER, 0.8))
        .found()
        .orElseThrow();
  }
}
