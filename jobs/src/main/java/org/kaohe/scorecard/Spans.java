package org.kaohe.scorecard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kaohe.config.Definitions;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;

/**
 * A period that is read for a scored one, the same for all units of the scorecard (RULES R9).
 *
 * @param back how many periods it lies before the scored one
 */
record Spans(Period scored, Period read, int back) {

  /** Those of all periods, each period's own first. */
  static List<Spans> of(Scorecard card, Collection<Period> periods) {
    List<Spans> spans = new ArrayList<>();
    for (Period scored : periods) {
      Period read = scored;
      for (int back = 0; back < card.small().pool(); back++) {
        spans.add(new Spans(scored, read, back));
        read = Period.containing(read.kind(), read.start().minusDays(1));
      }
    }
    return spans;
  }

  /** Codes of the scorecard's indicators that declare small numbers. */
  static Set<String> indicators(Scorecard card, Definitions definitions) {
    return Scheme.codes(card).stream()
        .filter(
            code ->
                Optional.ofNullable(definitions.indicators().get(code)).stream()
                    .flatMap(i -> i.versions().stream())
                    .anyMatch(v -> v.smallNumbers().isPresent()))
        .collect(Collectors.toSet());
  }
}
