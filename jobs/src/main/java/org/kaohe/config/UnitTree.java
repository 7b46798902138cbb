package org.kaohe.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The roll-up tree: one parent for each unit, so nothing is counted twice (RULES R2). A circle,
 * which {@code validate} refuses, is walked once.
 */
public record UnitTree(Map<String, Unit> units) {

  /** The unit and those above it up to the root; a unit that nobody knows stands alone. */
  public List<String> chain(String unit) {
    Set<String> chain = new LinkedHashSet<>();
    Optional<String> at = Optional.of(unit);
    while (at.isPresent() && chain.add(at.get())) {
      at = parent(at.get()).filter(units::containsKey);
    }
    return List.copyOf(chain);
  }

  private Optional<String> parent(String unit) {
    return Stream.ofNullable(units.get(unit)).flatMap(u -> u.parent().stream()).findFirst();
  }

  /** The unit at the top of the tree that holds the unit. */
  public String root(String unit) {
    List<String> chain = chain(unit);
    return chain.get(chain.size() - 1);
  }

  /** True when the unit stands above itself. */
  public boolean circular(String unit) {
    return parent(unit).filter(units::containsKey).map(this::chain).stream()
        .anyMatch(c -> c.contains(unit));
  }

  /** Of the units given, those nearest below one. */
  public List<String> nearestBelow(String unit, Set<String> among) {
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

  /** Of the units given, those that are below none of the others. */
  public List<String> topmost(Set<String> among) {
    return among.stream()
        .filter(u -> chain(u).stream().skip(1).noneMatch(among::contains))
        .toList();
  }
}
