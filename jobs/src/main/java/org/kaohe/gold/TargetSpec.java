package org.kaohe.gold;

import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a cell should reach.
 *
 * @param unit the unit it was set for, which may stand above the cell's
 * @param period period it was set for, as text
 * @param op {@code >= <= = between}
 * @param source {@code plan conf/targets/2025.csv:3} or {@code delivery <id>:<line>}
 */
record TargetSpec(
    String unit,
    String period,
    String op,
    @Nullable BigDecimal value,
    @Nullable BigDecimal low,
    @Nullable BigDecimal high,
    String source)
    implements Serializable {

  /** A corridor instead of one number. */
  boolean range() {
    return value == null;
  }
}
