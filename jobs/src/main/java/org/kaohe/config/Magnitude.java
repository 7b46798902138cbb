package org.kaohe.config;

import java.math.BigDecimal;

/** How large the numbers of definitions may be, so that tables can hold what comes of them. */
final class Magnitude {
  static final int DIGITS_BEFORE = 18;
  static final int DIGITS_BEHIND = 9;

  private Magnitude() {}

  /** True for at most eighteen digits before the point and a measured number of them behind it. */
  static boolean bearable(BigDecimal number) {
    return number.precision() - number.scale() <= DIGITS_BEFORE
        && number.scale() <= 2 * DIGITS_BEFORE;
  }

  /** True for a number that the tables hold as it is. */
  static boolean storable(BigDecimal number) {
    return bearable(number) && number.stripTrailingZeros().scale() <= DIGITS_BEHIND;
  }
}
