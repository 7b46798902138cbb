package org.kaohe.stage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.spark.sql.types.DecimalType;

/** Numbers on their way into a table, which holds only so many digits (R42). */
public final class Stored {
  private Stored() {}

  /** The number rounded half up to the column's digits; empty when it is too large for them. */
  public static Optional<BigDecimal> fit(BigDecimal number, DecimalType column) {
    BigDecimal rounded = number.setScale(column.scale(), RoundingMode.HALF_UP);
    return rounded.precision() > column.precision() ? Optional.empty() : Optional.of(rounded);
  }
}
