package org.kaohe.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code conf/scorecards/<name>.yaml}: sections and items with points and rules, for classes of
 * units and a kind of period.
 *
 * @param years those it scores (RULES R40)
 * @param unitClasses units appraised; each class is ranked by itself
 * @param pointsDecimals digits of published points and totals (RULES R5, default 2)
 * @param exact {@code decide-on: exact}: only the printed total is rounded
 * @param fullMarks what a unit can reach without bonus; grades cut on total / fullMarks x 100
 * @param bonus added to the total, capped; none when absent
 * @param grades best first
 * @param tieBreak section codes compared in order before a rank is shared (RULES R23)
 * @param mean how the scores of the sections become the total
 * @param small what is read where few events are to be expected
 * @param shares what units share that answer for the same; empty: each answers for the whole
 */
public record Scorecard(
    String name,
    Label title,
    Path file,
    PeriodKind period,
    Years years,
    Set<String> unitClasses,
    int pointsDecimals,
    boolean exact,
    BigDecimal fullMarks,
    List<Section> sections,
    Optional<Bonus> bonus,
    List<Grade> grades,
    List<String> tieBreak,
    Mean mean,
    Optional<Shares> shares,
    Small small) {

  /**
   * What is done about indicators that declare small numbers (RULES R9).
   *
   * @param pool periods read together, the scored one and those before it, for all units alike
   * @param parent a unit that is too small all the same is scored by the unit above, and not only
   *     monitored
   */
  public record Small(int pool, boolean parent) {
    /** The period alone; too small ones are monitored. */
    public static final Small NONE = new Small(1, false);
  }

  /**
   * What several units that answer for one measured unit share (RULES R1).
   *
   * @param support the share of a unit in support (配合) whose row names none
   */
  public record Shares(Of of, BigDecimal support) {
    public enum Of {
      /** Full marks, floor and points of the item. */
      POINTS,
      /** Numerator, denominator, and value and target of what adds up. */
      QUANTITY
    }

    /** The unit's part by a row of the responsibilities. */
    public BigDecimal share(Responsibility duty) {
      return duty.share().orElse(duty.supports() ? support : BigDecimal.ONE);
    }
  }

  /** How points of items, or scores of sections, become one number (RULES R42). */
  public enum Mean {
    /** Their weighted sum (R20). */
    ARITHMETIC,
    /** The weighted geometric mean: a weak one is only half made good by a strong one. */
    GEOMETRIC,
    /** The weighted harmonic mean: the weakest counts most. */
    HARMONIC
  }

  /** The years that a scheme is for, both included; open where nothing is said. */
  public record Years(Optional<Integer> from, Optional<Integer> to) {
    public static final Years ALL = new Years(Optional.empty(), Optional.empty());

    public boolean holds(Period period) {
      int year = period.end().getYear();
      return from.filter(f -> f > year).isEmpty() && to.filter(t -> t < year).isEmpty();
    }

    /** They end before they begin. */
    boolean exchanged() {
      return from.isPresent() && to.filter(t -> t < from.get()).isPresent();
    }

    boolean overlaps(Years other) {
      return from.filter(f -> other.to.filter(t -> t < f).isPresent()).isEmpty()
          && to.filter(t -> other.from.filter(f -> f > t).isPresent()).isEmpty();
    }
  }

  /**
   * A section: 100 x Σ points / Σ full points applicable, times weight / 100 (RULES R20).
   *
   * @param weight percent of the total
   * @param leastItems scored items needed; with fewer the section has no score
   * @param missing what a section without a score does to the total
   * @param mean how the shares of points become the score
   */
  public record Section(
      String code,
      Label name,
      BigDecimal weight,
      int leastItems,
      MissingSection missing,
      Mean mean,
      List<Item> items) {}

  public enum MissingSection {
    /** Counts zero. */
    ZERO,
    /** Its weight moves to the others in proportion. */
    REWEIGHT,
    /** The unit is not ranked. */
    UNRANKED
  }

  public record Bonus(Label name, BigDecimal cap, List<Item> items) {}

  /**
   * An item.
   *
   * @param code unique in the scorecard; the indicator's code unless said
   * @param indicator what it scores; empty only for a formula over several
   * @param points full marks w
   * @param missing what a missing value does; empty follows who owed it (R19)
   * @param partial what a value does that not all have reported for (R36)
   * @param counted false: shown, not counted (监测不计分)
   * @param units appraised units it applies to (个性); empty applies to the whole class (共性)
   * @param gradeAtMost the best grade left when this binding item misses its target (R18)
   * @param floor least points (negative for 倒扣), default 0
   */
  public record Item(
      String code,
      Label name,
      Optional<String> goal,
      Optional<String> indicator,
      BigDecimal points,
      BigDecimal floor,
      Rule rule,
      Optional<MissingItem> missing,
      PartialItem partial,
      boolean counted,
      Set<String> units,
      boolean binding,
      Optional<String> gradeAtMost,
      int line) {

    /** The same for other full marks and least points. */
    public Item worth(BigDecimal fullMarks, BigDecimal least) {
      return new Item(
          code,
          name,
          goal,
          indicator,
          fullMarks,
          least,
          rule,
          missing,
          partial,
          counted,
          units,
          binding,
          gradeAtMost,
          line);
    }
  }

  /** What a missing value does (RULES R8, R19). */
  public enum MissingItem {
    /** The appraised unit owed it: zero points, flagged. */
    ZERO,
    /** Left out of numerator and denominator. */
    SKIP,
    /** A provider owed it: the total is shown as a range without rank. */
    RANGE
  }

  /** What a value does that not all who owe a report have reported for (RULES R36). */
  public enum PartialItem {
    /** It is scored, and flagged. */
    SCORE,
    /** Scored, and flagged, where everybody has reported and only single rows are wanting. */
    SCORE_REPORTED,
    /** It is shown and counts as missing does. */
    RANGE,
    /** It is shown, and whoever owed it, the total is a range without rank. */
    REFUSE
  }

  /** How points are made from a value; each a pure function in the scorecard room. */
  public sealed interface Rule {
    /** R14: full when the target is met, else w x B/A or, lower is better, by form. */
    record Ratio(Optional<Form> form) implements Rule {
      public enum Form {
        /** w x A/B. */
        INVERSE,
        /** w x (1 - (B-A)/A), at least 0. */
        LINEAR
      }
    }

    /**
     * R15: w less {@code deduct} for each {@code per} of the gap.
     *
     * @param percentOfTarget the step is percent of the target; otherwise in the value's own unit
     * @param zeroBeyond values worse than this earn nothing
     */
    record Step(
        BigDecimal per,
        boolean percentOfTarget,
        BigDecimal deduct,
        Gap gap,
        Optional<BigDecimal> zeroBeyond)
        implements Rule {
      public enum Gap {
        PROPORTIONAL,
        UP,
        DOWN,
        HALF_UP
      }
    }

    /** R6: the band that holds the value gives the points; bands neither overlap nor leave gaps. */
    record Band(List<Range> bands) implements Rule {
      public record Range(Optional<BigDecimal> from, Optional<BigDecimal> to, BigDecimal points) {}
    }

    /** Full when the target is met, else zero. */
    record YesNo() implements Rule {}

    /** w less {@code each} for every counted case, at least the item's floor. */
    record CountDeduct(BigDecimal each) implements Rule {}

    /**
     * R17: by the place among the units of the class that have a value.
     *
     * @param direction the better side of what has none by itself
     * @param of an earlier item's step or points, compared in place of the indicator's value
     * @param base percent of the full marks that the worst earns by min-max
     * @param leastSpread where best and worst are closer all get full marks
     * @param table points of the places in order, nothing after it
     * @param fromLast the table begins at the last place
     * @param deduct points off for each place after the first
     */
    record Compare(
        By by,
        Optional<Indicator.Direction> direction,
        Optional<Input> of,
        BigDecimal base,
        Optional<BigDecimal> leastSpread,
        List<BigDecimal> table,
        boolean fromLast,
        Optional<BigDecimal> deduct)
        implements Rule {
      public enum By {
        /** The share of the way from the worst to the best. */
        MIN_MAX,
        /** By table, or less for each place. */
        RANK,
        /** In proportion to the best. */
        RATIO_TO_FIRST
      }
    }

    /**
     * Exact arithmetic over named inputs and steps (R42).
     *
     * @param inputs name to what it reads
     * @param steps name to expression, in order; a later step may name earlier ones
     * @param points the expression of the points
     */
    record Formula(Map<String, Input> inputs, Map<String, String> steps, String points)
        implements Rule {}
  }

  /**
   * What a formula's input reads of the item's unit.
   *
   * @param indicator the item's own when empty
   * @param quantity {@code value}, {@code numerator}, {@code denominator}, or {@code target:<name>}
   *     for a plan or delivered parameter
   * @param step with {@code item}: a step (or {@code points}) of another, earlier item
   * @param fallback what stands for it where it is missing; without one the formula has no answer
   */
  public record Input(
      Optional<String> indicator,
      String quantity,
      Optional<String> item,
      Optional<String> step,
      Optional<Default> fallback) {

    /** What stands for a missing value; empty leaves a blank, which IS NULL and coalesce see. */
    public record Default(Optional<BigDecimal> number) {}

    /** An input without which there are no points. */
    public Input(
        Optional<String> indicator, String quantity, Optional<String> item, Optional<String> step) {
      this(indicator, quantity, item, step, Optional.empty());
    }
  }

  /**
   * @param from least total / fullMarks x 100
   * @param quota percent of the class's ranked units that may hold it
   */
  public record Grade(String name, BigDecimal from, Optional<BigDecimal> quota) {}

  /** All items, those of the bonus last. */
  public List<Item> items() {
    List<Item> all = new java.util.ArrayList<>();
    sections.forEach(s -> all.addAll(s.items()));
    bonus.ifPresent(b -> all.addAll(b.items()));
    return List.copyOf(all);
  }
}
