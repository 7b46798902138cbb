package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.PartialItem;
import org.kaohe.config.Scorecard.Rule;

/** Scores the items of one unit, each by its rule and its policy for what is missing. */
final class Lines {
  private final Scheme scheme;
  private final Period period;
  private final Sentences sentences;

  private final UnitFacts facts;

  /** Items, their inputs and flags ask for the same readings. */
  private final Map<UnitFacts.Read, Reading> readings = new HashMap<>();

  Lines(Scheme scheme, Period period, UnitFacts facts) {
    this.scheme = scheme;
    this.period = period;
    this.facts = facts;
    this.sentences = new Sentences(scheme);
  }

  /** The unit. */
  String unit() {
    return facts.unit();
  }

  /** A line for every item of the scorecard, in its order. */
  List<Line> all() {
    List<Line> lines = new ArrayList<>();
    for (Scorecard.Section section : scheme.card().sections()) {
      for (Item item : section.items()) {
        lines.add(line(section.code(), item, lines.size() + 1));
      }
    }
    scheme
        .card()
        .bonus()
        .ifPresent(
            bonus -> {
              for (Item item : bonus.items()) {
                lines.add(line(Totals.BONUS, item, lines.size() + 1));
              }
            });
    return lines;
  }

  /** What an item of a unit reads of an indicator. */
  Reading reading(Item item, String indicator) {
    return readings.computeIfAbsent(
        new UnitFacts.Read(item.code(), indicator),
        read -> {
          Reading found =
              Readings.of(
                  scheme.indicator(indicator),
                  period,
                  facts.cells().getOrDefault(read, List.of()),
                  facts.aims().getOrDefault(read, List.of()),
                  scheme::existsFor);
          boolean withheld =
              found.partial() && found.state() == Reading.State.PRESENT && !scored(item, read);
          return withheld ? found.withheld() : found;
        });
  }

  /** Whether a partial value earns points (R36). */
  private boolean scored(Item item, UnitFacts.Read read) {
    return switch (item.partial()) {
      case SCORE -> true;
      case SCORE_REPORTED ->
          facts.cells().getOrDefault(read, List.of()).stream()
              .allMatch(
                  c -> c.coverage().filter(x -> x.compareTo(BigDecimal.ONE) >= 0).isPresent());
      case RANGE, REFUSE -> false;
    };
  }

  /** The published or, where the scheme decides on exact numbers, the unrounded points. */
  BigDecimal decided(BigDecimal exact) {
    return scheme.card().exact() ? exact : Decimals.round(exact, scheme.card().pointsDecimals());
  }

  /** Whether the item counts for the unit: it speaks to it and no paper takes it (R1, R8). */
  boolean applies(Item item) {
    return Scheme.addresses(item, facts.unit())
        && scheme.takenBy(item, facts.unit(), period).isEmpty();
  }

  /** What a missing value of the item does to the unit (R19). */
  MissingItem policy(Item item) {
    boolean refused =
        item.partial() == PartialItem.REFUSE
            && Scheme.codes(item).stream()
                .map(code -> reading(item, code))
                .anyMatch(r -> r.partial() && r.present() > 0);
    return refused && item.missing().isEmpty()
        ? MissingItem.RANGE
        : scheme.policy(item, facts.unit(), owing(item));
  }

  /** Whose reports are missing; where nobody is named, the measured units. */
  private Set<String> owing(Item item) {
    Set<String> silent = new LinkedHashSet<>();
    Scheme.codes(item).forEach(code -> silent.addAll(reading(item, code).silent()));
    return silent.isEmpty() ? measured(item) : silent;
  }

  private Set<String> measured(Item item) {
    Set<String> measured = new LinkedHashSet<>();
    Scheme.codes(item).forEach(code -> measured.addAll(reading(item, code).measured()));
    return measured;
  }

  private Line line(String section, Item item, int ordinal) {
    if (!Scheme.addresses(item, facts.unit())) {
      return new Draft(section, item, ordinal, Optional.empty(), List.of())
          .notApplicable(Outcome.Branch.NOT_ADDRESSED);
    }
    if (scheme.takenBy(item, facts.unit(), period).isPresent()) {
      return new Draft(section, item, ordinal, Optional.empty(), List.of())
          .notApplicable(Outcome.Branch.TAKEN);
    }
    Optional<Reading> reading = item.indicator().map(code -> reading(item, code));
    Draft draft =
        item.rule() instanceof Rule.Formula formula
            ? new Draft(section, item, ordinal, reading, formulaInputs(item, formula))
            : new Draft(
                section, item, ordinal, reading, reading.map(Lines::ruleInputs).orElse(List.of()));
    if (reading.filter(r -> r.state() == Reading.State.NOT_APPLICABLE).isPresent()) {
      return draft.notApplicable(Outcome.Branch.NOT_APPLICABLE);
    }
    if (item.rule() instanceof Rule.Formula) {
      return formulaLine(draft);
    }
    return ruleLine(
        draft,
        reading.orElseThrow(
            () -> new IllegalArgumentException("Item " + item.code() + " has no indicator")));
  }

