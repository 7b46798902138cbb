package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One indicator cell that an item looks at.
 *
 * @param measured unit the cell belongs to
 * @param status {@code complete}, {@code partial}, {@code missing} or {@code not-applicable}; empty
 *     when gold has no such cell
 * @param value published
 * @param exact before rounding
 * @param aim the cell's own target, inherited or not
 * @param reason gold's word on a value that is missing or partial
 * @param silent units that have not reported all they owe, as gold names them
 */
record CellFact(
    String item,
    String indicator,
    String measured,
    Optional<String> status,
    Optional<BigDecimal> numerator,
    Optional<BigDecimal> denominator,
    Optional<BigDecimal> value,
    Optional<BigDecimal> exact,
    Optional<BigDecimal> coverage,
    Optional<Aim> aim,
    String reason,
    String silent,
    Optional<LocalDate> asOf) {

  /** The same held against another target. */
  CellFact with(Optional<Aim> other) {
    return new CellFact(
        item,
        indicator,
        measured,
        status,
        numerator,
        denominator,
        value,
        exact,
        coverage,
        other,
        reason,
        silent,
        asOf);
  }
}
