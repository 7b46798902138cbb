package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.kaohe.stats.Oracle.assertClose;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.Xmr.Settings;
import org.kaohe.stats.XmrChart.Assurance;
import org.kaohe.stats.XmrChart.Group;
import org.kaohe.stats.XmrChart.Limits;
import org.kaohe.stats.XmrChart.Point;
import org.kaohe.stats.XmrChart.Signal;

class XmrOracleTest {
  private static final Map<String, List<Map<String, String>>> SERIES =
      Oracle.by("series_id", "xmr/series.csv");
  private static final Map<String, List<Map<String, String>>> POINTS =
      Oracle.by("case_id", "xmr/points_expected.csv");
  private static final Map<String, List<Map<String, String>>> SUMMARIES =
      Oracle.by("case_id", "xmr/summary_expected.csv");

  static Stream<Map<String, String>> cases() {
    return Oracle.rows("xmr/cases.csv").filter(row -> text(row, "error").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void chartsAgreeWithTheReference(Map<String, String> row) {
    XmrChart chart = chart(row);
    List<Map<String, String>> expected = POINTS.getOrDefault(text(row, "case_id"), List.of());
    assertThat(chart.points()).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertPoint(chart, i, expected.get(i));
    }
    for (Map<String, String> summary : SUMMARIES.getOrDefault(text(row, "case_id"), List.of())) {
      assertSummary(chart, summary);
    }
  }

  private static void assertPoint(XmrChart chart, int i, Map<String, String> expected) {
    Point point = chart.points().get(i);
    Group group = chart.groups().get(point.group());
    String at = "point " + text(expected, "t");
    assertThat(point.cause().text()).as(at).isEqualTo(text(expected, "special_cause_type"));
    assertThat(type(point.signal())).as(at).isEqualTo(text(expected, "point_type"));
    assertClose(at + " mean", group.mean(), number(expected, "mean"));
    assertLimits(at, group.limits(), number(expected, "lpl"), number(expected, "upl"));
    assertThat(group.provisional())
        .as(at)
        .isEqualTo(text(expected, "short_group_warning").equals("TRUE"));
  }

  private static void assertSummary(XmrChart chart, Map<String, String> expected) {
    Group last = chart.groups().get(chart.groups().size() - 1);
    assertClose("mean", last.mean(), number(expected, "last_mean"));
    assertLimits("last", last.limits(), number(expected, "last_lpl"), number(expected, "last_upl"));
    assertThat((double) last.size()).isEqualTo(number(expected, "last_group_n"));
    assertThat((double) count(chart, "common")).isEqualTo(number(expected, "common_cause"));
    assertThat((double) count(chart, "improvement")).isEqualTo(number(expected, "improvement"));
    assertThat((double) count(chart, "concern")).isEqualTo(number(expected, "concern"));
    // Without limits or without a newest value the reference still draws an icon, and calls any
    // target inconsistent; here there is a reason instead.
    boolean silent = last.limits().found().isEmpty();
    boolean open = chart.points().get(chart.points().size() - 1).value().isEmpty();
    if (silent || open) {
      assertThat(chart.variation().why()).isPresent();
    } else {
      assertThat(chart.variation().map(XmrOracleTest::word))
          .isEqualTo(Estimate.of(text(expected, "variation_icon")));
    }
    if (silent || text(expected, "assurance_icon").isEmpty()) {
      assertThat(chart.assurance().why()).isPresent();
    } else {
      assertThat(chart.assurance().map(XmrOracleTest::word))
          .isEqualTo(Estimate.of(text(expected, "assurance_icon")));
    }
  }

  private static void assertLimits(
      String what, Estimate<Limits> limits, double lower, double upper) {
    if (Double.isNaN(lower)) {
      assertThat(limits.why()).as(what).isPresent();
      return;
    }
    assertClose(what + " lower", limits.found().orElseThrow().lower(), lower);
    assertClose(what + " upper", limits.found().orElseThrow().upper(), upper);
  }

  @Test
  void aConstantSeriesHasNoLimitsAndSaysSo() {
    double[] tens = new double[24];
    Arrays.fill(tens, 10);
    XmrChart chart = chart(tens, Settings.of(Polarity.HIGHER, OptionalDouble.of(9)));
    assertThat(chart.variation()).isEqualTo(Estimate.none(NoEstimate.CONSTANT_SERIES));
    assertThat(chart.assurance()).isEqualTo(Estimate.none(NoEstimate.CONSTANT_SERIES));
  }

  @Test
  void shortOpenAndUndirectedSeriesSayWhatIsMissing() {
    Settings higher = Settings.of(Polarity.HIGHER, OptionalDouble.empty());
    assertThat(chart(new double[] {1}, higher).variation())
        .isEqualTo(Estimate.none(NoEstimate.TOO_FEW_POINTS));
    assertThat(chart(new double[] {1, 2, Double.NaN}, higher).variation())
        .isEqualTo(Estimate.none(NoEstimate.LAST_VALUE_MISSING));
    assertThat(chart(new double[] {1, 2, 1}, higher).assurance())
        .isEqualTo(Estimate.none(NoEstimate.NO_TARGET));
    Settings neutral = Settings.of(Polarity.NEUTRAL, OptionalDouble.of(1));
    assertThat(chart(new double[] {1, 2, 1}, neutral).assurance())
        .isEqualTo(Estimate.none(NoEstimate.NO_DIRECTION));
    assertThat(Xmr.chart(List.of(), higher).why()).contains(NoEstimate.TOO_FEW_POINTS);
    assertThat(Xmr.chart(List.of(new double[] {Double.NaN}), higher).why())
        .contains(NoEstimate.TOO_FEW_POINTS);
  }

  @Test
  void aBaselineOfElevenIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Settings(Polarity.HIGHER, OptionalDouble.empty(), true, OptionalInt.of(11)));
  }

  private static XmrChart chart(double[] values, Settings settings) {
    return Xmr.chart(List.of(values), settings).found().orElseThrow();
  }

  private static XmrChart chart(Map<String, String> row) {
    List<LocalDate> cuts =
        Arrays.stream(text(row, "rebase_dates").split(";", -1))
            .filter(date -> !date.isBlank())
            .map(LocalDate::parse)
            .toList();
    List<List<Double>> groups = new ArrayList<>(List.of(new ArrayList<>()));
    for (Map<String, String> point : SERIES.getOrDefault(text(row, "series_id"), List.of())) {
      if (cuts.contains(LocalDate.parse(text(point, "date")))
          && !groups.get(groups.size() - 1).isEmpty()) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(number(point, "value"));
    }
    String fix = text(row, "fix_after_n_points");
    double target = number(row, "target");
    Polarity polarity =
        switch (text(row, "improvement_direction")) {
          case "increase" -> Polarity.HIGHER;
          case "decrease" -> Polarity.LOWER;
          default -> Polarity.NEUTRAL;
        };
    return Xmr.chart(
            groups.stream().map(group -> group.stream().mapToDouble(v -> v).toArray()).toList(),
            new Settings(
                polarity,
                Double.isNaN(target) ? OptionalDouble.empty() : OptionalDouble.of(target),
                text(row, "screen_outliers").equals("TRUE"),
                fix.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(fix))))
        .found()
        .orElseThrow();
  }

  private static long count(XmrChart chart, String word) {
    int last = chart.groups().size() - 1;
    return chart.points().stream()
        .filter(p -> p.group() == last && word(p.signal()).startsWith(word))
        .count();
  }

  private static String type(Signal signal) {
    return switch (signal) {
      case COMMON_CAUSE -> "common_cause";
      case IMPROVEMENT_HIGH, IMPROVEMENT_LOW -> "special_cause_improvement";
      case CONCERN_HIGH, CONCERN_LOW -> "special_cause_concern";
      case NEUTRAL_HIGH, NEUTRAL_LOW -> "special_cause_" + word(signal);
    };
  }

  private static String word(Signal signal) {
    return signal.name().toLowerCase(Locale.ROOT);
  }

  private static String word(Assurance assurance) {
    return assurance.name().toLowerCase(Locale.ROOT);
  }
}
