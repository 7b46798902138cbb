package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.number;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Scorecard.Rule.Compare;
import org.kaohe.config.Scorecard.Rule.Compare.By;

/** RULES R17 and the formulas F06, F07a to F07c of published schemes. */
class ComparisonTest {
  private static final Compare MIN_MAX = compare(By.MIN_MAX, "0", "", false, "");
  private static final Compare FIRST = compare(By.RATIO_TO_FIRST, "0", "", false, "");

  @Test
  void minMaxIsTheShareOfTheSpread() {
    // 10 x (8.1 - 5.2) / 4.2 = 6.90; with 60 % for the worst 10 x (0.6 + 0.4 x 0.69) = 8.76.
    assertThat(points(MIN_MAX, "10", false, "8.1", "5.2 6 7 8.1 9.4")).isEqualTo("6.90");
    Compare base = compare(By.MIN_MAX, "60", "", false, "");
    assertThat(points(base, "10", false, "8.1", "5.2 6 7 8.1 9.4")).isEqualTo("8.76");
    // Lower is better: 10 x (9.4 - 8.1) / 4.2.
    assertThat(points(MIN_MAX, "10", true, "8.1", "5.2 6 7 8.1 9.4")).isEqualTo("3.10");
    assertThat(points(MIN_MAX, "10", true, "5.2", "5.2 6 7 8.1 9.4")).isEqualTo("10.00");
    assertThat(points(MIN_MAX, "10", true, "-1", "-1 0 1 2 3")).isEqualTo("10.00");
  }

  @Test
  void aPlaceInTheTableGivesItsPointsAndTiedUnitsShareTheBetterOne() {
    Compare table = compare(By.RANK, "0", "", false, "", "60", "57", "54", "51", "48");
    String six = "9 8 8 7 6 5";
    assertThat(points(table, "60", false, "9", six)).isEqualTo("60.00");
    assertThat(points(table, "60", false, "8", six)).isEqualTo("57.00");
    // After two second places comes the fourth; after the table nothing.
    assertThat(points(table, "60", false, "7", six)).isEqualTo("51.00");
    assertThat(points(table, "60", false, "5", six)).isEqualTo("0.00");
    assertThat(points(table, "60", true, "5", six)).isEqualTo("60.00");
  }

  @Test
  void aTableFromTheLastTakesPointsOff() {
    Compare last = compare(By.RANK, "0", "", true, "", "-2", "-1.9", "-1.8");
    assertThat(points(last, "0", false, "1", "1 2 3 4 5")).isEqualTo("-2.00");
    assertThat(points(last, "0", false, "3", "1 2 3 4 5")).isEqualTo("-1.80");
    assertThat(points(last, "0", false, "4", "1 2 3 4 5")).isEqualTo("0.00");
    // Two share the last place: the better of their two places is the last but one.
    assertThat(points(last, "0", false, "1", "1 1 3 4 5")).isEqualTo("-1.90");
  }

  @Test
  void eachPlaceMayCostTheSame() {
    Compare each = compare(By.RANK, "0", "", false, "0.5");
    assertThat(points(each, "5", true, "3", "1 2 3 4 5")).isEqualTo("4.00");
  }

  @Test
  void theRatioToTheFirst() {
    // 6 x 0.82 / 0.95 = 5.18.
    assertThat(points(FIRST, "6", false, "0.82", "0.95 0.82 0.5 0.4 -1")).isEqualTo("5.18");
    assertThat(points(FIRST, "6", false, "-1", "0.95 0.82 0.5 0.4 -1")).isEqualTo("0.00");
    assertThat(points(FIRST, "6", true, "8", "4 5 6 7 8")).isEqualTo("3.00");
    assertThat(points(FIRST, "6", true, "0", "0 5 6 7 8")).isEqualTo("6.00");
    assertThat(points(FIRST, "6", true, "5", "0 5 6 7 8")).isEqualTo("0.00");
    assertThat(score(FIRST, "6", false, "-2", "0 -1 -2 -3 -4")).isEmpty();
    assertThat(score(FIRST, "6", true, "5", "-1 5 6 7 8")).isEmpty();
  }

  @Test
  void belowFiveUnitsOrTheLeastSpreadAllGetFullMarksWithTheReason() {
    Outcome few = score(MIN_MAX, "10", false, "1", "1 2 3 4").orElseThrow();
    assertThat(few.points()).isEqualByComparingTo("10");
    assertThat(few.branch()).isEqualTo(Outcome.Branch.FEW_UNITS);

    Compare close = compare(By.MIN_MAX, "0", "0.5", false, "");
    Outcome alike = score(close, "10", false, "1", "1 1.1 1.2 1.3 1.4").orElseThrow();
    assertThat(alike.points()).isEqualByComparingTo("10");
    assertThat(alike.branch()).isEqualTo(Outcome.Branch.ALIKE);
    assertThat(points(close, "10", false, "1", "1 1.1 1.2 1.3 1.5")).isEqualTo("0.00");

    assertThat(score(MIN_MAX, "10", false, "2", "2 2 2 2 2.0").orElseThrow().branch())
        .isEqualTo(Outcome.Branch.ALIKE);
  }

  private static Compare compare(
      By by, String base, String spread, boolean fromLast, String deduct, String... table) {
    return new Compare(
        by,
        Optional.empty(),
        Optional.empty(),
        number(base),
        Given.maybe(spread),
        Arrays.stream(table).map(BigDecimal::new).toList(),
        fromLast,
        Given.maybe(deduct));
  }

  private static Optional<Outcome> score(
      Compare rule, String full, boolean lower, String value, String peers) {
    List<BigDecimal> values = Arrays.stream(peers.split(" ")).map(BigDecimal::new).toList();
    return Comparison.score(rule, number(full), lower, number(value), values);
  }

  private static String points(
      Compare rule, String full, boolean lower, String value, String peers) {
    return Decimals.round(score(rule, full, lower, value, peers).orElseThrow().points(), 2)
        .toPlainString();
  }
}
