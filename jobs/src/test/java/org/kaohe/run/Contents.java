package org.kaohe.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;

/** What a release holds, to compare two of them. */
final class Contents {
  /** They name the run, not the result. */
  private static final Set<String> RUN_COLUMNS = Set.of("run_id", "first_run", "last_run");

  private Contents() {}

  /** By table, its different rows as texts in order; ledgers keep a row for every time. */
  static Map<String, List<String>> of(Warehouse warehouse, Release release) {
    TableReader reader = new TableReader(warehouse);
    Map<String, List<String>> contents = new TreeMap<>();
    release
        .tables()
        .keySet()
        .forEach(
            table ->
                contents.put(
                    table.toString(),
                    reader.list(table, release, List.of()).stream()
                        .map(
                            row -> {
                              Map<String, Object> values = new TreeMap<>();
                              row.asMap()
                                  .forEach(
                                      (name, value) -> {
                                        if (!RUN_COLUMNS.contains(name) && value != null) {
                                          values.put(name, value);
                                        }
                                      });
                              return values.toString();
                            })
                        .distinct()
                        .sorted()
                        .toList()));
    return contents;
  }
}
