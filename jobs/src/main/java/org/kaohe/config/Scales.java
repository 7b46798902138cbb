package org.kaohe.config;

import java.math.BigDecimal;
import java.util.Optional;
import org.kaohe.config.Measures.Measure;

/**
 * Exact factors from the units of measure of columns to that of an indicator, as a fraction: the
 * number is multiplied by {@code up} and divided by {@code down} once, at its rounding.
 */
public record Scales(BigDecimal up, BigDecimal down) {
  public static final Scales NONE = new Scales(BigDecimal.ONE, BigDecimal.ONE);

  /** Those of a version's value. */
  public static Scales of(Definitions definitions, Indicator indicator, Indicator.Value value) {
    return value instanceof Indicator.Value.Ratio ratio
        ? ratio(definitions, indicator, ratio.numerator(), ratio.denominator())
        : single(definitions, indicator, ((Indicator.Value.Single) value).part());
  }

  /** A single quantity: kg to tonne is 1 / 1000. */
  private static Scales single(Definitions definitions, Indicator indicator, Part part) {
    Optional<Measure> from = measure(definitions, part);
    Optional<Measure> to = definitions.measures().find(indicator.unit());
    if (from.isEmpty() || to.isEmpty() || !same(from.get(), to.get())) {
      return NONE;
    }
    return new Scales(from.get().factor(), to.get().factor());
  }

  /**
   * A ratio: each side goes to the base unit of its dimension. A mean of a quantity over a count
   * (yuan a head) is given in the indicator's own unit, and so is a unit of a compound dimension.
   */
  private static Scales ratio(
      Definitions definitions, Indicator indicator, Part above, Part below) {
    Optional<Measure> n = measure(definitions, above);
    Optional<Measure> d = measure(definitions, below);
    Optional<Measure> to = definitions.measures().find(indicator.unit());
    BigDecimal up = n.map(Measure::factor).orElse(BigDecimal.ONE);
    BigDecimal down = d.map(Measure::factor).orElse(BigDecimal.ONE);
    if (n.isPresent() && d.isPresent() && same(n.get(), d.get())) {
      return new Scales(up, down);
    }
    boolean mean = d.isEmpty() && n.isPresent() && to.isPresent() && same(n.get(), to.get());
    boolean compound = to.isPresent() && to.get().dimension().contains("/");
    if (mean || (compound && n.isPresent() && d.isPresent())) {
      down = down.multiply(to.get().factor());
    } else if (n.isEmpty() || d.isEmpty()) {
      // A measure on one side alone, in a unit that says nothing of it: the figures as they stand.
      return NONE;
    }
    return new Scales(up, down);
  }

  private static boolean same(Measure a, Measure b) {
    return a.dimension().equals(b.dimension());
  }

  private static Optional<Measure> measure(Definitions definitions, Part part) {
    return PartMeasures.of(definitions, part);
  }
}
