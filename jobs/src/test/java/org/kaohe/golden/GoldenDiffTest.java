package org.kaohe.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoldenDiffTest {

  @Test
  void theSameRowsInAnotherOrderAndNotationAgree() {
    assertThat(
            GoldenDiff.between(
                "scores",
                table("unit,score", "a,8.00", "b,", "c,15.583333333333"),
                table("unit,score", "c,15.583333", "a,8", "b,")))
        .isEmpty();
  }

  @Test
  void aNumberBeyondTheToleranceIsShownAsAPairAndCountedByColumn() {
    assertThat(
            GoldenDiff.between(
                "scores",
                table("unit,score", "a,8.00", "b,1"),
                table("unit,score", "a,8.01", "b,1")))
        .isEqualToNormalizingNewlines(
            """
            --- expected scores
            +++ actual scores
            @@ 1 rows agree, 1 differ, 0 missing, 0 not expected @@
            @@ score differs in 1 rows @@
             unit,score
            -a,8.00
            +a,8.01
            """);
  }

  @Test
  void rowsOnOneSideOnlyAreMissingOrNotExpected() {
    assertThat(GoldenDiff.between("t", table("unit,score", "a,1"), table("unit,score", "b,1")))
        .contains("0 rows agree, 0 differ, 1 missing, 1 not expected")
        .contains("-a,1")
        .contains("+b,1");
  }

  @Test
  void aRepeatedRowIsADifference() {
    assertThat(
            GoldenDiff.between("t", table("unit,score", "a,1"), table("unit,score", "a,1", "a,1")))
        .contains("1 rows agree, 0 differ, 0 missing, 1 not expected");
  }

  @Test
  void aNumberIsNotNoValue() {
    assertThat(GoldenDiff.between("t", table("unit,score", "a,"), table("unit,score", "a,0")))
        .contains("@@ score differs in 1 rows @@");
  }

  private static GoldenTable table(String header, String... rows) {
    return new GoldenTable(
        List.of(header.split(",")),
        Set.of("score"),
        Arrays.stream(rows).map(row -> List.of(row.split(",", -1))).toList());
  }
}
