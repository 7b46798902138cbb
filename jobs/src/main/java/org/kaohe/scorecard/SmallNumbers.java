package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Glossary;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;

/**
 * What is read where few events are to be expected (RULES R9): the same span of periods for all
 * units, and the unit above in place of one that is too small all the same.
 */
final class SmallNumbers {
  private final Scheme scheme;
  private final Period period;

  SmallNumbers(Scheme scheme, Period period) {
    this.scheme = scheme;
    this.period = period;
  }

  /**
   * @param notes what there is to say about where the numbers come from
   */
  record Resolved(Reading reading, List<Label> notes) {}

  /** Fewer expected events, target x denominator, than the definition asks for. */
  boolean few(Reading reading) {
    Optional<Indicator.Version> version = scheme.indicator(reading.indicator()).versionFor(period);
    Optional<Integer> least = version.flatMap(Indicator.Version::smallNumbers);
    Optional<BigDecimal> target = reading.target().map(a -> a.goal().number());
    if (least.isEmpty()
        || target.isEmpty()
        || reading.denominator().isEmpty()
        || !(version.orElseThrow().value() instanceof Indicator.Value.Ratio ratio)) {
      return false;
    }
    BigDecimal expected =
        Decimals.divide(
            target.get().multiply(reading.denominator().get()), BigDecimal.valueOf(ratio.per()));
    return expected.compareTo(BigDecimal.valueOf(least.get())) < 0;
  }

  /**
   * What stands for a reading of the period alone.
   *
   * @param cells the period's own, by measured unit
   * @param spare those of earlier periods and of the units above
   */
  Resolved resolved(
      Indicator indicator,
      Reading own,
      List<CellFact> cells,
      List<AimFact> aims,
      List<UnitFacts.Spare> spare) {
    Scorecard.Small rule = scheme.card().small();
    boolean declared =
        indicator.versionFor(period).flatMap(Indicator.Version::smallNumbers).isPresent();
    if (!declared || spare.isEmpty()) {
      return new Resolved(own, List.of());
    }
    List<Label> notes = new ArrayList<>();
    Reading reading = own;
    if (rule.pool() > 1) {
      List<CellFact> span = new ArrayList<>(cells);
      spare.stream().filter(s -> !s.above()).forEach(s -> span.add(s.cell()));
      reading = together(indicator, span, cells, aims, Optional.empty());
      notes.add(
          Glossary.load()
              .fill("sentence.pooled", Map.of("n", Label.of(String.valueOf(rule.pool())))));
    }
    if (rule.parent() && reading.state() == Reading.State.PRESENT && few(reading)) {
      List<CellFact> above =
          spare.stream().filter(UnitFacts.Spare::above).map(UnitFacts.Spare::cell).toList();
      List<CellFact> now =
          spare.stream()
              .filter(s -> s.above() && s.back() == 0)
              .map(UnitFacts.Spare::cell)
              .toList();
      Reading parent = together(indicator, above, now, List.of(), reading.target());
      if (parent.state() == Reading.State.PRESENT) {
        notes.add(
            Glossary.load()
                .fill(
                    "sentence.at-parent",
                    Map.of("unit", Label.of(String.join(";", parent.measured())))));
        return new Resolved(parent, notes);
      }
    }
    return new Resolved(reading, notes);
  }

  /**
   * The span as one reading, held against the targets of the period itself.
   *
   * @param otherwise the target where a unit has none of its own
   */
  private Reading together(
      Indicator indicator,
      List<CellFact> span,
      List<CellFact> now,
      List<AimFact> aims,
      Optional<Aim> otherwise) {
    Map<String, Optional<Aim>> current = new HashMap<>();
    now.forEach(c -> current.put(c.measured(), c.aim().or(() -> otherwise)));
    return Readings.of(
            indicator,
            period,
            scheme.scales(indicator, period),
            span.stream()
                .map(c -> c.with(current.getOrDefault(c.measured(), Optional.empty())))
                .toList(),
            aims,
            scheme::existsFor)
        .ofDistinctUnits();
  }
}
