package org.kaohe.gold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.gold.SeriesSpec.Version;

/**
 * Where the parts of one version meet. The level of a part is told by the kinds of unit that have
 * rows of it or owe a report, so that a unit of such a kind which is silent stays a node of its own
 * and is not filled up by its neighbours.
 */
final class NodePlan {
  private final Version version;
  private final Map<String, Place> places;
  private final Map<String, Map<String, List<Observation>>> observed;

  /** By unit: the kinds of the unit and of all below it. */
  private final Map<String, Set<String>> kindsBelow = new HashMap<>();

  NodePlan(
      Version version,
      Map<String, Place> places,
      Map<String, Map<String, List<Observation>>> observed) {
    this.version = version;
    this.places = places;
    this.observed = observed;
    places
        .values()
        .forEach(
            p ->
                p.chain()
                    .forEach(
                        a -> kindsBelow.computeIfAbsent(a, k -> new HashSet<>()).add(p.kind())));
  }

  /** The nodes of every unit: its own and those below it. */
  Map<String, List<Node>> nodes(LocalDate businessDate) {
    List<PartSpec> parts = version.parts();
    List<Set<String>> leaves = parts.stream().map(this::leaves).toList();
    List<Set<String>> kinds = leaves.stream().map(this::kinds).filter(k -> !k.isEmpty()).toList();
    Map<String, List<List<LeafPart>>> found = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      for (String leaf : leaves.get(i)) {
        Place place = places.get(leaf);
        if (place != null) {
          List<List<LeafPart>> node =
              found.computeIfAbsent(node(place, kinds), k -> empty(parts.size()));
          node.get(i).add(leaf(parts.get(i), place, businessDate));
        }
      }
    }
    Map<String, List<Node>> nodes = new HashMap<>();
    found.forEach(
        (unit, byPart) -> {
          Place place = places.get(unit);
          if (place != null) {
            for (int i = 0; i < parts.size(); i++) {
              if (byPart.get(i).isEmpty()) {
                byPart.get(i).add(leaf(parts.get(i), place, businessDate));
              }
            }
            Node node = new Node(place, version, byPart);
            place.chain().forEach(a -> nodes.computeIfAbsent(a, k -> new ArrayList<>()).add(node));
          }
        });
    return nodes;
  }

  private static List<List<LeafPart>> empty(int parts) {
    List<List<LeafPart>> lists = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private LeafPart leaf(PartSpec part, Place place, LocalDate businessDate) {
    return new LeafPart(
        part,
        place,
        observed.getOrDefault(part.id(), Map.of()).getOrDefault(place.unit(), List.of()),
        businessDate);
  }

  /** Units with rows of the part, and those that owe a report of it. */
  private Set<String> leaves(PartSpec part) {
    if (part.asDelivered()) {
      return Set.of();
    }
    Set<String> units = new TreeSet<>(observed.getOrDefault(part.id(), Map.of()).keySet());
    if (part.distinct()) {
      // A count of the units above is derived from them.
      Set<String> above = new HashSet<>();
      units.stream()
          .map(places::get)
          .filter(java.util.Objects::nonNull)
          .forEach(p -> above.addAll(p.chain().subList(1, p.chain().size())));
      units.removeAll(above);
    }
    if (part.reported().each()) {
      units.addAll(part.reported().expected());
    }
    return units;
  }

  private Set<String> kinds(Set<String> leaves) {
    Set<String> kinds = new HashSet<>();
    for (String leaf : leaves) {
      Place place = places.get(leaf);
      if (place != null) {
        kinds.add(place.kind());
      }
    }
    return kinds;
  }

  private String node(Place leaf, List<Set<String>> kinds) {
    for (String unit : leaf.chain()) {
      Set<String> below = kindsBelow.getOrDefault(unit, Set.of());
      if (kinds.stream().allMatch(k -> k.stream().anyMatch(below::contains))) {
        return unit;
      }
    }
    return leaf.root();
  }
}
