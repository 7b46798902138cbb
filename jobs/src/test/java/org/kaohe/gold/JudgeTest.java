package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Period;
import org.kaohe.config.StandingTarget;
import org.kaohe.config.Target;
import org.kaohe.config.TargetValue;
import org.kaohe.gold.Judgement.Verdict;

class JudgeTest {
  private static final Period YEAR = Period.year(2025);
  private static final LocalDate DAY_133 = LocalDate.of(2025, 5, 13);

  private static StandingTarget target(String op, String value) {
    Target.Operator operator =
        Arrays.stream(Target.Operator.values())
            .filter(o -> o.sign().equals(op))
            .findFirst()
            .orElseThrow();
    return new StandingTarget(
        "A", YEAR, new TargetValue.Bound(operator, new BigDecimal(value)), "plan t:2");
  }

  private static Judgement judge(
      Direction direction,
      Progress progress,
      String value,
      StandingTarget target,
      LocalDate cutOff) {
    return new Judge(direction, progress).judge(new BigDecimal(value), target, cutOff);
  }

  @Test
  void paceByDaysAtDay133IsThatOfTheSource() {
    assertThat(Progress.CUMULATIVE_DAYS.pace(YEAR, DAY_133)).isEqualByComparingTo("36.44");
  }

  @Test
  void paceByMonthsInTheFifthMonthIsThatOfTheSource() {
    assertThat(Progress.CUMULATIVE_MONTHS.pace(YEAR, DAY_133)).isEqualByComparingTo("41.67");
  }

  @Test
  void paceEndsAtOneHundred() {
    assertThat(Progress.CUMULATIVE_DAYS.pace(YEAR, LocalDate.of(2026, 2, 1)))
        .isEqualByComparingTo("100");
  }

  @Test
  void aRunningTotalIsJudgedAgainstThePace() {
    Judgement behind =
        judge(Direction.HIGHER, Progress.CUMULATIVE_DAYS, "36.43", target(">=", "100"), DAY_133);
    assertThat(behind.verdict()).isEqualTo(Verdict.BEHIND);
    assertThat(behind.score()).hasValueSatisfying(s -> assertThat(s).isEqualByComparingTo("-0.01"));
    Judgement ahead =
        judge(Direction.HIGHER, Progress.CUMULATIVE_DAYS, "36.44", target(">=", "100"), DAY_133);
    assertThat(ahead.verdict()).isEqualTo(Verdict.ON_TRACK);
    assertThat(ahead.reason()).isEqualTo(Reason.ON_PACE);
  }

  @Test
  void aTargetReachedEarlyIsMetAndMayStandFarAboveIt() {
    Judgement early =
        judge(
            Direction.HIGHER,
            Progress.CUMULATIVE_DAYS,
            "104880.14",
            target(">=", "20971"),
            DAY_133);
    assertThat(early.verdict()).isEqualTo(Verdict.MET);
    assertThat(early.reason()).isEqualTo(Reason.ALREADY_REACHED);
    assertThat(early.attainment())
        .hasValueSatisfying(a -> assertThat(a).isEqualByComparingTo("500.12"));
  }

  @Test
  void aLimitMayBeUsedUpNoFasterThanTimePasses() {
    StandingTarget limit = target("<=", "330");
    Judgement within = judge(Direction.LOWER, Progress.CUMULATIVE_MONTHS, "137.5", limit, DAY_133);
    assertThat(within.verdict()).isEqualTo(Verdict.ON_TRACK);
    assertThat(within.reason()).isEqualTo(Reason.WITHIN_PACE);
    Judgement faster = judge(Direction.LOWER, Progress.CUMULATIVE_MONTHS, "150", limit, DAY_133);
    assertThat(faster.verdict()).isEqualTo(Verdict.BEHIND);
    assertThat(faster.reason()).isEqualTo(Reason.FASTER_THAN_PACE);
    Judgement exceeded =
        judge(Direction.LOWER, Progress.CUMULATIVE_MONTHS, "330.01", limit, DAY_133);
    assertThat(exceeded.verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(exceeded.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    Judgement kept = judge(Direction.LOWER, Progress.CUMULATIVE_MONTHS, "330", limit, YEAR.end());
    assertThat(kept.verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void equalToTheTargetReachesItOnEitherSide() {
    assertThat(judge(Direction.HIGHER, Progress.LEVEL, "95", target("=", "95"), DAY_133).verdict())
        .isEqualTo(Verdict.MET);
    assertThat(judge(Direction.HIGHER, Progress.LEVEL, "96", target("=", "95"), DAY_133).verdict())
        .isEqualTo(Verdict.MET);
    assertThat(judge(Direction.LOWER, Progress.LEVEL, "4.9", target("=", "5.2"), DAY_133).verdict())
        .isEqualTo(Verdict.MET);
    assertThat(judge(Direction.LOWER, Progress.LEVEL, "5.3", target("=", "5.2"), DAY_133).verdict())
        .isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void reachingANumberNeedsABetterSide() {
    Judgement none = judge(Direction.NONE, Progress.LEVEL, "5", target("=", "5"), DAY_133);
    assertThat(none.verdict()).isEqualTo(Verdict.NOT_JUDGED);
    assertThat(none.reason()).isEqualTo(Reason.NO_DIRECTION);
  }

  @Test
  void aCorridorHoldsBothItsEnds() {
    StandingTarget corridor =
        new StandingTarget(
            "A",
            YEAR,
            new TargetValue.Corridor(new BigDecimal("6"), new BigDecimal("9")),
            "plan t:2");
    assertThat(judge(Direction.BAND, Progress.LEVEL, "6", corridor, DAY_133).verdict())
        .isEqualTo(Verdict.MET);
    assertThat(judge(Direction.BAND, Progress.LEVEL, "9", corridor, DAY_133).verdict())
        .isEqualTo(Verdict.MET);
    Judgement above = judge(Direction.BAND, Progress.LEVEL, "12", corridor, DAY_133);
    assertThat(above.verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(above.score()).hasValueSatisfying(s -> assertThat(s).isEqualByComparingTo("-25"));
  }

  @Test
  void aZeroLimitThatIsPassedHasNoAttainmentAndTheWorstScore() {
    Judgement missed = judge(Direction.LOWER, Progress.LEVEL, "3", target("<=", "0"), DAY_133);
    assertThat(missed.verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(missed.attainment())
        .hasValueSatisfying(a -> assertThat(a).isEqualByComparingTo("0"));
    assertThat(missed.score()).hasValueSatisfying(s -> assertThat(s).isEqualByComparingTo("-100"));
  }

  @Test
  void aStockBelowItsTargetIsNotDueBeforeTheTargetsDay() {
    Judgement open = judge(Direction.HIGHER, Progress.STOCK, "90", target(">=", "100"), DAY_133);
    assertThat(open.verdict()).isEqualTo(Verdict.BEHIND);
    assertThat(open.reason()).isEqualTo(Reason.NOT_DUE);
    Judgement due = judge(Direction.HIGHER, Progress.STOCK, "90", target(">=", "100"), YEAR.end());
    assertThat(due.verdict()).isEqualTo(Verdict.NOT_MET);
  }
}
