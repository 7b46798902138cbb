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
import org.kaohe.config.ItemFormula;
import org.kaohe.config.Label;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.PartialItem;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.exact.Exact;

/** Scores the items of one unit, each by its rule and its policy for what is missing. */
final class UnitLines {
  final Scheme scheme;
  final Period period;
  final Sentences sentences;
  final SmallNumbers small;

  private final UnitFacts facts;

  /** Items, their inputs and flags ask for the same readings. */
  private final Map<UnitFacts.Read, Reading> readings = new HashMap<>();

  private final Map<UnitFacts.Read, List<Label>> notes = new HashMap<>();

  UnitLines(Scheme scheme, Period period, UnitFacts facts) {
    this.scheme = scheme;
    this.period = period;
    this.facts = facts;
    this.sentences = new Sentences(scheme);
    this.small = new SmallNumbers(scheme, period);
  }

  /** The unit. */
  String unit() {
    return facts.unit();
  }

  /**
   * A line for every item of the scorecard, in its order.
   *
   * @param peers by item that is compared, what all units of the class have
   */
  List<ItemLine> all(Map<String, List<Compared>> peers) {
    List<ItemLine> lines = new ArrayList<>();
    for (Scorecard.Section section : scheme.card().sections()) {
      for (Item item : section.items()) {
        lines.add(line(section.code(), item, lines.size() + 1, peers));
      }
    }
    scheme
        .card()
        .bonus()
        .ifPresent(
            bonus -> {
              for (Item item : bonus.items()) {
                lines.add(line(Totals.BONUS, item, lines.size() + 1, peers));
              }
            });
    return lines;
  }

  /** What an item of a unit reads of an indicator. */
  Reading reading(Item item, String indicator) {
    return readings.computeIfAbsent(
        new UnitFacts.Read(item.code(), indicator),
        read -> {
          Indicator known = scheme.indicator(indicator);
          Shares shares = scheme.shares();
          List<CellFact> cells =
              facts.cells().getOrDefault(read, List.of()).stream()
                  .map(c -> shares.ofQuantity(item, unit(), period, known, c))
                  .toList();
          List<AimFact> planned = new ArrayList<>(facts.aims().getOrDefault(read, List.of()));
          planned.addAll(
              scheme.planned(
                  item,
                  indicator,
                  facts.unit(),
                  cells.stream().map(CellFact::measured).toList(),
                  period));
          List<AimFact> aims =
              planned.stream().map(a -> shares.ofQuantity(item, unit(), period, known, a)).toList();
          Reading own =
              Readings.of(
                  known, period, scheme.scales(known, period), cells, aims, scheme::existsFor);
          SmallNumbers.Resolved resolved =
              small.resolved(
                  known,
                  own,
                  cells,
                  aims,
                  facts.spare().getOrDefault(read, List.of()).stream()
                      .map(s -> s.with(shares.ofQuantity(item, unit(), period, known, s.cell())))
                      .toList());
          notes.put(read, resolved.notes());
          Reading found = scheme.toDate(resolved.reading(), period);
          boolean withheld =
              found.partial() && found.state() == Reading.State.PRESENT && !scored(item, read);
          return withheld ? found.withheld() : found;
        });
  }

  /** The part of an item's points that is at stake for the unit (R1). */
  BigDecimal share(Item item) {
    return scheme.shares().ofPoints(item, facts.unit(), period, measured(item));
  }

