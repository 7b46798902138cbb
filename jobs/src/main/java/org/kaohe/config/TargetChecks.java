package org.kaohe.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Target.Operator;

/** The target plans (RULES R10). */
final class TargetChecks {
  private TargetChecks() {}

  static void run(Draft draft, Problems problems) {
    Map<List<String>, Target> seen = new HashMap<>();
    for (Target target : draft.targets) {
      Place place = new Place(target.file(), target.line());
      MeaningChecks.known(
          draft.indicators, "indicator", target.indicator(), place, "K2502", problems);
      MeaningChecks.known(draft.units, "unit", target.unit(), place, "K2503", problems);
      Target first =
          seen.putIfAbsent(
              List.of(target.indicator(), target.unit(), target.period().text(), target.name()),
              target);
      if (first != null) {
        problems.error(
            place,
            "K2504",
            "%s of %s for %s in %s is set a second time (first in %s:%d)"
                .formatted(
                    target.name(),
                    target.indicator(),
                    target.unit(),
                    target.period().text(),
                    WorkspaceFiles.portable(first.file()),
                    first.line()),
            "it would depend on the order of rows which one counts",
            "Remove one.");
      }
      draft.indicators.find(target.indicator()).ifPresent(i -> side(i, target, place, problems));
      late(target, place, problems);
    }
    boolean tree =
        !draft.units.anyUnreadable()
            && draft.units.values().keySet().stream()
                .noneMatch(new UnitTree(draft.units.values())::circular);
    if (tree && !draft.targetsIncomplete) {
      decomposed(draft, problems);
    }
  }

  private static void side(Indicator indicator, Target target, Place place, Problems problems) {
    boolean wrong =
        target.name().equals(TargetLookup.TARGET)
            && ((indicator.direction() == Direction.LOWER && target.op() == Operator.AT_LEAST)
                || (indicator.direction() == Direction.HIGHER && target.op() == Operator.AT_MOST));
    if (wrong) {
      problems.warning(
          place,
          "K2505",
          "the target of %s is %s, and %s is better"
              .formatted(
                  indicator.code(),
                  target.op().sign(),
                  indicator.direction() == Direction.LOWER ? "lower" : "higher"),
          "the better a unit is, the less it would meet its target",
          "Exchange the operator, or write = for 达到.");
    }
  }

  private static void late(Target target, Place place, Problems problems) {
    if (target.approved().filter(a -> a.isAfter(target.period().start())).isPresent()
        && target.document().isBlank()) {
      problems.warning(
          place,
          "K2507",
          "the target of %s was approved on %s, after %s began, and names no document"
              .formatted(
                  target.indicator(), target.approved().orElseThrow(), target.period().text()),
          "a target changed on the way is the first thing that is attacked",
          "Write the 文号 into the column document.");
    }
  }

  /** Counts, sums and stocks: the units nearest below should sum to what stands above them. */
  private static void decomposed(Draft draft, Problems problems) {
    UnitTree tree = new UnitTree(draft.units.values());
    Map<List<String>, Map<String, Target>> plans = new LinkedHashMap<>();
    for (Target target : draft.targets) {
      Optional<Indicator> indicator = draft.indicators.find(target.indicator());
      if (target.name().equals(TargetLookup.TARGET)
          && target.value().isPresent()
          && indicator
              .filter(i -> !TargetLookup.Reach.of(i, target.period()).inherited())
              .isPresent()) {
        plans
            .computeIfAbsent(
                List.of(target.indicator(), target.period().text()), k -> new LinkedHashMap<>())
            .putIfAbsent(target.unit(), target);
      }
    }
    plans.forEach(
        (key, byUnit) ->
            byUnit
                .values()
                .forEach(
                    parent -> {
                      List<String> below = tree.nearestBelow(parent.unit(), byUnit.keySet());
                      if (!below.isEmpty()) {
                        compare(parent, below, byUnit, problems);
                      }
                    }));
  }

  private static void compare(
      Target parent, List<String> below, Map<String, Target> byUnit, Problems problems) {
    BigDecimal sum = BigDecimal.ZERO;
    List<String> shares = new ArrayList<>();
    for (String unit : below) {
      Target child = byUnit.get(unit);
      if (child != null) {
        BigDecimal value = child.value().orElse(BigDecimal.ZERO);
        sum = sum.add(value);
        shares.add(unit + " " + value.toPlainString());
      }
    }
    BigDecimal whole = parent.value().orElse(BigDecimal.ZERO);
    int side = sum.compareTo(whole);
    if (side != 0) {
      problems.warning(
          new Place(parent.file(), parent.line()),
          "K2506",
          "the target of %s for %s in %s is %s, those below it sum to %s: %s"
              .formatted(
                  parent.indicator(),
                  parent.unit(),
                  parent.period().text(),
                  whole.toPlainString(),
                  sum.toPlainString(),
                  String.join(", ", shares)),
          side > 0
              ? "those below carry more than the whole asks for (层层加码)"
              : "what is missing is nobody's to deliver",
          "Make them sum to the whole, or say why they do not in the reason.");
    }
  }
}
