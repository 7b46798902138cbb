package org.kaohe.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The unit tree, also while it is still full of mistakes. */
final class Lineage {
  private final Map<String, Unit> units;

  Lineage(Map<String, Unit> units) {
    this.units = units;
  }

  /** The unit and those above it, nearest first; a circle is walked once. */
  List<String> chain(String unit) {
    Set<String> chain = new LinkedHashSet<>();
    Optional<String> next = Optional.of(unit);
    while (next.isPresent() && chain.add(next.get())) {
      next = Optional.ofNullable(units.get(next.get())).flatMap(Unit::parent);
    }
    return List.copyOf(chain);
  }

  /** True when the unit stands above itself. */
  boolean circular(String unit) {
    Set<String> seen = new LinkedHashSet<>();
    Optional<String> next = Optional.ofNullable(units.get(unit)).flatMap(Unit::parent);
    while (next.isPresent() && seen.add(next.get())) {
      if (next.get().equals(unit)) {
        return true;
      }
      next = Optional.ofNullable(units.get(next.get())).flatMap(Unit::parent);
    }
    return false;
  }

  /** Of the units given, those nearest below one. */
  List<String> nearestBelow(String unit, Set<String> among) {
    List<String> below = new ArrayList<>();
    for (String candidate : among) {
      List<String> chain = chain(candidate);
      int at = chain.indexOf(unit);
      if (at > 0 && chain.subList(1, at).stream().noneMatch(among::contains)) {
        below.add(candidate);
      }
    }
    return below;
  }
}
