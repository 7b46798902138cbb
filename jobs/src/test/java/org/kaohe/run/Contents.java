package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.run.Ledger.DeliveryEntry;

/** What a release holds, to compare two of them. */
public final class Contents {
  /** They name the run, not the result. */
  private static final Set<String> RUN_COLUMNS = Set.of("run_id", "first_run", "last_run");

  private Contents() {}

  /**
   * By table, its rows as texts in order, without the columns that name the run. Of a delivery only
   * the first entry is told, which is fixed when it is taken in (J2); one typed again has more.
   */
  public static Map<String, List<String>> of(Warehouse warehouse, Release release) {
    TableReader reader = new TableReader(warehouse);
    Map<String, List<String>> contents = new TreeMap<>();
    release
        .tables()
        .keySet()
        .forEach(
            table ->
                contents.put(
                    table.toString(),
                    table.equals(Ledger.DELIVERIES)
                        ? deliveries(warehouse, reader, release)
                        : rows(reader, release, table)));
    return contents;
  }

  private static List<String> rows(TableReader reader, Release release, TableId table) {
    return reader.list(table, release, List.of()).stream()
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
        .sorted()
        .toList();
  }

  private static List<String> deliveries(Warehouse warehouse, TableReader reader, Release release) {
    Map<String, DeliveryEntry> fixed = new TreeMap<>();
    for (DeliveryEntry entry : new Ledger(warehouse, reader).deliveries(release)) {
      assertThat(entry).matches(DeliveryEntry::balanced);
      fixed.putIfAbsent(entry.delivery() + " " + entry.file(), entry);
    }
    return fixed.values().stream()
        .map(e -> e.toString().replaceFirst(", runId=.*", ""))
        .sorted()
        .toList();
  }

  /** Files of a run on their way, in the warehouse and beside the site. */
  static List<Path> leftovers(Path workspace) {
    Path warehouse = workspace.resolve("warehouse");
    List<Path> left = new ArrayList<>(files(warehouse.resolve(".staging")));
    files(warehouse).stream()
        .filter(f -> f.getFileName().toString().endsWith(".tmp"))
        .forEach(left::add);
    files(workspace).stream()
        .filter(f -> f.getFileName().toString().startsWith(".site."))
        .forEach(left::add);
    return left;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
