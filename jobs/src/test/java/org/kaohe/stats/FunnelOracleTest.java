package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.stats.Oracle.assertClose;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.Funnel.Position;

class FunnelOracleTest {

  static Stream<Map<String, String>> proportions() {
    return Oracle.rows("funnel/proportion.csv");
  }

  static Stream<Map<String, String>> ratios() {
    return Oracle.rows("funnel/ratio.csv");
  }

  @ParameterizedTest
  @MethodSource("proportions")
  void proportionsLieWhereTheReferenceSays(Map<String, String> row) {
    double average = number(row, "average");
    double total = number(row, "denominator");
    for (String tail : new String[] {"0.975", "0.999"}) {
      Interval limits =
          Funnel.limits(average, total, Double.parseDouble(tail)).found().orElseThrow();
      assertClose("low", limits.lower(), number(row, "low_" + tail));
      assertClose("high", limits.upper(), number(row, "high_" + tail));
    }
    assertThat(Funnel.proportion(number(row, "numerator"), total, average).map(Position::text))
        .isEqualTo(Estimate.of(text(row, "significance")));
  }

  @ParameterizedTest
  @MethodSource("ratios")
  void ratiosLieWhereTheReferenceSays(Map<String, String> row) {
    assertThat(Funnel.ratio(number(row, "observed"), number(row, "expected")).map(Position::text))
        .isEqualTo(Estimate.of(text(row, "significance")));
  }

  @Test
  void aUnitWithoutCasesHasNoPlaceInTheFunnel() {
    assertThat(Funnel.proportion(0, 0, 0.5).why()).contains(NoEstimate.POPULATION_NOT_POSITIVE);
    assertThat(Funnel.limits(1.5, 10, Funnel.ALARM).why()).contains(NoEstimate.COUNT_ABOVE_TOTAL);
  }
}
