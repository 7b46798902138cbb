package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.kaohe.stats.Funnel.Position;

class IntervalsPropertyTest {

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

  private static double width(Interval interval) {
    return interval.upper() - interval.lower();
  }
}
