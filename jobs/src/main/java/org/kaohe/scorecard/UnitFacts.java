package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kaohe.exact.NoAnswer;

/**
 * Everything known of one appraised unit before scoring.
 *
 * @param cells by item and indicator
 * @param aims likewise
 * @param formulas what the formula items gave, by item code
 * @param spare cells of earlier periods and of units above, likewise
 */
record UnitFacts(
    String unit,
    String unitClass,
    Map<Read, List<CellFact>> cells,
    Map<Read, List<AimFact>> aims,
    Map<String, FormulaValues> formulas,
    Map<Read, List<Spare>> spare) {

  /**
   * A cell that is read where few events are to be expected (R9).
   *
   * @param above of the unit above a measured one
   * @param back periods before the scored one
   */
  record Spare(boolean above, int back, CellFact cell) {
    Spare with(CellFact other) {
      return new Spare(above, back, other);
    }

    Read read() {
      return new Read(cell.item(), cell.indicator());
    }
  }

  /** An indicator read by an item. */
  record Read(String item, String indicator) {}

  /**
   * Why a formula gives no points.
   *
   * @param step where it happened, or {@code points}
   */
  record FormulaFault(String step, NoAnswer.Fault fault) {}

  /**
   * @param points empty when the formula has no value for its inputs
   * @param inputs by name, in order; empty where the input has no value
   * @param defaulted inputs for which their default stands
   * @param steps likewise
   * @param branch what there is to say about the points, or about none
   * @param fault why there are none
   */
  record FormulaValues(
      Optional<BigDecimal> points,
      Map<String, Optional<BigDecimal>> inputs,
      Set<String> defaulted,
      Map<String, Optional<BigDecimal>> steps,
      Outcome.Branch branch,
      Optional<FormulaFault> fault) {}

  static UnitFacts of(String unit, String unitClass, List<CellFact> cells, List<AimFact> aims) {
    return new UnitFacts(
        unit,
        unitClass,
        cells.stream().collect(Collectors.groupingBy(c -> new Read(c.item(), c.indicator()))),
        aims.stream().collect(Collectors.groupingBy(a -> new Read(a.item(), a.indicator()))),
        Map.of(),
        Map.of());
  }

  UnitFacts with(Map<String, FormulaValues> values) {
    return new UnitFacts(unit, unitClass, cells, aims, values, spare);
  }

  UnitFacts withSpare(List<Spare> more) {
    return new UnitFacts(
        unit,
        unitClass,
        cells,
        aims,
        formulas,
        more.stream().collect(Collectors.groupingBy(Spare::read)));
  }
}
