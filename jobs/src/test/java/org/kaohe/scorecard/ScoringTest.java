package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.atLeast;
import static org.kaohe.scorecard.Given.atMost;
import static org.kaohe.scorecard.Given.cell;
import static org.kaohe.scorecard.Given.facts;
import static org.kaohe.scorecard.Given.grade;
import static org.kaohe.scorecard.Given.item;
import static org.kaohe.scorecard.Given.number;
import static org.kaohe.scorecard.Given.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Mean;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.MissingSection;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Unit;

/** Sections, totals, ranks and grades (RULES R18, R20, R21, R23). */
class ScoringTest {
  private static final Optional<Aim> NO_AIM = Optional.empty();

  /** With a target of 100 and full marks 100 this hands the value on as points. */
  private static final Rule AS_DELIVERED = new Rule.Ratio(Optional.empty());

  /** R21, the negative list read as held: a section of ten points, not applied again. */
  @Test
  void guizhouTotalsSixtyThirtyTenAndBonus() {
    // Core 92.40, leaders 95.00, 1.5 points off the list: 55.44 + 28.50 + 8.50.
    Scorecard card =
        Given.card(
            section("core", "60", item("CORE", "100", AS_DELIVERED)),
            section("leaders", "30", item("LEAD", "100", AS_DELIVERED)),
            section("negative-list", "10", item("NEG", "10", new Rule.CountDeduct(number("0.5")))));
    UnitFacts facts =
        facts(
            "u",
            cell("CORE", "u", "92.40", Optional.of(atLeast("100"))),
            cell("LEAD", "u", "95.00", Optional.of(atLeast("100"))),
            cell("NEG", "u", "3", NO_AIM),
            cell("PLUS", "u", "2", Optional.of(atLeast("2"))));
    assertThat(only(card, facts).total().total()).contains(number("92.44"));

    Scorecard withBonus = Given.with(card, Given.bonus("5", item("PLUS", "2", new Rule.YesNo())));
    assertThat(only(withBonus, facts).total().total()).contains(number("94.44"));
    Scorecard capped = Given.with(card, Given.bonus("1.5", item("PLUS", "2", new Rule.YesNo())));
    assertThat(only(capped, facts).total().total()).contains(number("93.94"));
  }

