package org.kaohe.config;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of {@code conf/units/*.csv}: who is appraised or where a quantity arises (RULES R1, R2).
 *
 * @param kind province, prefecture, county, agency, depot, hospital …
 * @param classes classes in which it is compared
 * @param validFrom first day, inclusive; empty is since ever
 * @param validTo last day, inclusive; empty is until further notice
 */
public record Unit(
    String code,
    Label name,
    String kind,
    Optional<String> parent,
    Set<String> classes,
    Optional<LocalDate> validFrom,
    Optional<LocalDate> validTo,
    List<String> predecessors) {

  /** True when it existed on some day of the period. */
  public boolean existed(Period period) {
    return validFrom.filter(period.end()::isBefore).isEmpty()
        && validTo.filter(period.start()::isAfter).isEmpty();
  }

  public boolean validOn(LocalDate day) {
    return validFrom.map(d -> !day.isBefore(d)).orElse(true)
        && validTo.map(d -> !day.isAfter(d)).orElse(true);
  }
}
