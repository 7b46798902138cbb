package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything known of one appraised unit before scoring.
 *
 * @param formulas what Spark made of the formula items, by item code
 */
record UnitFacts(
    String unit,
    String unitClass,
    List<CellFact> cells,
    List<AimFact> aims,
    Map<String, FormulaValues> formulas) {

  /**
   * @param points empty when the formula has no value for its inputs
   * @param inputs by name, in order; empty where the input has no value
   * @param steps likewise
   */
  record FormulaValues(
      Optional<BigDecimal> points,
      Map<String, Optional<BigDecimal>> inputs,
      Map<String, Optional<BigDecimal>> steps) {}
}
