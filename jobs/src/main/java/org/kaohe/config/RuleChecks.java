package org.kaohe.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Rule.Band.Range;
import org.kaohe.error.CleanText;

/** Rules of items against their indicators, targets and units (RULES R1, R6, R14, R15). */
final class RuleChecks {
  private final Draft draft;
  private final Problems problems;
  private final Scorecard card;
  private final ItemTargets targets;
  private final Source source;
  private final Set<Period> periods;

  RuleChecks(Draft draft, Problems problems, Scorecard card, ItemTargets targets) {
    this.draft = draft;
    this.problems = problems;
    this.card = card;
    this.targets = targets;
    this.source = draft.scorecards.source(card.name());
    this.periods = targets.periods(card);
  }

  void check(Item item, Indicator indicator, String pointer) {
    Rule rule = item.rule();
    Place place = source.at(pointer + "/rule");
    if (indicator.frequency().compareTo(card.period()) > 0) {
      problems.error(
          source.at(pointer + "/indicator"),
          "K2123",
          "%s exists by %s, the scorecard is by %s"
              .formatted(indicator.code(), name(indicator.frequency()), name(card.period())),
          "coarser figures are never split",
          "Choose another indicator, or a longer period.");
    }
    if (card.period() != PeriodKind.MONTH && targets.monthly(indicator)) {
      problems.error(
          source.at(pointer + "/indicator"),
          "K2135",
          "%s is taken as delivered for each month, the scorecard is by %s"
              .formatted(indicator.code(), name(card.period())),
          "figures that are taken as delivered are never added up, so the item would have no value",
          "Deliver the figure of the %s, or say additive: true if it may be added up."
              .formatted(name(card.period())));
    }
    if (rule instanceof Rule.Ratio ratio) {
      form(item, indicator, ratio, place);
    }
    boolean aimed =
        rule instanceof Rule.Ratio || rule instanceof Rule.Step || rule instanceof Rule.YesNo;
    if (aimed && indicator.direction() == Direction.NONE) {
      problems.error(
          place,
          "K2107",
          "%s has no better side".formatted(indicator.code()),
          "a target cannot be met by a value that is neither better nor worse",
          "Give the indicator a direction, or score it by band or formula.");
    } else if (aimed && !draft.targetsIncomplete && !draft.responsibilitiesIncomplete) {
      targets(item, indicator, place);
    }
    if (rule instanceof Rule.Band band) {
      bands(item, band, pointer + "/rule/band");
    }
    cells(item, indicator, pointer);
    selfReported(item, indicator, pointer);
  }

  private void form(Item item, Indicator indicator, Rule.Ratio ratio, Place place) {
    boolean lower = indicator.direction() == Direction.LOWER;
    if (lower && ratio.form().isEmpty()) {
      problems.error(
          place,
          "K2106",
          "item %s: lower is better for %s, and the ratio names no form"
              .formatted(item.code(), indicator.code()),
          "inverse and linear give different points, and there is no default",
          "Write {ratio: {form: inverse}} or {ratio: {form: linear}}.");
    } else if (!lower && ratio.form().isPresent()) {
      problems.error(
          place,
          "K2106",
          "item %s: higher is better for %s, and the ratio names a form"
              .formatted(item.code(), indicator.code()),
          "forms are for indicators of which lower is better",
          "Write {ratio: {}}.");
    }
  }

  private void targets(Item item, Indicator indicator, Place place) {
    String rule =
        item.rule() instanceof Rule.Ratio
            ? "ratio"
            : item.rule() instanceof Rule.Step ? "step" : "yes-no";
    if (periods.isEmpty()
        && indicator.versions().stream().allMatch(v -> v.parameters().isEmpty())) {
      missing(item, rule, appraised(item), "any period", "", place);
    }
    for (Period period : periods) {
      Map<String, List<String>> without = new TreeMap<>();
      for (String unit : appraised(item)) {
        ItemTargets.Answer answer = targets.of(card, item, indicator, unit, period);
        if (!answer.fault().isEmpty()) {
          without.computeIfAbsent(answer.fault(), k -> new ArrayList<>()).add(unit);
        } else if (item.rule() instanceof Rule.Ratio) {
          answer.targets().forEach(t -> positive(item, t, place));
        }
      }
      List<String> units = without.values().stream().flatMap(List::stream).toList();
      if (!units.isEmpty()) {
        String example = without.keySet().iterator().next();
        missing(item, rule, units, period.text(), ", for example " + example, place);
      }
    }
  }

  private void missing(
      Item item, String rule, List<String> units, String period, String example, Place place) {
    problems.error(
        place,
        "K2104",
        "item %s is scored by %s but has no target for the units that %s answers for in %s%s"
            .formatted(item.code(), rule, ScorecardChecks.some(units), period, example),
        "its points could never be earned",
        "Add a row to conf/targets/, or name other units.");
  }

  private void positive(Item item, StandingTarget target, Place place) {
    Optional<BigDecimal> bound = target.goal().value();
    if (bound.isEmpty() || bound.get().signum() <= 0) {
      problems.error(
          place,
          "K2105",
          "item %s is scored by ratio and its target is %s (%s)"
              .formatted(
                  item.code(),
                  bound.map(BigDecimal::toPlainString).orElse("a range"),
                  target.source().replace("plan ", "")),
          bound.isPresent()
              ? "a proportion of nothing, or of less, says nothing"
              : "there is no single number to be in proportion to",
          bound.isPresent() ? "Score it by step or band." : "Score it by step, band or yes-no.");
    }
  }

