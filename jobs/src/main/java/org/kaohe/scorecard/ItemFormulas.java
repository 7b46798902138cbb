package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.ExactFormula.Made;
import org.kaohe.config.ItemFormula;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Input;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.error.KaoheException;
import org.kaohe.exact.NoAnswer;
import org.kaohe.exact.NoAnswer.Fault;
import org.kaohe.exact.Term;
import org.kaohe.exact.Value;
import org.kaohe.scorecard.UnitFacts.FormulaValues;

/**
 * The formula items of a scorecard, computed unit by unit (R42). What has no answer costs the steps
 * that need it and the points, of this unit and item only, and keeps its reason.
 */
final class ItemFormulas {
  private static final String POINTS = ItemFormula.POINTS;
  private static final String RESULT = ItemFormula.RESULT;

  private final Scheme scheme;
  private final Map<String, ItemFormula> formulas;

  ItemFormulas(Scheme scheme) {
    this.scheme = scheme;
    this.formulas = ItemFormula.of(scheme.card());
    Set<String> earlier = new HashSet<>();
    for (Item item : scheme.card().items()) {
      Optional.ofNullable(formulas.get(item.code())).ifPresent(f -> check(f, earlier));
      earlier.add(item.code());
    }
  }

  /** What validate refuses: a caller that did not ask it is told here. */
  private void check(ItemFormula formula, Set<String> earlier) {
    Item item = formula.item();
    for (Input input : formula.rule().inputs().values()) {
      String code = input.item().orElse("");
      String step = input.step().orElse(POINTS);
      boolean found =
          code.isEmpty()
              || (earlier.contains(code)
                  && (step.equals(POINTS)
                      || Optional.ofNullable(formulas.get(code))
                          .filter(f -> f.steps().containsKey(step))
                          .isPresent()));
      if (!found) {
        throw new KaoheException(
            "K2108",
            "%s: item %s reads %s of item %s, which no earlier item gives"
                .formatted(scheme.card().file(), item.code(), step, code));
      }
    }
    formula
        .steps()
        .forEach(
            (name, step) ->
                step.complaints().stream()
                    .findFirst()
                    .ifPresent(
                        c -> {
                          throw new KaoheException(
                              "K2109",
                              "%s:%d: the formula of item %s can't be computed: %s, %s. %s"
                                  .formatted(
                                      scheme.card().file(),
                                      item.line(),
                                      item.code(),
                                      name.equals(RESULT) ? POINTS : name,
                                      c.what(),
                                      c.cure()));
                        }));
  }

  /** Names that formulas read from the target table, besides the target itself. */
  static List<String> targetNames(Scorecard card) {
    return card.items().stream()
        .filter(i -> i.rule() instanceof Rule.Formula)
        .flatMap(i -> ((Rule.Formula) i.rule()).inputs().values().stream())
        .filter(i -> i.item().isEmpty() && i.quantity().startsWith("target:"))
        .map(i -> i.quantity().substring("target:".length()))
        .distinct()
        .toList();
  }

  /** What the formulas make of a unit, by item code. */
  Map<String, FormulaValues> values(UnitLines lines) {
    Map<String, Computed> computed = new HashMap<>();
    Map<String, FormulaValues> values = new LinkedHashMap<>();
    for (ItemFormula formula : formulas.values()) {
      Computed one = new Computed(formula, lines, computed);
      computed.put(formula.item().code(), one);
      values.put(formula.item().code(), one.values());
    }
    return values;
  }

  /** One formula of one unit. */
  private final class Computed {
    private final ItemFormula formula;
    private final Item item;
    private final UnitLines lines;
    private final Map<String, Computed> earlier;
    private final Map<String, Value> known = new HashMap<>();
    private final Map<String, NoAnswer> failed = new HashMap<>();
    private final Map<String, Optional<BigDecimal>> inputs = new LinkedHashMap<>();
    private final Set<String> defaulted = new HashSet<>();

    Computed(ItemFormula formula, UnitLines lines, Map<String, Computed> earlier) {
      this.formula = formula;
      this.item = formula.item();
      this.lines = lines;
      this.earlier = earlier;
      formula.rule().inputs().forEach(this::input);
      formula.steps().forEach((name, step) -> step(name, step.made().orElseThrow()));
    }

    private void input(String name, Input input) {
      try {
        Optional<Value> found = input.item().isPresent() ? ofItem(input) : quantity(input);
        if (found.isEmpty() && input.fallback().isPresent()) {
          defaulted.add(name);
          found =
              Optional.of(input.fallback().get().number().map(Value::of).orElse(Value.nothing()));
        }
        found.ifPresent(v -> known.put(name, v));
        inputs.put(name, found.flatMap(Computed::number));
      } catch (NoAnswer e) {
        failed.put(name, e);
        inputs.put(name, Optional.empty());
      }
    }

    private Optional<Value> quantity(Input input) {
      return lines.applies(item)
          ? lines
              .reading(item, Scheme.indicatorOf(item, input))
              .quantity(input.quantity(), scheme.card().exact())
              .map(Value::of)
          : Optional.empty();
    }

