package org.kaohe.sample;

import java.util.ArrayList;
import java.util.List;
import org.kaohe.sample.SampleUnits.SampleUnit;

/**
 * How the sample's counties differ: size, one clearly behind, one improving. Invented; says nothing
 * of the real places.
 */
final class CountySizes {
  /** Clearly behind in everything. */
  static final String BEHIND = "522326";

  /** Behind in the first year, with the others in the second. */
  static final String IMPROVING = "520527";

  final List<SampleUnit> all;
  private final List<Integer> weights = new ArrayList<>();
  private final int total;

  CountySizes(List<SampleUnit> counties, long seed) {
    this.all = counties;
    SeededRandom dice = new SeededRandom(seed, "counties");
    for (SampleUnit county : counties) {
      weights.add(dice.between(600, 1400) + (county.classes().contains("urban") ? 400 : 0));
    }
    this.total = weights.stream().mapToInt(Integer::intValue).sum();
  }

  /** The share of the county in a number, in thousandths of one. */
  long share(int county, long number) {
    return number * 1000 * weights.get(county) / total;
  }

  /** A county drawn by size. */
  String draw(SeededRandom dice) {
    int at = dice.below(total);
    for (int i = 0; i < weights.size(); i++) {
      at -= weights.get(i);
      if (at < 0) {
        return all.get(i).code();
      }
    }
    throw new IllegalStateException("Weights do not add up");
  }

  static boolean struggles(String county, int year) {
    return county.equals(BEHIND) || (county.equals(IMPROVING) && year == 2024);
  }
}
