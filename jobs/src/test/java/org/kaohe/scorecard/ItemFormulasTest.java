package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.facts;
import static org.kaohe.scorecard.Given.item;
import static org.kaohe.scorecard.Given.number;
import static org.kaohe.scorecard.Given.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.config.Indicator;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Input;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Unit;

class ItemFormulasTest {
  /** 1,000,000 x (0.00274 / 1) squared is 7.5076, wherever the million stands. */
  @ParameterizedTest
  @ValueSource(strings = {"(n / d) * (n / d) * 1000000", "1000000 * (n / d) * (n / d)"})
  void theOrderOfFactorsChangesNothing(String points) {
    ItemLine line =
        only(
            card(
                item(
                    "R",
                    "10",
                    formula(Map.of("n", of("numerator"), "d", of("denominator")), points))),
            cell("R", "R", "2.74", "2.74", "0.00274", "1"));

    assertThat(line.points()).contains(number("7.51"));
    assertThat(line.pointsExact().orElseThrow()).isEqualByComparingTo("7.5076");
  }

  @Test
  void anInputKeepsAllItsDecimals() {
    Scorecard card = Given.exact(card(item("A", "100", formula(Map.of("v", of("value")), "v"))));

    ItemLine line = only(card, cell("A", "A", "33.33", "33.333333333333333333", "", ""));

    assertThat(line.pointsExact().orElseThrow()).isEqualByComparingTo("33.333333333333333333");
    assertThat(line.inputs().get(0).value().orElseThrow())
        .isEqualByComparingTo("33.333333333333333333");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a + b",
        "least(10, b)",
        "greatest(0, b)",
        "coalesce(b, 0)",
        "CASE WHEN b > 1 THEN 10 ELSE 0 END",
        "if(b IS NULL, 10, 0)"
      })
  void aMissingInputMakesNoPoints(String points) {
    ItemLine line = only(card(two(points)), cell("A", "A", "7"), cell("A", "B", ""));

    assertThat(line.status()).isEqualTo(ItemLine.Status.MISSING_DATA);
    assertThat(line.branch()).isEqualTo(Outcome.Branch.MISSING);
    assertThat(line.points()).isEmpty();
  }

  @Test
  void aMissingInputTakesTheDefaultThatTheItemNames() {
    ItemLine line =
        only(
            card(two("a + b", new Input.Default(maybe("1.5")))),
            cell("A", "A", "7"),
            cell("A", "B", ""));

    assertThat(line.points()).contains(number("8.50"));
    assertThat(line.inputs())
        .contains(new ItemLine.Input("b", maybe("1.5"), "default"))
        .filteredOn(i -> i.name().equals("a"))
        .allSatisfy(i -> assertThat(i.source()).startsWith("A@u"));
  }

  @Test
  void anInputThatMayBeBlankIsSeenByCoalesceAndByNothingElse() {
    Input.Default blank = new Input.Default(Optional.empty());

    assertThat(
            only(card(two("a + coalesce(b, 2)", blank)), cell("A", "A", "7"), cell("A", "B", ""))
                .points())
        .contains(number("9.00"));
    assertThat(
            only(card(two("greatest(a, b)", blank)), cell("A", "A", "7"), cell("A", "B", ""))
                .points())
        .isEmpty();
  }

  @Test
  void theItemsOwnMissingIndicatorTakesItsDefaultToo() {
    Input own =
        new Input(
            Optional.empty(),
            "value",
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Input.Default(maybe("0"))));
    Scorecard card = card(item("A", "10", formula(Map.of("a", own), "10 - a")));

    assertThat(only(card, cell("A", "A", "")).points()).contains(number("10.00"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10 / (b - 2)      | 公式无结果（除数为零） | (division by zero)",
        "a / neg           | 公式无结果（除数为负） | (division by a negative quantity)",
        "a * 1e30 * 1e30   | 公式无结果（数值过大） | (the number is too large)",
        "sqrt(0 - a)       | 公式无结果（负数不能开方、取对数） | (root or logarithm",
      })
  void noAnswerComesWithItsReason(String points, String zh, String en) {
    ItemLine line =
        only(card(three(points)), cell("A", "A", "7"), cell("A", "B", "2"), cell("A", "NEG", "-3"));

    assertThat(line.branch()).isEqualTo(Outcome.Branch.FORMULA_EMPTY);
    assertThat(line.sentence().zh()).contains(zh);
    assertThat(line.sentence().en()).contains(en);
    // Nobody owed an answer: the item is open, and costs no points.
    assertThat(line.open()).isTrue();
  }

  @Test
  void aStepWithoutAnAnswerCostsOnlyWhatNeedsIt() {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("bad", "a / 0");
    steps.put("good", "a * 2");
    Scorecard card =
        card(
            item("A", "20", new Rule.Formula(Map.of("a", of("value")), steps, "good")),
            item("B", "20", new Rule.Formula(Map.of("a", of("value")), steps, "good + bad")));

    List<ItemLine> lines = lines(card, cell("A", "A", "7"), cell("B", "B", "7"));

    assertThat(lines.get(0).points()).contains(number("14.00"));
    assertThat(lines.get(0).inputs()).contains(new ItemLine.Input("bad", Optional.empty(), "step"));
    assertThat(lines.get(1).points()).isEmpty();
    assertThat(lines.get(1).sentence().zh()).contains("公式无结果（bad 除数为零）");
  }

  /** An answer that nobody owed is no zero for later items either. */
  @Test
  void aLaterItemMakesNoPointsOfAFormulaWithoutAnAnswer() {
    Input first = new Input(Optional.empty(), "value", Optional.of("A"), Optional.of("points"));
    Scorecard card =
        card(
            item("A", "20", formula(Map.of("a", of("value")), "a / 0")).missing(MissingItem.ZERO),
            item("B", "20", formula(Map.of("p", first), "10 + p")).withoutIndicator());

    assertThat(lines(card, cell("A", "A", "7")).get(1).points()).isEmpty();
  }

  private static Given.Item two(String points) {
    return item("A", "10", formula(Map.of("a", of("value"), "b", other("B")), points));
  }

  private static Given.Item two(String points, Input.Default fallback) {
    Input b = other("B");
    Input named = new Input(b.indicator(), "value", b.item(), b.step(), Optional.of(fallback));
    return item("A", "10", formula(Map.of("a", of("value"), "b", named), points));
  }

  private static Given.Item three(String points) {
    return item(
        "A", "10", formula(Map.of("a", of("value"), "b", other("B"), "neg", other("NEG")), points));
  }

  private static Rule formula(Map<String, Input> inputs, String points) {
    return new Rule.Formula(inputs, Map.of(), points);
  }

  private static Input of(String quantity) {
    return new Input(Optional.empty(), quantity, Optional.empty(), Optional.empty());
  }

  private static Input other(String indicator) {
    return new Input(Optional.of(indicator), "value", Optional.empty(), Optional.empty());
  }

  private static Optional<BigDecimal> maybe(String number) {
    return Given.maybe(number);
  }

  private static Scorecard card(Given.Item... items) {
    return Given.card(section("core", "100", items));
  }

  private static CellFact cell(String item, String indicator, String value) {
    return cell(item, indicator, value, value, "", "");
  }

  private static CellFact cell(
      String item, String indicator, String value, String exact, String above, String below) {
    CellFact cell = Given.cell(indicator, "u", value, exact, above, below, Optional.empty());
    return new CellFact(
        item,
        indicator,
        cell.measured(),
        cell.status(),
        cell.numerator(),
        cell.denominator(),
        cell.value(),
        cell.exact(),
        cell.coverage(),
        cell.aim(),
        cell.reason(),
        cell.silent(),
        cell.asOf());
  }

  private static ItemLine only(Scorecard card, CellFact... cells) {
    List<ItemLine> lines = lines(card, cells);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<ItemLine> lines(Scorecard card, CellFact... cells) {
    List<Indicator> indicators = new ArrayList<>();
    for (String code : Scheme.codes(card)) {
      indicators.add(
          code.equals("R")
              ? Given.ratio(code, Indicator.Direction.HIGHER, 1000, Optional.empty())
              : Given.given(code, Indicator.Direction.HIGHER, 2));
    }
    List<Unit> units = List.of(Given.unit("u", Given.CLASS));
    Scheme scheme =
        Scheme.of(card, Given.definitions(units, indicators, List.of(), card), Given.LATER);
    UnitFacts unit = facts("u", cells);
    return new UnitLines(
            scheme,
            Given.YEAR,
            unit.with(new ItemFormulas(scheme).values(new UnitLines(scheme, Given.YEAR, unit))))
        .all(Map.of());
  }
}
