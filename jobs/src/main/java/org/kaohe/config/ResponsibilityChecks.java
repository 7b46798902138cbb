package org.kaohe.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kaohe.config.Scorecard.Item;

/** Who answers for whom (责任分解, RULES R1). */
final class ResponsibilityChecks {
  private static final String ALL_ITEMS = "*";

  private ResponsibilityChecks() {}

  static void run(Draft draft, Problems problems) {
    Set<List<String>> seen = new HashSet<>();
    for (Responsibility row : draft.responsibilities) {
      Place place = new Place(row.file(), row.line());
      MeaningChecks.known(draft.units, "unit", row.unit(), place, "K2603", problems);
      MeaningChecks.known(draft.units, "unit", row.measured(), place, "K2603", problems);
      if (row.from().isPresent()
          && row.to().filter(t -> t.isBefore(row.from().get())).isPresent()) {
        problems.error(
            place,
            "K2604",
            "the responsibility ends on %s, before it begins on %s"
                .formatted(row.to().orElseThrow(), row.from().get()),
            "it would never be in force",
            "Exchange the two dates.");
      }
      if (!seen.add(
          List.of(
              row.scorecard(), row.item(), row.unit(), row.measured(), row.from().toString()))) {
        problems.error(
            place,
            "K2606",
            "%s answers for %s in %s a second time"
                .formatted(row.unit(), row.measured(), row.item()),
            "its quantity would be counted twice",
            "Remove one.");
      }
      if (MeaningChecks.known(
          draft.scorecards, "scorecard", row.scorecard(), place, "K2601", problems)) {
        draft.scorecards.find(row.scorecard()).ifPresent(c -> item(draft, c, row, place, problems));
      }
    }
  }

  private static void item(
      Draft draft, Scorecard card, Responsibility row, Place place, Problems problems) {
    Map<String, Item> items =
        card.items().stream().collect(Collectors.toMap(Item::code, i -> i, (a, b) -> a));
    Item item = items.get(row.item());
    if (item == null && !row.item().equals(ALL_ITEMS)) {
      problems.error(
          place,
          "K2602",
          "scorecard %s has no item %s".formatted(card.name(), row.item()),
          "nobody would be scored by this row",
          Nearest.cure(row.item(), items.keySet(), "Name an item, or * for all."));
    }
    Optional<Unit> unit = draft.units.find(row.unit());
    boolean outside =
        unit.filter(u -> u.classes().stream().noneMatch(card.unitClasses()::contains)).isPresent();
    boolean otherItem =
        item != null && !item.units().isEmpty() && !item.units().contains(row.unit());
    if (outside || otherItem) {
      problems.error(
          place,
          "K2605",
          "%s is not appraised by %s of %s".formatted(row.unit(), row.item(), card.name()),
          "the row would have no effect",
          "Name a unit of the item, or of class %s."
              .formatted(String.join(", ", card.unitClasses())));
    }
  }

  /** True when the row is about the item. */
  static boolean about(Responsibility row, Scorecard card, Item item) {
    return row.scorecard().equals(card.name())
        && (row.item().equals(item.code()) || row.item().equals(ALL_ITEMS));
  }
}
