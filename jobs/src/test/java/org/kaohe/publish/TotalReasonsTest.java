package org.kaohe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;

class TotalReasonsTest {
  private final Scorecard card =
      Objects.requireNonNull(
          DefinitionLoader.load(Path.of("..").toAbsolutePath().normalize())
              .definitions()
              .orElseThrow()
              .scorecards()
              .get("grain-risk-fund"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quota of the grade is full | 该等次名额已满 | The quota of the grade is full",
        "quota gives no place in a class of: 3 | 本类仅 3 个单位，按比例不足一个名额"
            + " | With 3 units in the class the quota gives no place",
        "rounding decided the grade | 四舍五入影响等次 | Rounding decided the grade",
        "binding item missed: GRN-001, GRN-007 | 约束性指标未达标，限制等次：轮换计划完成率、保管自然损耗率"
            + " | Binding item missed, which limits the grade: Rotation plan completion, Natural"
            + " storage loss",
        "missing: GRN-015 | 尚不能计分（缺数据或目标）：轮换价差补贴支出"
            + " | Not scored yet (no data or no target): Rotation price-gap subsidy",
        "section without score: cost | 板块无得分：成本与损耗 | Section without score: Cost and losses",
        "no section has a score | 所有板块均无得分 | No section has a score",
        "without score | 无得分 | Without score",
        "applicable points 37.5%, less than 60% | 适用分值占比 37.5%，低于 60%，不排名"
            + " | Applicable points 37.5%, below 60%: not ranked",
      })
  void speakBothLanguagesAndNameItemsAndSections(String stored, String zh, String en) {
    assertThat(TotalReasons.words(card, stored)).isEqualTo(new Label(zh, en));
  }

  @Test
  void severalAreOneSentenceEach() {
    assertThat(
            TotalReasons.words(card, "missing: GRN-001; applicable points 50%, less than 60%").zh())
        .isEqualTo("尚不能计分（缺数据或目标）：轮换计划完成率；适用分值占比 50%，低于 60%，不排名");
  }

  @Test
  void whatNobodyKnowsStaysAsItIs() {
    assertThat(TotalReasons.words(card, "the moon: full").zh()).isEqualTo("the moon: full");
    assertThat(TotalReasons.words(card, "missing: XXX-1").zh()).endsWith("：XXX-1");
  }
}
