package org.kaohe.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.config.Nearest;
import org.kaohe.delta.ColumnInfo;
import org.kaohe.delta.ColumnType;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Ledger;

/** Rows of one table as a release holds it, narrowed: what {@code show} prints. */
public final class TableView {
  private final TableReader reader;
  private final TableId table;
  private final long version;
  private final List<ColumnInfo> all;
  private final List<String> columns;
  private final List<Condition> where;

  private record Condition(ColumnInfo column, String value) {}

  private TableView(
      TableReader reader,
      TableId table,
      long version,
      List<ColumnInfo> all,
      List<String> columns,
      List<Condition> where) {
    this.reader = reader;
    this.table = table;
    this.version = version;
    this.all = all;
    this.columns = columns;
    this.where = where;
  }

  /**
   * Finds the table.
   *
   * @param name {@code gold/scorecard}, {@code gold.scorecard} or {@code scorecard}
   * @param release id of a release; empty takes the current one
   * @param columns columns in the order wanted; empty for all
   * @param where {@code column=value}; all must hold
   * @throws KaoheException K9004 for names that do not exist, with the nearest one that does
   */
  public static TableView open(
      Warehouse warehouse,
      TableReader reader,
      String name,
      Optional<String> release,
      List<String> columns,
      List<String> where) {
    Map<TableId, Long> versions = versions(warehouse, reader, release);
    TableId table = find(versions, name);
    long version = versions.getOrDefault(table, -1L);
    List<ColumnInfo> all = reader.columns(table, version);
    List<String> chosen = new ArrayList<>();
    for (String column : columns) {
      chosen.add(column(table, all, column).name());
    }
    List<Condition> conditions = new ArrayList<>();
    for (String text : where) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new KaoheException(
            "K9004",
            "--where %s is not of the form column=value, so it can't be asked. Write --where unit=520100."
                .formatted(text));
      }
      conditions.add(
          new Condition(column(table, all, text.substring(0, equals)), text.substring(equals + 1)));
    }
    return new TableView(reader, table, version, all, List.copyOf(chosen), conditions);
  }

  /** Every table that can be shown, with its version: those of the release, and the attempts. */
  static Map<TableId, Long> versions(
      Warehouse warehouse, TableReader reader, Optional<String> release) {
    Map<TableId, Long> versions = new java.util.TreeMap<>();
    Ledger.ATTEMPTS.stream()
        .filter(warehouse::exists)
        .forEach(t -> versions.put(t, warehouse.version(t)));
    Optional<Release> shown =
        release.isEmpty()
            ? new Pointer(warehouse).currentRelease()
            : Optional.of(release(new Ledger(warehouse, reader), release.get()));
    shown.ifPresent(r -> versions.putAll(r.tables()));
    if (versions.isEmpty()) {
      throw new KaoheException(
          "K4009",
          "There is no release in %s yet, so there is nothing to show. Run kaohe nightly first."
              .formatted(warehouse.root()));
    }
    return versions;
  }

  private static Release release(Ledger ledger, String id) {
    List<Release> releases = ledger.releases();
    return releases.stream()
        .filter(r -> r.id().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(
            () ->
                new KaoheException(
                    "K9004",
                    "There is no release %s. The last ones are %s."
                        .formatted(
                            id,
                            releases.stream()
                                .skip(Math.max(0, releases.size() - 5))
                                .map(Release::id)
                                .collect(Collectors.joining(", ")))));
  }

  private static TableId find(Map<TableId, Long> versions, String name) {
    String wanted = name.replace('.', '/');
    List<TableId> found =
        versions.keySet().stream()
            .filter(t -> t.toString().equals(wanted) || t.name().equals(wanted))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (!found.isEmpty()) {
      throw new KaoheException(
          "K9004",
          "%s is the name of several tables. Say which: %s."
              .formatted(
                  name, found.stream().map(TableId::toString).collect(Collectors.joining(", "))));
    }
    throw new KaoheException(
        "K9004",
        "There is no table %s in this release.%s kaohe ls lists all tables."
            .formatted(
                name, nearest(wanted, versions.keySet().stream().map(TableId::toString).toList())));
  }

  private static ColumnInfo column(TableId table, List<ColumnInfo> all, String name) {
    return all.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new KaoheException(
                    "K9004",
                    "%s has no column %s.%s Its columns are %s."
                        .formatted(
                            table,
                            name,
                            nearest(name, all.stream().map(ColumnInfo::name).toList()),
                            all.stream().map(ColumnInfo::name).collect(Collectors.joining(", ")))));
  }

  private static String nearest(String name, List<String> names) {
    return Nearest.of(name, names).map(n -> " Did you mean " + n + "?").orElse("");
  }

  public TableId table() {
    return table;
  }

  /** The columns shown, in order. */
  public List<ColumnInfo> columns() {
    return columns.isEmpty()
        ? all
        : columns.stream()
            .map(n -> all.stream().filter(c -> c.name().equals(n)).findFirst().orElseThrow())
            .toList();
  }

  /** The rows that satisfy the conditions; to be closed. */
  public Stream<TableRow> rows() {
    List<String> needed = new ArrayList<>(columns().stream().map(ColumnInfo::name).toList());
    for (Condition condition : where) {
      if (!needed.contains(condition.column().name())) {
        needed.add(condition.column().name());
      }
    }
    return reader
        .rows(table, version, needed)
        .filter(row -> where.stream().allMatch(c -> holds(c, row)));
  }

  private static boolean holds(Condition condition, TableRow row) {
    Optional<Object> value = row.value(condition.column().name());
    String wanted = condition.value();
    if (value.isEmpty()) {
      return wanted.isEmpty();
    }
    ColumnType type = condition.column().type();
    return switch (type) {
      case DECIMAL ->
          number(wanted).map(n -> n.compareTo((BigDecimal) value.get()) == 0).orElse(false);
      case TEXTS -> row.texts(condition.column().name()).contains(wanted);
      case TEXT, INTEGER, LONG, DOUBLE, FLAG, DATE, TIMESTAMP, ROWS ->
          value.get().toString().equals(wanted);
    };
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
