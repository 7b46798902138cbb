package org.kaohe.scorecard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.PartMeasures;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;

/**
 * A scorecard with all it needs to score a unit, and nothing else, so that it can travel to a task.
 *
 * @param indicators those its items read
 * @param unitLabels unit of measure by indicator code
 * @param partLabels units of measure of numerator and denominator by indicator code, where they are
 *     not the same
 * @param members unit codes by class, of the classes that an indicator exists for
 */
record Scheme(
    Scorecard card,
    Map<String, Indicator> indicators,
    Map<String, Label> unitLabels,
    Map<String, List<Label>> partLabels,
    Map<String, Set<String>> members) {

  static Scheme of(Scorecard card, Definitions definitions) {
    Map<String, Indicator> indicators = new TreeMap<>();
    Map<String, Label> unitLabels = new TreeMap<>();
    Map<String, List<Label>> partLabels = new TreeMap<>();
    for (String code : codes(card)) {
      Indicator indicator = definitions.indicators().get(code);
      if (indicator == null) {
        throw new IllegalArgumentException(card.name() + " reads no known indicator: " + code);
      }
      indicators.put(code, indicator);
      PartMeasures.labels(definitions, indicator).ifPresent(l -> partLabels.put(code, l));
      unitLabels.put(
          code,
          definitions
              .measures()
              .find(indicator.unit())
              .map(m -> m.label())
              .orElse(Label.of(indicator.unit())));
    }
    Map<String, Set<String>> members = new TreeMap<>();
    indicators.values().forEach(i -> i.unitClasses().forEach(c -> members.put(c, new TreeSet<>())));
    for (Unit unit : definitions.units().values()) {
      for (String unitClass : unit.classes()) {
        Optional.ofNullable(members.get(unitClass)).ifPresent(m -> m.add(unit.code()));
      }
    }
    return new Scheme(card, indicators, unitLabels, partLabels, members);
  }

  /** Codes of all indicators that the items read, in order. */
  static Set<String> codes(Scorecard card) {
    Set<String> codes = new LinkedHashSet<>();
    card.items().forEach(item -> codes.addAll(codes(item)));
    return codes;
  }

  /** Codes of the indicators that an item reads, its own first. */
  static Set<String> codes(Scorecard.Item item) {
    Set<String> codes = new LinkedHashSet<>();
    item.indicator().ifPresent(codes::add);
    if (item.rule() instanceof Scorecard.Rule.Formula formula) {
      for (Scorecard.Input input : formula.inputs().values()) {
        if (input.item().isEmpty()) {
          codes.add(indicatorOf(item, input));
        }
      }
    }
    return codes;
  }

  /** The indicator that a formula's input reads: the one it names, else the item's own. */
  static String indicatorOf(Scorecard.Item item, Scorecard.Input input) {
    return input
        .indicator()
        .or(item::indicator)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Item " + item.code() + " has an input without an indicator"));
  }

  Indicator indicator(String code) {
    Indicator indicator = indicators.get(code);
    if (indicator == null) {
      throw new IllegalArgumentException(card.name() + " does not read " + code);
    }
    return indicator;
  }

  Optional<Indicator> indicator(Scorecard.Item item) {
    return item.indicator().map(this::indicator);
  }

  Label unitLabel(String code) {
    return unitLabels.getOrDefault(code, Label.of(""));
  }

  /**
   * Units of measure of numerator and denominator where they are not the same, so that {@code
   * 31,919,437.5 公斤 / 32,130 吨} is not taken for a plain quotient; else two empty ones.
   */
  List<Label> partLabels(String code) {
    return partLabels.getOrDefault(code, List.of(Label.of(""), Label.of("")));
  }

  /** True when the indicator exists for the unit (J8); one without classes exists for all. */
  boolean existsFor(Indicator indicator, String unit) {
    return indicator.unitClasses().isEmpty()
        || indicator.unitClasses().stream()
            .anyMatch(c -> members.getOrDefault(c, Set.of()).contains(unit));
  }

  /** True when the item speaks to the unit: to the whole class, or to it by name (R1). */
  static boolean addresses(Scorecard.Item item, String unit) {
    return item.units().isEmpty() || item.units().contains(unit);
  }
}
