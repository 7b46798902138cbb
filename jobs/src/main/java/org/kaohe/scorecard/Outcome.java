package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a rule makes of a value.
 *
 * @param points unrounded, within the item's floor and full marks
 * @param branch the branch of the rule that fired
 * @param decision the branch with what rounding could turn: two values with the same decision were
 *     treated alike
 * @param parts numbers of the sentence: {@code gap}, {@code steps}, {@code bound} …
 */
record Outcome(BigDecimal points, Branch branch, String decision, Map<String, BigDecimal> parts) {

  /** Which part of a rule gave the points. */
  enum Branch {
    MET("met"),
    RATIO_DIRECT("ratio-direct"),
    RATIO_INVERSE("ratio-inverse"),
    RATIO_LINEAR("ratio-linear"),
    /** A ratio needs a target above zero; a missed one of zero earns nothing (R14). */
    TARGET_NOT_POSITIVE("target-not-positive"),
    STEP("step"),
    /** Worse than the limit beyond which nothing is earned. */
    ZERO_BEYOND("zero-beyond"),
    BAND("band"),
    OUTSIDE_BANDS("outside-bands"),
    NOT_MET("not-met"),
    COUNT("count"),
    MIN_MAX("min-max"),
    RANK("rank"),
    RATIO_TO_FIRST("ratio-to-first"),
    /** Fewer units have a value than can be compared (R17). */
    FEW_UNITS("few-units"),
    /** Best and worst are too close to tell units apart (R17). */
    ALIKE("alike"),
    FORMULA("formula"),
    NOT_ADDRESSED("not-addressed"),
    NOT_APPLICABLE("not-applicable"),
    /** A paper takes the item from the unit (R8). */
    TAKEN("taken"),
    MISSING("missing"),
    NO_TARGET("no-target"),
    /** Several measured units whose values cannot be added. */
    NOT_ADDITIVE("not-additive"),
    /** The formula has no value for these inputs. */
    FORMULA_EMPTY("formula-empty"),
    /** The best is not above zero, and nothing is in proportion to it. */
    NO_FIRST("no-first");

    private final String text;

    Branch(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /** True when a special clause, not the measure itself, made the points zero. */
    boolean zeroByRule() {
      return this == ZERO_BEYOND || this == TARGET_NOT_POSITIVE || this == OUTSIDE_BANDS;
    }
  }

  static Outcome of(BigDecimal points, Branch branch) {
    return new Outcome(points, branch, branch.text(), Map.of());
  }

  Outcome clamped(BigDecimal floor, BigDecimal full) {
    return new Outcome(Decimals.clamp(points, floor, full), branch, decision, parts);
  }
}
