package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything known of one appraised unit before scoring.
 *
 * @param cells by item and indicator
 * @param aims likewise
 * @param formulas what Spark made of the formula items, by item code
 */
record UnitFacts(
    String unit,
    String unitClass,
    Map<Read, List<CellFact>> cells,
    Map<Read, List<AimFact>> aims,
    Map<String, FormulaValues> formulas) {

  /** An indicator read by an item. */
  record Read(String item, String indicator) {}

  /**
   * @param points empty when the formula has no value for its inputs
   * @param inputs by name, in order; empty where the input has no value
   * @param steps likewise
   */
  record FormulaValues(
      Optional<BigDecimal> points,
      Map<String, Optional<BigDecimal>> inputs,
      Map<String, Optional<BigDecimal>> steps) {}

  static UnitFacts of(String unit, String unitClass, List<CellFact> cells, List<AimFact> aims) {
    return new UnitFacts(
        unit,
        unitClass,
        cells.stream().collect(Collectors.groupingBy(c -> new Read(c.item(), c.indicator()))),
        aims.stream().collect(Collectors.groupingBy(a -> new Read(a.item(), a.indicator()))),
        Map.of());
  }

  UnitFacts with(Map<String, FormulaValues> values) {
    return new UnitFacts(unit, unitClass, cells, aims, values);
  }
}
