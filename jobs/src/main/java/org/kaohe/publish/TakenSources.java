package org.kaohe.publish;

import static org.kaohe.publish.Values.required;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sources that were written with cells (RULES R41), as pages have them: what a unit contributes
 * to a part over a period is the same in every unit above, so it stands there once, with the units
 * whose cells took it.
 */
final class TakenSources {
  private static final PageColumns COLUMNS =
      PageColumns.texts("part", "period", "unit", "periods").numbers("value").added("cells");

  private record Key(String part, String period, String unit, String periods) {}

  private record Taken(DataRow row, List<String> cells) {}

  private final Map<Key, Taken> taken = new LinkedHashMap<>();

  /** Takes the sources of a cell. */
  void add(DataRow cell) {
    if (cell.get("sources") instanceof List<?> sources) {
      String period = required(cell, "period");
      for (Object source : sources) {
        DataRow row = (DataRow) source;
        taken
            .computeIfAbsent(
                new Key(
                    required(row, "part"), period, required(row, "unit"), required(row, "periods")),
                k -> new Taken(row, new ArrayList<>()))
            .cells()
            .add(required(cell, "unit"));
      }
    }
  }

  Columnar table() {
    Columnar table = COLUMNS.table();
    taken.forEach((key, source) -> COLUMNS.add(table, column -> shown(key, source, column), 0));
    return table;
  }

  private static @Nullable Object shown(Key key, Taken source, String column) {
    return switch (column) {
      case "period" -> key.period();
      case "cells" -> String.join(";", source.cells());
      default -> source.row().get(column);
    };
  }
}
