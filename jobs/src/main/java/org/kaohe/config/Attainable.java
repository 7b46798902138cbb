package org.kaohe.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingSection;
import org.kaohe.config.Scorecard.Section;

/** What a unit can reach at most without bonus, from the items that apply to it (RULES R20). */
public final class Attainable {
  private static final int DIGITS = 9;

  private Attainable() {}

  /** The attainable maximum of every unit of a class, by unit code. */
  public static Map<String, BigDecimal> of(
      Scorecard card, String unitClass, Map<String, Unit> units) {
    Map<String, BigDecimal> maxima = new TreeMap<>();
    for (Unit unit : units.values()) {
      if (unit.classes().contains(unitClass)) {
        maxima.put(unit.code(), maximum(card, unit.code()));
      }
    }
    return maxima;
  }

  private static BigDecimal maximum(Scorecard card, String unit) {
    BigDecimal reached = BigDecimal.ZERO;
    BigDecimal moving = BigDecimal.ZERO;
    for (Section section : card.sections()) {
      if (scorable(section, unit)) {
        reached = reached.add(section.weight());
      } else if (section.missing() == MissingSection.REWEIGHT) {
        moving = moving.add(section.weight());
      }
    }
    return reached.signum() == 0
        ? reached
        : reached
            .multiply(reached.add(moving))
            .divide(reached, DIGITS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
  }

  /** Enough counted items with points apply to the unit. */
  private static boolean scorable(Section section, String unit) {
    long items =
        section.items().stream()
            .filter(Item::counted)
            .filter(i -> i.points().signum() > 0)
            .filter(i -> i.units().isEmpty() || i.units().contains(unit))
            .count();
    return section.weight().signum() == 0 || items >= section.leastItems();
  }
}
