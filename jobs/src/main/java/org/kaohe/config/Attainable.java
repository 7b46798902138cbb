package org.kaohe.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kaohe.config.Scorecard.Bonus;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingSection;
import org.kaohe.config.Scorecard.Section;

/**
 * What the units of one class can reach at most, from the items that apply to them (RULES R20).
 *
 * @param units how many units of the class are appraised
 * @param least what the worst placed of them can reach
 * @param most what the best placed can reach; equal to {@code least} unless refused
 * @param fullMarks what they are meant to reach: 100, or as the scorecard says
 * @param sections the sections, which add up to it by weight
 * @param bonus most that the bonus adds on top; it is no part of the maximum
 */
public record Attainable(
    String scorecard,
    String unitClass,
    int units,
    BigDecimal least,
    BigDecimal most,
    BigDecimal fullMarks,
    List<Weight> sections,
    Optional<BigDecimal> bonus) {
  private static final int DIGITS = 9;

  /** A section and its percent of the total. */
  public record Weight(String section, BigDecimal weight) {}

  /** One row for every scorecard and class that has units, in the order of the definitions. */
  static List<Attainable> of(Collection<Scorecard> cards, Map<String, Unit> units) {
    List<Attainable> rows = new ArrayList<>();
    for (Scorecard card : cards) {
      List<Weight> weights =
          card.sections().stream().map(s -> new Weight(s.code(), s.weight())).toList();
      for (String unitClass : card.unitClasses()) {
        Collection<BigDecimal> maxima = of(card, unitClass, units).values();
        if (!maxima.isEmpty()) {
          rows.add(
              new Attainable(
                  card.name(),
                  unitClass,
                  maxima.size(),
                  maxima.stream().reduce(BigDecimal::min).orElseThrow(),
                  maxima.stream().reduce(BigDecimal::max).orElseThrow(),
                  card.fullMarks(),
                  weights,
                  card.bonus().map(Bonus::cap)));
        }
      }
    }
    return List.copyOf(rows);
  }

  /** The attainable maximum of every unit of a class, by unit code. */
  static Map<String, BigDecimal> of(Scorecard card, String unitClass, Map<String, Unit> units) {
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
    if (reached.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal most =
        reached
            .multiply(reached.add(moving))
            .divide(reached, DIGITS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return most.setScale(Math.max(0, most.scale()));
  }

  /** Enough counted items apply to the unit, and some of them have points to earn. */
  private static boolean scorable(Section section, String unit) {
    List<Item> items =
        section.items().stream()
            .filter(Item::counted)
            .filter(i -> i.units().isEmpty() || i.units().contains(unit))
            .toList();
    return section.weight().signum() == 0
        || (items.size() >= section.leastItems()
            && items.stream().anyMatch(i -> i.points().signum() > 0));
  }
}
