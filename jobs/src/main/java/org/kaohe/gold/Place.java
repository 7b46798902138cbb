package org.kaohe.gold;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Period;

/**
 * A unit in its tree.
 *
 * @param from first day on which it existed; null is since ever
 * @param to last day; null is until further notice
 * @param chain the unit and its ancestors, nearest first
 */
record Place(
    String unit,
    String kind,
    Set<String> classes,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    List<String> chain)
    implements Serializable {

  String root() {
    return chain.isEmpty() ? unit : chain.get(chain.size() - 1);
  }

  boolean existed(Period period) {
    return (from == null || !from.isAfter(period.end()))
        && (to == null || !to.isBefore(period.start()));
  }

  /** The months of a period on some day of which the unit existed. */
  Months lived(Period period) {
    Months months = Months.of(period);
    if (from != null) {
      months.keep(Months.of(new Period(period.kind(), from, LocalDate.of(2399, 12, 31))));
    }
    return to == null ? months : months.begunBy(to);
  }
}
