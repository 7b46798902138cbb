package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.where;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Target;
import org.kaohe.stage.StageResult;

/** One value, row or definition costs its own cells their numbers and nobody else's (J25, R42). */
class PoisonTest {
  @TempDir Path root;

  /** City C with counties A and B. */
  private Workspace city() {
    return new Workspace(root).unit("C", "").unit("A", "C").unit("B", "C");
  }

  private Workspace facts(Part part, String... rows) {
    Workspace workspace =
        city()
            .dataset(
                "facts",
                "period",
                "county",
                "county text",
                "period period",
                "n whole",
                "d decimal(18,6)",
                "code text")
            .silver("facts", "d1", rows)
            .delivered("facts", "2025-03")
            .indicator(indicator("X", single(part)))
            .indicator(indicator("GOOD", single(count("facts"))));
    return workspace;
  }

  private static void undefined(Workspace workspace, String unit, String reason) {
    assertThat(workspace.cell("X", unit, "2025-03", "value")).isEqualTo("null");
    assertThat(workspace.cell("X", unit, "2025-03", "value_exact")).isEqualTo("null");
    assertThat(workspace.cell("X", unit, "2025-03", "reason")).isEqualTo(reason);
  }

  private static List<String> failures(List<StageResult> results) {
    return results.stream().flatMap(r -> r.failures().stream()).toList();
  }

  @Test
  void anEighteenDigitNumberIsWrittenDownAndTheNextOneIsTooLarge() {
    Workspace workspace =
        facts(
            part("facts", Aggregate.SUM, "n"),
            "A,2025-03,999999999999999999,1,x",
            "B,2025-03,7,1,x");

    assertThat(failures(workspace.run())).isEmpty();

    assertThat(workspace.cell("X", "A", "2025-03", "value")).isEqualTo("999999999999999999");
    assertThat(workspace.cell("X", "B", "2025-03", "value")).isEqualTo("7");
    // 10^18 + 6 has nineteen digits: the city's own number, not the sum of what is left.
    undefined(workspace, "C", "overflow");
  }

  @Test
  void aSumBeyondALongCostsItsUnitAndItsAncestorsTheNumber() {
    String[] rows = new String[13];
    for (int i = 0; i < 12; i++) {
      rows[i] = "A,2025-03,999999999999999999,1,x";
    }
    rows[12] = "B,2025-03,7,1,x";
    Workspace workspace = facts(part("facts", Aggregate.SUM, "n"), rows);

    assertThat(failures(workspace.run())).isEmpty();

    undefined(workspace, "A", "overflow");
    undefined(workspace, "C", "overflow");
    assertThat(workspace.cell("X", "B", "2025-03", "value")).isEqualTo("7");
    assertThat(workspace.cell("GOOD", "A", "2025-03", "value")).isEqualTo("12");
  }

  @Test
  void aQuotientTooLargeHasAReasonAndTheCityItsOwnQuotient() {
    Workspace workspace =
        city()
            .dataset(
                "facts",
                "period",
                "county",
                "county text",
                "period period",
                "n decimal(18,6)",
                "d decimal(18,6)")
            .silver("facts", "d1", "A,2025-03,999999999999,0.000001", "B,2025-03,80,100")
            .indicator(
                indicator(
                    "X",
                    ratio(
                        part("facts", Aggregate.SUM, "n"),
                        part("facts", Aggregate.SUM, "d"),
                        100)));

    assertThat(failures(workspace.run())).isEmpty();

    undefined(workspace, "A", "overflow");
    assertThat(workspace.cell("X", "A", "2025-03", "numerator")).isEqualTo("999999999999");
    assertThat(workspace.cell("X", "B", "2025-03", "value")).isEqualTo("80");
    // (999,999,999,999 + 80) / 100.000001 x 100
    assertThat(workspace.cell("X", "C", "2025-03", "value")).isEqualTo("999999990079");
  }

