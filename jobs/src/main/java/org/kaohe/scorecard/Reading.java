package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.TargetLookup;

/**
 * What an item reads of one indicator: the measured units of its appraised unit taken together (R1,
 * R7).
 *
 * @param value published; empty unless {@code state} is {@code PRESENT}
 * @param exact before its rounding
 * @param aims targets and parameters by name
 * @param present measured units with a value
 * @param partial true when a cell behind it is incomplete, or a measured unit has none
 * @param reason why there is no value, or only a partial one
 * @param silent units that have not reported all they owe; {@code +3} stands for three more
 */
record Reading(
    String indicator,
    State state,
    Optional<BigDecimal> numerator,
    Optional<BigDecimal> denominator,
    Optional<BigDecimal> value,
    Optional<BigDecimal> exact,
    Map<String, Aim> aims,
    List<String> measured,
    int present,
    boolean partial,
    String reason,
    Set<String> silent,
    Optional<LocalDate> asOf) {

  /** What is not whole counts as missing; it stands in its cell all the same (R36). */
  Reading withheld() {
    return new Reading(
        indicator,
        State.MISSING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        aims,
        measured,
        present,
        partial,
        reason,
        silent,
        asOf);
  }

  /** A unit of several periods is one unit. */
  Reading ofDistinctUnits() {
    return with(aims, measured.stream().distinct().toList());
  }

  /** The same before its period is over: the target is that of the days gone by. */
  Reading toDate(BigDecimal pace) {
    Map<String, Aim> paced = new LinkedHashMap<>(aims);
    paced.computeIfPresent(
        TargetLookup.TARGET, (name, aim) -> new Aim(aim.goal(), Optional.of(pace), aim.source()));
    return with(paced, measured);
  }

  private Reading with(Map<String, Aim> otherAims, List<String> otherUnits) {
    return new Reading(
        indicator,
        state,
        numerator,
        denominator,
        value,
        exact,
        otherAims,
        otherUnits,
        present,
        partial,
        reason,
        silent,
        asOf);
  }

  enum State {
    PRESENT,
    MISSING,
    NOT_APPLICABLE,
    /** Several measured units whose values cannot be added (J7). */
    NOT_ADDITIVE
  }

  Optional<Aim> target() {
    return aim(TargetLookup.TARGET);
  }

  Optional<Aim> aim(String name) {
    return Optional.ofNullable(aims.get(name));
  }

  /** A quantity of a formula's input: value, numerator, denominator or {@code target:<name>}. */
  Optional<BigDecimal> quantity(String quantity, boolean useExact) {
    if (quantity.startsWith("target:")) {
      return aim(quantity.substring("target:".length())).map(Aim::number);
    }
    return switch (quantity) {
      case "value" -> useExact ? exact : value;
      case "numerator" -> numerator;
      case "denominator" -> denominator;
      default -> throw new IllegalArgumentException("No such quantity: " + quantity);
    };
  }
}
