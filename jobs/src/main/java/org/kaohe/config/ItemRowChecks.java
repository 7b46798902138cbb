package org.kaohe.config;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.error.CleanText;

/** Rows of tables that bind a unit to an item of a scorecard: responsibilities and papers. */
final class ItemRowChecks {
  private ItemRowChecks() {}

  /** The scorecard is known, has the item, and the item is for the unit. */
  static void item(
      Draft draft,
      String scorecard,
      String item,
      String unit,
      boolean allAllowed,
      Place place,
      Problems problems) {
    if (MeaningChecks.known(draft.scorecards, "scorecard", scorecard, place, "K2601", problems)) {
      draft
          .scorecards
          .find(scorecard)
          .ifPresent(card -> item(draft, card, item, unit, allAllowed, place, problems));
    }
  }

  private static void item(
      Draft draft,
      Scorecard card,
      String code,
      String unit,
      boolean allAllowed,
      Place place,
      Problems problems) {
    Map<String, Item> items =
        card.items().stream().collect(Collectors.toMap(Item::code, i -> i, (a, b) -> a));
    Optional<Item> item = Optional.ofNullable(items.get(code));
    if (item.isEmpty() && !(allAllowed && code.equals(Responsibilities.ALL_ITEMS))) {
      problems.error(
          place,
          "K2602",
          "scorecard %s has no item %s".formatted(card.name(), code),
          "nobody would be scored by this row",
          Nearest.cure(
              code,
              items.keySet(),
              allAllowed ? "Name an item, or * for all." : "Name an item of the scorecard."));
    }
    boolean outside =
        draft
            .units
            .find(unit)
            .filter(u -> u.classes().stream().noneMatch(card.unitClasses()::contains))
            .isPresent();
    boolean otherItem =
        item.filter(i -> !i.units().isEmpty() && !i.units().contains(unit)).isPresent();
    if (outside || otherItem) {
      problems.error(
          place,
          "K2605",
          "%s is not appraised by %s of %s".formatted(unit, code, card.name()),
          "the row would have no effect",
          "Name a unit of the item, or of class %s."
              .formatted(CleanText.names(card.unitClasses())));
    }
  }

  /** The first day is not after the last. */
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
}