    private Optional<Value> ofItem(Input input) {
      String code = input.item().orElseThrow();
      String step = input.step().orElse(POINTS);
      Computed other = earlier.get(code);
      if (other == null) {
        return lines.rulePoints(other(code)).map(Value::of);
      }
      if (step.equals(POINTS)) {
        return other.decided().map(Value::of);
      }
      NoAnswer fault = other.failed.get(step);
      if (fault != null && fault.fault() != Fault.MISSING) {
        throw fault;
      }
      return Optional.ofNullable(other.known.get(step)).filter(v -> !v.isNothing());
    }

    private Item other(String code) {
      return scheme.card().items().stream()
          .filter(i -> i.code().equals(code))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("No item " + code));
    }

    private void step(String name, Made made) {
      try {
        if (gone()) {
          throw new NoAnswer(Fault.MISSING);
        }
        known.put(name, made.term().value(this::value));
      } catch (NoAnswer e) {
        failed.put(name, e);
      }
    }

    private Value value(String name) {
      NoAnswer fault = failed.get(name);
      if (fault != null) {
        throw fault;
      }
      return Term.Scope.of(known).get(name);
    }

    /** The item's own indicator has no value, and no input says what to take for it. */
    private boolean gone() {
      return item.indicator().isPresent()
          && lines.reading(item, item.indicator().get()).state() != Reading.State.PRESENT
          && formula.rule().inputs().values().stream()
              .noneMatch(
                  i ->
                      i.item().isEmpty()
                          && i.fallback().isPresent()
                          && Scheme.indicatorOf(item, i).equals(item.indicator().get()));
    }

    private Optional<BigDecimal> points() {
      return Optional.ofNullable(known.get(RESULT)).flatMap(Computed::number);
    }

    private static Optional<BigDecimal> number(Value value) {
      if (value instanceof Value.Truth truth) {
        return Optional.of(truth.holds() ? BigDecimal.ONE : BigDecimal.ZERO);
      }
      return value.isNothing() ? Optional.empty() : Optional.of(value.decimal());
    }

    /**
     * The points as later items see them: within floor and full marks, published unless the scheme
     * decides on exact numbers, zero where the unit owed them, none where the item does not apply.
     */
    private Optional<BigDecimal> decided() {
      boolean applies =
          lines.applies(item)
              && item.indicator()
                  .filter(i -> lines.reading(item, i).state() == Reading.State.NOT_APPLICABLE)
                  .isEmpty();
      if (!applies) {
        return Optional.empty();
      }
      Optional<BigDecimal> points =
          points()
              .map(
                  p ->
                      lines.decided(
                          Decimals.clamp(p, item.floor(), item.points())
                              .multiply(lines.share(item))));
      boolean owed = ItemLine.policy(lines.policy(item), branch()) == Scorecard.MissingItem.ZERO;
      return points.or(() -> owed ? Optional.of(BigDecimal.ZERO) : Optional.empty());
    }

    /** What there is to say about points, or about none. */
    private Outcome.Branch branch() {
      if (points().isPresent()) {
        return Outcome.Branch.FORMULA;
      }
      Optional<Reading.State> own = item.indicator().map(i -> lines.reading(item, i).state());
      if (own.filter(s -> s == Reading.State.NOT_ADDITIVE).isPresent()) {
        return Outcome.Branch.NOT_ADDITIVE;
      }
      NoAnswer fault = failed.get(RESULT);
      if (fault != null && fault.fault() != Fault.MISSING) {
        return Outcome.Branch.FORMULA_EMPTY;
      }
      boolean target = false;
      boolean data = own.filter(s -> s == Reading.State.MISSING).isPresent();
      for (Map.Entry<String, Input> input : formula.rule().inputs().entrySet()) {
        if (inputs.getOrDefault(input.getKey(), Optional.empty()).isEmpty()) {
          boolean parameter =
              input.getValue().item().isEmpty()
                  && input.getValue().quantity().startsWith("target:");
          target |= parameter;
          data |= !parameter;
        }
      }
      return data
          ? Outcome.Branch.MISSING
          : target ? Outcome.Branch.NO_TARGET : Outcome.Branch.FORMULA_EMPTY;
    }

    FormulaValues values() {
      Map<String, Optional<BigDecimal>> steps = new LinkedHashMap<>();
      for (String step : formula.rule().steps().keySet()) {
        steps.put(step, Optional.ofNullable(known.get(step)).flatMap(Computed::number));
      }
      NoAnswer fault = failed.get(RESULT);
      Optional<UnitFacts.FormulaFault> why =
          fault == null
              ? Optional.empty()
              : formula.steps().keySet().stream()
                  .filter(step -> fault.equals(failed.get(step)))
                  .findFirst()
                  .map(step -> step.equals(RESULT) ? POINTS : step)
                  .map(step -> new UnitFacts.FormulaFault(step, fault.fault()));
      return new FormulaValues(points(), inputs, defaulted, steps, branch(), why);
    }
  }
}
