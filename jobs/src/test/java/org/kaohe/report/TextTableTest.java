package org.kaohe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void hanCharactersTakeTwoPlacesAndNumbersStandRight() {
    String text =
        new TextTable(List.of("单位", ">总分"))
            .add(List.of("贵州省", "85.18"))
            .add(List.of("Dali", "100"))
            .text();
    assertThat(text)
        .isEqualTo(
            """
            单位     总分
            ------  -----
            贵州省  85.18
            Dali      100
            """);
  }

  @Test
  void widthKnowsRareHanFullWidthSignsAndCombiningMarks() {
    assertThat(TextTable.width("𠮷")).isEqualTo(2);
    assertThat(TextTable.width("（）")).isEqualTo(4);
    assertThat(TextTable.width("e\u0301")).isEqualTo(1);
    assertThat(TextTable.width("A1")).isEqualTo(2);
  }

  @Test
  void cuttingNeverSplitsACharacter() {
    assertThat(TextTable.cut("贵州省", 6)).isEqualTo("贵州省");
    assertThat(TextTable.cut("贵州省", 5)).isEqualTo("贵州…");
    assertThat(TextTable.cut("贵州省", 4)).isEqualTo("贵…");
  }

  @Test
  void lineBreaksInCellsDoNotBreakTheTable() {
    assertThat(new TextTable(List.of("a")).add(List.of("x\ny\tz")).text()).contains("x y z");
  }
}
