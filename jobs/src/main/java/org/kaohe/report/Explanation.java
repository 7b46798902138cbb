package org.kaohe.report;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The derivation of a unit's score, from the total down to lines of deliveries (R31: for the
 * restricted zone). Absent values are null, because programs read it as JSON.
 *
 * @param asOf data cut-off
 * @param state how far the result is: 监测 until somebody closes the appraisal (R27)
 */
public record Explanation(
    String scorecard,
    String title,
    String unit,
    String unitName,
    String period,
    String release,
    String businessDate,
    @Nullable String asOf,
    @Nullable String state,
    Score total,
    List<Section> sections) {

  /**
   * A total or a section's score.
   *
   * @param low the score when everything missing turns out worst
   * @param high the score when everything missing turns out best
   * @param reason code of why there is no score, rank or better grade, with its words
   */
  public record Score(
      @Nullable BigDecimal weight,
      @Nullable BigDecimal points,
      @Nullable BigDecimal fullPoints,
      @Nullable BigDecimal score,
      @Nullable BigDecimal low,
      @Nullable BigDecimal high,
      @Nullable String grade,
      @Nullable Long rank,
      @Nullable Long rankedUnits,
      @Nullable String reason,
      @Nullable String reasonZh,
      @Nullable String reasonEn) {}

  /** A section, or the bonus. */
  public record Section(String code, String name, @Nullable Score score, List<Item> items) {}

  /**
   * One item: its rule, what it read, and the cells behind it.
   *
   * @param branch the part of the rule that fired
   * @param lostPoints full points less points
   * @param roundingDecided rounding of a published number turned this result
   */
  public record Item(
      String code,
      String name,
      @Nullable String goal,
      @Nullable String indicator,
      String rule,
      String branch,
      String status,
      boolean counted,
      @Nullable BigDecimal value,
      @Nullable BigDecimal target,
      @Nullable BigDecimal points,
      @Nullable BigDecimal fullPoints,
      @Nullable BigDecimal lostPoints,
      boolean roundingDecided,
      String sentenceZh,
      String sentenceEn,
      List<Input> inputs,
      List<Cell> cells) {}

  /** A named number that a rule or formula read or made, and where it is from. */
  public record Input(String name, @Nullable BigDecimal value, String source) {}

  /**
   * The cell of an indicator for one measured unit.
   *
   * @param target with operator, such as {@code <= 5.2}
   * @param targetUnit the unit that the target is inherited from
   */
  public record Cell(
      String indicator,
      String unit,
      String unitName,
      @Nullable BigDecimal numerator,
      @Nullable BigDecimal denominator,
      @Nullable BigDecimal value,
      String measure,
      String dataStatus,
      String reason,
      @Nullable String target,
      @Nullable String targetUnit,
      @Nullable String targetSource,
      String judgement,
      @Nullable String asOf,
      List<Part> parts) {}

  /**
   * What one part of an indicator is made of.
   *
   * @param from the dataset or view
   * @param rows rows that entered
   * @param value what the units come to, for parts that add up
   * @param units where the rows are
   */
  public record Part(
      String part,
      String from,
      long rows,
      @Nullable BigDecimal value,
      List<Taken> units,
      List<Source> sources) {}

  /**
   * What a unit that has rows contributes.
   *
   * @param periods of its measures that were taken; none where a delivered month without rows is a
   *     zero
   * @param value what they come to; null for distinct counts
   */
  public record Taken(String unit, List<String> periods, @Nullable BigDecimal value) {}

  /**
   * A delivery that a part read.
   *
   * @param deliveredRows records of the whole delivery
   * @param rows records of it that entered this part
   * @param value their control total
   * @param lines the first of their line numbers; none of ratings
   * @param header the delivery's header; null unless its rows are listed
   * @param records all of those rows; null unless asked for, and of ratings
   */
  public record Source(
      String delivery,
      @Nullable String file,
      @Nullable String issued,
      long deliveredRows,
      long rows,
      @Nullable BigDecimal value,
      List<String> lines,
      @Nullable List<String> header,
      @Nullable List<Delivered> records) {}

  /**
   * A delivered row that a part counted.
   *
   * @param unit where it was counted, at the level delivered
   * @param record its text as kept, personal cells replaced by pseudonyms
   */
  public record Delivered(String unit, String period, long line, @Nullable String record) {}
}
