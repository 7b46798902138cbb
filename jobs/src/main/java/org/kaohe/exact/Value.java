package org.kaohe.exact;

import java.math.BigDecimal;

/** What an expression gives. */
public sealed interface Value {
  record Decimal(BigDecimal number) implements Value {}

  record Truth(boolean holds) implements Value {}

  record Nothing() implements Value {}

  /** The NULL that an author wrote; what is missing has no value at all ({@link NoAnswer}). */
  static Value nothing() {
    return new Nothing();
  }

  static Value of(BigDecimal number) {
    return new Decimal(number);
  }

  static Value of(boolean holds) {
    return new Truth(holds);
  }

  default boolean isNothing() {
    return this instanceof Nothing;
  }

  /**
   * The number.
   *
   * @throws IllegalStateException for a truth, which a checked expression never has here
   */
  default BigDecimal decimal() {
    if (this instanceof Decimal decimal) {
      return decimal.number();
    }
    throw new IllegalStateException("No number: " + this);
  }

  /** The truth. */
  default boolean truth() {
    if (this instanceof Truth truth) {
      return truth.holds();
    }
    throw new IllegalStateException("No truth: " + this);
  }
}
