package org.kaohe.config;

import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
      share(draft, row, place, problems);
    }
    draft.scorecards.values().values().stream()
        .filter(card -> card.shares().isPresent())
        .forEach(card -> whole(draft, card, problems));
  }

  private static void share(Draft draft, Responsibility row, Place place, Problems problems) {
    if (row.share().filter(s -> s.signum() <= 0 || s.compareTo(BigDecimal.ONE) > 0).isPresent()) {
      problems.error(
          place,
          "K2609",
          "the share is %s".formatted(row.share().orElseThrow().toPlainString()),
          "a share is a part of one",
          "Write a number above 0 and at most 1.");
    } else if (row.share().isPresent()
        && draft.scorecards.find(row.scorecard()).filter(c -> c.shares().isEmpty()).isPresent()) {
      problems.warning(
          place,
          "K2610",
          "scorecard %s does not say what is shared".formatted(row.scorecard()),
          "the share has no effect: each unit answers for the whole",
          "Add shares: {of: points} or shares: {of: quantity} to the scorecard, or remove it.");
    }
  }

  /** Each day, those who answer for a measured unit's item answer for all of it together. */
  private static void whole(Draft draft, Scorecard card, Problems problems) {
    Scorecard.Shares shares = card.shares().orElseThrow();
    Map<Uneven, List<String>> uneven = new LinkedHashMap<>();
    for (Item item : card.items()) {
      Map<String, List<Responsibility>> byMeasured =
          draft.responsibilities.stream()
              .filter(row -> about(row, card, item))
              .collect(Collectors.groupingBy(Responsibility::measured, TreeMap::new, toList()));
      for (List<Responsibility> rows : byMeasured.values()) {
        for (Responsibility row : rows) {
          BigDecimal sum =
              rows.stream()
                  .filter(r -> r.on(row.from().orElse(LocalDate.MIN)))
                  .map(shares::share)
                  .reduce(BigDecimal.ZERO, BigDecimal::add);
          if (sum.signum() != 0 && sum.compareTo(BigDecimal.ONE) != 0) {
            uneven
                .computeIfAbsent(new Uneven(rows.get(0), sum), k -> new ArrayList<>())
                .add(item.code());
            break;
          }
        }
      }
    }
    uneven.forEach(
        (at, items) ->
            problems.warning(
                new Place(at.row().file(), at.row().line()),
                "K2611",
                "the shares of %s in %s sum to %s"
                    .formatted(
                        at.row().measured(), ScorecardChecks.some(items), at.sum().toPlainString()),
                "a part of it is nobody's, or is counted twice",
                "Let the shares of all that answer for it sum to 1; a row without one counts as 1,"
                    + " in support as the scorecard's support says."));
  }

  private record Uneven(Responsibility row, BigDecimal sum) {}

  /** True when the row is about the item. */
  static boolean about(Responsibility row, Scorecard card, Item item) {
    return row.scorecard().equals(card.name()) && row.about(item);
  }
}
