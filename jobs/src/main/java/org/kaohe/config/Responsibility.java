package org.kaohe.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A row of {@code conf/responsibilities/*.csv} (责任分解, RULES R1): the appraised unit answers in a
 * scorecard's item for a measured unit.
 *
 * @param item item code, or {@code *} for all items of the scorecard
 * @param role 牵头 lead or 配合 support
 */
public record Responsibility(
    String scorecard,
    String item,
    String unit,
    String measured,
    String role,
    Optional<BigDecimal> share,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Path file,
    int line) {
  private static final String ALL_ITEMS = Responsibilities.ALL_ITEMS;

  /** In support (配合) of the unit in the lead. */
  public boolean supports() {
    return role.equals(Glossary.load().word("role.support").zh());
  }

  /** True when the row is about an item of its scorecard. */
  public boolean about(Scorecard.Item of) {
    return item.equals(ALL_ITEMS) || item.equals(of.code());
  }

  /** True on the days of the row. */
  public boolean on(LocalDate day) {
    return from.filter(day::isBefore).isEmpty() && to.filter(day::isAfter).isEmpty();
  }
}
