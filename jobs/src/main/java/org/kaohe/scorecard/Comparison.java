package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Rule.Compare;

/** Points by the place among the units of a class (RULES R17), from values to points. */
final class Comparison {
  /** With fewer units that have a value all get full marks. */
  static final int LEAST_UNITS = 5;

  private Comparison() {}

  /** Points within the item's floor and full marks. */
  static Optional<Outcome> score(
      Scorecard.Item item, Compare rule, boolean lower, BigDecimal value, List<BigDecimal> peers) {
    return score(rule, item.points(), lower, value, peers)
        .map(outcome -> outcome.clamped(item.floor(), item.points()));
  }

  /**
   * Points of a value, not yet within the item's floor and full marks.
   *
   * @param lower lower is better
   * @param peers the values of all units that have one, this unit's among them
   * @return empty for a ratio to a first that is not above zero
   */
  static Optional<Outcome> score(
      Compare rule, BigDecimal full, boolean lower, BigDecimal value, List<BigDecimal> peers) {
    BigDecimal least = peers.stream().reduce(value, BigDecimal::min);
    BigDecimal most = peers.stream().reduce(value, BigDecimal::max);
    BigDecimal best = lower ? least : most;
    BigDecimal spread = most.subtract(least);
    int rank = 1 + Math.toIntExact(peers.stream().filter(p -> better(p, value, lower)).count());
    int units = peers.size();
    Map<String, BigDecimal> parts =
        Map.of(
            "rank",
            BigDecimal.valueOf(rank),
            "units",
            BigDecimal.valueOf(units),
            "best",
            best,
            "worst",
            lower ? most : least);
    if (units < LEAST_UNITS) {
      return Optional.of(outcome(full, Outcome.Branch.FEW_UNITS, parts));
    }
    if (spread.signum() == 0
        || rule.leastSpread().filter(s -> spread.compareTo(s) < 0).isPresent()) {
      return Optional.of(outcome(full, Outcome.Branch.ALIKE, parts));
    }
    return switch (rule.by()) {
      case MIN_MAX -> {
        BigDecimal above = Decimals.HUNDRED.subtract(rule.base());
        BigDecimal from = (lower ? most : least).subtract(value).abs();
        BigDecimal percent = rule.base().multiply(spread).add(above.multiply(from));
        yield Optional.of(
            outcome(
                Decimals.divide(full.multiply(percent), spread.multiply(Decimals.HUNDRED)),
                Outcome.Branch.MIN_MAX,
                parts));
      }
      case RANK ->
          Optional.of(
              new Outcome(
                  byRank(rule, full, rank, units),
                  Outcome.Branch.RANK,
                  Outcome.Branch.RANK.text() + ":" + rank,
                  parts));
      case RATIO_TO_FIRST ->
          ratio(full, lower, value, best)
              .map(p -> outcome(p, Outcome.Branch.RATIO_TO_FIRST, parts));
    };
  }

  private static boolean better(BigDecimal peer, BigDecimal value, boolean lower) {
    return lower ? peer.compareTo(value) < 0 : peer.compareTo(value) > 0;
  }

  /** Tied units share the better place, from the last as from the first. */
  private static BigDecimal byRank(Compare rule, BigDecimal full, int rank, int units) {
    if (rule.deduct().isPresent()) {
      return full.subtract(rule.deduct().get().multiply(BigDecimal.valueOf(rank - 1L)));
    }
    int place = rule.fromLast() ? units - rank + 1 : rank;
    return place <= rule.table().size() ? rule.table().get(place - 1) : BigDecimal.ZERO;
  }

  private static Optional<BigDecimal> ratio(
      BigDecimal full, boolean lower, BigDecimal value, BigDecimal first) {
    if (value.compareTo(first) == 0 && (lower || first.signum() > 0)) {
      return Optional.of(full);
    }
    if (lower ? first.signum() < 0 : first.signum() <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        lower
            ? Decimals.divide(full.multiply(first), value)
            : Decimals.divide(full.multiply(value.max(BigDecimal.ZERO)), first));
  }

  private static Outcome outcome(
      BigDecimal points, Outcome.Branch branch, Map<String, BigDecimal> parts) {
    return new Outcome(points, branch, branch.text(), parts);
  }
}