  /**
   * The points of an item scored by a rule in Java, for formulas that build on them; empty when it
   * has none.
   */
  Optional<BigDecimal> rulePoints(Item item) {
    return line("", item, 0).points();
  }

  private Line ruleLine(Draft draft, Reading reading) {
    Item item = draft.item();
    if (reading.state() == Reading.State.NOT_ADDITIVE) {
      return draft.missing(Outcome.Branch.NOT_ADDITIVE);
    }
    if (reading.state() != Reading.State.PRESENT) {
      return draft.missing(Outcome.Branch.MISSING);
    }
    Optional<Outcome> published = outcome(item, reading, reading.value().orElseThrow());
    Optional<Outcome> exact = outcome(item, reading, reading.exact().orElseThrow());
    Optional<Outcome> deciding = scheme.card().exact() ? exact : published;
    if (deciding.isEmpty()) {
      return draft.missing(Outcome.Branch.NO_TARGET);
    }
    boolean turned =
        !scheme.card().exact()
            && !published.map(Outcome::decision).equals(exact.map(Outcome::decision));
    return draft.scored(deciding.get(), turned);
  }

  private Optional<Outcome> outcome(Item item, Reading reading, BigDecimal value) {
    return ItemRules.score(
        item.rule(),
        item.points(),
        item.floor(),
        scheme.indicator(reading.indicator()).direction(),
        value,
        reading.target());
  }

  private Line formulaLine(Draft draft) {
    Item item = draft.item();
    UnitFacts.FormulaValues values = formulaValues(item);
    return values
        .points()
        .map(p -> Outcome.of(p, values.branch()).clamped(item.floor(), item.points()))
        .map(outcome -> draft.scored(outcome, false))
        .orElseGet(() -> draft.missing(values.branch(), values.fault()));
  }

  private UnitFacts.FormulaValues formulaValues(Item item) {
    UnitFacts.FormulaValues values = facts.formulas().get(item.code());
    if (values == null) {
      throw new IllegalArgumentException("Formula of " + item.code() + " was not evaluated");
    }
    return values;
  }

  private static List<Line.Input> ruleInputs(Reading reading) {
    String source = reading.indicator() + "@" + String.join(";", reading.measured());
    List<Line.Input> inputs = new ArrayList<>();
    inputs.add(new Line.Input("value", reading.value(), source));
    if (reading.denominator().isPresent()) {
      inputs.add(new Line.Input("numerator", reading.numerator(), source));
      inputs.add(new Line.Input("denominator", reading.denominator(), source));
    }
    reading
        .aims()
        .forEach(
            (name, aim) -> {
              if (aim.value().isPresent()) {
                inputs.add(new Line.Input(name, aim.value(), aim.source()));
              }
              if (aim.low().isPresent()) {
                inputs.add(new Line.Input(name + ":low", aim.low(), aim.source()));
              }
              if (aim.high().isPresent()) {
                inputs.add(new Line.Input(name + ":high", aim.high(), aim.source()));
              }
            });
    return inputs;
  }

  private List<Line.Input> formulaInputs(Item item, Rule.Formula formula) {
    UnitFacts.FormulaValues values = formulaValues(item);
    List<Line.Input> inputs = new ArrayList<>();
    formula
        .inputs()
        .forEach(
            (name, input) -> {
              String source;
              if (input.item().isPresent()) {
                source = "item " + input.item().get() + "." + input.step().orElse("points");
              } else {
                String code = Scheme.indicatorOf(item, input);
                Reading reading = reading(item, code);
                String cell =
                    code + "@" + String.join(";", reading.measured()) + " " + input.quantity();
                source =
                    input.quantity().startsWith("target:")
                        ? reading
                            .aim(input.quantity().substring("target:".length()))
                            .map(Aim::source)
                            .orElse(cell)
                        : cell;
              }
              boolean taken = values.defaulted().contains(name);
              inputs.add(
                  new Line.Input(
                      name,
                      values.inputs().getOrDefault(name, Optional.empty()),
                      taken ? "default" : source));
            });
    values.steps().forEach((name, value) -> inputs.add(new Line.Input(name, value, "step")));
    return inputs;
  }

