package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestSpark;

/** Small nights interpret their queries, large ones compile them: both must answer alike. */
@ParameterizedClass(name = "compiled: {0}")
@ValueSource(booleans = {false, true})
class SafeSqlTest {
  @Parameter boolean compiled;

  private SparkSession session() {
    SparkSession session = TestSpark.session().newSession();
    session.conf().set("spark.sql.session.timeZone", "Asia/Shanghai");
    session.conf().set("spark.sql.codegen.wholeStage", Boolean.toString(compiled));
    session.conf().set("spark.sql.codegen.factoryMode", compiled ? "CODEGEN_ONLY" : "NO_CODEGEN");
    session.conf().set("spark.sql.codegen.fallback", "false");
    return session;
  }

  /** Value and whether it raised, for each row of {@code n, d, code}. */
  private List<String> answers(String sql) {
    Dataset<Row> rows =
        session()
            .range(0, 3, 1, 1)
            .selectExpr(
                "id AS n",
                "id - 1 AS d",
                "element_at(array('abc', '1', '2025-03-01'), cast(id AS INT) + 1) AS code");
    List<String> answers = new ArrayList<>();
    rows.select(SafeSql.value(sql).as("v"), SafeSql.raised(SafeSql.column(sql)).as("x"))
        .collectAsList()
        .forEach(r -> answers.add(r.get(0) + " " + r.get(1)));
    return answers;
  }

  @Test
  void whatRaisesIsNoValueAndSaysSo() {
    assertThat(answers("n div d")).containsExactly("0 false", "null true", "2 false");
    assertThat(answers("n div d + n div d")).containsExactly("0 false", "null true", "4 false");
    assertThat(answers("cast(code AS INT) > 0"))
        .containsExactly("null true", "true false", "null true");
    assertThat(answers("n * 9223372036854775807"))
        .containsExactly("0 false", "9223372036854775807 false", "null true");
    assertThat(answers("to_date(code) = date '2025-03-01'"))
        .containsExactly("null true", "null true", "true false");
    assertThat(answers("1 / 0")).containsExactly("null true", "null true", "null true");
    assertThat(answers("n > 1 or 1 / 0 > 0"))
        .containsExactly("null true", "null true", "true false");
  }

  @Test
  void aMissingValueRaisesNothing() {
    assertThat(answers("nullif(n, 1)")).containsExactly("0 false", "null false", "2 false");
    assertThat(answers("try_divide(n, d) * 2").get(1)).isEqualTo("null false");
  }

  @Test
  void aTextThatIsNoNumberAndNoDayEqualsNone() {
    assertThat(answers("code = 1")).containsExactly("null false", "true false", "null false");
    assertThat(answers("code IN (1, 2)")).containsExactly("null false", "true false", "null false");
    assertThat(answers("date '2025-03-01' = code"))
        .containsExactly("null false", "null false", "true false");
    assertThat(SafeSql.mayRaise("code = 1 AND n IN (1, 2) OR code RLIKE 'x'")).isFalse();
    assertThat(SafeSql.mayRaise("coalesce(code, 1) = 1")).isTrue();
  }

  @Test
  void textsAreMatchedAsSparkMatchesThem() {
    for (String condition :
        List.of(
            "code LIKE 'a%'",
            "code LIKE '%b_'",
            "code LIKE '_'",
            "code LIKE '2025-03-0_'",
            "code LIKE 'a!%' ESCAPE '!'",
            "code LIKE '%!_%' ESCAPE '!' OR code LIKE ''",
            "code ILIKE 'ABC'",
            "code NOT LIKE '%.%'",
            "code RLIKE '^[a-z]+$'",
            "code RLIKE '\\\\d{4}-\\\\d{2}'",
            "regexp_like(code, 'b')",
            "n LIKE '1'")) {
      List<String> sparks =
          session()
              .range(0, 3, 1, 1)
              .selectExpr(
                  "id AS n",
                  "element_at(array('abc', '1', '2025-03-01'), cast(id AS INT) + 1) AS code")
              .selectExpr(condition)
              .collectAsList()
              .stream()
              .map(r -> r.get(0) + " false")
              .toList();
      assertThat(answers(condition)).describedAs(condition).isEqualTo(sparks);
    }
  }

  @Test
  void nothingIsSubstitutedInAQuery() {
    SparkSession session = session();
    session.conf().set("spark.sql.variable.substitute", "true");
    session.conf().set("spark.secret", "told");

    assertThat(SafeSql.query(session, "SELECT '${spark.secret}' AS s").head().getString(0))
        .isEqualTo("${spark.secret}");
  }
}
