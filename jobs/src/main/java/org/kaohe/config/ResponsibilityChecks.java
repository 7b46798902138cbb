package org.kaohe.config;

import java.time.LocalDate;
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
      days("the responsibility", row.from(), row.to(), place, problems);
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
        draft
            .scorecards
            .find(row.scorecard())
            .ifPresent(
                c -> {
                  if (row.item().equals(ALL_ITEMS)) {
                    appraised(draft, c, Optional.empty(), row.unit(), place, problems);
                  } else {
                    item(draft, c, row.item(), row.unit(), place, problems);
                  }
                });
      }
    }
  }

  /** From the first to the last day there must be a way. */
  static void days(
      String what,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      Place place,
      Problems problems) {
    if (from.isPresent() && to.filter(t -> t.isBefore(from.get())).isPresent()) {
      problems.error(
          place,
          "K2604",
          "%s ends on %s, before it begins on %s".formatted(what, to.orElseThrow(), from.get()),
          "it would never be in force",
          "Exchange the two dates.");
    }
  }

  /** The scorecard has the item, and the item is for the unit. */
  static void item(
      Draft draft, Scorecard card, String code, String unit, Place place, Problems problems) {
    Map<String, Item> items =
        card.items().stream().collect(Collectors.toMap(Item::code, i -> i, (a, b) -> a));
    Item item = items.get(code);
    if (item == null) {
      problems.error(
          place,
          "K2602",
          "scorecard %s has no item %s".formatted(card.name(), code),
          "nobody would be scored by this row",
          Nearest.cure(code, items.keySet(), "Name an item of the scorecard."));
    }
    appraised(draft, card, Optional.ofNullable(item), unit, place, problems);
  }

  private static void appraised(
      Draft draft,
      Scorecard card,
      Optional<Item> item,
      String code,
      Place place,
      Problems problems) {
    Optional<Unit> unit = draft.units.find(code);
    boolean outside =
        unit.filter(u -> u.classes().stream().noneMatch(card.unitClasses()::contains)).isPresent();
    boolean otherItem =
        item.filter(i -> !i.units().isEmpty() && !i.units().contains(code)).isPresent();
    if (outside || otherItem) {
      problems.error(
          place,
          "K2605",
          "%s is not appraised by %s of %s"
              .formatted(code, item.map(Item::code).orElse(ALL_ITEMS), card.name()),
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
