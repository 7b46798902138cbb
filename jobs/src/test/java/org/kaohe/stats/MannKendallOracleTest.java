package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.kaohe.stats.Oracle.assertClose;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.MannKendall.Result;
import org.kaohe.stats.MannKendall.Trend;

class MannKendallOracleTest {
  private static final Map<String, List<Map<String, String>>> SERIES =
      Oracle.by("series_id", "mann_kendall/series.csv");
  private static final Map<String, List<Map<String, String>>> UNEVEN =
      Oracle.by("series_id", "mann_kendall/uneven_series.csv");

  static Stream<Map<String, String>> normal() {
    return Oracle.rows("mann_kendall/expected.csv");
  }

  static Stream<Map<String, String>> exact() {
    return Oracle.rows("mann_kendall/exact_p_expected.csv");
  }

  static Stream<Map<String, String>> seasonal() {
    return Oracle.rows("mann_kendall/seasonal_expected.csv");
  }

  static Stream<Map<String, String>> limits() {
    return Oracle.rows("mann_kendall/sen_ci_expected.csv");
  }

  static Stream<Map<String, String>> uneven() {
    return Oracle.rows("mann_kendall/uneven_expected.csv");
  }

  @ParameterizedTest
  @MethodSource("normal")
  void theNormalTestAgreesWithTheReference(Map<String, String> row) {
    TimeSeries series = series(row);
    Estimate<Result> found = MannKendall.normal(series);
    if (found.why().isPresent()) {
      // The reference tests what cannot have a trend, and finds none.
      assertThat(series.constant()).isTrue();
      assertThat(text(row, "trend")).isEqualTo("no trend");
    } else {
      assertTest(row, found, number(row, "alpha"));
    }
    SenSlope slope = SenSlope.of(series, 0.95).found().orElseThrow();
    assertClose("slope", slope.slope(), number(row, "sen_slope"));
    assertClose("intercept", slope.intercept(), number(row, "sen_intercept"));
  }

  @ParameterizedTest
  @MethodSource("seasonal")
  void theSeasonalTestAgreesWithTheReference(Map<String, String> row) {
    TimeSeries series = series(row);
    int period = (int) number(row, "period");
    assertTest(row, MannKendall.seasonal(series, period), 0.05);
    SenSlope slope = SenSlope.seasonal(series, period, 0.95).found().orElseThrow();
    assertClose("slope", slope.slope(), number(row, "sen_slope"));
    assertClose("intercept", slope.intercept(), number(row, "sen_intercept"));
  }

  private static void assertTest(Map<String, String> row, Estimate<Result> found, double alpha) {
    Result result = found.found().orElseThrow();
    assertClose("s", result.score(), number(row, "s"));
    assertClose("var", result.variance(), number(row, "var_s"));
    assertClose("tau", result.tau(), number(row, "tau"));
    assertClose("z", result.z(), number(row, "z"));
    // The reference computes 1 - cdf, which keeps no more than that.
    assertThat(result.p()).isCloseTo(number(row, "p"), within(1e-12));
    assertThat(word(result.trend(alpha))).isEqualTo(text(row, "trend"));
  }

  @ParameterizedTest
  @MethodSource("exact")
  void theExactChanceAgreesWithR(Map<String, String> row) {
    Result result = MannKendall.test(series(row)).found().orElseThrow();
    assertThat(result.method()).isEqualTo(MannKendall.Method.EXACT);
    assertClose("p", result.p(), number(row, "p_exact"));
    assertClose("tau", result.tau(), number(row, "tau"));
    double pairs = MannKendall.pairs((int) number(row, "n"));
    assertClose("score", result.score(), 2 * number(row, "T_concordant") - pairs);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void theLimitsOfTheSlopeAreThoseOfScipy(Map<String, String> row) {
    assertSlope(row, series(row));
  }

  @ParameterizedTest
  @MethodSource("uneven")
  void theSlopeRunsOnRealTimes(Map<String, String> row) {
    List<Map<String, String>> points = UNEVEN.getOrDefault(text(row, "series_id"), List.of());
    TimeSeries series =
        TimeSeries.of(Oracle.numbers(points, "time"), Oracle.numbers(points, "value"));
    assertSlope(row, series);
    double intercept = SenSlope.of(series, 0.95).found().orElseThrow().intercept();
    assertClose("intercept", intercept, number(row, "scipy_intercept"));
  }

  private static void assertSlope(Map<String, String> row, TimeSeries series) {
    SenSlope slope = SenSlope.of(series, number(row, "confidence")).found().orElseThrow();
    assertClose("slope", slope.slope(), number(row, "scipy_slope"));
    assertClose("lower", slope.lower(), number(row, "scipy_low"));
    assertClose("upper", slope.upper(), number(row, "scipy_high"));
  }

  @Test
  void fiveRisingPointsAreEvidenceAndFourNeverAre() {
    // Two of 5! = 120 orders are as extreme, two of 4! = 24.
    Result five = MannKendall.test(TimeSeries.of(1, 2, 3, 4, 5)).found().orElseThrow();
    assertThat(five.p()).isCloseTo(2.0 / 120, within(1e-15));
    assertThat(five.trend(0.05)).isEqualTo(Trend.INCREASING);
    Result four = MannKendall.test(TimeSeries.of(1, 2, 3, 4)).found().orElseThrow();
    assertThat(four.p()).isCloseTo(2.0 / 24, within(1e-15));
    assertThat(four.trend(0.05)).isEqualTo(Trend.NONE);
  }

  @Test
  void tiesGoToTheNormalDistribution() {
    Result result = MannKendall.test(TimeSeries.of(1, 2, 2, 4, 5, 6)).found().orElseThrow();
    assertThat(result.method()).isEqualTo(MannKendall.Method.NORMAL);
  }

  @Test
  void whatCannotBeTestedSaysWhy() {
    assertThat(MannKendall.test(TimeSeries.of(1)).why()).contains(NoEstimate.TOO_FEW_POINTS);
    assertThat(MannKendall.test(TimeSeries.of(3, 3, 3)).why()).contains(NoEstimate.CONSTANT_SERIES);
    assertThat(MannKendall.seasonal(TimeSeries.of(1, 2, 3), 12).why())
        .contains(NoEstimate.TOO_FEW_CYCLES);
    assertThat(SenSlope.of(TimeSeries.of(1, Double.NaN), 0.95).why())
        .contains(NoEstimate.TOO_FEW_POINTS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeSeries.of(new double[] {1, 1}, new double[] {2, 3}));
  }

  @Test
  void datesRunInYears() {
    TimeSeries series =
        TimeSeries.ofDates(
            Map.of(
                LocalDate.of(2024, 1, 1), 10.0,
                LocalDate.of(2025, 1, 1), 20.0));
    double slope = SenSlope.of(series, 0.95).found().orElseThrow().slope();
    // 366 days: ten in a little over a year.
    assertThat(slope).isCloseTo(10 / (366 / 365.2425), within(1e-9));
  }

  private static String word(Trend trend) {
    return switch (trend) {
      case INCREASING -> "increasing";
      case DECREASING -> "decreasing";
      case NONE -> "no trend";
    };
  }

  /** The reference counts from 0, the file from 1. */
  private static TimeSeries series(Map<String, String> row) {
    List<Map<String, String>> points = SERIES.getOrDefault(text(row, "series_id"), List.of());
    double[] times = Oracle.numbers(points, "t");
    for (int i = 0; i < times.length; i++) {
      times[i]--;
    }
    return TimeSeries.of(times, Oracle.numbers(points, "value"));
  }
}
