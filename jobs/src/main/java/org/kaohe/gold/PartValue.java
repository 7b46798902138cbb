package org.kaohe.gold;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A part's number for a unit and period, or why there is none.
 *
 * @param holes some row or month behind the number came without a figure
 */
record PartValue(Optional<BigDecimal> value, Optional<Reason> reason, boolean holes) {
  static PartValue missing(Reason reason) {
    return new PartValue(Optional.empty(), Optional.of(reason), false);
  }

  static PartValue of(BigDecimal value) {
    return new PartValue(Optional.of(value), Optional.empty(), false);
  }
}
