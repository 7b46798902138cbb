package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kaohe.stats.RankDraws.Events;
import org.kaohe.stats.RankDraws.Fixed;
import org.kaohe.stats.RankDraws.Item;
import org.kaohe.stats.RankDraws.Proportion;
import org.kaohe.stats.RankDraws.RankInterval;
import org.kaohe.stats.RankDraws.Unit;

class RankDrawsTest {
  private static final int DRAWS = 2_000;
  private static final long SEED = 20_250_101;

  @Test
  void drawsHaveTheMeanAndSpreadOfTheirDistribution() {
    SplitMix random = new SplitMix(SEED);
    double[] betas =
        IntStream.range(0, 200_000).mapToDouble(i -> RankDraws.beta(random, 3, 7)).toArray();
    // Beta(3, 7): mean 0.3, variance 21/1100.
    assertThat(mean(betas)).isCloseTo(0.3, within(0.002));
    assertThat(variance(betas)).isCloseTo(21.0 / 1_100, within(0.0005));
    for (double shape : new double[] {0.5, 1, 20.5}) {
      double[] gammas =
          IntStream.range(0, 200_000).mapToDouble(i -> RankDraws.gamma(random, shape)).toArray();
      assertThat(mean(gammas)).isCloseTo(shape, within(0.01 * Math.sqrt(shape) + 0.005));
      assertThat(variance(gammas)).isCloseTo(shape, within(0.03 * shape));
    }
  }

  @Test
  void farApartUnitsKeepTheirRanksAndLikeOnesDoNot() {
    List<Unit> units = List.of(unit("a", 9_900, 10_000), unit("b", 50, 100), unit("c", 50, 100));
    List<RankInterval> found = found(units);
    assertThat(found.get(0)).isEqualTo(new RankInterval(1, 1, 1));
    assertThat(found.get(1)).isEqualTo(new RankInterval(2, 3, 1));
    assertThat(found.get(2)).isEqualTo(new RankInterval(2, 3, 1));
  }

  @Test
  void theOrderOfUnitsChangesNothing() {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      units.add(unit("u" + i, 40 + i, 100));
    }
    List<RankInterval> straight = found(units);
    Collections.reverse(units);
    List<RankInterval> back = new ArrayList<>(found(units));
    Collections.reverse(back);
    assertThat(back).isEqualTo(straight);
  }

  @Test
  void intervalsOfRanksShrinkWithTheNumbersBehindThem() {
    assertThat(width(10_000)).isLessThan(width(100));
  }

  @Test
  void lessThanHalfOfThePointsDrawnGivesNoInterval() {
    Item fixed = new Item("manual", 60, new Fixed(50));
    Item drawn = new Item("rate", 40, new Events(10, 1_000, rate -> 40 - 1_000 * rate));
    List<Estimate<RankInterval>> found =
        RankDraws.intervals(List.of(new Unit("a", List.of(fixed, drawn))), DRAWS, 0.9, SEED);
    assertThat(found).containsExactly(Estimate.none(NoEstimate.TOO_LITTLE_DRAWN));
  }

  @Test
  void aListOfSignalsSaysWhatChanceAloneWouldGive() {
    SignalCount count = new SignalCount(200, 12, 0.05);
    assertThat(count.expected()).isCloseTo(10, within(1e-12));
    // P(X >= 12) of Binomial(200, 0.05) by R: 1 - pbinom(11, 200, 0.05).
    assertThat(count.probabilityByChance()).isCloseTo(0.3002, within(0.0005));
    assertThat(new SignalCount(200, 0, 0.05).probabilityByChance()).isOne();
  }

  @Test
  void theFourRulesTogetherFlagOneOrTwoNoiseSeriesInAHundred() {
    Xmr.Settings settings = Xmr.Settings.of(Polarity.HIGHER, OptionalDouble.empty());
    double chance = SignalCount.xmrChance(24, settings, 2_000, SEED);
    assertThat(chance).isEqualTo(SignalCount.xmrChance(24, settings, 2_000, SEED));
    assertThat(chance).isBetween(0.005, 0.03);
  }

  private static int width(int total) {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      units.add(unit("u" + i, total * (0.4 + 0.01 * i), total));
    }
    return found(units).stream().mapToInt(r -> r.worst() - r.best()).sum();
  }

  private static List<RankInterval> found(List<Unit> units) {
    return RankDraws.intervals(units, DRAWS, 0.9, SEED).stream()
        .map(r -> r.found().orElseThrow())
        .toList();
  }

  private static Unit unit(String code, double count, double total) {
    return new Unit(
        code, List.of(new Item("share", 100, new Proportion(count, total, share -> 100 * share))));
  }

  private static double mean(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
        .average()
        .orElseThrow();
  }
}
