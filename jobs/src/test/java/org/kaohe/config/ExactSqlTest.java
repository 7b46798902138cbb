package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DecimalType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestSpark;

/** SQL of indicators and views computes in decimals (R42); expected numbers are made by hand. */
class ExactSqlTest {
  @BeforeAll
  static void rows() {
    TestSpark.session()
        .sql(
            "SELECT 1 AS one, 3 AS three, CAST(0.00274 AS DECIMAL(18, 5)) AS n,"
                + " CAST(1 AS DECIMAL(18, 5)) AS d, DATE '2025-01-31' AS day, '7' AS word")
        .createOrReplaceTempView("exact_one");
    TestSpark.session()
        .sql(
            "SELECT * FROM VALUES ('a', 2), ('a', 4), ('a', 4), ('a', 4), ('a', 5), ('a', 5),"
                + " ('a', 7), ('a', 9), ('b', 1) AS t(k, x)")
        .createOrReplaceTempView("exact_set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 / 3                              | 0.333333333333333333",
        "one / three                        | 0.333333333333333333",
        "one / three * 300                  | 99.999999999999999900",
        "(n / d) * (n / d) * 1000000        | 7.507600000000000000",
        "1000000 * (n / d) * (n / d)        | 7.507600000000000000",
        "1e-3                               | 0.001",
        "one + 1e-3                         | 1.001",
        "try_divide(one, three)             | 0.333333333333333333",
        "one / three + n / d                | 0.336073333333333333",
        "sqrt(2)                            | 1.414213562373095049",
        "ln(2)                              | 0.693147180559945309",
        "exp(1)                             | 2.718281828459045235",
        "power(2, 0.5)                      | 1.414213562373095049",
        "word / 2                           | 3.500000000000000000",
      })
  void aRowIsComputedInDecimals(String sql, String expected) {
    Row row = query("SELECT " + sql + " AS x FROM exact_one").first();

    assertThat(row.schema().apply(0).dataType()).isInstanceOf(DecimalType.class);
    assertThat(row.getDecimal(0)).isEqualByComparingTo(expected);
    assertThat(
            TestSpark.session().table("exact_one").select(SafeSql.value(sql)).first().getDecimal(0))
        .isEqualByComparingTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one + three     | 4",
        "three * three   | 9",
        "day + 1         | 2025-02-01",
        "n * 2           | 0.00548",
      })
  void whatIsExactAlreadyKeepsItsType(String sql, String expected) {
    assertThat(query("SELECT " + sql + " AS x FROM exact_one").first().get(0).toString())
        .isEqualTo(expected);
  }

  /** 2 4 4 4 5 5 7 9: mean 5, variance 32 / 8 = 4 of all and 32 / 7 of a sample. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "avg(x)                                              | 5",
        "mean(x) / 3                                         | 1.666666666666666667",
        "stddev_pop(x)                                       | 2",
        "var_pop(x)                                          | 4",
        "variance(x)                                         | 4.571428571428571429",
        "stddev(x)                                           | 2.138089935299395077",
        "median(x)                                           | 4.5",
        "median(DISTINCT x)                                  | 5",
        "percentile(x, 0.25)                                 | 4",
        "percentile(x, 0.9)                                  | 7.6",
        "percentile_cont(0.9) WITHIN GROUP (ORDER BY x)      | 7.6",
        "percentile_cont(0.1) WITHIN GROUP (ORDER BY x DESC) | 7.6",
        "median(x) FILTER (WHERE x > 4)                      | 6",
        "count(*) / 3                                        | 2.666666666666666667",
      })
  void aSetIsComputedInDecimals(String sql, String expected) {
    Row row = query("SELECT k, " + sql + " AS v FROM exact_set WHERE k = 'a' GROUP BY k").first();

    assertThat(row.getDecimal(1)).isEqualByComparingTo(expected);
  }

  @Test
  void aSampleOfOneHasNoSpread() {
    Row row = query("SELECT stddev(x), var_pop(x) FROM exact_set WHERE k = 'b'").first();

    assertThat(row.isNullAt(0)).isTrue();
    assertThat(row.getDecimal(1)).isEqualByComparingTo("0");
  }

  @Test
  void aWindowGathersTheSet() {
    List<Row> rows =
        query(
                "SELECT k, x, stddev_pop(x) OVER (PARTITION BY k) AS s,"
                    + " x / sum(x) OVER (PARTITION BY k) AS share FROM exact_set ORDER BY k, x")
            .collectAsList();

    assertThat(rows).hasSize(9);
    assertThat(rows.get(0).getDecimal(2)).isEqualByComparingTo("2");
    assertThat(rows.get(0).getDecimal(3)).isEqualByComparingTo("0.05");
    assertThat(rows.get(8).getDecimal(2)).isEqualByComparingTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one / 0", "ln(0)", "sqrt(-1)", "exp(100)", "power(10, 21)"})
  void whatHasNoAnswerCostsTheRowItsValue(String sql) {
    Row row =
        TestSpark.session()
            .table("exact_one")
            .select(SafeSql.value(sql), SafeSql.raised(SafeSql.column(sql)))
            .first();

    assertThat(row.isNullAt(0)).isTrue();
    assertThat(row.getBoolean(1)).isTrue();
    assertThatThrownBy(() -> query("SELECT " + sql + " AS x FROM exact_one").collectAsList())
        .isInstanceOf(Exception.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cast(a AS DOUBLE)",
        "a::float > 1",
        "a + 0.1D",
        "try_cast(kind AS DOUBLE)",
        "a * 2.5F",
      })
  void binaryFractionsAreRefused(String sql) {
    assertThat(Formula.check(sql, List.of("a", "kind")).complaints())
        .singleElement()
        .satisfies(c -> assertThat(c.code()).isEqualTo("K2306"));
  }

  private static Dataset<Row> query(String sql) {
    return SafeSql.query(TestSpark.session(), sql);
  }

  @Test
  void theWholeNumberOfARowStaysWhole() {
    assertThat(new BigDecimal(query("SELECT sum(x) FROM exact_set").first().get(0).toString()))
        .isEqualByComparingTo("41");
  }
}
