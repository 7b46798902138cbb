package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kaohe.stats.Oracle.assertClose;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.StandardisedRate.Stratum;

class StandardisedRateOracleTest {
  private static final Map<String, List<Map<String, String>>> INPUTS =
      Oracle.by("group", "dsr/inputs.csv");

  static Stream<Map<String, String>> rates() {
    return Oracle.rows("dsr/expected.csv");
  }

  static Stream<Map<String, String>> refusals() {
    return Oracle.rows("dsr/rejections.csv");
  }

  @ParameterizedTest
  @MethodSource("rates")
  void directRatesAgreeWithTheReference(Map<String, String> row) {
    List<Stratum> strata =
        INPUTS.getOrDefault(text(row, "group"), List.of()).stream()
            .map(s -> stratum(number(s, "x"), number(s, "n"), number(s, "stdpop")))
            .toList();
    Estimate<Rate> found =
        StandardisedRate.direct(strata, number(row, "multiplier"), number(row, "confidence"));
    if (text(row, "value").isEmpty() || text(row, "value").equals("NaN")) {
      assertThat(found.why()).isPresent();
      return;
    }
    Rate rate = found.found().orElseThrow();
    assertClose("value", rate.value(), number(row, "value"));
    assertClose("lower", rate.limits().lower(), Math.max(0, number(row, "lower")));
    assertClose("upper", rate.limits().upper(), number(row, "upper"));
    assertClose("count", rate.events(), number(row, "total_count"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatTheReferenceRefusesHasAReason(Map<String, String> row) {
    String[] x = text(row, "x").split(";", -1);
    String[] n = text(row, "n").split(";", -1);
    String[] w = text(row, "stdpop").split(";", -1);
    List<Stratum> strata =
        IntStream.range(0, x.length)
            .mapToObj(i -> stratum(Oracle.number(x[i]), Oracle.number(n[i]), Oracle.number(w[i])))
            .toList();
    boolean refused =
        text(row, "outcome").startsWith("ERROR") || text(row, "outcome").contains("=NaN");
    assertThat(StandardisedRate.direct(strata, 100_000, 0.95).why().isPresent()).isEqualTo(refused);
  }

  @Test
  void ninePeopleWithOneEventAndOneWithThreeSpreadMoreThanTwelveEvents() {
    double independent = width(Stratum.of(12, 1_000, 1));
    // Σ f² = 9 · 1 + 1 · 9 = 18: the variance is 18/12 of what independent events would have.
    double repeated = width(new Stratum(12, 18, 1_000, 1));
    assertThat(repeated / independent).isCloseTo(Math.sqrt(1.5), within(1e-12));
  }

  @Test
  void theIndirectRatioOfWhatWasExpectedIsOneAndItsLimitsAreThoseOfTheCount() {
    Rate ratio = StandardisedRate.ratio(20, 20, 0.95).found().orElseThrow();
    assertThat(ratio.value()).isOne();
    // Byar's limits of 20 events are 12.2125 and 30.8906 (Breslow and Day, 1987).
    assertThat(ratio.limits().lower() * 20).isCloseTo(12.21, within(0.01));
    assertThat(ratio.limits().upper() * 20).isCloseTo(30.89, within(0.01));
  }

  private static double width(Stratum stratum) {
    return spread(rate(List.of(stratum)));
  }

  private static double spread(Rate rate) {
    return rate.limits().upper() - rate.limits().lower();
  }

  private static Rate rate(List<Stratum> strata) {
    return StandardisedRate.direct(strata, 100_000, 0.95).found().orElseThrow();
  }

  /** The reference reads a missing count as none. */
  private static Stratum stratum(double events, double population, double standard) {
    return Stratum.of(Double.isNaN(events) ? 0 : events, population, standard);
  }
}
