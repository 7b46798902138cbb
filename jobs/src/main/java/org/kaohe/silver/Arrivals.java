package org.kaohe.silver;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.delta.Staged;
import org.kaohe.landing.DeliveryReader;

/** Staged rows and how many there are in each slice. */
record Arrivals(Staged rows, Map<String, Long> slices) {
  Arrivals(Staged rows) {
    this(rows, count(rows));
  }

  private static Map<String, Long> count(Staged rows) {
    return rows.rowsBy(DeliveryReader.SLICE)
        .orElseGet(
            () -> {
              Map<String, Long> slices = new TreeMap<>();
              // Bounded by the calendar, not by the rows.
              rows.read()
                  .groupBy(DeliveryReader.SLICE)
                  .count()
                  .collectAsList()
                  .forEach(r -> slices.put(r.getString(0), r.getLong(1)));
              return slices;
            });
  }

  /** Slices that gain a row or lose one. */
  Set<String> touched(Contest contest) {
    Set<String> touched = new TreeSet<>(contest.beaten());
    slices.forEach(
        (slice, rows) -> {
          if (rows > contest.lost().getOrDefault(slice, 0L)) {
            touched.add(slice);
          }
        });
    return touched;
  }
}
