package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Target.Operator;
import org.kaohe.config.TargetValue.Standing;

class TargetValueTest {
  private static BigDecimal n(String text) {
    return new BigDecimal(text);
  }

  private static TargetValue bound(Operator op, String bound) {
    return new TargetValue.Bound(op, n(bound));
  }

  private static boolean met(TargetValue target, String value, Direction direction) {
    return target.judge(n(value), direction).orElseThrow().met();
  }

  @Test
  void toReachANumberIsToBeOnItsBetterSide() {
    TargetValue target = bound(Operator.REACH, "95");
    assertThat(met(target, "95", Direction.HIGHER)).isTrue();
    assertThat(met(target, "95.1", Direction.LOWER)).isFalse();
    assertThat(met(target, "95.1", Direction.BAND)).isFalse();
  }

  @Test
  void toReachANumberSaysNothingWhereNoSideIsBetter() {
    assertThat(bound(Operator.REACH, "95").judge(n("95"), Direction.NONE)).isEmpty();
    assertThat(met(bound(Operator.AT_MOST, "95"), "94", Direction.NONE)).isTrue();
  }

  @Test
  void theGapIsWhatIsMissingToTheBoundThatIsMissed() {
    TargetValue corridor = new TargetValue.Corridor(n("6"), n("9"));
    Standing above = corridor.judge(n("12"), Direction.BAND).orElseThrow();
    assertThat(above.gap(n("12"))).isEqualByComparingTo("3");
    Standing below = corridor.judge(n("5.5"), Direction.BAND).orElseThrow();
    assertThat(below.gap(n("5.5"))).isEqualByComparingTo("0.5");
  }

  @Test
  void aRunningTotalOfThreeInMayIsHeldAgainstFiveTwelfths() {
    TargetValue target = bound(Operator.AT_LEAST, "3");
    BigDecimal pace = n("41.67");
    // 1.25 / 3 = 41.67 %, which is what should be done.
    assertThat(target.judgeToDate(n("1.25"), Direction.HIGHER, pace).orElseThrow().met()).isTrue();
    Standing behind = target.judgeToDate(n("1.24"), Direction.HIGHER, pace).orElseThrow();
    assertThat(behind.met()).isFalse();
    assertThat(behind.bound()).isEqualByComparingTo("1.2501");
  }

  @Test
  void aLimitOfTheYearIsUsedUpNoFasterThanTimePasses() {
    TargetValue limit = bound(Operator.AT_MOST, "330");
    BigDecimal pace = n("41.67");
    assertThat(limit.judgeToDate(n("137.5"), Direction.LOWER, pace).orElseThrow().met()).isTrue();
    assertThat(limit.judgeToDate(n("150"), Direction.LOWER, pace).orElseThrow().met()).isFalse();
    TargetValue none = bound(Operator.AT_MOST, "0");
    assertThat(none.judgeToDate(n("0"), Direction.LOWER, pace).orElseThrow().met()).isTrue();
    assertThat(none.judgeToDate(n("1"), Direction.LOWER, pace).orElseThrow().met()).isFalse();
  }

  @Test
  void aTargetReachedEarlyIsMet() {
    TargetValue target = bound(Operator.AT_LEAST, "0");
    assertThat(target.judgeToDate(n("0"), Direction.HIGHER, n("41.67")).orElseThrow().met())
        .isTrue();
  }

  @Test
  void severalUnitsHaveTheSumOfTheirQuantitiesOrTheRateThatTheyShare() {
    TargetValue ten = bound(Operator.AT_LEAST, "10");
    TargetValue five = bound(Operator.AT_LEAST, "5.0");
    Optional<TargetValue> sum = TargetValue.together(List.of(ten, five), true);
    assertThat(sum.orElseThrow().number()).isEqualByComparingTo("15");
    assertThat(TargetValue.together(List.of(ten, five), false)).isEmpty();
    assertThat(TargetValue.together(List.of(five, bound(Operator.AT_LEAST, "5")), false))
        .contains(five);
    assertThat(TargetValue.together(List.of(ten, bound(Operator.AT_MOST, "1")), true)).isEmpty();
  }
}
