package org.kaohe.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.TargetLookup.Reach;

/** Asks for an item, before any data are there, what its scoring will ask (RULES R10). */
final class ItemTargets {
  private final Draft draft;
  private final UnitTree tree;
  private final TargetLookup lookup;
  private final Responsibilities duties;

  ItemTargets(Draft draft) {
    this.draft = draft;
    this.tree = new UnitTree(draft.units.values());
    Path workspace = draft.project.map(Project::workspace).orElse(Path.of(""));
    this.lookup = TargetLookup.of(draft.targets, workspace);
    this.duties = new Responsibilities(draft.responsibilities, tree);
  }

  Responsibilities duties() {
    return duties;
  }

  /**
   * @param targets those that stand, one or one for each measured unit
   * @param fault why none does, by example; empty when one does
   */
  record Answer(List<StandingTarget> targets, String fault) {}

  /** The unit's own target, else what its measured units are held against together. */
  Answer of(Scorecard card, Item item, Indicator indicator, String unit, Period period) {
    if (delivered(indicator, period)) {
      return new Answer(List.of(), "");
    }
    List<String> measured =
        duties.held(card, item, unit, period.end()).stream()
            .filter(m -> has(indicator, m))
            .toList();
    Reach reach = Reach.of(indicator, period);
    if (!measured.equals(List.of(unit))) {
      Optional<StandingTarget> own = find(indicator, reach, List.of(unit), period);
      if (own.isPresent()) {
        return new Answer(List.of(own.get()), "");
      }
    }
    List<StandingTarget> found = new ArrayList<>();
    for (String one : measured) {
      Optional<StandingTarget> target = find(indicator, reach, tree.chain(one), period);
      if (target.isEmpty()) {
        return new Answer(List.of(), without(indicator, one, period));
      }
      found.add(target.get());
    }
    boolean quantity = !reach.inherited();
    boolean one =
        found.isEmpty()
            || TargetValue.together(found.stream().map(StandingTarget::goal).toList(), quantity)
                .isPresent();
    return one
        ? new Answer(found, "")
        : new Answer(
            List.of(),
            "%s answers for %s, whose targets can't be one (%s)"
                .formatted(
                    unit,
                    ScorecardChecks.some(measured),
                    found.get(found.size() - 1).source().replace("plan ", "")));
  }

  private Optional<StandingTarget> find(
      Indicator indicator, Reach reach, List<String> holders, Period period) {
    return lookup.find(indicator.code(), reach, holders, period, TargetLookup.TARGET);
  }

  private String without(Indicator indicator, String unit, Period period) {
    return lookup
        .nearMiss(indicator.code(), tree.chain(unit), TargetLookup.TARGET)
        .map(
            t ->
                "%s: what is set for %s in %s (%s) does not stand for it in %s"
                    .formatted(
                        unit,
                        t.unit(),
                        t.period().text(),
                        t.source().replace("plan ", ""),
                        period.text()))
        .orElse(unit);
  }

  /** Where the indicator has cells, a target is needed (J8). */
  private boolean has(Indicator indicator, String unit) {
    return draft
        .units
        .find(unit)
        .filter(u -> u.classes().stream().anyMatch(indicator.unitClasses()::contains))
        .isPresent();
  }

  /** True when the version of the period reads its target from the delivered row (J10). */
  private static boolean delivered(Indicator indicator, Period period) {
    return indicator
        .versionFor(period)
        .filter(v -> v.parameters().containsKey(TargetLookup.TARGET))
        .isPresent();
  }

  /** The dataset gives figures of months only, and this one is taken as delivered. */
  boolean monthly(Indicator indicator) {
    return indicator.versions().stream()
        .allMatch(
            v ->
                v.value() instanceof Value.Single single
                    && single.part().aggregate() == Aggregate.GIVEN
                    && !single.part().additive()
                    && draft
                        .contracts
                        .find(single.part().from())
                        .filter(c -> c.hasColumn(single.part().at().orElse(c.at())))
                        .map(c -> c.column(single.part().at().orElse(c.at())).type())
                        .filter(t -> t instanceof Column.Type.Date)
                        .isPresent());
  }

  /**
   * The periods for which a scorecard is checked: those of the years that it names until the
   * workspace's business date, at least the one that holds it; without such a date, those of the
   * targets of its indicators.
   */
  Set<Period> periods(Scorecard card) {
    Set<Period> periods = new TreeSet<>(Comparator.comparing(Period::text));
    Optional<LocalDate> fixed = draft.project.flatMap(Project::businessDate);
    if (fixed.isPresent()) {
      int last = fixed.get().getYear();
      LocalDate first = LocalDate.of(card.years().from().orElse(last), 1, 1);
      Period at = Period.containing(card.period(), fixed.get());
      while (card.years().from().isPresent() && !at.start().isBefore(first)) {
        periods.add(at);
        at = Period.containing(card.period(), at.start().minusDays(1));
      }
      periods.add(Period.containing(card.period(), fixed.get()));
      periods.removeIf(p -> !card.years().holds(p));
    } else {
      Set<String> codes = new TreeSet<>();
      card.items().forEach(i -> i.indicator().ifPresent(codes::add));
      draft.targets.stream()
          .filter(t -> codes.contains(t.indicator()))
          .map(Target::period)
          .filter(p -> p.kind() == card.period() && card.years().holds(p))
          .forEach(periods::add);
    }
    return periods;
  }
}
