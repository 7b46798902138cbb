package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.atLeast;
import static org.kaohe.scorecard.Given.cell;
import static org.kaohe.scorecard.Given.item;
import static org.kaohe.scorecard.Given.number;
import static org.kaohe.scorecard.Given.section;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Rule;

/** A period that still runs (RULES R39) and the years of a scheme (R40). */
class OpenPeriodTest {
  /** The 133rd day of 365: 36.44 % of a running total should be done. */
  private static final LocalDate IN_MAY = LocalDate.of(2025, 5, 13);

  private static final Scorecard CARD =
      Given.card(
          section(
              "core",
              "100",
              item("SUM", "60", new Rule.Ratio(Optional.empty())),
              item("LEVEL", "40", new Rule.Ratio(Optional.empty()))));

  private static Ranking.Place scored(LocalDate businessDate, String sum, String level) {
    Scorecard graded =
        Given.graded(CARD, List.of(), Given.grade("优秀", "90"), Given.grade("合格", "0"));
    Definitions definitions =
        Given.definitions(
            List.of(Given.unit("u", Given.CLASS)),
            List.of(
                Given.running(Given.counted("SUM", Indicator.Direction.HIGHER)),
                Given.given("LEVEL", Indicator.Direction.HIGHER, 2)),
            List.of(),
            graded);
    UnitFacts facts =
        Given.facts(
            "u",
            Given.asOf(cell("SUM", "u", sum, Optional.of(atLeast("1000"))), businessDate),
            Given.asOf(cell("LEVEL", "u", level, Optional.of(atLeast("100"))), businessDate));
    return new Scoring(Scheme.of(graded, definitions, businessDate), Given.YEAR)
        .score(List.of(facts))
        .get(0);
  }

  @Test
  void aRunningTotalIsHeldAgainstWhatShouldBeDoneByNowAndALevelAgainstItsTarget() {
    // 365 of 364.4 are in time; half of the level's target earns half of its points.
    assertThat(scored(IN_MAY, "365", "50").total().total()).contains(number("80.00"));
    // 182.2 is half of 364.4; 182 earns 60 x 182 / 364.4 = 29.97.
    assertThat(scored(IN_MAY, "182", "100").total().total()).contains(number("69.97"));
  }

  @Test
  void theWholeTargetCountsWhenThePeriodIsOver() {
    LocalDate over = LocalDate.of(2025, 12, 31);
    // 365 of 1,000 earn 60 x 0.365 = 21.90.
    assertThat(scored(over, "365", "100").total().total()).contains(number("61.90"));
  }

  @Test
  void nobodyHasAGradeBeforeThePeriodIsOver() {
    assertThat(scored(IN_MAY, "365", "100").rank()).contains(1);
    assertThat(scored(IN_MAY, "365", "100").grade()).isEmpty();
    assertThat(scored(LocalDate.of(2025, 12, 31), "1000", "100").grade()).contains("优秀");
  }

  @Test
  void aSchemeHoldsItsOwnYearsOnly() {
    Scorecard.Years years = new Scorecard.Years(Optional.of(2024), Optional.of(2025));

    assertThat(years.holds(Period.year(2023))).isFalse();
    assertThat(years.holds(Period.parse("2024-Q1").orElseThrow())).isTrue();
    assertThat(years.holds(Period.year(2025))).isTrue();
    assertThat(years.holds(Period.year(2026))).isFalse();
    assertThat(Scorecard.Years.ALL.holds(Period.year(2026))).isTrue();
  }
}
