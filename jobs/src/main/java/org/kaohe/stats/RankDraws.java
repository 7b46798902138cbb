package org.kaohe.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How far ranks could differ by chance (R26): the values behind a total are drawn again and again
 * from what their counts allow, points and ranks are worked out anew, everything else stays fixed.
 * A proportion is drawn from Beta(x + ½, n − x + ½), a rate from Gamma(x + ½)/n: the posteriors of
 * Jeffreys' prior (Brown, Cai and DasGupta, Statistical Science 2001). Gamma by Marsaglia and
 * Tsang, ACM Transactions on Mathematical Software 2000.
 *
 * <p>Each unit's item has its own generator, seeded by both names: the same seed gives the same
 * draws in whatever order or number units come.
 */
public final class RankDraws {
  /** The share of points that must be drawn for an interval to be given. */
  public static final double LEAST_SHARE = 0.5;

  private RankDraws() {}

  /** What an item's points come from. */
  public sealed interface Draw {}

  /** Points that no chance touches here. */
  public record Fixed(double points) implements Draw {}

  /** A share of {@code total} cases; its points follow from it. */
  public record Proportion(double count, double total, DoubleUnaryOperator points)
      implements Draw {}

  /** Events in a population or time; its points follow from their rate. */
  public record Events(double count, double exposure, DoubleUnaryOperator points) implements Draw {}

  /**
   * An item of one unit.
   *
   * @param full the points it can give
   */
  public record Item(String code, double full, Draw draw) {}

  /** A unit of a class. */
  public record Unit(String code, List<Item> items) {
    /** The unit owns its items. */
    public Unit {
      items = List.copyOf(items);
    }
  }

  /**
   * The ranks that hold the middle share of the draws; rank 1 has the most points, ties share the
   * better one.
   *
   * @param covered share of full points that were drawn
   */
  public record RankInterval(int best, int worst, double covered) {}

  /** The interval of each unit, in their order, among one class. */
  public static List<Estimate<RankInterval>> intervals(
      List<Unit> units, int draws, double level, long seed) {
    double[][] totals =
        units.parallelStream().map(unit -> totals(unit, draws, seed)).toArray(double[][]::new);
    int[][] ranks = new int[units.size()][draws];
    IntStream.range(0, draws).parallel().forEach(draw -> rank(totals, ranks, draw));
    return IntStream.range(0, units.size())
        .mapToObj(i -> interval(units.get(i), ranks[i], level))
        .toList();
  }

  private static Estimate<RankInterval> interval(Unit unit, int[] ranks, double level) {
    double full = unit.items.stream().mapToDouble(Item::full).sum();
    double drawn =
        unit.items.stream()
            .filter(item -> !(item.draw instanceof Fixed))
            .mapToDouble(Item::full)
            .sum();
    if (full <= 0 || drawn / full < LEAST_SHARE) {
      return Estimate.none(NoEstimate.TOO_LITTLE_DRAWN);
    }
    Arrays.sort(ranks);
    int cut = (int) Math.floor((1 - level) / 2 * ranks.length);
    return Estimate.of(new RankInterval(ranks[cut], ranks[ranks.length - 1 - cut], drawn / full));
  }

  private static void rank(double[][] totals, int[][] ranks, int draw) {
    double[] sorted = new double[totals.length];
    Arrays.setAll(sorted, i -> totals[i][draw]);
    Arrays.sort(sorted);
    for (int i = 0; i < totals.length; i++) {
      int at = Arrays.binarySearch(sorted, totals[i][draw]);
      while (at + 1 < sorted.length && sorted[at + 1] == sorted[at]) {
        at++;
      }
      ranks[i][draw] = sorted.length - at;
    }
  }

  private static double[] totals(Unit unit, int draws, long seed) {
    double[] totals = new double[draws];
    for (Item item : unit.items) {
      RandomGenerator random = new SplitMix(SplitMix.seed(seed, unit.code, item.code));
      if (item.draw instanceof Fixed fixed) {
        for (int d = 0; d < draws; d++) {
          totals[d] += fixed.points;
        }
      } else if (item.draw instanceof Proportion p) {
        for (int d = 0; d < draws; d++) {
          totals[d] += p.points.applyAsDouble(beta(random, p.count + 0.5, p.total - p.count + 0.5));
        }
      } else if (item.draw instanceof Events e) {
        for (int d = 0; d < draws; d++) {
          totals[d] += e.points.applyAsDouble(gamma(random, e.count + 0.5) / e.exposure);
        }
      }
    }
    return totals;
  }

  static double beta(RandomGenerator random, double a, double b) {
    double x = gamma(random, a);
    return x / (x + gamma(random, b));
  }

  static double gamma(RandomGenerator random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        double u = 1 - random.nextDouble();
        double x2 = x * x;
        if (u < 1 - 0.0331 * x2 * x2 || Math.log(u) < 0.5 * x2 + d * (1 - v + Math.log(v))) {
          return d * v;
        }
      }
    }
  }
}
