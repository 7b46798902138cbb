package org.kaohe.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Scorecard.Input;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.error.CleanText;

/** Formulas of items: inputs that exist, steps in order, allowed words only (J10, J11). */
final class FormulaChecks {
  private static final String POINTS = ItemFormula.POINTS;
  private static final String TARGET_PREFIX = "target:";

  private final Draft draft;
  private final Problems problems;
  private final Source source;
  private final Scorecard card;
  private final Map<String, ItemFormula> formulas;

  FormulaChecks(Draft draft, Problems problems, Scorecard card) {
    this.draft = draft;
    this.problems = problems;
    this.card = card;
    this.source = draft.scorecards.source(card.name());
    this.formulas = ItemFormula.of(card);
  }

  /**
   * @param earlier items of the scorecard before this one, by code
   */
  void check(Item item, Rule.Formula formula, String pointer, Map<String, Item> earlier) {
    formula
        .inputs()
        .forEach(
            (name, input) ->
                input(item, name, input, source.at(pointer + "/inputs/" + name), earlier));
    ItemFormula read = Optional.ofNullable(formulas.get(item.code())).orElseThrow();
    Set<String> names = new LinkedHashSet<>(formula.inputs().keySet());
    Set<String> used = new LinkedHashSet<>();
    Set<String> asked = new LinkedHashSet<>();
    read.steps()
        .forEach(
            (name, step) -> {
              boolean points = name.equals(ItemFormula.RESULT);
              Place place = source.at(pointer + (points ? "/points" : "/steps/" + name));
              if (!points && (!names.add(name) || name.equals(POINTS))) {
                problems.error(
                    place,
                    "K2118",
                    "step %s bears the name of an input, or the name points".formatted(name),
                    "a later step would not know which is meant",
                    "Rename the step.");
              }
              complaints(step, points ? POINTS : "step " + name, formula, name, place);
              used.addAll(step.columns());
              asked.addAll(step.asked());
            });
    formula
        .inputs()
        .forEach(
            (name, input) -> {
              if (asked.contains(name) && input.fallback().isEmpty()) {
                problems.warning(
                    source.at(pointer + "/inputs/" + name),
                    "K2127",
                    "the formula asks whether input %s is missing".formatted(name),
                    "where it is, the formula has no answer: silence makes no points, through"
                        + " coalesce and IS NULL either",
                    "Name its default there, a number, or none for a blank:"
                        + " {quantity: value, default: none}.");
              }
            });
    for (String name : formula.inputs().keySet()) {
      if (!used.contains(name)) {
        problems.warning(
            source.at(pointer + "/inputs/" + name),
            "K2121",
            "input %s of item %s is not used".formatted(name, item.code()),
            "readers of the explanation would look for its effect",
            "Remove it, or use it.");
      }
    }
  }

  private void complaints(
      ExactFormula step, String where, Rule.Formula formula, String name, Place place) {
    String sql = formula.steps().getOrDefault(name, formula.points());
    for (Formula.Complaint complaint : step.complaints()) {
      Optional<String> later =
          complaint.code().equals("K2302")
              ? formula.steps().keySet().stream()
                  .filter(s -> complaint.what().equals(s + " is not declared"))
                  .findFirst()
              : Optional.empty();
      if (later.isPresent()) {
        problems.error(
            place,
            "K2118",
            "%s names step %s, which does not come before it".formatted(where, later.get()),
            "steps are computed in order, and none can wait for itself",
            "Move step %s in front.".formatted(later.get()));
      } else {
        Formula.report(complaint, sql, where, place, problems);
      }
    }
    if (name.equals(ItemFormula.RESULT)
        && step.made().filter(m -> m.kind().type() == ExactFormula.Type.TRUTH).isPresent()) {
      problems.error(
          place,
          "K2305",
          "the points are a condition",
          "points are a number",
          "Write CASE WHEN … THEN … ELSE … END.");
    }
  }

  private void input(Item item, String name, Input input, Place place, Map<String, Item> earlier) {
    if (input.item().isPresent()) {
      itemInput(input, name, place, earlier);
      return;
    }
    Optional<String> code = input.indicator().or(item::indicator);
    if (code.isEmpty()) {
      problems.error(
          place,
          "K2118",
          "input %s reads %s of no indicator".formatted(name, input.quantity()),
          "there is nothing to read",
          "Write {indicator: CODE, quantity: %s}.".formatted(input.quantity()));
      return;
    }
    if (input.indicator().isPresent()
        && !MeaningChecks.known(
            draft.indicators, "indicator", code.get(), place, "K2115", problems)) {
      return;
    }
    Optional<Indicator> indicator = draft.indicators.find(code.get());
    if (indicator.isEmpty()) {
      return;
    }
    if (input.quantity().startsWith(TARGET_PREFIX)) {
      target(indicator.get(), input.quantity().substring(TARGET_PREFIX.length()), place);
    } else if (!input.quantity().equals("value")
        && indicator.get().versions().stream()
            .noneMatch(v -> v.value() instanceof Indicator.Value.Ratio)) {
      problems.error(
          place,
          "K2118",
          "%s is no ratio and has no %s".formatted(code.get(), input.quantity()),
          "the input would always be missing",
          "Read value.");
    }
  }

  private void target(Indicator indicator, String name, Place place) {
    Set<String> names = new LinkedHashSet<>();
    indicator.versions().forEach(v -> names.addAll(v.parameters().keySet()));
    draft.targets.stream()
        .filter(t -> t.indicator().equals(indicator.code()))
        .forEach(t -> names.add(t.name()));
    if (!names.contains(name) && !draft.targetsIncomplete) {
      problems.error(
          place,
          "K2118",
          "%s has no %s, neither in conf/targets nor as a parameter"
              .formatted(indicator.code(), name),
          "the input would always be missing",
          Nearest.cure(
              name,
              names,
              names.isEmpty()
                  ? "Add a row to conf/targets/ with that name."
                  : "There are " + CleanText.names(names) + "."));
    }
  }

  /** An input that reads an earlier item. */
  void itemInput(Input input, String name, Place place, Map<String, Item> earlier) {
    String code = input.item().orElseThrow();
    Item other = earlier.get(code);
    if (other == null) {
      boolean later = card.items().stream().anyMatch(i -> i.code().equals(code));
      problems.error(
          place,
          "K2118",
          later
              ? "input %s reads item %s, which does not come before it".formatted(name, code)
              : "input %s reads item %s, which is not defined".formatted(name, code),
          later
              ? "items are computed in order, and none can wait for itself"
              : "the input would always be missing",
          later
              ? "Move item %s in front.".formatted(code)
              : Nearest.cure(code, earlier.keySet(), "Name an earlier item."));
      return;
    }
    if (other.rule() instanceof Rule.Compare) {
      problems.error(
          place,
          "K2118",
          "input %s reads item %s, which is compared within the class".formatted(name, code),
          "its points are known only when those of all units are",
          "Read what the item compares.");
      return;
    }
    String step = input.step().orElse(POINTS);
    Set<String> steps = new LinkedHashSet<>();
    steps.add(POINTS);
    if (other.rule() instanceof Rule.Formula formula) {
      steps.addAll(formula.steps().keySet());
    }
    if (!steps.contains(step)) {
      problems.error(
          place,
          "K2118",
          "item %s has no step %s".formatted(code, step),
          "the input would always be missing",
          Nearest.cure(step, steps, "There are " + CleanText.names(steps) + "."));
    }
  }
}
