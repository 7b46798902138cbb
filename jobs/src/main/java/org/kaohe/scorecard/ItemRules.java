package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.TargetValue.Standing;

/** The rules of RULES R6, R14 and R15 as pure functions from a value to points. */
final class ItemRules {
  private ItemRules() {}

  /** True when the rule cannot speak without a target. */
  static boolean needsTarget(Rule rule) {
    return rule instanceof Rule.Ratio || rule instanceof Rule.Step || rule instanceof Rule.YesNo;
  }

  /**
   * Points of a value.
   *
   * @param full the item's full marks w
   * @param floor the least points, 0 or negative
   * @param aim the target; may be empty only where {@link #needsTarget} says no
   * @return empty when the rule needs a bound and the target has none
   * @throws IllegalArgumentException for a formula, which Spark evaluates
   */
  static Optional<Outcome> score(
      Rule rule,
      BigDecimal full,
      BigDecimal floor,
      Direction direction,
      BigDecimal value,
      Optional<Aim> aim) {
    if (rule instanceof Rule.Band band) {
      return Optional.of(band(band, direction, value).clamped(floor, full));
    }
    if (rule instanceof Rule.CountDeduct count) {
      Outcome outcome =
          new Outcome(
              full.subtract(count.each().multiply(value)),
              Outcome.Branch.COUNT,
              Outcome.Branch.COUNT.text(),
              Map.of("count", value, "each", count.each()));
      return Optional.of(outcome.clamped(floor, full));
    }
    return aim.flatMap(a -> a.judge(value, direction))
        .map(standing -> againstTarget(rule, full, value, standing).clamped(floor, full));
  }

  private static Outcome againstTarget(
      Rule rule, BigDecimal full, BigDecimal value, Standing standing) {
    if (standing.met()) {
      return Outcome.of(full, Outcome.Branch.MET);
    }
    if (rule instanceof Rule.Ratio ratio) {
      return ratio(ratio, full, value, standing);
    }
    if (rule instanceof Rule.Step step) {
      return step(step, full, value, standing);
    }
    if (rule instanceof Rule.YesNo) {
      return Outcome.of(BigDecimal.ZERO, Outcome.Branch.NOT_MET);
    }
    throw new IllegalArgumentException("Spark evaluates this rule: " + rule);
  }

  private static Outcome ratio(
      Rule.Ratio ratio, BigDecimal full, BigDecimal value, Standing standing) {
    BigDecimal bound = standing.bound();
    if (bound.signum() <= 0) {
      return Outcome.of(BigDecimal.ZERO, Outcome.Branch.TARGET_NOT_POSITIVE);
    }
    if (standing.fromBelow()) {
      BigDecimal reached = value.max(BigDecimal.ZERO);
      return Outcome.of(
          Decimals.divide(full.multiply(reached), bound), Outcome.Branch.RATIO_DIRECT);
    }
    // Only a range (between) may come here without a form; its upper side mirrors its lower one.
    Rule.Ratio.Form form = ratio.form().orElse(Rule.Ratio.Form.INVERSE);
    return switch (form) {
      case INVERSE ->
          Outcome.of(Decimals.divide(full.multiply(bound), value), Outcome.Branch.RATIO_INVERSE);
      case LINEAR -> {
        BigDecimal left = bound.add(bound).subtract(value).max(BigDecimal.ZERO);
        yield Outcome.of(Decimals.divide(full.multiply(left), bound), Outcome.Branch.RATIO_LINEAR);
      }
    };
  }

  private static Outcome step(
      Rule.Step step, BigDecimal full, BigDecimal value, Standing standing) {
    boolean fromBelow = standing.fromBelow();
    if (step.zeroBeyond().isPresent()) {
      int beyond = value.compareTo(step.zeroBeyond().get());
      if (fromBelow ? beyond < 0 : beyond > 0) {
        return new Outcome(
            BigDecimal.ZERO,
            Outcome.Branch.ZERO_BEYOND,
            Outcome.Branch.ZERO_BEYOND.text(),
            Map.of("bound", step.zeroBeyond().get()));
      }
    }
    BigDecimal gap = standing.gap(value);
    if (step.percentOfTarget()) {
      if (standing.bound().signum() <= 0) {
        return Outcome.of(BigDecimal.ZERO, Outcome.Branch.TARGET_NOT_POSITIVE);
      }
      gap = Decimals.divide(gap.multiply(Decimals.HUNDRED), standing.bound());
    }
    BigDecimal steps = Decimals.divide(gap, step.per());
    BigDecimal counted =
        switch (step.gap()) {
          case PROPORTIONAL -> steps;
          case UP -> steps.setScale(0, RoundingMode.CEILING);
          case DOWN -> steps.setScale(0, RoundingMode.FLOOR);
          case HALF_UP -> steps.setScale(0, RoundingMode.HALF_UP);
        };
    String decision =
        step.gap() == Rule.Step.Gap.PROPORTIONAL ? "step" : "step:" + counted.toPlainString();
    return new Outcome(
        full.subtract(step.deduct().multiply(counted)),
        Outcome.Branch.STEP,
        decision,
        Map.of("gap", gap, "steps", counted, "per", step.per(), "deduct", step.deduct()));
  }

  private static Outcome band(Rule.Band band, Direction direction, BigDecimal value) {
    List<Rule.Band.Range> ranges = band.bands();
    for (int i = 0; i < ranges.size(); i++) {
      if (holds(ranges.get(i), direction, value)) {
        return new Outcome(
            ranges.get(i).points(),
            Outcome.Branch.BAND,
            "band:" + (i + 1),
            Map.of("band", BigDecimal.valueOf(i + 1L)));
      }
    }
    return Outcome.of(BigDecimal.ZERO, Outcome.Branch.OUTSIDE_BANDS);
  }

  /** R6, the threshold belongs to the better side: (lo, hi] when lower is better, else [lo, hi). */
  private static boolean holds(Rule.Band.Range range, Direction direction, BigDecimal value) {
    boolean lower = direction == Direction.LOWER;
    boolean aboveFrom = range.from().map(f -> value.compareTo(f) > (lower ? 0 : -1)).orElse(true);
    boolean belowTo = range.to().map(t -> value.compareTo(t) < (lower ? 1 : 0)).orElse(true);
    return aboveFrom && belowTo;
  }
}