  /** What there is to say about where a reading comes from (R9). */
  List<Label> notes(Item item, String indicator) {
    return notes.getOrDefault(new UnitFacts.Read(item.code(), indicator), List.of());
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
    if (item.missing().isEmpty()
        && item.rule() instanceof Rule.Compare rule
        && rule.of().isPresent()) {
      return policy(item(rule.of().get().item().orElseThrow()));
    }
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

  Set<String> measured(Item item) {
    Set<String> measured = new LinkedHashSet<>();
    Scheme.codes(item).forEach(code -> measured.addAll(reading(item, code).measured()));
    return measured;
  }

  private ItemLine line(String section, Item item, int ordinal, Map<String, List<Compared>> peers) {
    if (!Scheme.addresses(item, facts.unit())) {
      return new LineDraft(this, section, item, ordinal, Optional.empty(), List.of())
          .notApplicable(Outcome.Branch.NOT_ADDRESSED);
    }
    if (scheme.takenBy(item, facts.unit(), period).isPresent()) {
      return new LineDraft(this, section, item, ordinal, Optional.empty(), List.of())
          .notApplicable(Outcome.Branch.TAKEN);
    }
    Optional<Reading> reading = item.indicator().map(code -> reading(item, code));
    LineDraft draft = new LineDraft(this, section, item, ordinal, reading, inputs(item, reading));
    if (reading.filter(r -> r.state() == Reading.State.NOT_APPLICABLE).isPresent()) {
      return draft.notApplicable(Outcome.Branch.NOT_APPLICABLE);
    }
    if (item.rule() instanceof Rule.Formula) {
      return formulaLine(draft);
    }
    if (item.rule() instanceof Rule.Compare rule) {
      return compareLine(draft, rule, reading, peers.getOrDefault(item.code(), List.of()));
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
    return line("", item, 0, Map.of()).points();
  }

  private ItemLine ruleLine(LineDraft draft, Reading reading) {
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

  /**
   * What a unit brings to a comparison.
   *
   * @param published the number that decides, unless the scheme decides on exact ones
   */
  record Compared(BigDecimal published, BigDecimal exact) {}

  /** What the unit brings to the comparison of an item; empty without a value. */
  Optional<Compared> compared(Item item, Rule.Compare rule) {
    if (!applies(item)) {
      return Optional.empty();
    }
    if (rule.of().isPresent()) {
      return result(rule.of().get()).map(x -> new Compared(x, x));
    }
    Reading reading = reading(item, item.indicator().orElseThrow());
    return reading.state() == Reading.State.PRESENT
        ? Optional.of(new Compared(reading.value().orElseThrow(), reading.exact().orElseThrow()))
        : Optional.empty();
  }

  /** Points, or a step, of an earlier item. */
  private Optional<BigDecimal> result(Scorecard.Input input) {
    Item other = item(input.item().orElseThrow());
    Optional<String> step = input.step().filter(s -> !s.equals(ItemFormula.POINTS));
    return step.isEmpty()
        ? rulePoints(other)
        : formulaValues(other)
            .steps()
            .getOrDefault(step.get(), Optional.empty())
            .map(Exact::settled);
  }

  private Item item(String code) {
    return scheme.card().items().stream()
        .filter(i -> i.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No item " + code));
  }

  private ItemLine compareLine(
      LineDraft draft, Rule.Compare rule, Optional<Reading> reading, List<Compared> peers) {
    Item item = draft.item();
    Optional<Compared> own = compared(item, rule);
    if (own.isEmpty()) {
      boolean gone = rule.of().filter(of -> !applies(item(of.item().orElseThrow()))).isPresent();
      boolean parts = reading.filter(r -> r.state() == Reading.State.NOT_ADDITIVE).isPresent();
      return gone
          ? draft.notApplicable(Outcome.Branch.NOT_APPLICABLE)
          : draft.missing(parts ? Outcome.Branch.NOT_ADDITIVE : Outcome.Branch.MISSING);
    }
    boolean lower =
        rule.direction().or(() -> scheme.indicator(item).map(Indicator::direction)).stream()
            .anyMatch(Indicator.Direction.LOWER::equals);
    Optional<Outcome> published =
        Comparison.score(
            item,
            rule,
            lower,
            own.get().published(),
            peers.stream().map(Compared::published).toList());
    Optional<Outcome> exact =
        Comparison.score(
            item, rule, lower, own.get().exact(), peers.stream().map(Compared::exact).toList());
    boolean turned =
        !scheme.card().exact()
            && !published.map(Outcome::decision).equals(exact.map(Outcome::decision));
    return (scheme.card().exact() ? exact : published)
        .map(outcome -> draft.scored(outcome, turned))
        .orElseGet(() -> draft.missing(Outcome.Branch.NO_FIRST));
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

  private ItemLine formulaLine(LineDraft draft) {
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

  private List<ItemLine.Input> inputs(Item item, Optional<Reading> reading) {
    if (item.rule() instanceof Rule.Formula formula) {
      return formulaInputs(item, formula);
    }
    if (item.rule() instanceof Rule.Compare rule && rule.of().isPresent()) {
      Scorecard.Input of = rule.of().get();
      return List.of(new ItemLine.Input("value", result(of), source(of)));
    }
    return reading.map(UnitLines::ruleInputs).orElse(List.of());
  }

  private static String source(Scorecard.Input ofItem) {
    return "item " + ofItem.item().orElseThrow() + "." + ofItem.step().orElse(ItemFormula.POINTS);
  }

  private static List<ItemLine.Input> ruleInputs(Reading reading) {
    String source = reading.indicator() + "@" + String.join(";", reading.measured());
    List<ItemLine.Input> inputs = new ArrayList<>();
    inputs.add(new ItemLine.Input("value", reading.value(), source));
    if (reading.denominator().isPresent()) {
      inputs.add(new ItemLine.Input("numerator", reading.numerator(), source));
      inputs.add(new ItemLine.Input("denominator", reading.denominator(), source));
    }
    reading
        .aims()
        .forEach(
            (name, aim) -> {
              aim.pace()
                  .ifPresent(
                      pace -> {
                        inputs.add(
                            new ItemLine.Input(name + ":whole", aim.goal().value(), aim.source()));
                        inputs.add(new ItemLine.Input("pace", Optional.of(pace), source));
                      });
              if (aim.value().isPresent()) {
                inputs.add(new ItemLine.Input(name, aim.value(), aim.source()));
              }
              if (aim.goal().lowEnd().isPresent()) {
                inputs.add(new ItemLine.Input(name + ":low", aim.goal().lowEnd(), aim.source()));
              }
              if (aim.goal().highEnd().isPresent()) {
                inputs.add(new ItemLine.Input(name + ":high", aim.goal().highEnd(), aim.source()));
              }
            });
    return inputs;
  }

  private List<ItemLine.Input> formulaInputs(Item item, Rule.Formula formula) {
    UnitFacts.FormulaValues values = formulaValues(item);
    List<ItemLine.Input> inputs = new ArrayList<>();
    formula
        .inputs()
        .forEach(
            (name, input) -> {
              String source;
              if (input.item().isPresent()) {
                source = source(input);
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
                  new ItemLine.Input(
                      name,
                      values.inputs().getOrDefault(name, Optional.empty()),
                      taken ? "default" : source));
            });
    values.steps().forEach((name, value) -> inputs.add(new ItemLine.Input(name, value, "step")));
    return inputs;
  }
}
