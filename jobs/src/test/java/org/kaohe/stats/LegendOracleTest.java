package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.LegendBands.Band;
import org.kaohe.stats.RecentTrend.Kind;
import org.kaohe.stats.RecentTrend.Point;

class LegendOracleTest {
  private static final Pattern BAND = Pattern.compile("\\[\"([^\"]+)\",([-0-9.eE]+),([-0-9.eE]+)]");

  /** Settings whose bands are chosen by something that the file does not give. */
  private static final Pattern BANDS_NOT_GIVEN = Pattern.compile(".*specific_hit|two_specific.*");

  static Stream<Map<String, String>> legends() {
    return Oracle.rows("legend/legend_expected.csv")
        .filter(row -> !BANDS_NOT_GIVEN.matcher(text(row, "setting")).matches())
        .filter(row -> text(row, "bands").startsWith("[["));
  }

  static Stream<Map<String, String>> lights() {
    return Oracle.published("fingertips/rag_cases.csv");
  }

  @ParameterizedTest
  @MethodSource("legends")
  void bandEdgesAreThoseOfTheReference(Map<String, String> row) {
    List<Band> bands = new ArrayList<>();
    Matcher m = BAND.matcher(text(row, "bands"));
    while (m.find()) {
      bands.add(new Band(m.group(1), Oracle.number(m.group(2)), Oracle.number(m.group(3))));
    }
    double value = number(row, "value");
    Estimate<String> label =
        new LegendBands(bands, number(row, "weight_max")).label(OptionalDouble.of(value));
    if (value == 0) {
      // The reference takes zero for no data; here it has the colour of its band.
      assertThat(label.why()).isNotEqualTo(Optional.of(NoEstimate.NO_CURRENT));
      return;
    }
    assertThat(label)
        .isEqualTo(
            switch (text(row, "legend")) {
              case "No Data" -> Estimate.none(NoEstimate.NO_CURRENT);
              case "N/A" -> Estimate.none(NoEstimate.ABOVE_SCALE);
              case "(none)" -> Estimate.none(NoEstimate.NO_BAND);
              default -> Estimate.of(text(row, "legend"));
            });
  }

  @Test
  void zeroHasTheColourOfItsBand() {
    LegendBands legend = new LegendBands(List.of(new Band("red", 0, 50)), 100);
    assertThat(legend.label(OptionalDouble.of(0))).isEqualTo(Estimate.of("red"));
    assertThat(legend.label(OptionalDouble.empty()))
        .isEqualTo(Estimate.none(NoEstimate.NO_CURRENT));
  }

  @ParameterizedTest
  @MethodSource("lights")
  void lightsByIntervalAreThosePublished(Map<String, String> row) {
    double benchmark = number(row, "benchmark_value");
    Estimate<IntervalLight> light =
        IntervalLight.of(
            number(row, "lower95"),
            number(row, "upper95"),
            Double.isNaN(benchmark) ? OptionalDouble.empty() : OptionalDouble.of(benchmark),
            polarity(row));
    String expected = text(row, "expected");
    if (expected.isEmpty()) {
      assertThat(light).isEqualTo(Estimate.none(NoEstimate.NO_BENCHMARK));
    } else {
      assertThat(light.map(IntervalLight::name)).isEqualTo(Estimate.of(upper(expected)));
    }
  }

  @Test
  void recentTrendsAreThosePublished() {
    Map<String, List<Map<String, String>>> cases =
        Oracle.published("fingertips/trend_cases.csv")
            .collect(Collectors.groupingBy(row -> text(row, "indicator_id")));
    assertThat(cases).hasSize(6);
    cases.values().forEach(LegendOracleTest::assertTrend);
  }

  private static void assertTrend(List<Map<String, String>> rows) {
    Map<String, String> first = rows.get(0);
    Kind kind =
        switch (text(first, "value_type")) {
          case "Proportion" -> Kind.PROPORTION;
          case "Crude rate" -> Kind.CRUDE_RATE;
          case "Directly standardised rate" -> Kind.STANDARDISED_RATE;
          default -> Kind.OTHER;
        };
    Estimate<String> marker =
        RecentTrend.of(
                rows.stream()
                    .map(
                        row ->
                            new Point(
                                (int) number(row, "year"),
                                number(row, "value"),
                                number(row, "lower95"),
                                number(row, "upper95")))
                    .toList(),
                kind)
            .map(trend -> words(trend, polarity(first)));
    String expected = text(first, "expected");
    if (expected.equals("CannotBeCalculated")) {
      assertThat(marker.why()).as(text(first, "name")).isPresent();
    } else {
      assertThat(marker).as(text(first, "name")).isEqualTo(Estimate.of(expected));
    }
  }

  @Test
  void fourYearsHaveNoRecentTrend() {
    assertThat(RecentTrend.of(List.of(new Point(2020, 1, 0, 2)), Kind.PROPORTION).why())
        .contains(NoEstimate.TOO_FEW_POINTS);
  }

  private static String words(RecentTrend trend, Polarity polarity) {
    String change =
        switch (trend) {
          case INCREASING -> "Increasing";
          case DECREASING -> "Decreasing";
          case NO_CHANGE -> "NoChange";
        };
    return switch (trend.better(polarity)) {
      case 1 -> change + "AndGettingBetter";
      case -1 -> change + "AndGettingWorse";
      default -> change;
    };
  }

  private static Polarity polarity(Map<String, String> row) {
    return switch (text(row, "polarity")) {
      case "High is good" -> Polarity.HIGHER;
      case "Low is good" -> Polarity.LOWER;
      default -> Polarity.NEUTRAL;
    };
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
