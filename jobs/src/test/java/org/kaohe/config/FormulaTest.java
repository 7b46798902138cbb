package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.config.Formula.Complaint;

class FormulaTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "day", "kind");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a + b * 2 - c / 4 % 3",
        "CASE WHEN a > b THEN 1 WHEN a IS NULL THEN 0 ELSE -1 END",
        "coalesce(a, 0) BETWEEN 1 AND 2 AND kind IN ('1', '2') OR NOT kind LIKE 'x%'",
        "least(9, greatest(1, round(9 * (a - b) / (c - b) + 0.5)))",
        "try_divide(a, b)",
        "if(a <> b, abs(a), floor(b))",
        "nullif(a, 0)",
        "year(day) * 100 + month(day) <= 202512 AND day >= DATE '2025-01-01'",
        "datediff(day, day) < 365",
        "substr(kind, 1, 2) = 'ab' AND length(kind) = 3",
        "cast(a AS DECIMAL(18,2)) = 1",
        "kind || 'x' = concat(kind, 'x')",
        "`a` = 1",
      })
  void ordinaryExpressionsMayBeUsed(String sql) {
    assertThat(Formula.check(sql, NAMES).complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rand()                                          | K2303",
        "current_date()                                  | K2303",
        "now()                                           | K2303",
        "current_user                                    | K2302",
        "uuid()                                          | K2303",
        "java_method('java.lang.System', 'exit', 0)      | K2303",
        "reflect('java.lang.Runtime', 'getRuntime')      | K2303",
        "try_reflect('java.lang.Runtime', 'getRuntime')  | K2303",
        "my_udf(a)                                       | K2303",
        "default.my_udf(a)                               | K2303",
        "input_file_name()                               | K2303",
        "cbrt(a)                                         | K2303",
        "sum(a)                                          | K2303",
        "raise_error('x')                                | K2303",
        "(SELECT max(a) FROM t)                          | K2304",
        "EXISTS (SELECT 1 FROM t)                        | K2304",
        "a IN (SELECT b FROM t)                          | K2304",
        "count(a) OVER (PARTITION BY b)                  | K2304",
        "a[0]                                            | K2304",
        ":a                                              | K2304",
        "*                                               | K2304",
        "d                                               | K2302",
        "t.a                                             | K2302",
        "kind RLIKE '(a)\\\\1'                           | K2430",
        "kind RLIKE '(?<!x)a'                            | K2430",
        "kind RLIKE c                                    | K2430",
        "kind LIKE c                                     | K2430",
        "regexp_like(kind, concat('a', c))               | K2430",
        "like(kind, 'x', 'ab')                           | K2430",
        "kind ILIKE lower(c)                             | K2430",
        "kind LIKE 'a!b' ESCAPE '!'                      | K2430",
        "lpad(kind, 1000000000, 'x') = kind              | K2431",
        "rpad(kind, a, 'x') = kind                       | K2431",
        "round(a, 2000000000)                            | K2431",
        "repeat(kind, 1000000000)                        | K2303",
        "sequence(1, 1000000000)                         | K2303",
        "space(1000000000)                               | K2303",
        "version()                                       | K2303",
        "spark_partition_id()                            | K2303",
        "1e2000000000BD                                  | K2301",
        "cast(a AS DECIMAL(99,1))                        | K2301",
        "interval 99999999999999999999 day               | K2301",
        "a +                                             | K2301",
        "a = 1; DROP TABLE x                             | K2301",
      })
  void theRestIsRefused(String sql, String code) {
    assertThat(Formula.check(sql, NAMES).complaints())
        .extracting(Complaint::code)
        .containsExactly(code);
  }

  @Test
  void lambdasAreRefused() {
    assertThat(Formula.check("transform(a, x -> x + 1)", NAMES).complaints())
        .extracting(Complaint::code)
        .containsExactly("K2303", "K2304");
  }

  @Test
  void tellsLineAndPositionAndTheNearestName() {
    Complaint complaint = Formula.check("a > 1\n  AND kinds = '2'", NAMES).complaints().get(0);

    assertThat(complaint.line()).isEqualTo(2);
    assertThat(complaint.position()).isEqualTo(6);
    assertThat(complaint.what()).isEqualTo("kinds is not declared");
    assertThat(complaint.cure()).isEqualTo("Did you mean kind?");
  }

  @Test
  void tellsWhereTheSyntaxBreaks() {
    Complaint complaint = Formula.check("a <\n b ** 2", NAMES).complaints().get(0);

    assertThat(complaint.code()).isEqualTo("K2301");
    assertThat(complaint.line()).isEqualTo(2);
    assertThat(complaint.what()).startsWith("Syntax error at '2'");
  }

  @Test
  void givesColumnsAndFunctions() {
    Formula formula =
        Formula.check("CASE WHEN a > 1 THEN ROUND(b, 1) ELSE coalesce(b, a) END", NAMES);

    assertThat(formula.columns()).containsExactly("a", "b");
    assertThat(formula.functions()).containsExactlyInAnyOrder("round", "coalesce");
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 20_000})
  void refusesWhatIsNestedTooDeep(int brackets) {
    String sql = "(".repeat(brackets) + "a" + ")".repeat(brackets);

    assertThat(Formula.check(sql, NAMES).complaints())
        .extracting(Complaint::code)
        .containsExactly("K2301");
  }
}
