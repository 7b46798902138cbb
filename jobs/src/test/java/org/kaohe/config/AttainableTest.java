package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.MissingSection;
import org.kaohe.config.Scorecard.PartialItem;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Section;

class AttainableTest {
  @Test
  void everyClassHasARowWithItsSectionsAndTheBonusApart() {
    DefinitionLoader.Loaded good =
        DefinitionLoader.load(Path.of("src", "test", "resources", "definitions", "good"));

    assertThat(good.attainable())
        .containsExactly(
            new Attainable(
                "agencies",
                "agency",
                2,
                number("100"),
                number("100"),
                number("100"),
                List.of(
                    new Attainable.Weight("core", number("70")),
                    new Attainable.Weight("other", number("30"))),
                Optional.of(number("2"))));
  }

  @Test
  void aUnitWithoutItemsInASectionMissesItsWeightUnlessItMoves() {
    Section own = section("own", "40", 1, MissingSection.UNRANKED, item("A", "5", Set.of("u")));
    Section both = section("both", "60", 1, MissingSection.UNRANKED, item("B", "5", Set.of()));
    assertThat(maxima(own, both)).containsEntry("u", "100").containsEntry("v", "60");

    Section moving = section("own", "40", 1, MissingSection.REWEIGHT, item("A", "5", Set.of("u")));
    assertThat(maxima(moving, both)).containsEntry("u", "100").containsEntry("v", "100");
  }

  @Test
  void itemsThatOnlyTakePointsOffCountAmongTheLeastItemsButEarnNothing() {
    Item off = item("OFF", "0", Set.of());
    Item earning = item("A", "5", Set.of());
    assertThat(maxima(section("s", "100", 2, MissingSection.UNRANKED, earning, off)))
        .containsEntry("u", "100");
    assertThat(maxima(section("s", "100", 1, MissingSection.UNRANKED, off)))
        .containsEntry("u", "0");
  }

  private static Map<String, String> maxima(Section... sections) {
    Scorecard card =
        new Scorecard(
            "card",
            Label.of("card"),
            Path.of("conf/scorecards/card.yaml"),
            PeriodKind.YEAR,
            Scorecard.Years.ALL,
            Set.of("county"),
            2,
            false,
            number("100"),
            List.of(sections),
            Optional.empty(),
            List.of(),
            List.of(),
            Scorecard.Mean.ARITHMETIC,
            Optional.empty(),
            Scorecard.Small.NONE);
    Map<String, String> maxima = new java.util.TreeMap<>();
    Attainable.of(card, "county", Map.of("u", unit("u"), "v", unit("v")))
        .forEach((unit, most) -> maxima.put(unit, most.toPlainString()));
    return maxima;
  }

  private static Section section(
      String code, String weight, int leastItems, MissingSection missing, Item... items) {
    return new Section(
        code,
        Label.of(code),
        number(weight),
        leastItems,
        missing,
        Scorecard.Mean.ARITHMETIC,
        List.of(items));
  }

  private static Item item(String code, String points, Set<String> units) {
    return new Item(
        code,
        Label.of(code),
        Optional.empty(),
        Optional.of(code),
        number(points),
        number(points).subtract(number("5")),
        new Rule.YesNo(),
        Optional.of(MissingItem.RANGE),
        PartialItem.RANGE,
        true,
        units,
        false,
        Optional.empty(),
        1);
  }

  private static Unit unit(String code) {
    return new Unit(
        code,
        Label.of(code),
        "county",
        Optional.empty(),
        Set.of("county"),
        Optional.<LocalDate>empty(),
        Optional.empty(),
        List.of());
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
