package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kaohe.gold.Workspace.additive;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.version;
import static org.kaohe.gold.Workspace.where;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.TargetLookup;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.stats.Oracle;

/**
 * The fixtures of DHIS2 for sums and means over units and periods and for the value of an
 * indicator. Rows that ask for what this engine does not have are skipped by kind; {@link #skip}
 * names the kinds and why.
 */
class RollupOracleTest {
  private static final BigDecimal TOLERANCE = new BigDecimal("0.005");

  @TempDir Path folder;

  /** Why a row is not for us; empty when it is. */
  private static Optional<String> skip(Map<String, String> row) {
    String numerator = row.getOrDefault("numerator", "");
    if (!row.getOrDefault("denominator", "").equals("1")) {
      return Optional.of("products of sums: a numerator is one sum here");
    }
    if (numerator.contains("sub(")) {
      return Optional.of(
          "expressions inside each unit: cases are judged one by one by a view (R7)");
    }
    if (numerator.contains("MAX_") || numerator.contains("MIN_")) {
      return Optional.of("maxima and minima over time are no value kind yet");
    }
    if (numerator.contains("R_") || numerator.contains("REPORTING_RATE")) {
      return Optional.of("reporting rates are coverage here, not values");
    }
    if (numerator.contains("(-") || numerator.contains("periodOffset")) {
      return Optional.of("offsets of periods are 同比 and 环比, computed elsewhere");
    }
    if (numerator.contains("[") || numerator.contains("N{") || numerator.contains("*")) {
      return Optional.of("arithmetic with period counters or nested indicators");
    }
    if (row.getOrDefault("org_unit", "").contains(";")
        || row.getOrDefault("period", "").contains(";")
        || row.getOrDefault("period", "").contains("..")) {
      return Optional.of("lists of units or periods and free date ranges have no cell");
    }
    String how = row.getOrDefault("aggregation", "");
    if (!how.equals("SUM") && !how.equals("AVERAGE")) {
      return Optional.of("aggregation " + how);
    }
    return Optional.empty();
  }

  @Test
  void sumsAndMeansOverUnitsAndPeriodsAreThoseOfDhis2() {
    List<Map<String, String>> wanted =
        Oracle.rows("rollup/rollup_expected.csv").filter(r -> skip(r).isEmpty()).toList();
    Map<String, Long> skipped = new TreeMap<>();
    Oracle.rows("rollup/rollup_expected.csv")
        .flatMap(r -> skip(r).stream())
        .forEach(why -> skipped.merge(why, 1L, Long::sum));
    assertThat(wanted).as("rows left after skipping %s", skipped).isNotEmpty();

    Workspace w = workspace();
    Map<String, String> codes = new LinkedHashMap<>();
    for (Map<String, String> row : wanted) {
      String expression = row.getOrDefault("numerator", "").replace(".yearToDate", "");
      String how = row.getOrDefault("aggregation", "");
      codes.computeIfAbsent(
          expression + how,
          k -> {
            String code = "I" + codes.size();
            w.indicator(
                indicator(
                    code,
                    "piece",
                    2,
                    PeriodKind.MONTH,
                    Direction.HIGHER,
                    Progress.LEVEL,
                    version("2000-01-01", value(expression, how))));
            return code;
          });
    }
    w.run();
    Map<String, List<BigDecimal>> found = new HashMap<>();
    for (Row row : w.table(CellStage.TABLE).where("value IS NOT NULL").collectAsList()) {
      String key = row.getAs("indicator") + " " + row.getAs("unit") + " " + row.getAs("period");
      found.computeIfAbsent(key, k -> new ArrayList<>()).add(row.getAs("value"));
    }
    SoftAssertions softly = new SoftAssertions();
    for (Map<String, String> row : wanted) {
      String expression = row.getOrDefault("numerator", "");
      String code =
          codes.getOrDefault(
              expression.replace(".yearToDate", "") + row.getOrDefault("aggregation", ""), "");
      String unit = row.getOrDefault("org_unit", "").replace("(all)", "A");
      String text = row.getOrDefault("period", "");
      Period asked = Period.parse(text).orElseThrow();
      String period =
          expression.contains(".yearToDate")
              ? Period.yearToDate(YearMonth.from(asked.end())).text()
              : asked.text();
      List<BigDecimal> cells = found.getOrDefault(code + " " + unit + " " + period, List.of());
      String expected = row.getOrDefault("expected", "");
      if (expected.isEmpty()) {
        softly.assertThat(cells).as(row.toString()).isEmpty();
      } else {
        softly.assertThat(cells).as(row.toString()).hasSize(1);
        cells.forEach(
            c ->
                softly
                    .assertThat(c)
                    .as(row.toString())
                    .isCloseTo(new BigDecimal(expected), within(TOLERANCE)));
      }
    }
    softly.assertAll();
  }

