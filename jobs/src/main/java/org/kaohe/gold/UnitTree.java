package org.kaohe.gold;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Period;
import org.kaohe.config.Unit;

/** The roll-up tree: one parent for each unit, so nothing is counted twice (RULES R2). */
final class UnitTree {
  private final Map<String, Unit> units;
  private final Map<String, List<String>> chains = new HashMap<>();

  UnitTree(Map<String, Unit> units) {
    this.units = units;
    units.keySet().forEach(code -> chains.put(code, climb(code)));
  }

  Map<String, Unit> units() {
    return units;
  }

  private List<String> climb(String code) {
    Set<String> chain = new LinkedHashSet<>();
    Optional<String> at = Optional.of(code);
    // A loop is refused by validation; here it only must not hang.
    while (at.isPresent() && units.containsKey(at.get()) && chain.add(at.get())) {
      at = at.flatMap(c -> Optional.ofNullable(units.get(c))).flatMap(Unit::parent);
    }
    return List.copyOf(chain);
  }

  /** The unit itself, its parent, and so on up to the root. */
  List<String> chain(String code) {
    return chains.getOrDefault(code, List.of());
  }

  /** The unit at the top of the tree that holds the unit. */
  String root(String code) {
    List<String> chain = chain(code);
    return chain.isEmpty() ? code : chain.get(chain.size() - 1);
  }

  /** True when the unit existed on some day of the period. */
  static boolean existed(Unit unit, Period period) {
    LocalDate from = unit.validFrom().orElse(LocalDate.MIN);
    LocalDate to = unit.validTo().orElse(LocalDate.MAX);
    return !from.isAfter(period.end()) && !to.isBefore(period.start());
  }
}
