package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Rule.Ratio.Form;
import org.kaohe.config.Scorecard.Rule.Step.Gap;
import org.kaohe.config.Target;
import org.kaohe.config.TargetValue;

class ItemRulesPropertyTest {
  private static final BigDecimal FULL = new BigDecimal("8");

  @Property(tries = 300)
  void pointsStayBetweenFloorAndFullMarks(
      @ForAll("rules") Rule rule,
      @ForAll Direction direction,
      @ForAll("numbers") BigDecimal value,
      @ForAll("aims") Aim aim,
      @ForAll("floors") BigDecimal floor) {
    Optional<Outcome> outcome =
        ItemRules.score(rule, FULL, floor, direction, value, Optional.of(aim));
    assertThat(outcome.isPresent())
        .isEqualTo(!ItemRules.needsTarget(rule) || aim.goal().side(direction).isPresent());
    outcome.ifPresent(o -> assertThat(o.points()).isBetween(floor, FULL));
  }

  @Property(tries = 300)
  void aHigherValueNeverEarnsLessWhereHigherIsBetter(
      @ForAll("rulesOfTargets") Rule rule,
      @ForAll("numbers") BigDecimal one,
      @ForAll("numbers") BigDecimal other,
      @ForAll("numbers") BigDecimal bound) {
    BigDecimal less = points(rule, Direction.HIGHER, one.min(other), bound);
    BigDecimal more = points(rule, Direction.HIGHER, one.max(other), bound);
    assertThat(more).isGreaterThanOrEqualTo(less);
  }

  @Property(tries = 300)
  void aLowerValueNeverEarnsLessWhereLowerIsBetter(
      @ForAll("rulesOfTargets") Rule rule,
      @ForAll("numbers") BigDecimal one,
      @ForAll("numbers") BigDecimal other,
      @ForAll("numbers") BigDecimal bound) {
    BigDecimal worse = points(rule, Direction.LOWER, one.max(other), bound);
    BigDecimal better = points(rule, Direction.LOWER, one.min(other), bound);
    assertThat(better).isGreaterThanOrEqualTo(worse);
  }

  @Property(tries = 300)
  void meetingTheTargetAlwaysEarnsFullMarks(
      @ForAll("rulesOfTargets") Rule rule,
      @ForAll("numbers") BigDecimal bound,
      @ForAll("distances") BigDecimal distance) {
    assertThat(points(rule, Direction.HIGHER, bound.add(distance), bound))
        .isEqualByComparingTo(FULL);
    assertThat(points(rule, Direction.LOWER, bound.subtract(distance), bound))
        .isEqualByComparingTo(FULL);
  }

  private static BigDecimal points(
      Rule rule, Direction direction, BigDecimal value, BigDecimal bound) {
    return ItemRules.score(
            rule,
            FULL,
            BigDecimal.ZERO,
            direction,
            value,
            Optional.of(aim(Target.Operator.REACH, bound)))
        .orElseThrow()
        .points();
  }

  private static Aim aim(Target.Operator op, BigDecimal bound) {
    return new Aim(new TargetValue.Bound(op, bound), "plan test:1");
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal("-50"), new BigDecimal("500"))
        .ofScale(2);
  }

  @Provide
  Arbitrary<BigDecimal> distances() {
    return Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.TEN).ofScale(2);
  }

  @Provide
  Arbitrary<BigDecimal> floors() {
    return Arbitraries.bigDecimals().between(new BigDecimal("-8"), BigDecimal.ZERO).ofScale(1);
  }

  @Provide
  Arbitrary<Aim> aims() {
    return numbers()
        .flatMap(
            bound ->
                Arbitraries.of(Target.Operator.values())
                    .map(
                        op ->
                            op == Target.Operator.BETWEEN
                                ? new Aim(
                                    new TargetValue.Corridor(bound, bound.add(BigDecimal.TEN)),
                                    "plan test:1")
                                : aim(op, bound)));
  }

  @Provide
  Arbitrary<Rule> rulesOfTargets() {
    Arbitrary<Rule> ratios =
        Arbitraries.of(Form.values()).map(form -> new Rule.Ratio(Optional.of(form)));
    Arbitrary<Rule> steps =
        Arbitraries.of(Gap.values())
            .map(
                gap ->
                    new Rule.Step(
                        new BigDecimal("0.5"),
                        false,
                        new BigDecimal("0.25"),
                        gap,
                        Optional.empty()));
    return Arbitraries.oneOf(ratios, steps, Arbitraries.just(new Rule.YesNo()));
  }

  @Provide
  Arbitrary<Rule> rules() {
    Rule bands =
        new Rule.Band(
            List.of(
                new Rule.Band.Range(
                    Optional.empty(), Optional.of(new BigDecimal("60")), new BigDecimal("-4")),
                new Rule.Band.Range(
                    Optional.of(new BigDecimal("60")), Optional.empty(), new BigDecimal("20"))));
    return Arbitraries.oneOf(
        rulesOfTargets(),
        Arbitraries.just(bands),
        Arbitraries.just(new Rule.CountDeduct(new BigDecimal("0.5"))));
  }
}
