package org.kaohe.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.ExactFormula.Kind;
import org.kaohe.config.ExactFormula.Made;
import org.kaohe.config.Scorecard.Input;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Rule;

/**
 * The formula of an item, read once for {@code validate} and for scoring alike.
 *
 * @param steps by name in order; the points come last, as {@link #RESULT}
 */
public record ItemFormula(Item item, Rule.Formula rule, Map<String, ExactFormula> steps) {
  /** The name of the points among the steps; neither a step nor an input can bear it. */
  public static final String RESULT = "=";

  /** What a definition calls the points. */
  public static final String POINTS = "points";

  /** The formula items of a scorecard by code, in its order. */
  public static Map<String, ItemFormula> of(Scorecard card) {
    Map<String, ItemFormula> formulas = new LinkedHashMap<>();
    for (Item item : card.items()) {
      if (item.rule() instanceof Rule.Formula rule) {
        formulas.put(item.code(), of(item, rule, formulas));
      }
    }
    return formulas;
  }

  private static ItemFormula of(Item item, Rule.Formula rule, Map<String, ItemFormula> earlier) {
    Map<String, Kind> kinds = new HashMap<>();
    rule.inputs().forEach((name, input) -> kinds.put(name, kind(input, earlier)));
    Map<String, ExactFormula> steps = new LinkedHashMap<>();
    rule.steps()
        .forEach(
            (name, sql) -> {
              ExactFormula formula = ExactFormula.of(sql, kinds);
              steps.put(name, formula);
              kinds.put(name, formula.made().map(Made::kind).orElse(Kind.SIGNED));
            });
    steps.put(RESULT, ExactFormula.of(rule.points(), kinds));
    return new ItemFormula(item, rule, steps);
  }

  /** Points of items may be deductions, and their steps have what signs their authors gave them. */
  private static Kind kind(Input input, Map<String, ItemFormula> earlier) {
    if (input.item().isEmpty()) {
      return Kind.QUANTITY;
    }
    return Optional.ofNullable(earlier.get(input.item().get()))
        .flatMap(i -> Optional.ofNullable(i.steps().get(input.step().orElse(POINTS))))
        .flatMap(ExactFormula::made)
        .map(Made::kind)
        .orElse(Kind.SIGNED);
  }
}