  @Test
  void missingDataOfAProviderGivesARangeWithoutRankThatNamesTheItem() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "60", new Rule.YesNo()),
                item("B", "40", new Rule.YesNo())));
    Ranking.Place place =
        only(
            card,
            facts(
                "u",
                cell("A", "u", "1", Optional.of(atLeast("1"))),
                cell("B", "u", "", Optional.of(atLeast("1")))));

    assertThat(place.total().total()).isEmpty();
    assertThat(place.total().low()).isEqualByComparingTo("60");
    assertThat(place.total().high()).isEqualByComparingTo("100");
    assertThat(place.rank()).isEmpty();
    assertThat(TotalReason.text(place.reasons())).isEqualTo("missing(B)");
  }

  @Test
  void missingDataThatTheUnitOwedCostsItThePoints() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "60", new Rule.YesNo()),
                item("B", "40", new Rule.YesNo()).missing(MissingItem.ZERO)));
    Ranking.Place place =
        only(
            card,
            facts(
                "u",
                cell("A", "u", "1", Optional.of(atLeast("1"))),
                cell("B", "u", "", Optional.of(atLeast("1")))));

    assertThat(place.total().total()).contains(number("60.00"));
    assertThat(place.rank()).contains(1);
    assertThat(line(place, "B").status()).isEqualTo(ItemLine.Status.MISSING_DATA);
    assertThat(line(place, "B").sentence().zh()).contains("可申诉");
  }

  @Test
  void whoOwedTheMissingDataDecidesWhetherItCostsPoints() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "60", new Rule.YesNo()),
                item("B", "40", new Rule.YesNo())));
    UnitFacts own =
        facts(
            "u",
            cell("A", "u", "1", Optional.of(atLeast("1"))),
            cell("B", "u", "", Optional.of(atLeast("1"))));
    UnitFacts ofAnother =
        facts(
            "u",
            cell("A", "u", "1", Optional.of(atLeast("1"))),
            cell("B", "county", "", Optional.of(atLeast("1"))));

    assertThat(first(card, d -> Given.provided(d, "u"), own).total().total())
        .contains(number("60.00"));
    assertThat(line(first(card, d -> Given.provided(d, "u"), own), "B").sentence().zh())
        .contains("应由本单位报送");
    assertThat(first(card, d -> Given.provided(d, "each"), own).total().total())
        .contains(number("60.00"));
    assertThat(first(card, d -> Given.provided(d, "statistics"), own).total().total()).isEmpty();
    Ranking.Place blameless = first(card, d -> Given.provided(d, "each"), ofAnother);
    assertThat(blameless.total().total()).isEmpty();
    assertThat(line(blameless, "B").sentence().zh()).contains("应由监测对象各自报送");
    assertThat(blameless.total().high()).isEqualByComparingTo("100");
  }

  @Test
  void anItemThatAPaperTakesFromTheUnitLeavesNumeratorAndDenominatorWhileItIsInForce() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "80", new Rule.CountDeduct(number("8"))),
                item("B", "20", new Rule.YesNo())));
    UnitFacts facts =
        facts("u", cell("A", "u", "1", NO_AIM), cell("B", "u", "0", Optional.of(atLeast("1"))));

    Ranking.Place taken =
        first(
            card,
            d -> Given.taken(d, Given.paper("B", "u", "2025-12-31", "", "黔考〔2025〕3号")),
            facts);
    // 72 of 80 points: 90; with the missed item it would be 72 of 100.
    assertThat(taken.total().total()).contains(number("90.00"));
    assertThat(line(taken, "B").status()).isEqualTo(ItemLine.Status.NOT_APPLICABLE);
    assertThat(line(taken, "B").sentence().zh()).contains("黔考〔2025〕3号", "2025-12-31");

    Ranking.Place notYet =
        first(card, d -> Given.taken(d, Given.paper("B", "u", "2026-01-01", "", "x")), facts);
    Ranking.Place noLonger =
        first(
            card,
            d -> Given.taken(d, Given.paper("B", "u", "2024-01-01", "2025-12-30", "x")),
            facts);
    assertThat(List.of(notYet, noLonger))
        .allSatisfy(p -> assertThat(p.total().total()).contains(number("72.00")));
  }

  @Test
  void aTargetThatNobodySetNeverCostsTheUnitPoints() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "60", new Rule.YesNo()),
                item("B", "40", new Rule.YesNo()).missing(MissingItem.ZERO)));
    Ranking.Place place =
        only(
            card,
            facts(
                "u", cell("A", "u", "1", Optional.of(atLeast("1"))), cell("B", "u", "7", NO_AIM)));

    assertThat(line(place, "B").branch()).isEqualTo(Outcome.Branch.NO_TARGET);
    assertThat(place.total().total()).isEmpty();
    assertThat(place.total().high()).isEqualByComparingTo("100");
  }

  @Test
  void skippedAndInapplicableItemsLeaveNumeratorAndDenominator() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "60", new Rule.CountDeduct(number("6"))),
                item("B", "20", new Rule.YesNo()).missing(MissingItem.SKIP),
                item("C", "20", new Rule.YesNo()).onlyFor("somebody-else")));
    Ranking.Place place =
        only(
            card,
            facts("u", cell("A", "u", "1", NO_AIM), cell("B", "u", "", Optional.of(atLeast("1")))));

    // 54 of 60 points; three quarters of what was asked of the unit are there.
    assertThat(place.total().total()).contains(number("90.00"));
    assertThat(place.rank()).contains(1);
    assertThat(line(place, "C").status()).isEqualTo(ItemLine.Status.NOT_APPLICABLE);
    assertThat(line(place, "C").branch()).isEqualTo(Outcome.Branch.NOT_ADDRESSED);
  }

  /** R20: below 60 % applicable points the unit is not ranked, at 60 % it is. */
  @Test
  void aUnitWithFewApplicablePointsIsNotRanked() {
    Ranking.Place few = applicable("59", "41");
    assertThat(few.total().total()).contains(number("100.00"));
    assertThat(few.rank()).isEmpty();
    assertThat(reason(few)).isEqualTo("applicable-points(59,60)");

    assertThat(applicable("60", "40").rank()).contains(1);
  }

  private static Ranking.Place applicable(String there, String leftOut) {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", there, new Rule.YesNo()),
                item("B", leftOut, new Rule.YesNo()).missing(MissingItem.SKIP)));
    return only(
        card,
        facts(
            "u",
            cell("A", "u", "1", Optional.of(atLeast("1"))),
            cell("B", "u", "", Optional.of(atLeast("1")))));
  }

  @Test
  void uncountedItemsAreShownButMoveNothing() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "10", new Rule.YesNo()),
                item("B", "10", new Rule.YesNo()).uncounted()));
    Ranking.Place place =
        only(
            card,
            facts(
                "u",
                cell("A", "u", "1", Optional.of(atLeast("1"))),
                cell("B", "u", "0", Optional.of(atLeast("1")))));

    assertThat(place.total().total()).contains(number("100.00"));
    assertThat(line(place, "B").points()).contains(number("0.00"));
    assertThat(line(place, "B").sentence().zh()).contains("监测不计分");
  }

  @Test
  void negativePointsAndItemsOfZeroPointsEnterOnlyTheNumerator() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "10", new Rule.YesNo()),
                item("B", "0", new Rule.CountDeduct(number("1"))).floor("-5")));
    Ranking.Place place =
        only(
            card,
            facts(
                "u", cell("A", "u", "1", Optional.of(atLeast("1"))), cell("B", "u", "2", NO_AIM)));

    assertThat(place.total().total()).contains(number("80.00"));
    assertThat(line(place, "B").sentence().zh()).endsWith("扣 2 分");
  }

  /** R21, the negative list read as deduct: points off the total, once, and no weight. */
  @Test
  void aBoardWithoutWeightIsTakenOffTheTotalAsItIs() {
    Scorecard card =
        Given.card(
            section("core", "100", item("A", "10", new Rule.YesNo())),
            section(
                "negative-list",
                "0",
                item("B", "0", new Rule.CountDeduct(number("1.5"))).floor("-10")));
    Ranking.Place place =
        only(
            card,
            facts(
                "u", cell("A", "u", "1", Optional.of(atLeast("1"))), cell("B", "u", "2", NO_AIM)));

    assertThat(place.total().total()).contains(number("97.00"));
  }

  @Test
  void aSectionWithoutScoreGivesItsWeightAwayCountsZeroOrHoldsTheTotal() {
    UnitFacts facts = facts("u", cell("A", "u", "1", Optional.of(atLeast("1"))));

    assertThat(only(twoSections(MissingSection.REWEIGHT), facts).total().total())
        .contains(number("100.00"));
    Ranking.Place zero = only(twoSections(MissingSection.ZERO), facts);
    assertThat(zero.total().total()).contains(number("70.00"));
    Ranking.Place held = only(twoSections(MissingSection.UNRANKED), facts);
    assertThat(held.total().total()).isEmpty();
    assertThat(held.total().low()).isEqualByComparingTo("70");
    assertThat(held.total().high()).isEqualByComparingTo("100");
    assertThat(held.rank()).isEmpty();
    assertThat(TotalReason.text(held.reasons())).contains("section-without-score(second)");
  }

  private static Scorecard twoSections(MissingSection policy) {
    return Given.card(
        section("first", "70", item("A", "10", new Rule.YesNo())),
        section(
            "second",
            "30",
            1,
            policy,
            item("B", "10", new Rule.YesNo()).missing(MissingItem.SKIP)));
  }

  @Test
  void pointsBuildOnThePublishedValueAndAFlagTellsWhenRoundingDecided() {
    Scorecard card = Given.card(section("core", "100", item("A", "10", new Rule.YesNo())));
    CellFact rounded = cell("A", "u", "90.00", "89.996", "", "", Optional.of(atLeast("90")));

    ItemLine published = line(only(card, facts("u", rounded)), "A");
    assertThat(published.points()).contains(number("10.00"));
    assertThat(published.roundingDecided()).isTrue();
    assertThat(published.sentence().zh()).endsWith("四舍五入改变了判定");

    ItemLine exact = line(only(Given.exact(card), facts("u", rounded)), "A");
    assertThat(exact.points().orElseThrow()).isEqualByComparingTo("0");
    assertThat(exact.roundingDecided()).isFalse();
  }

  @Test
  void exactSchemesRoundOnlyThePrintedTotal() {
    Scorecard card =
        Given.card(
            section("core", "100", item("A", "3", AS_DELIVERED), item("B", "3", AS_DELIVERED)));
    UnitFacts facts =
        facts(
            "u",
            cell("A", "u", "1", Optional.of(atLeast("9"))),
            cell("B", "u", "1", Optional.of(atLeast("9"))));
    // Published: 0.33 + 0.33 of 6 is 11.00; exact: 2/3 of 6 is 11.11.
    assertThat(only(card, facts).total().total()).contains(number("11.00"));
    assertThat(only(Given.exact(card), facts).total().total()).contains(number("11.11"));
  }

  @Test
  void tooFewExpectedEventsAreShownAndNotCounted() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("R", "8", new Rule.Ratio(Optional.of(Rule.Ratio.Form.INVERSE))).binding(),
                item("A", "10", new Rule.YesNo())));
    Scorecard graded = Given.graded(card, List.of(), grade("优秀", "90"), grade("合格", "0"));
    // 5.2 per mille of 1,000 births are 5.2 expected deaths, fewer than 20.
    Ranking.Place place =
        only(
            graded,
            facts(
                "u",
                cell("R", "u", "9.00", "9", "9", "1000", Optional.of(atMost("5.2"))),
                cell("A", "u", "1", Optional.of(atLeast("1")))));

    assertThat(line(place, "R").counted()).isFalse();
    assertThat(place.total().total()).contains(number("100.00"));
    assertThat(place.rank()).isEmpty();
    assertThat(line(place, "R").bindingMissed()).isFalse();
  }

  @Test
  void unitsThatAreTiedShareARankAndTheNextIsSkipped() {
    assertThat(ranks(Given.card(oneItem()), "90", "85", "85", "80")).containsExactly(1, 2, 2, 4);
  }

  @Test
  void tieBreakSectionsDecideBeforeARankIsShared() {
    Scorecard card =
        Given.graded(
            Given.card(
                section("core", "50", item("A", "100", AS_DELIVERED)),
                section("rest", "50", item("B", "100", AS_DELIVERED))),
            List.of("core"));
    List<Ranking.Place> places =
        score(
            card,
            facts(
                "u1",
                cell("A", "u1", "80", Optional.of(atLeast("100"))),
                cell("B", "u1", "90", Optional.of(atLeast("100")))),
            facts(
                "u2",
                cell("A", "u2", "90", Optional.of(atLeast("100"))),
                cell("B", "u2", "80", Optional.of(atLeast("100")))));
    assertThat(places).extracting(p -> p.total().unit()).containsExactly("u2", "u1");
    assertThat(places).extracting(p -> p.rank().orElseThrow()).containsExactly(1, 2);
  }

  @Test
  void aQuotaIsFilledFromTheTopAndTheThresholdStillHolds() {
    // Floor of 30 % of seven is two places.
    assertThat(grades("30", "99", "98", "97", "96", "85", "70", "50"))
        .containsExactly("优秀", "优秀", "良好", "良好", "良好", "合格", "不合格");
    assertThat(grades("100", "95", "89.99")).containsExactly("优秀", "良好");
  }

  @Test
  void gradesAreCutOnTheShareOfFullMarksAndNotOnTheTotal() {
    // Of 120 marks 优秀 (from 90 %) begins at 108, 良好 (from 80 %) at 96; 95.99 would be 优秀 of 100.
    Scorecard card =
        Given.graded(
            Given.fullMarks(
                Given.card(section("core", "120", item("A", "100", AS_DELIVERED))), "120"),
            List.of(),
            grade("优秀", "90"),
            grade("良好", "80"),
            grade("合格", "0"));

    List<Ranking.Place> places = places(card, "90", "89.99", "80", "79.99");

    assertThat(places)
        .extracting(p -> p.total().total().orElseThrow())
        .containsExactly(number("108.00"), number("107.99"), number("96.00"), number("95.99"));
    assertThat(places)
        .extracting(p -> p.grade().orElseThrow())
        .containsExactly("优秀", "良好", "良好", "合格");
  }

  @Test
  void aTieAcrossTheLastPlaceTakesNoneOfIt() {
    // Two places: the first is taken, the second is claimed by two.
    assertThat(grades("50", "99", "95", "95", "91")).containsExactly("优秀", "良好", "良好", "良好");
  }

  /** R18: the default is no 优秀, however many points the others make good. */
  @Test
  void aMissedBindingItemBarsTheBestGradeAndLeavesItsPlaceToTheNext() {
    Scorecard card =
        Given.graded(
            Given.card(
                section(
                    "core",
                    "100",
                    item("A", "99", AS_DELIVERED),
                    item("B", "1", new Rule.YesNo()).binding())),
            List.of(),
            grade("优秀", "90", "50"),
            grade("良好", "80"),
            grade("合格", "0"));
    List<Ranking.Place> places =
        score(
            card,
            facts(
                "u1",
                cell("A", "u1", "100", Optional.of(atLeast("100"))),
                cell("B", "u1", "0", Optional.of(atLeast("1")))),
            facts(
                "u2",
                cell("A", "u2", "97", Optional.of(atLeast("100"))),
                cell("B", "u2", "1", Optional.of(atLeast("1")))));
    assertThat(places).extracting(p -> p.total().unit()).containsExactly("u1", "u2");
    assertThat(places).extracting(p -> p.grade().orElseThrow()).containsExactly("良好", "优秀");
    assertThat(TotalReason.text(places.get(0).reasons())).isEqualTo("binding-item-missed(B)");
  }

  @Test
  void aBindingItemMayCapTheGradeLower() {
    Scorecard card =
        Given.graded(
            Given.card(
                section(
                    "core",
                    "100",
                    item("A", "99", AS_DELIVERED),
                    item("B", "1", new Rule.YesNo()).binding("合格"))),
            List.of(),
            grade("优秀", "90"),
            grade("良好", "80"),
            grade("合格", "60"),
            grade("不合格", "0"));
    Ranking.Place place =
        only(
            card,
            facts(
                "u",
                cell("A", "u", "100", Optional.of(atLeast("100"))),
                cell("B", "u", "0", Optional.of(atLeast("1")))));
    assertThat(place.grade()).contains("合格");
  }

  @Test
  void valuesOfSeveralUnitsAddUpOrSayThatTheyCannot() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("N", "10", new Rule.CountDeduct(number("1"))),
                item("D", "10", new Rule.YesNo()).missing(MissingItem.ZERO)));
    Ranking.Place place =
        only(
            card,
            facts(
                "u",
                cell("N", "c1", "2", NO_AIM),
                cell("N", "c2", "1", NO_AIM),
                cell("D", "c1", "5", Optional.of(atLeast("1"))),
                cell("D", "c2", "5", Optional.of(atLeast("1")))));

    assertThat(line(place, "N").points()).contains(number("7.00"));
    assertThat(line(place, "D").branch()).isEqualTo(Outcome.Branch.NOT_ADDITIVE);
    assertThat(line(place, "D").points()).isEmpty();
  }

  @Test
  void targetsOfCountsAddUpAndTargetsOfRatesMustAgree() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("N", "10", new Rule.YesNo()),
                item("R", "10", new Rule.YesNo())));
    Ranking.Place place =
        only(
            card,
            facts(
                "u",
                cell("N", "c1", "60", Optional.of(atLeast("50"))),
                cell("N", "c2", "45", Optional.of(atLeast("50"))),
                cell("R", "c1", "1.00", "1", "30", "30000", Optional.of(atMost("5.2"))),
                cell("R", "c2", "9.00", "9", "180", "20000", Optional.of(atMost("5.2")))));

    assertThat(line(place, "N").aim().flatMap(Aim::value)).contains(number("100"));
    assertThat(line(place, "N").met()).contains(true);
    // 210 of 50,000 is 4.2 per mille; the mean of the two rates would be 5.
    assertThat(line(place, "R").reading().flatMap(Reading::value)).contains(number("4.20"));
    assertThat(line(place, "R").met()).contains(true);
  }

  @Test
  void partOfTheMeasuredUnitsIsSaidInTheSentence() {
    Scorecard card =
        Given.card(section("core", "100", item("N", "10", new Rule.CountDeduct(number("1")))));
    Ranking.Place place =
        only(card, facts("u", cell("N", "c1", "2", NO_AIM), cell("N", "c2", "", NO_AIM)));
    assertThat(line(place, "N").sentence())
        .isEqualTo(
            new Label(
                "指标N = 2 例（2 个单位中 1 个有数）；每次扣 1 分；得 8 分（满分 10 分）",
                "Indicator N = 2 cases (1 of 2 units have data); 1 off for each;"
                    + " 8 of 10 points"));
  }

  @Test
  void anIndicatorThatDoesNotExistForTheUnitsClassIsNotApplicable() {
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("A", "10", new Rule.YesNo()),
                item("B", "5", new Rule.YesNo())));
    CellFact absent =
        new CellFact(
            "B",
            "B",
            "depot",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            "",
            Optional.empty());
    Ranking.Place place =
        only(card, facts("u", cell("A", "u", "1", Optional.of(atLeast("1"))), absent));
    assertThat(line(place, "B").status()).isEqualTo(ItemLine.Status.NOT_APPLICABLE);
    assertThat(place.total().total()).contains(number("100.00"));
  }

  private static Scorecard.Section oneItem() {
    return section("core", "100", item("A", "100", AS_DELIVERED));
  }

  private static List<Integer> ranks(Scorecard card, String... totals) {
    return places(card, totals).stream().map(p -> p.rank().orElseThrow()).toList();
  }

  @Test
  void aQuotaTooSmallForTheClassSaysSoInsteadOfBeingFull() {
    Scorecard card =
        Given.graded(Given.card(oneItem()), List.of(), grade("优秀", "90", "20"), grade("良好", "0"));

    assertThat(places(card, "95", "94", "93"))
        .allSatisfy(
            p -> assertThat(TotalReason.text(p.reasons())).isEqualTo("quota-without-place(3)"));
    assertThat(reason(places(card, "95", "94", "93", "92", "91").get(1))).isEqualTo("quota-full");
  }

  @Test
  void aTieOverTheQuotaIsSaidToBeOneAndNotAFullQuota() {
    // R23: 40 % of five are two places; one is taken, two equal units claim the other.
    Scorecard card =
        Given.graded(Given.card(oneItem()), List.of(), grade("优秀", "90", "40"), grade("良好", "0"));

    assertThat(places(card, "99", "95", "95", "94", "80"))
        .extracting(ScoringTest::reason)
        .containsExactly("", "tie-over-quota", "tie-over-quota", "tie-over-quota", "");
    // Three equal ones after both places are taken are not in a tie over them.
    assertThat(places(card, "99", "98", "95", "95", "80"))
        .extracting(ScoringTest::reason)
        .containsExactly("", "", "quota-full", "quota-full", "");
  }

  @Test
  void pointsAndSectionsMayBeTakenTogetherByGeometricAndHarmonicMeans() {
    // Shares 0.9 and 0.4 of equal marks: mean 65, geometric 60, harmonic 2/(1/0.9+1/0.4) = 55.38.
    Scorecard items =
        Given.card(
            section("core", "100", item("A", "10", AS_DELIVERED), item("B", "10", AS_DELIVERED)));
    UnitFacts unequal = values("90", "40");
    assertThat(total(items, Mean.ARITHMETIC, Mean.ARITHMETIC, unequal)).isEqualTo("65.00");
    assertThat(total(items, Mean.ARITHMETIC, Mean.GEOMETRIC, unequal)).isEqualTo("60.00");
    assertThat(total(items, Mean.ARITHMETIC, Mean.HARMONIC, unequal)).isEqualTo("55.38");

    // Sections of 90 and 40 that weigh 75 and 25: (90^3 x 40)^(1/4) = 73.48; 100/(75/90+25/40).
    Scorecard sections =
        Given.card(
            section("core", "75", item("A", "10", AS_DELIVERED)),
            section("other", "25", item("B", "10", AS_DELIVERED)));
    assertThat(total(sections, Mean.ARITHMETIC, Mean.HARMONIC, unequal)).isEqualTo("77.50");
    assertThat(total(sections, Mean.GEOMETRIC, Mean.ARITHMETIC, unequal)).isEqualTo("73.48");
    assertThat(total(sections, Mean.HARMONIC, Mean.ARITHMETIC, unequal)).isEqualTo("68.57");
  }

  @Test
  void aMeanThatAZeroMakesZeroNamesIt() {
    Scorecard card =
        Given.card(
            section("core", "50", item("A", "10", AS_DELIVERED)),
            section("other", "50", item("B", "10", AS_DELIVERED)));
    Ranking.Place place = only(Given.mean(card, Mean.GEOMETRIC, Mean.GEOMETRIC), values("90", "0"));
    assertThat(place.total().total()).contains(number("0.00"));
    assertThat(place.rank()).contains(1);
    assertThat(reason(place)).isEqualTo("mean-of-zero(other)");
    assertThat(TotalReason.text(place.total().sections().get(1).reasons()))
        .isEqualTo("mean-of-zero(B)");
  }

  @Test
  void aMeanOfASectionBelowZeroIsNoneAndTheUnitIsNotRanked() {
    Scorecard card =
        Given.card(
            section("core", "50", item("A", "10", AS_DELIVERED)),
            section(
                "other",
                "50",
                item("B", "10", new Rule.Band(List.of(band("", "50", "-5"), band("50", "", "10"))))
                    .floor("-5")));
    Ranking.Place place =
        only(Given.mean(card, Mean.GEOMETRIC, Mean.ARITHMETIC), values("90", "0"));
    assertThat(place.total().total()).isEmpty();
    assertThat(place.rank()).isEmpty();
    assertThat(reason(place)).isEqualTo("mean-below-zero(other)");
  }

  @Test
  void anItemMayRankAnIndicatorOrAStepOfAFormulaByItsLowerSide() {
    // Ratio steps a/b: 0.5, 0.25, 0.2, 0.2, 0.1; lower is better, two are second.
    Rule.Formula share =
        new Rule.Formula(
            Map.of("a", input("A"), "b", input("B")), Map.of("share", "a / b"), "share * 0");
    Rule rank =
        new Rule.Compare(
            Rule.Compare.By.RANK,
            Optional.of(Indicator.Direction.LOWER),
            Optional.of(
                new Scorecard.Input(
                    Optional.empty(), "value", Optional.of("F"), Optional.of("share"))),
            number("0"),
            Optional.empty(),
            List.of(number("10"), number("8"), number("6"), number("4"), number("2")),
            false,
            Optional.empty());
    Scorecard card =
        Given.card(
            section(
                "core",
                "100",
                item("F", "1", share).withoutIndicator(),
                item("P", "10", rank).withoutIndicator()));
    List<Ranking.Place> places =
        score(
            card,
            compared("u1", "5", "10", "F"),
            compared("u2", "5", "20", "F"),
            compared("u3", "2", "10", "F"),
            compared("u4", "4", "20", "F"),
            compared("u5", "1", "10", "F"));
    assertThat(
            places.stream().collect(Collectors.toMap(p -> p.total().unit(), p -> points(p, "P"))))
        .isEqualTo(Map.of("u1", "2.00", "u2", "4.00", "u3", "8.00", "u4", "8.00", "u5", "10.00"));
    ItemLine last = line(placeOf(places, "u1"), "P");
    assertThat(last.sentence().zh()).contains("列本类 5 个单位第 5");
    assertThat(last.inputs()).extracting(ItemLine.Input::name).contains("value", "rank", "units");
  }

  @Test
  void whoHasNoValueIsNoPeerAndFewerThanFiveAllGetFullMarks() {
    Rule minMax =
        new Rule.Compare(
            Rule.Compare.By.MIN_MAX,
            Optional.empty(),
            Optional.empty(),
            number("0"),
            Optional.empty(),
            List.of(),
            false,
            Optional.empty());
    Scorecard card = Given.card(section("core", "100", item("A", "10", minMax)));
    List<Ranking.Place> five =
        score(
            card,
            alone("u1", "0"),
            alone("u2", "5"),
            alone("u3", "6"),
            alone("u4", "8"),
            alone("u5", "10"),
            alone("u6", ""));
    assertThat(points(placeOf(five, "u2"), "A")).isEqualTo("5.00");
    assertThat(line(placeOf(five, "u6"), "A").points()).isEmpty();

    List<Ranking.Place> four =
        score(
            card,
            alone("u1", "0"),
            alone("u2", "5"),
            alone("u3", "6"),
            alone("u4", "8"),
            alone("u5", ""));
    assertThat(points(placeOf(four, "u1"), "A")).isEqualTo("10.00");
    assertThat(line(placeOf(four, "u1"), "A").sentence().zh()).contains("仅 4 个，不足 5 个，均得满分");
  }

  private static Scorecard.Input input(String indicator) {
    return new Scorecard.Input(Optional.of(indicator), "value", Optional.empty(), Optional.empty());
  }

  private static UnitFacts alone(String unit, String value) {
    return facts(unit, cell("A", unit, value, NO_AIM));
  }

  private static UnitFacts compared(String unit, String a, String b, String item) {
    return facts(unit, cellOf(item, "A", unit, a), cellOf(item, "B", unit, b));
  }

  private static CellFact cellOf(String item, String indicator, String unit, String value) {
    CellFact cell = cell(indicator, unit, value, NO_AIM);
    return new CellFact(
        item,
        indicator,
        unit,
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

  private static Ranking.Place placeOf(List<Ranking.Place> places, String unit) {
    return places.stream().filter(p -> p.total().unit().equals(unit)).findFirst().orElseThrow();
  }

  private static String points(Ranking.Place place, String item) {
    return line(place, item).points().orElseThrow().toPlainString();
  }

  private static Rule.Band.Range band(String from, String to, String points) {
    return new Rule.Band.Range(Given.maybe(from), Given.maybe(to), number(points));
  }

  private static UnitFacts values(String a, String b) {
    return facts(
        "u",
        cell("A", "u", a, Optional.of(atLeast("100"))),
        cell("B", "u", b, Optional.of(atLeast("100"))));
  }

  private static String total(Scorecard card, Mean ofSections, Mean ofItems, UnitFacts facts) {
    return only(Given.mean(card, ofSections, ofItems), facts)
        .total()
        .total()
        .orElseThrow()
        .toPlainString();
  }

  private static String reason(Ranking.Place place) {
    return TotalReason.text(place.reasons());
  }

  private static List<String> grades(String quota, String... totals) {
    Scorecard card =
        Given.graded(
            Given.card(oneItem()),
            List.of(),
            grade("优秀", "90", quota),
            grade("良好", "80"),
            grade("合格", "60"),
            grade("不合格", "0"));
    return places(card, totals).stream().map(p -> p.grade().orElseThrow()).toList();
  }

  private static List<Ranking.Place> places(Scorecard card, String... totals) {
    List<UnitFacts> facts = new ArrayList<>();
    for (int i = 0; i < totals.length; i++) {
      facts.add(facts("u" + i, cell("A", "u" + i, totals[i], Optional.of(atLeast("100")))));
    }
    return score(card, facts.toArray(UnitFacts[]::new));
  }

  private static Ranking.Place only(Scorecard card, UnitFacts facts) {
    List<Ranking.Place> places = score(card, facts);
    assertThat(places).hasSize(1);
    return places.get(0);
  }

  private static Ranking.Place first(
      Scorecard card, UnaryOperator<Definitions> changed, UnitFacts facts) {
    return score(card, changed, facts).get(0);
  }

  private static ItemLine line(Ranking.Place place, String item) {
    return place.total().lines().stream()
        .filter(l -> l.item().code().equals(item))
        .findFirst()
        .orElseThrow();
  }

  private static List<Ranking.Place> score(Scorecard card, UnitFacts... facts) {
    return score(card, UnaryOperator.identity(), facts);
  }

  private static List<Ranking.Place> score(
      Scorecard card, UnaryOperator<Definitions> changed, UnitFacts... facts) {
    List<Indicator> indicators = new ArrayList<>();
    for (String code : Scheme.codes(card)) {
      indicators.add(
          switch (code) {
            case "R" -> Given.ratio(code, Indicator.Direction.LOWER, 1000, Optional.of(20));
            case "N", "NEG" -> Given.counted(code, Indicator.Direction.HIGHER);
            case "D" -> Given.distinct(code);
            default -> Given.given(code, Indicator.Direction.HIGHER, 2);
          });
    }
    List<Unit> units = new ArrayList<>();
    for (UnitFacts unit : facts) {
      units.add(Given.unit(unit.unit(), Given.CLASS));
    }
    units.add(Given.unit("depot", "depot"));
    Definitions definitions = changed.apply(Given.definitions(units, indicators, List.of(), card));
    Scheme scheme = Scheme.of(card, definitions, Given.LATER);
    ItemFormulas formulas = new ItemFormulas(scheme);
    return new Scoring(scheme, Given.YEAR)
        .score(
            Stream.of(facts)
                .map(u -> u.with(formulas.values(new UnitLines(scheme, Given.YEAR, u))))
                .toList());
  }
}
