package org.kaohe.scorecard;

import java.util.ArrayList;
import java.util.List;
import org.kaohe.config.Period;

/**
 * Scores the units of one class in one period: inputs to lines, sections, totals, ranks and grades
 * (DESIGN section 7). Plain values in, plain values out.
 */
final class Scoring {
  private final Scheme scheme;
  private final Period period;

  Scoring(Scheme scheme, Period period) {
    this.scheme = scheme;
    this.period = period;
  }

  /** All units of the class, the ranked ones first. */
  List<Ranking.Place> score(List<UnitFacts> units) {
    Totals totals = new Totals(scheme.card());
    List<Totals.UnitTotal> scored = new ArrayList<>();
    for (UnitFacts unit : units) {
      scored.add(totals.of(unit.unit(), unit.unitClass(), new Lines(scheme, period, unit).all()));
    }
    return new Ranking(scheme.card()).of(scored);
  }
}