  private void bands(Item item, Rule.Band band, String pointer) {
    List<Range> ranges = new ArrayList<>(band.bands());
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      if (range.points().compareTo(item.points()) > 0
          || range.points().compareTo(item.floor()) < 0) {
        problems.error(
            source.at(pointer + "/" + i),
            "K2122",
            "band %d of item %s gives %s points, the item from %s to %s"
                .formatted(
                    i + 1,
                    item.code(),
                    range.points().toPlainString(),
                    item.floor().toPlainString(),
                    item.points().toPlainString()),
            "points are cut to the item's floor and full marks",
            "Change the band's points, or the item's points or floor.");
      }
    }
    ranges.sort(
        Comparator.comparing((Range r) -> r.from().isPresent())
            .thenComparing(r -> r.from().orElse(BigDecimal.ZERO)));
    String fault = "";
    if (ranges.get(0).from().isPresent()) {
      fault = "nothing is said below " + ranges.get(0).from().get().toPlainString();
    } else if (ranges.get(ranges.size() - 1).to().isPresent()) {
      fault = "nothing is said above " + ranges.get(ranges.size() - 1).to().get().toPlainString();
    }
    for (int i = 1; i < ranges.size() && fault.isEmpty(); i++) {
      Optional<BigDecimal> to = ranges.get(i - 1).to();
      Optional<BigDecimal> from = ranges.get(i).from();
      int side = to.isEmpty() || from.isEmpty() ? 1 : to.get().compareTo(from.get());
      if (side != 0) {
        fault =
            (side > 0 ? "bands overlap at " : "bands leave a gap at ")
                + from.or(() -> to).map(BigDecimal::toPlainString).orElse("the open side");
      }
    }
    for (Range range : ranges) {
      if (fault.isEmpty()
          && range.from().isPresent()
          && range.to().filter(t -> t.compareTo(range.from().get()) <= 0).isPresent()) {
        fault = "the band from %s is empty".formatted(range.from().get().toPlainString());
      }
    }
    if (!fault.isEmpty()) {
      problems.error(
          source.at(pointer),
          "K2110",
          "item %s: %s".formatted(item.code(), fault),
          "a value there would have no points, or two kinds of them",
          "Let each band begin where the one before ends, the first without from, the last without"
              + " to.");
    }
  }

  /** Some measured unit must be of a class for which the indicator has cells. */
  private void cells(Item item, Indicator indicator, String pointer) {
    List<String> without = new ArrayList<>();
    for (String unit : appraised(item)) {
      boolean any =
          targets.duties().ever(card, item, unit).stream()
              .flatMap(m -> draft.units.find(m).stream())
              .anyMatch(u -> u.classes().stream().anyMatch(indicator.unitClasses()::contains));
      if (!any) {
        without.add(unit);
      }
    }
    if (!without.isEmpty() && !draft.units.anyUnreadable() && !draft.responsibilitiesIncomplete) {
      problems.error(
          source.at(pointer + "/indicator"),
          "K2125",
          "%s exists for class %s, and none of the units that %s answers for is of it"
              .formatted(
                  indicator.code(),
                  CleanText.names(indicator.unitClasses()),
                  ScorecardChecks.some(without)),
          "the item would never have a value",
          "Add rows to conf/responsibilities/, or name other units or another indicator.");
    }
  }

  /** 自己报自己: the unit that delivers the data is scored by them (R1). */
  private void selfReported(Item item, Indicator indicator, String pointer) {
    Set<String> providers = new LinkedHashSet<>();
    providers.add(indicator.owner());
    indicator
        .versions()
        .forEach(v -> v.value().parts().forEach(p -> providers.addAll(departments(p))));
    for (String unit : appraised(item)) {
      if (providers.contains(unit)) {
        problems.warning(
            source.at(pointer + "/indicator"),
            "K2607",
            "%s delivers the data of %s and is scored by it in item %s (自己报自己)"
                .formatted(unit, indicator.code(), item.code()),
            "a unit that reports its own score is not believed",
            "Let another department deliver it, or have it audited and keep the two apart.");
      }
    }
  }

  /** Departments whose data a part reads, and the units that deliver them. */
  private Set<String> departments(Part part) {
    Set<String> datasets = new LinkedHashSet<>();
    datasets.add(part.from());
    draft.views.find(part.from()).ifPresent(v -> datasets.addAll(v.view().inputs()));
    Set<String> departments = new LinkedHashSet<>();
    for (String dataset : datasets) {
      Optional<Contract> contract = draft.contracts.find(dataset);
      contract.map(Contract::department).ifPresent(departments::add);
      contract.flatMap(Contract::provider).ifPresent(departments::add);
    }
    return departments;
  }

  /** Units of the scorecard's classes to which the item applies. */
  private List<String> appraised(Item item) {
    return draft.units.values().values().stream()
        .filter(u -> u.classes().stream().anyMatch(card.unitClasses()::contains))
        .map(Unit::code)
        .filter(u -> item.units().isEmpty() || item.units().contains(u))
        .toList();
  }

  private static String name(PeriodKind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
