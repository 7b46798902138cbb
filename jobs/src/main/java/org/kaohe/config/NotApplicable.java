package org.kaohe.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A row of {@code conf/not-applicable/*.csv} (RULES R8): an item that a paper takes from a unit,
 * for as long as it is in force. It counts for a period when it is in force on the period's last
 * day.
 *
 * @param document 文号 of the paper
 * @param to last day; empty while it has none
 */
public record NotApplicable(
    String scorecard,
    String item,
    String unit,
    LocalDate from,
    Optional<LocalDate> to,
    String document,
    Path file,
    int line) {

  /** Whether the row takes the item from the unit on a day. */
  public boolean holds(LocalDate day) {
    return !day.isBefore(from) && to.filter(day::isAfter).isEmpty();
  }
}
