package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntervalsTest {

  static Stream<Map<String, String>> proportions() {
    return Oracle.rows("wilson/proportion.csv").filter(IntervalsTest::present);
  }

  static Stream<Map<String, String>> rates() {
    return Oracle.rows("byars/rate.csv").filter(IntervalsTest::present);
  }

  static Stream<Map<String, String>> proportionVerdicts() {
    return Oracle.rows("wilson/rejections.csv");
  }

  static Stream<Map<String, String>> rateVerdicts() {
    return Oracle.rows("byars/rejections.csv");
  }

  @ParameterizedTest
  @MethodSource("proportions")
  void wilsonAgreesWithTheReference(Map<String, String> row) {
    int per = Integer.parseInt(text(row, "multiplier"));
    Interval interval =
        Intervals.wilson(count(row, "numerator"), count(row, "denominator"), confidence(row))
            .per(per);
    assertClose(interval.lower(), text(row, "lower"));
    assertClose(interval.upper(), text(row, "upper"));
    assertThat(interval.method()).isEqualTo(Interval.Method.WILSON);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void rateLimitsAgreeWithTheReference(Map<String, String> row) {
    int per = Integer.parseInt(text(row, "multiplier"));
    Interval interval =
        Intervals.rate(count(row, "numerator"), count(row, "denominator"), confidence(row))
            .per(per);
    assertClose(interval.lower(), text(row, "lower"));
    assertClose(interval.upper(), text(row, "upper"));
    assertThat(interval.method())
        .isEqualTo(
            text(row, "method").equals("Exact") ? Interval.Method.EXACT : Interval.Method.BYAR);
  }

  @ParameterizedTest
  @MethodSource("proportionVerdicts")
  void wilsonRefusesWhatTheReferenceRefuses(Map<String, String> row) {
    assertVerdict(
        row, 1, () -> Intervals.wilson(count(row, "x"), count(row, "n"), confidence(row)));
  }

  @ParameterizedTest
  @MethodSource("rateVerdicts")
  void rateRefusesWhatTheReferenceRefuses(Map<String, String> row) {
    // The reference's own default for a rate is per 100,000.
    assertVerdict(
        row, 100_000, () -> Intervals.rate(count(row, "x"), count(row, "n"), confidence(row)));
  }

  @Test
  void noEventsAndAllEventsTouchTheirEndExactly() {
    assertThat(Intervals.wilson(BigDecimal.ZERO, BigDecimal.TEN, 0.95).lower()).isZero();
    assertThat(Intervals.wilson(BigDecimal.TEN, BigDecimal.TEN, 0.95).upper()).isOne();
    assertThat(Intervals.rate(BigDecimal.ZERO, BigDecimal.TEN, 0.95).lower()).isZero();
  }

  @Test
  void certaintyAboutARateKnowsNoUpperLimit() {
    Interval interval = Intervals.rate(BigDecimal.ONE, BigDecimal.TEN, 1);
    assertThat(interval.lower()).isZero();
    assertThat(interval.upper()).isInfinite();
  }

  private interface Call {
    Interval make();
  }

  private static void assertVerdict(Map<String, String> row, int per, Call call) {
    String outcome = text(row, "outcome");
    if (outcome.startsWith("ERROR")) {
      assertThatIllegalArgumentException().isThrownBy(call::make);
      return;
    }
    Interval interval = call.make().per(per);
    for (String part : outcome.split(" ", -1)) {
      if (part.startsWith("lower=")) {
        assertClose(interval.lower(), part.substring("lower=".length()));
      }
      if (part.startsWith("upper=")) {
        assertClose(interval.upper(), part.substring("upper=".length()));
      }
    }
  }

  private static boolean present(Map<String, String> row) {
    // Missing in, missing out: such rows have no interval to ask for.
    boolean present = !text(row, "numerator").isEmpty() && !text(row, "denominator").isEmpty();
    if (!present) {
      assertThat(text(row, "lower")).isEmpty();
      assertThat(text(row, "upper")).isEmpty();
    }
    return present;
  }

  private static void assertClose(double actual, String expected) {
    double value = Double.parseDouble(expected);
    assertThat(actual).isCloseTo(value, within(value == 0 ? 1e-12 : Math.abs(value) * 1e-9));
  }

  private static BigDecimal count(Map<String, String> row, String column) {
    return new BigDecimal(text(row, column));
  }

  private static double confidence(Map<String, String> row) {
    return Double.parseDouble(text(row, "confidence"));
  }

  private static String text(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }
}
