package org.kaohe.scorecard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;

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
    List<UnitLines> lines = units.stream().map(u -> new UnitLines(scheme, period, u)).toList();
    Map<String, List<UnitLines.Compared>> peers = new HashMap<>();
    for (Scorecard.Item item : scheme.card().items()) {
      if (item.rule() instanceof Scorecard.Rule.Compare rule) {
        peers.put(
            item.code(), lines.stream().flatMap(l -> l.compared(item, rule).stream()).toList());
      }
    }
    for (int i = 0; i < units.size(); i++) {
      UnitFacts unit = units.get(i);
      scored.add(totals.of(unit.unit(), unit.unitClass(), lines.get(i).all(peers)));
    }
    return new Ranking(scheme.card(), scheme.open(period)).of(scored);
  }
}
