package org.kaohe.gold;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.kaohe.config.Period;

/**
 * What has been reported of a dataset, or of all datasets that a view reads: the grid of {@code
 * gold/reporting} in a form that travels to Spark's tasks (RULES R34–R36).
 *
 * @param each units speak for themselves: the months of one say nothing of another
 * @param months delivered for everybody
 * @param coarse longer periods that rows were delivered for
 * @param units by unit: its own months and longer periods, and those whose rows were rejected
 * @param held months for which a delivery came and was refused whole
 * @param expected units that owe a report, where each speaks for itself
 * @param roots tops of the trees in which there are rows; empty when no row has ever come
 */
record Reported(
    boolean each,
    Months months,
    Set<Period> coarse,
    Map<String, Own> units,
    Months held,
    Set<String> expected,
    Set<String> roots)
    implements Serializable {

  /**
   * What one unit has reported.
   *
   * @param rejected months of which rows wait in quarantine
   */
  record Own(Months months, Set<Period> coarse, Months rejected) implements Serializable {
    static final Own NOTHING = new Own(new Months(), Set.of(), new Months());
  }

  Own own(String unit) {
    return units.getOrDefault(unit, Own.NOTHING);
  }

  /** Months delivered for a unit, whether it had something to tell or not. */
  Months delivered(String unit) {
    return each ? own(unit).months() : months;
  }

  /** Longer periods delivered for a unit. */
  Set<Period> longer(String unit) {
    return each ? own(unit).coarse() : coarse;
  }

  /** All months delivered for somebody. */
  Months anywhere() {
    Months all = months.copy();
    coarse.forEach(all::add);
    if (each) {
      units
          .values()
          .forEach(
              o -> {
                all.add(o.months());
                o.coarse().forEach(all::add);
              });
    }
    return all;
  }
}
