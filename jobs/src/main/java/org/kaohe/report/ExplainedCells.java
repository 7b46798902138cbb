package org.kaohe.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Unit;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableRow;
import org.kaohe.report.Explanation.Cell;

/**
 * The cells that lines have read, as the lines and their inputs name them, each with the sources
 * that were written with it (RULES R41). Nothing is worked out here.
 */
final class ExplainedCells {
  private static final TableId CELLS = TableId.gold("indicator_value");
  private static final TableId SOURCES = TableId.gold("measure_source");

  /** {@code indicator@unit;unit}, and what is read of it. */
  private static final Pattern CELL = Pattern.compile("([^@\\s]+)@(\\S+)(?: .*)?");

  private final Definitions definitions;
  private final BiFunction<TableId, Predicate<TableRow>, List<TableRow>> tables;
  private final ExplainedSources sources;

  /** The key of a row of {@code gold/indicator_value}. */
  record Key(String indicator, String unit, String period) {}

  ExplainedCells(
      Definitions definitions,
      BiFunction<TableId, Predicate<TableRow>, List<TableRow>> tables,
      ExplainedSources sources) {
    this.definitions = definitions;
    this.tables = tables;
    this.sources = sources;
  }

  /** The cells of a line's own indicator. */
  Set<Key> read(TableRow line) {
    return line.text("indicator")
        .map(i -> keys(i, line.text("measured").orElse(""), line.required("period")))
        .orElseGet(LinkedHashSet::new);
  }

  /** The cells that an input is from; none when it is from elsewhere. */
  Set<Key> read(String source, String period) {
    Matcher cell = CELL.matcher(source);
    return cell.matches() ? keys(cell.group(1), cell.group(2), period) : Set.of();
  }

  private static Set<Key> keys(String indicator, String units, String period) {
    return Arrays.stream(units.split(";"))
        .filter(u -> !u.isEmpty())
        .map(u -> new Key(indicator, u, period))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The cells by item. */
  Map<String, List<Cell>> of(Map<String, Set<Key>> read) {
    Set<Key> wanted = read.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    Map<Key, TableRow> stored = new HashMap<>();
    if (!wanted.isEmpty()) {
      tables.apply(CELLS, r -> wanted.contains(key(r))).forEach(r -> stored.put(key(r), r));
    }
    Set<ExplainedSources.Measure> taken =
        stored.values().stream()
            .flatMap(r -> r.rows("sources").stream())
            .flatMap(s -> ExplainedSources.measures(s).stream())
            .collect(Collectors.toSet());
    sources.delivered(
        taken.isEmpty()
            ? List.of()
            : tables.apply(SOURCES, r -> taken.contains(ExplainedSources.Measure.of(r))));
    Map<String, List<Cell>> cells = new HashMap<>();
    read.forEach(
        (item, keys) ->
            cells.put(
                item,
                keys.stream()
                    .flatMap(k -> Optional.ofNullable(stored.get(k)).stream())
                    .map(this::cell)
                    .toList()));
    return cells;
  }

  private static Key key(TableRow row) {
    return new Key(row.required("indicator"), row.required("unit"), row.required("period"));
  }

  private Cell cell(TableRow row) {
    String unit = row.required("unit");
    return new Cell(
        row.required("indicator"),
        unit,
        Optional.ofNullable(definitions.units().get(unit))
            .map(Unit::name)
            .map(n -> n.zh())
            .orElse(unit),
        Explain.number(row, "numerator"),
        Explain.number(row, "denominator"),
        Explain.number(row, "value"),
        row.text("measure").orElse(""),
        row.required("data_status"),
        row.text("reason").orElse(""),
        target(row),
        row.text("target_unit").orElse(null),
        row.text("target_source").map(sources::readable).orElse(null),
        row.text("judgement").orElse(""),
        Explain.date(row, "data_as_of"),
        sources.parts(row.rows("sources")));
  }

  private static @Nullable String target(TableRow row) {
    Optional<BigDecimal> bound = row.decimal("target");
    Optional<BigDecimal> low = row.decimal("target_low");
    Optional<BigDecimal> high = row.decimal("target_high");
    if (bound.isEmpty() && low.isEmpty() && high.isEmpty()) {
      return null;
    }
    String op = row.text("target_op").orElse("=");
    return bound.isPresent()
        ? op + " " + Values.text(bound.get())
        : "%s .. %s".formatted(Values.text(low.orElse(null)), Values.text(high.orElse(null)));
  }

  /** {@code delivery <id>:<line>} with the file that the id stands for. */
  String readable(String source) {
    return sources.readable(source);
  }
}
