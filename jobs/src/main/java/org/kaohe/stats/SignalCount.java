package org.kaohe.stats;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * What stands under every list of signals (R13): how many series were tested, and how many of them
 * would show a signal if nothing had happened anywhere.
 *
 * @param tested series that could show a signal; what had a reason instead is not among them
 * @param signals found
 * @param chance of a signal in one series where nothing has happened
 */
public record SignalCount(int tested, int signals, double chance) {

  /** Signals that chance alone would give. */
  public double expected() {
    return tested * chance;
  }

  /** The probability of as many signals by chance alone, if the series were independent. */
  public double probabilityByChance() {
    return signals == 0
        ? 1
        : 1 - new BinomialDistribution(null, tested, chance).cumulativeProbability(signals - 1);
  }

  /**
   * The chance that the newest of {@code points} independent normal values shows a special cause on
   * its XmR chart, counted over simulated series; the four rules together have no formula for it.
   */
  public static double xmrChance(int points, Xmr.Settings settings, int series, long seed) {
    RandomGenerator random = new SplitMix(seed);
    int found = 0;
    for (int i = 0; i < series; i++) {
      double[] values = new double[points];
      Arrays.setAll(values, k -> random.nextGaussian());
      found +=
          Xmr.chart(List.of(values), settings)
              .then(XmrChart::variation)
              .found()
              .filter(signal -> signal != XmrChart.Signal.COMMON_CAUSE)
              .map(signal -> 1)
              .orElse(0);
    }
    return (double) found / series;
  }
}
