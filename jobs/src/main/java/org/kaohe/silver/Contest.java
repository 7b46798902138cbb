package org.kaohe.silver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.silver.SilverResult.Clash;

/**
 * What came of the keys that more than one row claims.
 *
 * @param losers delivery and line of the rows that lost; empty when no key was claimed twice
 * @param lost arrivals that lost, by slice
 * @param beaten slices of silver's rows that lost
 * @param byDelivery arrivals that lost, by delivery
 * @param byItself those that lost to a row of their own delivery, by delivery
 * @param contradicted how many of those said something else
 * @param held deliveries that contradict another of their issue; when there are some, the rest is
 *     not the last word
 * @param warnings sentences for the summary
 */
record Contest(
    Optional<Dataset<Row>> losers,
    Map<String, Long> lost,
    Set<String> beaten,
    Map<String, Long> byDelivery,
    Map<String, Long> byItself,
    long contradicted,
    Map<String, Clash> held,
    List<String> warnings) {
  static final Contest NONE =
      new Contest(Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of(), 0, Map.of(), List.of());

  long superseded(String delivery) {
    return byDelivery.getOrDefault(delivery, 0L);
  }

  long byItself(String delivery) {
    return byItself.getOrDefault(delivery, 0L);
  }
}
