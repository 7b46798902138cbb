package org.kaohe.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kaohe.config.Scorecard.Item;

/** Who answers for whom (责任分解, RULES R1). */
final class ResponsibilityChecks {
  private ResponsibilityChecks() {}

  static void run(Draft draft, Problems problems) {
    Set<List<String>> seen = new HashSet<>();
    for (Responsibility row : draft.responsibilities) {
      Place place = new Place(row.file(), row.line());
      MeaningChecks.known(draft.units, "unit", row.unit(), place, "K2603", problems);
      MeaningChecks.known(draft.units, "unit", row.measured(), place, "K2603", problems);
      ItemRowChecks.days("the responsibility", row.from(), row.to(), place, problems);
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
      ItemRowChecks.item(draft, row.scorecard(), row.item(), row.unit(), true, place, problems);
    }
  }

  /** True when the row is about the item. */
  static boolean about(Responsibility row, Scorecard card, Item item) {
    return row.scorecard().equals(card.name())
        && (row.item().equals(item.code()) || row.item().equals(ItemRowChecks.ALL_ITEMS));
  }
}