  @Test
  void attainmentTooLargeLeavesTheJudgement() {
    Workspace workspace =
        facts(part("facts", Aggregate.SUM, "n"), "A,2025-03,999999999999999999,1,x")
            .target("X", "A", "2025-03", Target.Operator.AT_LEAST, "0.000000001");

    assertThat(failures(workspace.run())).isEmpty();

    assertThat(workspace.cell("X", "A", "2025-03", "judgement")).isEqualTo("met");
    assertThat(workspace.cell("X", "A", "2025-03", "attainment")).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n / d > 1",
        "cast(code AS INT) > 1",
        "n % d = 0",
        "n div d = 0",
        "n * 999999999999 > 0 and n / d > 0",
        "make_date(2025, 13, n) is null",
        "split_part(code, ',', cast(d as int)) = 'x'",
        "to_date(code) is null",
      })
  void aConditionThatRaisesForARowCostsTheCellsThatHoldIt(String condition) {
    Workspace workspace =
        facts(
            where(part("facts", Aggregate.SUM, "n"), condition),
            "A,2025-03,5,0,x",
            "A,2025-03,5,1,x",
            "B,2025-04,5,1,2025-01-01");

    assertThat(failures(workspace.run())).isEmpty();

    undefined(workspace, "A", "not-computable");
    undefined(workspace, "C", "not-computable");
    assertThat(workspace.cell("GOOD", "C", "2025-03", "value")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n / d", "n * 9999999999999999", "cast(code AS INT) + n", "n % d"})
  void anArgumentThatRaisesForARowCostsTheCellsThatHoldIt(String argument) {
    Workspace workspace =
        facts(
            part("facts", Aggregate.SUM, argument),
            "A,2025-03,999999,0,x",
            "A,2025-03,5,1,1",
            "B,2025-03,6,1,1");

    assertThat(failures(workspace.run())).isEmpty();

    undefined(workspace, "A", "not-computable");
    undefined(workspace, "C", "not-computable");
    assertThat(workspace.cell("X", "B", "2025-03", "value")).isNotEqualTo("null");
  }

  @Test
  void aConditionThatIsNotReachedRaisesNothing() {
    Workspace workspace =
        facts(
            where(part("facts", Aggregate.SUM, "n"), "d > 0 and n / d >= 5"),
            "A,2025-03,5,0,x",
            "A,2025-03,7,1,x",
            "B,2025-03,6,1,x");

    workspace.run();

    assertThat(workspace.cell("X", "C", "2025-03", "value")).isEqualTo("13");
  }

  @Test
  void aTextThatIsNoNumberEqualsNone() {
    Workspace workspace =
        facts(
            where(part("facts", Aggregate.SUM, "n"), "code = 1 or code in (2, 3)"),
            "A,2025-03,5,0,abc",
            "A,2025-03,7,1,1",
            "B,2025-03,6,1,3");

    assertThat(failures(workspace.run())).isEmpty();

    assertThat(workspace.cell("X", "A", "2025-03", "value")).isEqualTo("7");
    assertThat(workspace.cell("X", "C", "2025-03", "value")).isEqualTo("13");
  }

  @Test
  void aDistinctCountWithARowThatRaisesHasNoNumber() {
    Workspace workspace =
        facts(
            where(part("facts", Aggregate.DISTINCT, "code"), "n / d > 0"),
            "A,2025-03,5,0,p",
            "A,2025-03,7,1,q",
            "B,2025-03,6,1,r");

    assertThat(failures(workspace.run())).isEmpty();

    undefined(workspace, "A", "not-computable");
    undefined(workspace, "C", "not-computable");
    assertThat(workspace.cell("X", "B", "2025-03", "value")).isEqualTo("1");
  }

  @Test
  void patternsRunInLinearTime() {
    String cell = "项目".repeat(4000);
    Workspace workspace =
        facts(
            where(
                part("facts", Aggregate.SUM, "n"),
                "code rlike '^([一-龥]|[A-Za-z0-9])*$' and not code rlike '(.*a){12}b'"
                    + " and not code like '%a%a%a%a%a%a%a%a%a%a%a%a%b'"),
            "A,2025-03,5,0," + cell,
            "B,2025-03,6,1," + "a".repeat(60));

    assertThat(failures(workspace.run())).isEmpty();

    assertThat(workspace.cell("X", "C", "2025-03", "value")).isEqualTo("11");
  }

  @Test
  void aViewThatRaisesCostsOnlyWhatReadsIt() {
    Workspace workspace =
        facts(part("facts", Aggregate.SUM, "n"), "A,2025-03,5,0,x", "B,2025-03,6,1,x")
            .view(
                "quotients",
                "SELECT county AS unit, period, concat(_delivery, ':', _line) AS _ref,"
                    + " n / d AS q FROM facts WHERE n / d > 0",
                "facts")
            .indicator(indicator("BAD", single(part("quotients", Aggregate.SUM, "q"))))
            .indicator(indicator("WORSE", single(part("facts", Aggregate.SUM, "county and n"))));

    List<String> failures = failures(workspace.run());

    assertThat(failures)
        .anySatisfy(f -> assertThat(f).contains("K5010", "BAD.value", "view quotients"))
        .anySatisfy(f -> assertThat(f).contains("K5010", "WORSE.value", "dataset facts"))
        .hasSize(2)
        .noneSatisfy(f -> assertThat(f).contains("spark."));
    assertThat(workspace.cell("X", "C", "2025-03", "value")).isEqualTo("11");
    for (String unit : List.of("A", "B", "C")) {
      assertThat(workspace.cell("BAD", unit, "2025-03", "value")).isEqualTo("null");
      assertThat(workspace.cell("BAD", unit, "2025-03", "reason")).isEqualTo("not-computable");
      assertThat(workspace.cell("WORSE", unit, "2025-03", "reason")).isEqualTo("not-computable");
    }

    // Another dataset's night leaves it marked; a corrected row mends it, older months included.
    workspace.silver("facts", "d2", "A,2025-04,8,2,x");
    assertThat(failures(workspace.run("facts", "2025-04"))).hasSize(2);
    assertThat(workspace.cell("X", "A", "2025-04", "value")).isEqualTo("8");
    assertThat(workspace.cell("BAD", "A", "2025-04", "reason")).isEqualTo("not-computable");
  }

  @Test
  void inAViewTooATextThatIsNoNumberEqualsNone() {
    Workspace workspace =
        facts(part("facts", Aggregate.SUM, "n"), "A,2025-03,5,0,abc", "A,2025-03,7,1,1")
            .view(
                "chosen",
                "SELECT f.county AS unit, f.period, concat(f._delivery, ':', f._line) AS _ref, f.n"
                    + " FROM facts f JOIN facts g ON f._line = g._line AND g.code = 1"
                    + " WHERE f.code IN (1, 2) AND EXISTS (SELECT 1 FROM facts h"
                    + " WHERE h.code = f.d AND h.county = f.county)",
                "facts")
            .indicator(indicator("V", single(part("chosen", Aggregate.SUM, "n"))));

    assertThat(failures(workspace.run())).isEmpty();

    assertThat(workspace.cell("V", "A", "2025-03", "value")).isEqualTo("7");
  }

  @Test
  void namedQueriesOfAViewHaveLinearPatternsToo() {
    Workspace workspace =
        facts(part("facts", Aggregate.SUM, "n"), "A,2025-03,5,0," + "a".repeat(60))
            .view(
                "chosen",
                "WITH w AS (SELECT county, period, n, _delivery, _line FROM facts"
                    + " WHERE NOT code RLIKE '(.*a){12}b')"
                    + " SELECT county AS unit, period, concat(_delivery, ':', _line) AS _ref, n"
                    + " FROM w WHERE period IN (SELECT period FROM facts"
                    + " WHERE code LIKE 'a%a%a%a%a%a%a%a%a%a%a%')",
                "facts")
            .indicator(indicator("V", single(part("chosen", Aggregate.SUM, "n"))));

    assertThat(failures(workspace.run())).isEmpty();

    assertThat(workspace.cell("V", "A", "2025-03", "value")).isEqualTo("5");
  }
}
