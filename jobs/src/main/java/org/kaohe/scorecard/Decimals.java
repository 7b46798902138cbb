package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Arithmetic of points: decimal throughout, HALF_UP, far more digits than are ever published. */
final class Decimals {
  static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Digits of the tables; DECIMAL(27,9). */
  static final int STORED = 9;

  /** Digits of an unrounded quotient. */
  private static final int QUOTIENT = 24;

  private Decimals() {}

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, QUOTIENT, RoundingMode.HALF_UP);
  }

  static BigDecimal round(BigDecimal x, int decimals) {
    return x.setScale(decimals, RoundingMode.HALF_UP);
  }

  static BigDecimal clamp(BigDecimal x, BigDecimal low, BigDecimal high) {
    return x.max(low).min(high);
  }
}
