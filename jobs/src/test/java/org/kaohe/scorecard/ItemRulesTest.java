package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.atLeast;
import static org.kaohe.scorecard.Given.atMost;
import static org.kaohe.scorecard.Given.between;
import static org.kaohe.scorecard.Given.number;
import static org.kaohe.scorecard.Given.reach;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Rule.Ratio.Form;
import org.kaohe.config.Scorecard.Rule.Step.Gap;

/** Golden vectors of domain/scoring.md 1.3 and of RULES R6, R14 and R15. */
class ItemRulesTest {

  @ParameterizedTest
  @CsvSource({"58.2, 8.31", "71.5, 10.00", "70, 10.00", "0, 0.00", "-3, 0.00"})
  void ratioGivesTheShareOfTheTargetThatWasReached(String value, String points) {
    assertThat(published(directRatio(), "10", Direction.HIGHER, value, atLeast("70")))
        .isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({"5.6, 7.14", "4.9, 8.00", "5.0, 8.00", "0, 8.00"})
  void inverseRatioDividesTheTargetByTheValue(String value, String points) {
    assertThat(published(ratio(Form.INVERSE), "8", Direction.LOWER, value, atMost("5.0")))
        .isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({"5.6, 7.04", "11, 0.00", "4.9, 8.00"})
  void linearRatioTakesOffTheShareAboveTheTarget(String value, String points) {
    assertThat(published(ratio(Form.LINEAR), "8", Direction.LOWER, value, atMost("5.0")))
        .isEqualTo(points);
  }

  @Test
  void aTargetOfZeroIsMetOrEarnsNothingAndIsNeverDividedBy() {
    Outcome met = score(ratio(Form.INVERSE), "8", "0", Direction.LOWER, "0", atMost("0"));
    assertThat(met.branch()).isEqualTo(Outcome.Branch.MET);
    assertThat(met.points()).isEqualByComparingTo("8");
    for (Form form : Form.values()) {
      Outcome missed = score(ratio(form), "8", "0", Direction.LOWER, "0.01", atMost("0"));
      assertThat(missed.branch()).isEqualTo(Outcome.Branch.TARGET_NOT_POSITIVE);
      assertThat(missed.points()).isEqualByComparingTo("0");
    }
  }

  @Test
  void aRatioWithoutATargetGivesNoPointsAtAll() {
    assertThat(
            ItemRules.score(
                directRatio(),
                BigDecimal.TEN,
                BigDecimal.ZERO,
                Direction.HIGHER,
                BigDecimal.ONE,
                Optional.empty()))
        .isEmpty();
  }

  @Test
  void aRangeIsMissedFromBothSides() {
    assertThat(published(directRatio(), "10", Direction.BAND, "50", between("40", "60")))
        .isEqualTo("10.00");
    assertThat(published(directRatio(), "10", Direction.BAND, "20", between("40", "60")))
        .isEqualTo("5.00");
    assertThat(published(directRatio(), "10", Direction.BAND, "80", between("40", "60")))
        .isEqualTo("7.50");
  }

  @ParameterizedTest
  @CsvSource({"PROPORTIONAL, 1.80", "UP, 1.50", "DOWN, 2.00", "HALF_UP, 2.00"})
  void stepCountsTheGapAsDeclared(Gap gap, String points) {
    // RULES R15: w 2.5, A 95, k 0.5, B 93.6, so g 1.4.
    assertThat(published(step("1", gap), "2.5", Direction.HIGHER, "93.6", atLeast("95")))
        .isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({"PROPORTIONAL, 1.70", "UP, 1.50", "HALF_UP, 1.50"})
  void stepVectorsOfTheCatalogue(Gap gap, String points) {
    // F05: w 2.5, A 95, B 93.4, k 0.5.
    assertThat(published(step("1", gap), "2.5", Direction.HIGHER, "93.4", atLeast("95")))
        .isEqualTo(points);
  }

  @Test
  void stepTurnsTheGapAroundWhenLowerIsBetter() {
    // Losses of 0.23 % against 0.2 %: three steps of 0.01, each half a point.
    assertThat(published(step("0.01", Gap.UP), "8", Direction.LOWER, "0.23", atMost("0.2")))
        .isEqualTo("6.50");
  }

  @Test
  void stepInPercentOfTheTargetMeasuresTheGapByTheTarget() {
    // 190 of 200 is short by 5 % of the target: five steps.
    Rule.Step step = new Rule.Step(BigDecimal.ONE, true, number("0.5"), Gap.UP, Optional.empty());
    assertThat(published(step, "8", Direction.HIGHER, "190", atLeast("200"))).isEqualTo("5.50");
    assertThat(score(step, "8", "0", Direction.HIGHER, "-1", atLeast("0")).branch())
        .isEqualTo(Outcome.Branch.TARGET_NOT_POSITIVE);
  }

  @Test
  void stepEarnsNothingBeyondItsLimitAndSaysSo() {
    Rule.Step step =
        new Rule.Step(
            BigDecimal.ONE, false, number("0.5"), Gap.PROPORTIONAL, Optional.of(number("90")));
    // 95 to 90 leaves exactly nothing of 2.5; just above there is something left of 10.
    assertThat(published(step, "10", Direction.HIGHER, "90", atLeast("95"))).isEqualTo("7.50");
    Outcome beyond = score(step, "10", "0", Direction.HIGHER, "89.99", atLeast("95"));
    assertThat(beyond.points()).isEqualByComparingTo("0");
    assertThat(beyond.branch()).isEqualTo(Outcome.Branch.ZERO_BEYOND);
  }

  @ParameterizedTest
  @CsvSource({"59.99, 0", "60, 3", "84.99, 3", "85, 5", "1000, 5"})
  void aBandOwnsItsLowerEdgeWhenHigherIsBetter(String value, String points) {
    assertThat(score(bands("0", "3", "5"), "5", "0", Direction.HIGHER, value, null).points())
        .isEqualByComparingTo(points);
  }

  @ParameterizedTest
  @CsvSource({"60, 5", "60.01, 3", "85, 3", "85.01, 0"})
  void aBandOwnsItsUpperEdgeWhenLowerIsBetter(String value, String points) {
    assertThat(score(bands("5", "3", "0"), "5", "0", Direction.LOWER, value, null).points())
        .isEqualByComparingTo(points);
  }

  @Test
  void yesNoIsFullOrNothing() {
    assertThat(published(new Rule.YesNo(), "4", Direction.HIGHER, "70", reach("70")))
        .isEqualTo("4.00");
    assertThat(published(new Rule.YesNo(), "4", Direction.HIGHER, "69.99", reach("70")))
        .isEqualTo("0.00");
    assertThat(published(new Rule.YesNo(), "4", Direction.LOWER, "69.99", reach("70")))
        .isEqualTo("4.00");
    assertThat(published(new Rule.YesNo(), "4", Direction.BAND, "69.99", reach("70")))
        .isEqualTo("0.00");
  }

  @Test
  void countsAreTakenOffDownToTheFloor() {
    Rule.CountDeduct count = new Rule.CountDeduct(number("0.5"));
    assertThat(score(count, "2", "0", Direction.LOWER, "3", null).points())
        .isEqualByComparingTo("0.5");
    assertThat(score(count, "2", "0", Direction.LOWER, "40", null).points())
        .isEqualByComparingTo("0");
    assertThat(score(count, "0", "-5", Direction.LOWER, "40", null).points())
        .isEqualByComparingTo("-5");
    assertThat(score(count, "0", "-5", Direction.LOWER, "3", null).points())
        .isEqualByComparingTo("-1.5");
  }

  private static Rule.Ratio directRatio() {
    return new Rule.Ratio(Optional.empty());
  }

  private static Rule.Ratio ratio(Form form) {
    return new Rule.Ratio(Optional.of(form));
  }

  private static Rule.Step step(String per, Gap gap) {
    return new Rule.Step(number(per), false, number("0.5"), gap, Optional.empty());
  }

  private static Rule.Band bands(String below, String within, String above) {
    return new Rule.Band(
        List.of(range("", "60", below), range("60", "85", within), range("85", "", above)));
  }

  private static Rule.Band.Range range(String from, String to, String points) {
    return new Rule.Band.Range(Given.maybe(from), Given.maybe(to), number(points));
  }

  private static Outcome score(
      Rule rule, String full, String floor, Direction direction, String value, @Nullable Aim aim) {
    return ItemRules.score(
            rule, number(full), number(floor), direction, number(value), Optional.ofNullable(aim))
        .orElseThrow();
  }

  private static String published(
      Rule rule, String full, Direction direction, String value, Aim aim) {
    return score(rule, full, "0", direction, value, aim)
        .points()
        .setScale(2, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
