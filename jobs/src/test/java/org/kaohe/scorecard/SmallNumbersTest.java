package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.atMost;
import static org.kaohe.scorecard.Given.cell;
import static org.kaohe.scorecard.Given.item;
import static org.kaohe.scorecard.Given.number;
import static org.kaohe.scorecard.Given.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Rule;

/** RULES R9: at 5.2 per mille 20 events are to be expected of 3,847 births. */
class SmallNumbersTest {
  private static final Optional<Aim> TARGET = Optional.of(atMost("5.2"));
  private static final Scorecard CARD =
      Given.card(
          section(
              "core", "100", item("R", "8", new Rule.Ratio(Optional.of(Rule.Ratio.Form.INVERSE)))));

  @Test
  void threeYearsOfAThousandBirthsAreStillMonitoredOnly() {
    // 9, 3 and 3 deaths of 1,000 births each: 15 of 3,000 are 5.00, met, but 15.6 are expected.
    ItemLine line = line(Given.small(CARD, 3, false), years("1000", "9", "3", "3"), List.of());
    assertThat(line.reading().flatMap(Reading::value)).contains(number("5.00"));
    assertThat(line.counted()).isFalse();
    assertThat(line.sentence().zh()).contains("监测不计分").contains("合并 3 期计算");
  }

  @Test
  void threeYearsOfTwoThousandBirthsCount() {
    // 18, 6 and 6 of 2,000 each are 30 of 6,000, 5.00, where 31.2 are expected.
    ItemLine line = line(Given.small(CARD, 3, false), years("2000", "18", "6", "6"), List.of());
    assertThat(line.counted()).isTrue();
    assertThat(line.met()).contains(true);
    assertThat(line.reading().map(Reading::measured)).contains(List.of("u"));
    assertThat(line.points()).contains(number("8.00"));
    // Of the year alone 9.00 would earn 8 x 5.2 / 9 = 4.62, were it not too small.
    assertThat(line(CARD, years("2000", "18"), List.of()).counted()).isFalse();
  }

  @Test
  void aYearOfTheSpanThatIsMissingMakesTheWholeIncomplete() {
    ItemLine line = line(Given.small(CARD, 3, false), years("2000", "6", "6", ""), List.of());
    assertThat(line.reading().map(Reading::partial)).contains(true);
  }

  @Test
  void aUnitThatIsTooSmallIsScoredByTheUnitAbove() {
    List<UnitFacts.Spare> above =
        List.of(spare(true, 0, cell("R", "city", "6.50", "6.5", "260", "40000", TARGET)));
    ItemLine line = line(Given.small(CARD, 1, true), years("1000", "3"), above);
    // 8 x 5.2 / 6.5 = 6.40 by the city, though the unit itself would have met the target.
    assertThat(line.counted()).isTrue();
    assertThat(line.points()).contains(number("6.40"));
    assertThat(line.sentence().zh()).contains("按上级 city 的数计分");
    // A unit that is large enough is scored by its own number.
    ItemLine large = line(Given.small(CARD, 1, true), years("5000", "15"), above);
    assertThat(large.points()).contains(number("8.00"));
    assertThat(large.reading().map(Reading::measured)).contains(List.of("u"));
  }

  @Test
  void theSpanIsTheSameForAllUnitsAndEndsWithTheScoredPeriod() {
    assertThat(Spans.of(Given.small(CARD, 3, false), List.of(Period.year(2025))))
        .extracting(s -> s.read().text() + " " + s.back())
        .containsExactly("2025 0", "2024 1", "2023 2");
    Period quarter = Period.parse("2025-Q1").orElseThrow();
    assertThat(Spans.of(Given.small(CARD, 2, false), List.of(quarter)))
        .extracting(s -> s.read().text())
        .containsExactly("2025-Q1", "2024-Q4");
  }

  /** This year's deaths, then those of the years before. */
  private static List<CellFact> years(String births, String... deaths) {
    List<CellFact> years = new ArrayList<>();
    for (String d : deaths) {
      String rate =
          d.isEmpty()
              ? ""
              : Decimals.divide(number(d).multiply(number("1000")), number(births))
                  .setScale(2, java.math.RoundingMode.HALF_UP)
                  .toPlainString();
      years.add(
          cell(
              "R",
              "u",
              rate,
              rate,
              d,
              d.isEmpty() ? "" : births,
              years.isEmpty() ? TARGET : Optional.of(atMost("1"))));
    }
    return years;
  }

  private static UnitFacts.Spare spare(boolean above, int back, CellFact cell) {
    return new UnitFacts.Spare(above, back, cell);
  }

  private static ItemLine line(Scorecard card, List<CellFact> years, List<UnitFacts.Spare> above) {
    List<UnitFacts.Spare> spare = new ArrayList<>(above);
    for (int back = 1; back < years.size(); back++) {
      spare.add(spare(false, back, years.get(back)));
    }
    Scheme scheme =
        Scheme.of(
            card,
            Given.definitions(
                List.of(Given.unit("u", Given.CLASS), Given.unit("city", Given.CLASS)),
                List.of(Given.ratio("R", Indicator.Direction.LOWER, 1000, Optional.of(20))),
                List.of(),
                card),
            Given.LATER);
    return new Scoring(scheme, Given.YEAR)
        .score(List.of(Given.facts("u", years.get(0)).withSpare(spare)))
        .get(0)
        .total()
        .lines()
        .get(0);
  }
}
