package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.PeriodEnd.BackTest;
import org.kaohe.stats.PeriodEnd.Question;
import org.kaohe.stats.SeasonalDecomposition.Form;

class ForecastOracleTest {
  private static final Map<String, List<Map<String, String>>> SERIES =
      Oracle.by("series_id", "forecast/series.csv");

  static Stream<Map<String, String>> lines() {
    return Oracle.rows("forecast/ols_expected.csv");
  }

  static Stream<Map<String, String>> holt() {
    return Oracle.rows("forecast/holt_expected.csv");
  }

  static Stream<Map<String, String>> simple() {
    return Oracle.rows("forecast/ses_expected.csv");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void linesAgreeWithR(Map<String, String> row) {
    List<Map<String, String>> points = SERIES.getOrDefault(text(row, "series_id"), List.of());
    LineFit fit =
        LineFit.of(TimeSeries.of(Oracle.numbers(points, "t"), Oracle.numbers(points, "value")))
            .found()
            .orElseThrow();
    double t = number(row, "t");
    double level = number(row, "level");
    assertNear("intercept", fit.intercept(), number(row, "intercept"));
    assertNear("slope", fit.slope(), number(row, "slope"));
    assertNear("fit", fit.at(t), number(row, "fit"));
    assertThat((double) fit.degrees()).isEqualTo(number(row, "df"));
    if (fit.degrees() == 0) {
      assertThat(fit.prediction(t, level).why()).contains(NoEstimate.TOO_FEW_POINTS);
      assertThat(fit.confidence(t, level).why()).contains(NoEstimate.TOO_FEW_POINTS);
      return;
    }
    assertNear("sd", fit.residualSd(), number(row, "resid_sd"));
    LineFit.Limits prediction = fit.prediction(t, level).found().orElseThrow();
    assertNear("pred_low", prediction.lower(), number(row, "pred_low"));
    assertNear("pred_high", prediction.upper(), number(row, "pred_high"));
    LineFit.Limits confidence = fit.confidence(t, level).found().orElseThrow();
    assertNear("conf_low", confidence.lower(), number(row, "conf_low"));
    assertNear("conf_high", confidence.upper(), number(row, "conf_high"));
  }

  @ParameterizedTest
  @MethodSource("holt")
  void holtAgreesWithR(Map<String, String> row) {
    double[] values = values(row);
    Smoothing last =
        Smoothing.holt(values, number(row, "alpha"), number(row, "beta")).found().orElseThrow();
    int steps = (int) number(row, "t") - values.length;
    assertNear("forecast", last.ahead(steps), number(row, "forecast"));
    assertNear("level", last.level(), number(row, "final_level"));
    assertNear("trend", last.trend(), number(row, "final_trend"));
    assertNear("sse", last.squaredErrors(), number(row, "sse"));
  }

  @ParameterizedTest
  @MethodSource("simple")
  void simpleSmoothingAgreesWithR(Map<String, String> row) {
    Smoothing last = Smoothing.simple(values(row), number(row, "alpha")).found().orElseThrow();
    assertNear("forecast", last.ahead(1), number(row, "forecast"));
    assertNear("sse", last.squaredErrors(), number(row, "sse"));
  }

  @Test
  void theSumOfWhatIsToComeIsLessSureThanItsParts() {
    LineFit fit = LineFit.of(TimeSeries.of(10, 12, 11, 13, 12, 14)).found().orElseThrow();
    LineFit.Limits sum = fit.sumPrediction(72, new double[] {6, 7}, 0.95).found().orElseThrow();
    LineFit.Limits one = fit.prediction(6, 0.95).found().orElseThrow();
    assertThat(sum.upper() - sum.lower()).isGreaterThan(one.upper() - one.lower());
    assertThat((sum.upper() + sum.lower()) / 2).isCloseTo(72 + fit.at(6) + fit.at(7), within(1e-9));
  }

  @Test
  void eightPointsHaveABackTestAndAProbability() {
    PeriodEnd end = end(TimeSeries.of(10, 12, 11, 13, 12, 14, 13, 15), 11, 15);
    BackTest test = end.backTest().found().orElseThrow();
    // Four points ahead are asked; with eight points only one leaves three to compare.
    assertThat(test.forecasts()).isEqualTo(3);
    assertThat(test.steps()).isOne();
    assertThat(end.probability().found().orElseThrow()).isBetween(0.5, 1.0);
  }

  @Test
  void whatCannotBeForecastSaysWhy() {
    assertThat(end(TimeSeries.of(1, 3, 2, 4, 3, 5, 4), 9, 5).probability().why())
        .contains(NoEstimate.TOO_FEW_POINTS);
    assertThat(end(TimeSeries.of(1, 2, 3, 4, 5, 6, 7, 8), 9, 5).probability().why())
        .contains(NoEstimate.PERFECT_FIT);
    assertThat(question(TimeSeries.of(1, 2), 9).why()).contains(NoEstimate.TOO_FEW_POINTS);
    assertThat(question(TimeSeries.of(1, 2, 3), 2).why()).contains(NoEstimate.HORIZON_NOT_AHEAD);
    assertThat(Smoothing.holt(new double[] {1, Double.NaN, 2}, 0.5, 0.5).why())
        .contains(NoEstimate.GAPS);
    assertThat(SeasonalDecomposition.of(new double[23], 12, Form.ADDITIVE).why())
        .contains(NoEstimate.TOO_FEW_CYCLES);
    assertThat(SeasonalDecomposition.of(new double[24], 12, Form.MULTIPLICATIVE).why())
        .contains(NoEstimate.NOT_POSITIVE);
  }

  @Test
  void aLineWithAKnownSeasonIsTakenApart() {
    double[] pattern = {3, -1, -2, 0};
    double[] values =
        IntStream.range(0, 12).mapToDouble(i -> 100 + 2 * i + pattern[i % 4]).toArray();
    SeasonalDecomposition parts =
        SeasonalDecomposition.of(values, 4, Form.ADDITIVE).found().orElseThrow();
    for (int i = 0; i < 4; i++) {
      assertThat(parts.season().get(i)).isCloseTo(pattern[i], within(1e-9));
    }
    assertThat(parts.half()).isEqualTo(2);
    assertThat(parts.trend()).hasSize(8);
    assertThat(parts.trend().get(0)).isCloseTo(104, within(1e-9));
    assertThat(parts.remainder()).allSatisfy(r -> assertThat(r).isCloseTo(0, within(1e-9)));
    assertThat(parts.adjusted(5, values[5])).isCloseTo(110, within(1e-9));
  }

  @Test
  void factorsOfASeasonAverageOne() {
    double[] factors = {1.2, 0.9, 0.9};
    double[] values = IntStream.range(0, 9).mapToDouble(i -> 50 * factors[i % 3]).toArray();
    SeasonalDecomposition parts =
        SeasonalDecomposition.of(values, 3, Form.MULTIPLICATIVE).found().orElseThrow();
    for (int i = 0; i < 3; i++) {
      assertThat(parts.season().get(i)).isCloseTo(factors[i], within(1e-9));
    }
    assertThat(parts.remainder()).allSatisfy(r -> assertThat(r).isCloseTo(1, within(1e-9)));
  }

  private static PeriodEnd end(TimeSeries series, double time, double target) {
    return PeriodEnd.of(series, Question.at(time, OptionalDouble.of(target), Polarity.HIGHER, 0.8))
        .found()
        .orElseThrow();
  }

  private static Estimate<PeriodEnd> question(TimeSeries series, double time) {
    return PeriodEnd.of(series, Question.at(time, OptionalDouble.empty(), Polarity.HIGHER, 0.8));
  }

  private static double[] values(Map<String, String> row) {
    return Oracle.numbers(SERIES.getOrDefault(text(row, "series_id"), List.of()), "value");
  }

  private static void assertNear(String what, double actual, double expected) {
    assertThat(actual)
        .as(what)
        .isCloseTo(expected, within(Math.max(1e-9, Math.abs(expected) * 1e-9)));
  }
}
