package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.config.Part.Aggregate;

class PartMeasuresTest {
  private static final Measures MEASURES = MeasuresReader.read();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net_kg                                     | kg",
        "net_kg / 1000                              | tonne",
        "try_divide(net_kg, 1000)                   | tonne",
        "plan_t * 1000                              | kg",
        "1000 * plan_t                              | kg",
        "plan_t * 1000 - net_kg                     | kg",
        "net_kg / 1000 + plan_t                     | tonne",
        "amount * 10000                             | yuan",
        "amount / 10000                             | yuan-100m",
        "CASE WHEN plain = 1 THEN net_kg ELSE 0 END | kg",
        "coalesce(net_kg, 0)                        | kg",
        "-net_kg * 0.5                              | kg",
        "cast(net_kg AS DECIMAL(20,3))              | kg",
        "price * plan_t                             | yuan",
        "amount * 10000 / plan_t                    | yuan-per-tonne",
        "plan_t * share                             | tonne-of-percent",
      })
  void followsTheArithmetic(String expression, String expected) {
    Optional<Measures.Measure> found = infer(expression).measure();

    if (expected.equals("tonne-of-percent")) {
      assertThat(found).get().extracting(Measures.Measure::dimension).isEqualTo("mass");
      assertThat(found.orElseThrow().factor()).isEqualByComparingTo(BigDecimal.TEN);
    } else {
      assertThat(found).map(Measures.Measure::id).contains(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"plain", "net_kg * plain", "length(name)", "1", "hours / days"})
  void saysNothingOfWhatItDoesNotKnow(String expression) {
    assertThat(infer(expression).measure()).isEmpty();
    assertThat(infer(expression).mixed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"net_kg + plan_t", "coalesce(net_kg, plan_t)", "net_kg - amount"})
  void refusesToAddDifferentUnits(String expression) {
    assertThat(infer(expression).mixed()).hasSize(1);
    assertThat(infer(expression).measure()).isEmpty();
  }

  @Test
  void countsHaveNoUnitOfTheirColumns() {
    Part count =
        new Part(
            "d",
            Aggregate.DISTINCT,
            Optional.of("net_kg"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false);
    assertThat(PartMeasures.infer(contract(), MEASURES, count).measure()).isEmpty();
  }

  private static PartMeasures.Inferred infer(String expression) {
    Part part =
        new Part(
            "d",
            Aggregate.SUM,
            Optional.of(expression),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false);
    return PartMeasures.infer(contract(), MEASURES, part);
  }

  private static Contract contract() {
    return new Contract(
        "d",
        "d",
        "1.0.0",
        Label.of("d"),
        Path.of("schemas/d/d.yaml"),
        "d/d",
        StandardCharsets.UTF_8,
        Pattern.compile(".*"),
        List.of("name"),
        Optional.empty(),
        "_period",
        Optional.empty(),
        Reporting.of(Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of(
            column("name", null),
            column("plain", null),
            column("net_kg", "kg"),
            column("plan_t", "tonne"),
            column("amount", "yuan-10k"),
            column("price", "yuan-per-tonne"),
            column("share", "percent"),
            column("days", "day"),
            column("hours", "hour")),
        List.of(),
        List.of(),
        Optional.empty(),
        Contract.Mode.UPSERT);
  }

  private static Column column(String name, @org.jspecify.annotations.Nullable String measure) {
    return new Column(
        name,
        Label.of(name),
        new Column.Type.Decimal(18, 3),
        false,
        name,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(measure),
        false,
        Column.Form.usual(new Column.Type.Decimal(18, 3)));
  }
}
