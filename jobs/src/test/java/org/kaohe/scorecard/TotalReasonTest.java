package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;
import org.kaohe.scorecard.TotalReason.Code;

class TotalReasonTest {
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
        "QUOTA_FULL | | 该等次名额已满 | The quota of the grade is full",
        "TIE_OVER_QUOTA | | 并列超过名额，余下名额不授予 | A tie over the quota: nobody takes the places left",
        "NO_PLACE | 3 | 本类仅 3 个单位，按比例不足一个名额"
            + " | With 3 units in the class the quota gives no place",
        "BINDING | GRN-001,GRN-007 | 约束性指标未达标，限制等次：轮换计划完成率、保管自然损耗率"
            + " | Binding item missed, which limits the grade: Rotation plan completion, Natural"
            + " storage loss",
        "SECTION_WITHOUT_SCORE | cost | 板块无得分：成本与损耗" + " | Section without score: Cost and losses",
        "APPLICABLE | 37.5,60 | 适用分值占比 37.5%，低于 60%，不排名"
            + " | Applicable points 37.5%, below 60%: not ranked",
        "MISSING | XXX-1 | 尚不能计分（缺数据或目标）：XXX-1 | Not scored yet (no data or no target): XXX-1",
      })
  void speaksBothLanguagesAndNamesItemsAndSections(
      Code code, String arguments, String zh, String en) {
    List<String> given = arguments == null ? List.of() : Arrays.asList(arguments.split(","));
    assertThat(TotalReason.words(card, List.of(new TotalReason(code, given))))
        .isEqualTo(new Label(zh, en));
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeHasWords(Code code) {
    assertThat(TotalReason.words(card, List.of(TotalReason.of(code))).zh()).isNotBlank();
  }

  @Test
  void severalAreStoredAsCodesWithTheirArguments() {
    List<TotalReason> reasons =
        List.of(
            TotalReason.of(Code.MISSING, "GRN-001", "A,B(1);2"),
            TotalReason.of(Code.APPLICABLE, "50", "60"));
    assertThat(TotalReason.text(reasons))
        .isEqualTo("missing(GRN-001,A_B_1__2);applicable-points(50,60)");
    assertThat(TotalReason.words(card, reasons).zh())
        .isEqualTo("尚不能计分（缺数据或目标）：轮换计划完成率、A,B(1);2；适用分值占比 50%，低于 60%，不排名");
  }
}
