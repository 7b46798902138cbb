package org.kaohe.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Part.Aggregate;

/** Which targets stand for whom: the unit's own or, for rates and levels, those above it (R10). */
final class Aims {
  /** The name of the target proper among baselines, thresholds and others. */
  static final String TARGET = "target";

  private final Lineage lineage;
  private final Map<String, List<Target>> byIndicator = new HashMap<>();

  Aims(Draft draft) {
    this.lineage = new Lineage(draft.units.values());
    draft.targets.forEach(
        t -> byIndicator.computeIfAbsent(t.indicator(), k -> new ArrayList<>()).add(t));
  }

  List<Target> of(String indicator) {
    return byIndicator.getOrDefault(indicator, List.of());
  }

  /** Plan targets of a name that stand for one of the units in a period, the nearest of each. */
  Optional<Target> find(Indicator indicator, Iterable<String> units, Period period, String name) {
    for (String unit : units) {
      List<String> chain = inherits(indicator, period) ? lineage.chain(unit) : List.of(unit);
      for (String holder : chain) {
        Optional<Target> found =
            of(indicator.code()).stream()
                .filter(t -> t.name().equals(name) && t.unit().equals(holder))
                .filter(t -> t.period().contains(period))
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** True when the version of the period reads the name from the delivered row (J10). */
  static boolean delivered(Indicator indicator, Period period, String name) {
    return indicator.versionFor(period).filter(v -> v.parameters().containsKey(name)).isPresent();
  }

  /** Rates, averages and given levels are inherited; counts, sums and stocks are decomposed. */
  static boolean inherits(Indicator indicator, Period period) {
    Optional<Version> version = indicator.versionFor(period);
    Value value = version.orElse(indicator.versions().get(0)).value();
    return !(value instanceof Value.Single single)
        || (single.part().aggregate() == Aggregate.GIVEN && !single.part().additive());
  }

  /**
   * The periods for which a scorecard is checked: that of the workspace's business date or, without
   * one, those of the targets of its indicators.
   */
  Set<Period> periods(Draft draft, Scorecard card) {
    Set<Period> periods = new TreeSet<>(java.util.Comparator.comparing(Period::text));
    Optional<Period> fixed =
        draft.project.flatMap(Project::businessDate).map(d -> Period.containing(card.period(), d));
    if (fixed.isPresent()) {
      periods.add(fixed.get());
      return periods;
    }
    for (Scorecard.Item item : card.items()) {
      item.indicator().stream()
          .flatMap(i -> of(i).stream())
          .map(Target::period)
          .filter(p -> p.kind() == card.period())
          .forEach(periods::add);
    }
    return periods;
  }
}
