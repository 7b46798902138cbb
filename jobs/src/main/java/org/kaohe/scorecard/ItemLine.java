package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;

/**
 * One item of one unit, scored.
 *
 * @param section section code, or {@link Totals#BONUS}
 * @param reading what it measured; empty for a formula without an indicator of its own
 * @param counted whether it enters the section
 * @param points decided points; empty when missing or not applicable
 * @param pointsExact before rounding
 * @param low the points at worst, while the item is missing
 * @param high the points at best
 * @param open missing and owed by somebody else, so that the section is a range (R19)
 * @param aim the target it was held against
 * @param met empty when there is nothing to meet
 * @param roundingDecided the unrounded value would have been treated otherwise (R5)
 * @param bindingMissed a binding item that was missed, or withheld by the unit that owed it (R18)
 */
record ItemLine(
    String section,
    Scorecard.Item item,
    int ordinal,
    Optional<Reading> reading,
    Status status,
    Outcome.Branch branch,
    boolean counted,
    Optional<BigDecimal> points,
    Optional<BigDecimal> pointsExact,
    BigDecimal low,
    BigDecimal high,
    boolean open,
    Optional<Aim> aim,
    Optional<Boolean> met,
    boolean roundingDecided,
    boolean bindingMissed,
    Label sentence,
    List<Input> inputs) {

  /** DESIGN section 7; the last three come with people's decisions. */
  enum Status {
    SCORED("scored"),
    FULL_BY_RULE("full-by-rule"),
    ZERO_BY_RULE("zero-by-rule"),
    NOT_APPLICABLE("not-applicable"),
    MISSING_DATA("missing-data");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** A number that went into the line, kept for the derivation. */
  record Input(String name, Optional<BigDecimal> value, String source) {}

  /** Counted and with points, so that it carries its section. */
  boolean scored() {
    return counted && points.isPresent();
  }

  /** Counted, owed and not there: the section becomes a range (R19). */
  boolean ranged() {
    return counted && open;
  }

  /**
   * The policy in force. A number that the appraising side failed to give — a target, or units that
   * can be added — never costs the unit points.
   */
  static Scorecard.MissingItem policy(Scorecard.MissingItem policy, Outcome.Branch branch) {
    boolean notItsFault =
        branch == Outcome.Branch.NO_TARGET
            || branch == Outcome.Branch.NOT_ADDITIVE
            || branch == Outcome.Branch.FORMULA_EMPTY
            || branch == Outcome.Branch.NO_FIRST;
    return notItsFault && policy == Scorecard.MissingItem.ZERO
        ? Scorecard.MissingItem.RANGE
        : policy;
  }
}
