package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.kaohe.TestSpark;

class ViewsOfViewsTest {
  private final Draft draft = new Draft();
  private final Problems problems = new Problems();

  @Test
  void aViewReadsAnotherWhereverItStandsInTheFolder() {
    draft.contracts.unreadable("rows_of_views");
    TestSpark.session()
        .sql(
            "SELECT * FROM VALUES ('c1', '2025', 1, 'a:1'), ('c1', '2025', 3, 'a:2') AS t(unit, period, n, _ref)")
        .createOrReplaceTempView("rows_of_views");

    read(
        Map.of(
            "a",
            """
            WITH own AS (SELECT unit, period, twice, _ref FROM b)
            SELECT unit, period, sum(twice) AS n, max(_ref) AS _ref -- all of them
            FROM own GROUP BY unit, period""",
            "b",
            "SELECT unit, period, n * 2 AS twice, _ref FROM c -- twice",
            "c",
            "SELECT unit, period, n, _ref FROM rows_of_views"));

    assertThat(problems.sorted()).isEmpty();
    View view = draft.views.find("a").orElseThrow().view();
    assertThat(view.inputs()).containsExactly("rows_of_views");
    Row row = SafeSql.query(TestSpark.session(), view.sql()).first();
    assertThat(row.getLong(2)).isEqualTo(8);
  }

  @Test
  void aCircleIsToldOnceWithTheWayRound() {
    read(
        Map.of(
            "a", "SELECT unit, period, _ref FROM b",
            "b", "SELECT unit, period, _ref FROM c",
            "c", "SELECT unit, period, _ref FROM a"));

    assertThat(problems.sorted())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.code()).isEqualTo("K2314");
              assertThat(p.what()).contains("a, b, c, a");
            });
  }

  @Test
  void wideDataIsMadeLong() {
    draft.contracts.unreadable("wide_of_views");
    TestSpark.session()
        .sql("SELECT 'c1' AS unit, '2025' AS period, 'a:1' AS _ref, 5 AS jan, 7 AS feb")
        .createOrReplaceTempView("wide_of_views");

    read(
        Map.of(
            "long",
            "SELECT unit, concat(period, '-', month) AS period, n, _ref FROM wide_of_views"
                + " UNPIVOT (n FOR month IN (jan AS `01`, feb AS `02`))",
            "piled",
            "SELECT unit, concat(period, '-', month) AS period, n, _ref FROM wide_of_views"
                + " LATERAL VIEW stack(2, '01', jan, '02', feb) s AS month, n"));

    assertThat(problems.sorted()).isEmpty();
    for (String name : new String[] {"long", "piled"}) {
      assertThat(
              SafeSql.query(TestSpark.session(), draft.views.find(name).orElseThrow().view().sql())
                  .collectAsList())
          .extracting(r -> r.getString(1) + " " + r.get(2))
          .containsExactlyInAnyOrder("2025-01 5", "2025-02 7");
    }
  }

  private void read(Map<String, String> views) {
    Map<Path, byte[]> files = new LinkedHashMap<>();
    views.forEach(
        (name, sql) ->
            files.put(
                Path.of("conf/views/" + name + ".sql"), sql.getBytes(StandardCharsets.UTF_8)));
    ViewReader.read(files, draft, problems);
  }
}
