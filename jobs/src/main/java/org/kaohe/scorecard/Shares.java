package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.Responsibility;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Shares.Of;

/**
 * What part of an item is a unit's own where several answer for one measured unit (RULES R1).
 *
 * @param rule what is shared; empty when everybody answers for the whole
 * @param duties the rows of the scorecard
 */
record Shares(Optional<Scorecard.Shares> rule, List<Responsibility> duties) {

  /** The part of the points that is at stake for a unit: the mean over its measured units. */
  BigDecimal ofPoints(
      Scorecard.Item item, String unit, Period period, Collection<String> measured) {
    if (rule.filter(r -> r.of() == Of.POINTS).isEmpty() || measured.isEmpty()) {
      return BigDecimal.ONE;
    }
    BigDecimal sum =
        measured.stream()
            .map(m -> share(item, unit, m, period))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Decimals.divide(sum, BigDecimal.valueOf(measured.size()));
  }

  /** The cell with the unit's part of its quantities, and of the target of those that add up. */
  CellFact ofQuantity(
      Scorecard.Item item, String unit, Period period, Indicator indicator, CellFact cell) {
    Optional<BigDecimal> share = quantity(item, unit, period, cell.measured());
    if (share.isEmpty()) {
      return cell;
    }
    boolean ratio = ratio(indicator, period);
    return new CellFact(
        cell.item(),
        cell.indicator(),
        cell.measured(),
        cell.status(),
        cell.numerator().map(share.get()::multiply),
        cell.denominator().map(share.get()::multiply),
        ratio
            ? cell.value()
            : cell.exact()
                .or(cell::value)
                .map(x -> Decimals.round(x.multiply(share.get()), indicator.decimals())),
        ratio ? cell.exact() : cell.exact().map(share.get()::multiply),
        cell.coverage(),
        ratio ? cell.aim() : cell.aim().map(a -> a.times(share.get())),
        cell.reason(),
        cell.silent(),
        cell.asOf());
  }

  /** The same of a target of a measured unit; one of the appraised unit itself is its own. */
  AimFact ofQuantity(
      Scorecard.Item item, String unit, Period period, Indicator indicator, AimFact aim) {
    Optional<BigDecimal> share = quantity(item, unit, period, aim.measured());
    return share.isEmpty() || aim.depth() == AimFact.OWN || ratio(indicator, period)
        ? aim
        : new AimFact(
            aim.item(),
            aim.indicator(),
            aim.measured(),
            aim.name(),
            aim.depth(),
            aim.aim().times(share.get()));
  }

  private Optional<BigDecimal> quantity(
      Scorecard.Item item, String unit, Period period, String measured) {
    return rule.filter(r -> r.of() == Of.QUANTITY)
        .map(r -> share(item, unit, measured, period))
        .filter(s -> s.compareTo(BigDecimal.ONE) != 0);
  }

  private static boolean ratio(Indicator indicator, Period period) {
    return indicator
        .versionFor(period)
        .filter(v -> v.value() instanceof Indicator.Value.Ratio)
        .isPresent();
  }

  private BigDecimal share(Scorecard.Item item, String unit, String measured, Period period) {
    return duties.stream()
        .filter(d -> d.unit().equals(unit) && d.measured().equals(measured))
        .filter(d -> d.about(item) && d.on(period.end()))
        .findFirst()
        .map(d -> rule.orElseThrow().share(d))
        .orElse(BigDecimal.ONE);
  }
}
