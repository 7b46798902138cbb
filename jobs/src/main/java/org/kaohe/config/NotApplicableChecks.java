package org.kaohe.config;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.error.ErrorCode;

/** What papers take from units (RULES R8). */
final class NotApplicableChecks {
  private NotApplicableChecks() {}

  static void run(Draft draft, Problems problems) {
    List<NotApplicable> earlier = new ArrayList<>();
    for (NotApplicable row : draft.notApplicable) {
      Place place = new Place(row.file(), row.line());
      MeaningChecks.known(
          draft.units, "unit", row.unit(), place, ErrorCode.ROW_UNIT_UNKNOWN.code(), problems);
      ItemRowChecks.days("the paper", Optional.of(row.from()), row.to(), place, problems);
      ItemRowChecks.item(draft, row.scorecard(), row.item(), row.unit(), false, place, problems);
      earlier.stream()
          .filter(e -> same(e, row) && overlap(e, row))
          .findFirst()
          .ifPresent(
              e ->
                  problems.error(
                      place,
                      ErrorCode.EXEMPT_TWICE,
                      "%s is taken from %s a second time, as in %s:%d"
                          .formatted(
                              row.item(), row.unit(), WorkspaceFiles.portable(e.file()), e.line()),
                      "a line could not say which paper it follows",
                      "End the first on the day before the second begins, or remove one."));
      earlier.add(row);
    }
  }

  private static boolean same(NotApplicable one, NotApplicable other) {
    return one.scorecard().equals(other.scorecard())
        && one.item().equals(other.item())
        && one.unit().equals(other.unit());
  }

  private static boolean overlap(NotApplicable one, NotApplicable other) {
    return !one.from().isAfter(other.to().orElse(LocalDate.MAX))
        && !other.from().isAfter(one.to().orElse(LocalDate.MAX));
  }
}