  /** R9: fewer expected events than the definition asks for say nothing about the unit. */
  private boolean tooSmall(Reading reading) {
    Optional<Indicator.Version> version = scheme.indicator(reading.indicator()).versionFor(period);
    Optional<Integer> least = version.flatMap(Indicator.Version::smallNumbers);
    Optional<BigDecimal> target = reading.target().flatMap(Aim::number);
    if (least.isEmpty()
        || target.isEmpty()
        || reading.denominator().isEmpty()
        || !(version.orElseThrow().value() instanceof Indicator.Value.Ratio ratio)) {
      return false;
    }
    BigDecimal expected =
        Decimals.divide(
            target.get().multiply(reading.denominator().get()), BigDecimal.valueOf(ratio.per()));
    return expected.compareTo(BigDecimal.valueOf(least.get())) < 0;
  }

  /** What is known of a line before its verdict. */
  private final class Draft {
    private final String section;
    private final Item item;
    private final int ordinal;
    private final Optional<Reading> reading;
    private final List<Line.Input> inputs;

    Draft(
        String section,
        Item item,
        int ordinal,
        Optional<Reading> reading,
        List<Line.Input> inputs) {
      this.section = section;
      this.item = item;
      this.ordinal = ordinal;
      this.reading = reading;
      this.inputs = inputs;
    }

    Item item() {
      return item;
    }

    Line notApplicable(Outcome.Branch branch) {
      return new Line(
          section,
          item,
          ordinal,
          reading,
          Line.Status.NOT_APPLICABLE,
          branch,
          false,
          Optional.empty(),
          Optional.empty(),
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          false,
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          sentences.notApplicable(item, branch, scheme.takenBy(item, facts.unit(), period)),
          inputs);
    }

    Line missing(Outcome.Branch branch) {
      return missing(branch, Optional.empty());
    }

    Line missing(Outcome.Branch branch, Optional<UnitFacts.FormulaFault> fault) {
      MissingItem policy = Line.policy(Lines.this.policy(item), branch);
      Optional<BigDecimal> points =
          policy == MissingItem.ZERO
              ? Optional.of(Decimals.clamp(BigDecimal.ZERO, item.floor(), item.points()))
              : Optional.empty();
      boolean range = policy == MissingItem.RANGE;
      return new Line(
          section,
          item,
          ordinal,
          reading,
          Line.Status.MISSING_DATA,
          branch,
          item.counted(),
          points,
          points,
          range ? item.floor() : points.orElse(BigDecimal.ZERO),
          range ? item.points() : points.orElse(BigDecimal.ZERO),
          range,
          reading.flatMap(Reading::target),
          Optional.empty(),
          false,
          item.binding() && points.isPresent(),
          sentences.missing(
              item,
              reading,
              branch,
              fault,
              policy,
              scheme.owing(item, facts.unit(), measured(item))),
          inputs);
    }

    Line scored(Outcome outcome, boolean turned) {
      Optional<Aim> aim = reading.flatMap(Reading::target);
      Optional<BigDecimal> value =
          reading.flatMap(r -> scheme.card().exact() ? r.exact() : r.value());
      Optional<Boolean> met =
          reading.flatMap(r -> aim.flatMap(a -> value.flatMap(v -> met(r, a, v))));
      BigDecimal points = decided(outcome.points());
      boolean small = reading.filter(Lines.this::tooSmall).isPresent();
      boolean missed = !met.orElse(points.compareTo(item.points()) >= 0);
      return new Line(
          section,
          item,
          ordinal,
          reading,
          outcome.branch().zeroByRule() ? Line.Status.ZERO_BY_RULE : Line.Status.SCORED,
          outcome.branch(),
          item.counted() && !small,
          Optional.of(points),
          Optional.of(outcome.points()),
          points,
          points,
          false,
          aim,
          met,
          turned,
          item.binding() && !small && missed,
          sentences.scored(item, reading, outcome, points, met, turned, small, inputs),
          inputs);
    }

    private Optional<Boolean> met(Reading r, Aim aim, BigDecimal value) {
      return aim.judge(value, scheme.indicator(r.indicator()).direction()).map(Aim.Standing::met);
    }
  }
}
