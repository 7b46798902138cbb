package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.atLeast;
import static org.kaohe.scorecard.Given.cell;
import static org.kaohe.scorecard.Given.item;
import static org.kaohe.scorecard.Given.number;
import static org.kaohe.scorecard.Given.section;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator;
import org.kaohe.config.Responsibility;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Shares.Of;
import org.kaohe.config.Unit;

/** RULES R1: several appraised units answer for one measured unit, each for its part. */
class SharesTest {
  private static final Rule RATIO = new Rule.Ratio(Optional.empty());

  @Test
  void aShareOfThePointsIsWhatIsAtStakeForTheUnit() {
    // Item A of 10 points is shared 6 : 4 and 80 % reached, B of 10 is whole and met.
    Scorecard card =
        Given.shared(
            Given.card(section("core", "100", item("A", "10", RATIO), item("B", "10", RATIO))),
            Of.POINTS,
            "1");
    Map<String, Ranking.Place> places =
        score(card, List.of(duty("lead", "牵头", "0.6"), duty("helper", "配合", "0.4")), "A");

    ItemLine lead = line(places, "lead", "A");
    assertThat(lead.item().points()).isEqualByComparingTo("6");
    assertThat(lead.points()).contains(number("4.80"));
    assertThat(lead.sentence().zh()).contains("得 4.8 分（满分 6 分）").contains("分担 60%");
    assertThat(line(places, "helper", "A").points()).contains(number("3.20"));
    // 100 x 14.8 / 16 and 100 x 13.2 / 14: the section stays out of a hundred.
    assertThat(total(places, "lead")).isEqualTo("92.50");
    assertThat(total(places, "helper")).isEqualTo("94.29");
  }

  @Test
  void supportWithoutAShareCountsAsTheSchemeSays() {
    Scorecard card =
        Given.shared(
            Given.card(section("core", "100", item("A", "10", RATIO), item("B", "10", RATIO))),
            Of.POINTS,
            "0.5");
    Map<String, Ranking.Place> places =
        score(card, List.of(duty("lead", "牵头", ""), duty("helper", "配合", "")), "A");
    assertThat(line(places, "lead", "A").points()).contains(number("8.00"));
    assertThat(line(places, "helper", "A").points()).contains(number("4.00"));
  }

  @Test
  void aShareOfTheQuantityIsTakenOfValueAndTargetOfWhatAddsUp() {
    // 80 of a target of 100 are counted; 60 % of both are 48 of 60 and give the same 8 points.
    Scorecard card =
        Given.shared(
            Given.card(section("core", "100", item("N", "10", RATIO), item("B", "10", RATIO))),
            Of.QUANTITY,
            "1");
    Map<String, Ranking.Place> places =
        score(card, List.of(duty("lead", "牵头", "0.6"), duty("helper", "配合", "0.4")), "N");
    ItemLine lead = line(places, "lead", "N");
    assertThat(lead.reading().flatMap(Reading::value)).contains(number("48"));
    assertThat(lead.aim().flatMap(Aim::value).orElseThrow()).isEqualByComparingTo("60");
    assertThat(lead.item().points()).isEqualByComparingTo("10");
    assertThat(lead.points()).contains(number("8.00"));
  }

  @Test
  void withoutARuleEverybodyAnswersForTheWhole() {
    Scorecard card =
        Given.card(section("core", "100", item("A", "10", RATIO), item("B", "10", RATIO)));
    Map<String, Ranking.Place> places =
        score(card, List.of(duty("lead", "牵头", "0.6"), duty("helper", "配合", "0.4")), "A");
    assertThat(line(places, "helper", "A").points()).contains(number("8.00"));
  }

  private static Responsibility duty(String unit, String role, String share) {
    return new Responsibility(
        "test",
        "*",
        unit,
        "place",
        role,
        Given.maybe(share),
        Optional.empty(),
        Optional.empty(),
        Path.of("conf/responsibilities/test.csv"),
        2);
  }

  private static Map<String, Ranking.Place> score(
      Scorecard card, List<Responsibility> duties, String shared) {
    List<Responsibility> about = new ArrayList<>();
    for (Responsibility d : duties) {
      about.add(
          new Responsibility(
              d.scorecard(),
              shared,
              d.unit(),
              d.measured(),
              d.role(),
              d.share(),
              d.from(),
              d.to(),
              d.file(),
              d.line()));
    }
    List<Indicator> indicators =
        Scheme.codes(card).stream()
            .map(
                c ->
                    c.equals("N")
                        ? Given.counted(c, Indicator.Direction.HIGHER)
                        : Given.given(c, Indicator.Direction.HIGHER, 2))
            .toList();
    List<Unit> units =
        List.of(
            Given.unit("lead", Given.CLASS),
            Given.unit("helper", Given.CLASS),
            Given.unit("place", Given.CLASS));
    Scheme scheme = Scheme.of(card, Given.definitions(units, indicators, about, card), Given.LATER);
    return new Scoring(scheme, Given.YEAR)
            .score(
                duties.stream()
                    .map(
                        d ->
                            Given.facts(
                                d.unit(),
                                cell(shared, "place", "80", Optional.of(atLeast("100"))),
                                cell("B", d.unit(), "100", Optional.of(atLeast("100")))))
                    .toList())
            .stream()
            .collect(Collectors.toMap(p -> p.total().unit(), p -> p));
  }

  private static ItemLine line(Map<String, Ranking.Place> places, String unit, String item) {
    return place(places, unit).total().lines().stream()
        .filter(l -> l.item().code().equals(item))
        .findFirst()
        .orElseThrow();
  }

  private static String total(Map<String, Ranking.Place> places, String unit) {
    return place(places, unit).total().total().orElseThrow().toPlainString();
  }

  private static Ranking.Place place(Map<String, Ranking.Place> places, String unit) {
    return Optional.ofNullable(places.get(unit)).orElseThrow();
  }
}