  private Workspace workspace() {
    Workspace w = new Workspace(folder).on("2017-12-31");
    Oracle.rows("rollup/org_units.csv")
        .forEach(r -> w.unit(r.getOrDefault("org_unit", ""), r.getOrDefault("parent", "")));
    w.dataset(
        "value",
        "period",
        "area",
        "id text",
        "element text",
        "period period",
        "area text",
        "v decimal(12,3)");
    List<String> rows = new ArrayList<>();
    Oracle.rows("rollup/data_values.csv")
        .forEach(
            r -> {
              // Booleans count as 1 and 0; texts and dates have no sum.
              String v = r.getOrDefault("value", "").replace("true", "1").replace("false", "0");
              if (v.matches("-?\\d+(\\.\\d+)?")) {
                rows.add(
                    String.join(
                        ",",
                        String.valueOf(rows.size()),
                        r.getOrDefault("data_element", ""),
                        r.getOrDefault("period", ""),
                        r.getOrDefault("org_unit", ""),
                        v));
              }
            });
    return w.silver("value", "v1", rows.toArray(String[]::new));
  }

  /** {@code A} or {@code B + C}; a mean is the ratio of the sum and the number of values. */
  private static org.kaohe.config.Indicator.Value value(String expression, String how) {
    // Figures delivered as such that may be added: a month without a row is unknown, not zero.
    Part given = additive(part("value", Aggregate.GIVEN, "v"));
    String elements = "element IN ('" + String.join("', '", expression.split(" \\+ ", -1)) + "')";
    return how.equals("AVERAGE")
        ? ratio(where(given, elements), where(count("value"), elements), 1)
        : single(where(given, elements));
  }

  @Test
  void theValueOfAnIndicatorIsThatOfDhis2() {
    SoftAssertions softly = new SoftAssertions();
    List<Map<String, String>> wanted =
        Oracle.rows("rollup/indicator_value_expected.csv")
            // Values scaled up from a part of the year to all of it are not a value kind here.
            .filter(
                r ->
                    r.getOrDefault("annualised", "").equals("FALSE")
                        || r.getOrDefault("period", "").startsWith("("))
            .toList();
    assertThat(wanted).isNotEmpty();
    for (Map<String, String> row : wanted) {
      List<Observation> observations = new ArrayList<>();
      add(observations, "numerator", row);
      add(observations, "denominator", row);
      SeriesSpec spec =
          new SeriesSpec(
              "I",
              "piece",
              Direction.HIGHER,
              3,
              PeriodKind.MONTH,
              Progress.LEVEL,
              List.of(
                  new SeriesSpec.Version(
                      LocalDate.of(1990, 1, 1),
                      List.of(given("numerator"), given("denominator")),
                      Integer.parseInt(row.getOrDefault("factor", "1")),
                      BigDecimal.ONE,
                      BigDecimal.ONE,
                      Interval.NONE,
                      null)));
      List<Cell> cells =
          new TreeCells(
                  spec,
                  Map.of("A", new Place("A", "area", Set.of("area"), null, null, List.of("A"))),
                  LocalDate.of(2000, 1, 31),
                  observations,
                  TargetLookup.of(List.of(), Path.of("")))
              .of(Set.of("A"));
      String expected = row.getOrDefault("exp_value", "");
      Optional<BigDecimal> value = cells.isEmpty() ? Optional.empty() : cells.get(0).value();
      if (expected.isEmpty()) {
        softly.assertThat(value).as(row.toString()).isEmpty();
      } else {
        softly
            .assertThat(value)
            .as(row.toString())
            .hasValueSatisfying(
                v -> assertThat(v).isCloseTo(new BigDecimal(expected), within(TOLERANCE)));
      }
    }
    softly.assertAll();
  }

  private static void add(List<Observation> observations, String role, Map<String, String> row) {
    String text = row.getOrDefault(role, "").replaceAll(" .*", "");
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      observations.add(
          new Observation(
              "I." + role,
              "A",
              Period.parse("2000-01").orElseThrow(),
              Optional.of(new BigDecimal(text)),
              1,
              0,
              Optional.empty()));
    }
  }

  private static PartSpec given(String role) {
    return new PartSpec(
        "I." + role,
        role,
        Aggregate.GIVEN,
        true,
        false,
        new Reported(
            false,
            new Months().add(YearMonth.of(2000, 1)),
            Set.of(),
            Map.of(),
            new Months(),
            Set.of(),
            Set.of()),
        false);
  }
}
