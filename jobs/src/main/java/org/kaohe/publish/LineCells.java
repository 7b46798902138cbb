package org.kaohe.publish;

import static org.kaohe.publish.Values.required;
import static org.kaohe.publish.Values.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of all cells before pages are made: the latest period of each indicator and
 * the lights in it, and the cells that lines of scorecards stand on.
 */
final class LineCells {
  private static final String[] SHOWN = {
    "target_op", "target_low", "target_high", "target_source", "target_unit"
  };

  private final Map<CellKey, Cell> cells = new HashMap<>();

  /** The latest period with a value, by indicator and kind of period. */
  private final Map<String, Map<String, String>> latest = new HashMap<>();

  private final Columnar status = new Columnar("indicator", "kind", "period", "light", "count");

  private record CellKey(String indicator, String unit, String period) {}

  /**
   * A cell under a line.
   *
   * @param light empty when it has none
   */
  record Cell(String light, Map<String, Object> target) {}

  LineCells(PageSource source) {
    Set<CellKey> wanted = new HashSet<>();
    source.gold(
        "scorecard_line",
        List.of("period", "indicator", "measured"),
        row -> {
          String indicator = text(row, "indicator");
          if (indicator != null) {
            Values.list(text(row, "measured"))
                .forEach(u -> wanted.add(new CellKey(indicator, u, required(row, "period"))));
          }
        });
    Map<List<String>, Map<String, Integer>> lights = new HashMap<>();
    source.gold(
        "indicator_value",
        PageColumns.texts("indicator", "unit", "period", "period_kind", "value", "light")
            .andTexts(SHOWN)
            .reads(),
        row -> {
          String indicator = required(row, "indicator");
          String period = required(row, "period");
          String kind = required(row, "period_kind");
          CellKey key = new CellKey(indicator, required(row, "unit"), period);
          String light = text(row, "light");
          String shown = light == null ? "" : light;
          if (wanted.contains(key)) {
            cells.put(key, new Cell(shown, target(row)));
          }
          if (row.get("value") != null) {
            latest
                .computeIfAbsent(indicator, i -> new LinkedHashMap<>())
                .merge(kind, period, LineCells::later);
          }
          lights
              .computeIfAbsent(List.of(indicator, kind, period), k -> new TreeMap<>())
              .merge(shown, 1, Integer::sum);
        });
    latest.forEach(
        (indicator, kinds) ->
            kinds.forEach(
                (kind, period) ->
                    lights
                        .getOrDefault(List.of(indicator, kind, period), Map.of())
                        .forEach(
                            (light, n) ->
                                status.add(indicator, kind, period, light, n.toString()))));
  }

  private static Map<String, Object> target(DataRow row) {
    Map<String, Object> target = new HashMap<>();
    for (String column : SHOWN) {
      Object value = row.get(column);
      if (value != null) {
        target.put(column, value);
      }
    }
    return Map.copyOf(target);
  }

  private static String later(String a, String b) {
    return PageSource.end(a).isBefore(PageSource.end(b)) ? b : a;
  }

  boolean isLatest(String indicator, String kind, String period) {
    return period.equals(latest.getOrDefault(indicator, Map.of()).get(kind));
  }

  /** The cells that a line of a scorecard was measured by. */
  List<Cell> behind(@Nullable String indicator, @Nullable String measured, String period) {
    return indicator == null
        ? List.of()
        : Values.list(measured).stream()
            .map(u -> cells.get(new CellKey(indicator, u, period)))
            .flatMap(Stream::ofNullable)
            .toList();
  }

  /** How many cells of the latest periods have which light. */
  Columnar status() {
    return status;
  }
}
