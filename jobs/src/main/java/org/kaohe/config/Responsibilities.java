package org.kaohe.config;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who answers for which measured units in an item (责任分解, RULES R1, R2). */
public final class Responsibilities {
  /** Stands for all items of a scorecard. */
  public static final String ALL_ITEMS = "*";

  private record Key(String scorecard, String unit) {}

  private final UnitTree tree;
  private final Map<Key, List<Responsibility>> rows = new HashMap<>();

  public Responsibilities(Collection<Responsibility> rows, UnitTree tree) {
    this.tree = tree;
    rows.forEach(
        r ->
            this.rows
                .computeIfAbsent(new Key(r.scorecard(), r.unit()), k -> new ArrayList<>())
                .add(r));
  }

  /** The measured units on a day; the unit itself where nothing is said of it. */
  public List<String> held(Scorecard card, Scorecard.Item item, String unit, LocalDate day) {
    return measured(card, item, unit, r -> r.on(day));
  }

  /** The measured units that the unit answers for on some day. */
  public List<String> ever(Scorecard card, Scorecard.Item item, String unit) {
    return measured(card, item, unit, r -> true);
  }

  /** A measured unit below another is left out, its quantity is in the other's. */
  private List<String> measured(
      Scorecard card, Scorecard.Item item, String unit, Predicate<Responsibility> when) {
    Set<String> bound = new TreeSet<>();
    about(card, item, unit).stream().filter(when).forEach(r -> bound.add(r.measured()));
    return bound.isEmpty() ? List.of(unit) : tree.topmost(bound);
  }

  /** The rows that speak of the unit in the item. */
  public List<Responsibility> about(Scorecard card, Scorecard.Item item, String unit) {
    return rows.getOrDefault(new Key(card.name(), unit), List.of()).stream()
        .filter(r -> r.item().equals(item.code()) || r.item().equals(ALL_ITEMS))
        .toList();
  }
}
