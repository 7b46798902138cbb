package org.kaohe.gold;

import java.util.Optional;
import org.kaohe.config.Period;

/**
 * A measure of one unit, without its descendants.
 *
 * @param value empty when rows came without a figure, or contradict each other
 * @param empty rows that could not be counted because one of their figures is missing
 * @param failure why the rows give no number; there is no value then
 */
record Observation(
    String part,
    String unit,
    Period period,
    Optional<java.math.BigDecimal> value,
    long rows,
    long empty,
    Optional<Reason> failure) {

  /** Something came that is or should be a number. */
  boolean delivered() {
    return value.isPresent() || failure.isPresent();
  }
}
