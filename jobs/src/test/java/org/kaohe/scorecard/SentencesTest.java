package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.number;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Target;
import org.kaohe.config.TargetValue;

/** Sentences over the definitions of the demo, whose plans are in tonnes and weighings in kg. */
class SentencesTest {
  private final Definitions definitions =
      DefinitionLoader.load(Path.of("..").toAbsolutePath().normalize()).definitions().orElseThrow();
  private final Scorecard card =
      Objects.requireNonNull(definitions.scorecards().get("grain-risk-fund"));
  private final Sentences sentences = new Sentences(Scheme.of(card, definitions, Given.LATER));

  @Test
  void partsInDifferentUnitsOfMeasureSayThem() {
    Label sentence = scored("GRN-001", "31919437.5", "32130", "99.34", "100");

    assertThat(sentence.zh())
        .startsWith("轮换计划完成率 = 31,919,437.5 公斤 / 32,130 吨 = 99.34%；目标 100%，未达标；")
        .contains("每 1 个百分点扣 1 分");
    assertThat(sentence.en())
        .startsWith("Rotation plan completion = 31,919,437.5 kg / 32,130 t = 99.34%;");
  }

  @Test
  void partsInTheSameUnitNeedNone() {
    assertThat(scored("GRN-007", "41939.7", "32130000", "0.131", "0.2").zh())
        .startsWith("保管自然损耗率 = 41,939.7 / 32,130,000 = 0.131%；");
  }

  @Test
  void aLimitIsPassedOnTheWorseSide() {
    assertThat(scored("GRN-001", "70", "100", "70.00", "100").zh()).contains("；低于 80% 不得分；");
  }

  @Test
  void whyDataAreMissingIsSaidInTheLanguageOfTheSentence() {
    for (String code : List.of("awaiting-data", "no-value", "small-numbers", "partly-delivered")) {
      Reading reading =
          new Reading(
              "GRN-001",
              Reading.State.MISSING,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              List.of("520000"),
              0,
              false,
              code,
              Set.of(),
              Optional.empty());
      Label sentence =
          sentences.missing(
              item("GRN-001"),
              Optional.of(reading),
              Outcome.Branch.MISSING,
              Optional.empty(),
              MissingItem.RANGE,
              List.of());
      assertThat(sentence.zh()).doesNotContainPattern("[a-z]");
      assertThat(sentence.en()).doesNotContainPattern("\\p{IsHan}");
    }
  }

  private Label scored(
      String code, String numerator, String denominator, String value, String target) {
    Scorecard.Item item = item(code);
    Aim aim = new Aim(new TargetValue.Bound(Target.Operator.REACH, number(target)), "plan x.csv:2");
    Reading reading =
        new Reading(
            code,
            Reading.State.PRESENT,
            Optional.of(number(numerator)),
            Optional.of(number(denominator)),
            Optional.of(number(value)),
            Optional.of(number(value)),
            Map.of("target", aim),
            List.of("520000"),
            1,
            false,
            "",
            Set.of(),
            Optional.empty());
    Direction direction = Objects.requireNonNull(definitions.indicators().get(code)).direction();
    Outcome outcome =
        ItemRules.score(
                item.rule(),
                item.points(),
                BigDecimal.ZERO,
                direction,
                number(value),
                Optional.of(aim))
            .orElseThrow();
    return sentences.scored(
        item,
        Optional.of(reading),
        outcome,
        outcome.points(),
        aim.judge(number(value), direction).map(TargetValue.Standing::met),
        false,
        false,
        List.of());
  }

  private Scorecard.Item item(String code) {
    return card.items().stream().filter(i -> i.code().equals(code)).findFirst().orElseThrow();
  }
}
