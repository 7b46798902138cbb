package org.kaohe.delta;

import io.delta.kernel.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The only writer of tables and the only class that knows where things lie:
 *
 * <pre>
 * warehouse/
 *   bronze/ silver/ gold/ ops/   &lt;name&gt;/ Delta tables
 *   current.json                 the pointer: which release readers see
 *   state.json                   what the last finished night had seen, to skip a night without change
 *   run.lock                     who is running
 *   unfinished.json              there while a run is at work, and after it was killed
 *   .staging/                    rows on their way; removed when a run ends
 * </pre>
 */
public final class Warehouse {
  private final Path root;
  private final Runnable beforeCommit;
  private final AtomicLong ledgerCommits = new AtomicLong();
  private final TableLog log = new TableLog(this);
  private final FrameWriter frames = new FrameWriter(this, log);
  private final Map<TableId, Long> pinned = new ConcurrentHashMap<>();

  /** A warehouse that anybody may write to: for readers and tests. */
  public Warehouse(Path root) {
    this(root, () -> {});
  }

  /**
   * @param beforeCommit called before every commit; throws when the writer no longer holds the lock
   */
  public Warehouse(Path root, Runnable beforeCommit) {
    this.root = root;
    this.beforeCommit = beforeCommit;
  }

  void beforeCommit() {
    beforeCommit.run();
  }

  TableLog log() {
    return log;
  }

  void countLedgerCommit() {
    ledgerCommits.incrementAndGet();
  }

  /** Commits of rows made in memory so far; the others are of frames that Spark wrote. */
  public long ledgerCommits() {
    return ledgerCommits.get();
  }

  /** Commits of all tables on disk since they were made, whoever made them. */
  public long commits() {
    return tables().stream().mapToLong(t -> version(t) + 1).sum();
  }

  public Path root() {
    return root;
  }

  /** The pointer file. */
  public Path pointer() {
    return root.resolve("current.json");
  }

  /** What the last finished night had seen. */
  public Path state() {
    return root.resolve("state.json");
  }

  /** There while a run is at work; left behind by a run that was killed. */
  public Path unfinished() {
    return root.resolve("unfinished.json");
  }

  /** The run lock. */
  public Path lock() {
    return root.resolve("run.lock");
  }

  /** Scratch folders of all runs. */
  public Path staging() {
    return root.resolve(".staging");
  }

  /** A run's scratch folder for rows on their way to a table that several stages fill together. */
  public Path staging(String runId, String name) {
    return staging().resolve(runId).resolve(name);
  }

  public Path folder(TableId table) {
    return root.resolve(table.layer()).resolve(table.name());
  }

  /** Whether a table has a commit; a crash before its first one leaves a folder without. */
  public boolean exists(TableId table) {
    return pinned.containsKey(table)
        ? version(table) >= 0
        : Files.isDirectory(folder(table).resolve("_delta_log")) && version(table) >= 0;
  }

  /**
   * Leaves a table that can't be put back as it was: from here on its newest version is taken to be
   * this one.
   *
   * @param version empty for a table that should not be there
   */
  public void pin(TableId table, Optional<Long> version) {
    pinned.put(table, version.orElse(-1L));
  }

  private Snapshot newest(TableId table) {
    Long version = pinned.get(table);
    return version == null ? log.head(table) : log.at(table, version);
  }

  /** All tables on disk, released or not. */
  public List<TableId> tables() {
    List<TableId> tables = new ArrayList<>();
    for (String layer : List.of("bronze", "silver", "gold", "ops")) {
      Path folder = root.resolve(layer);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> names = Files.list(folder)) {
          names
              .map(p -> new TableId(layer, p.getFileName().toString()))
              .filter(this::exists)
              .sorted()
              .forEach(tables::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return tables;
  }

  /** The newest version of a table, which a reader of the release must not look at. */
  public Dataset<Row> read(SparkSession spark, TableId table) {
    return frames.read(spark, table, newest(table));
  }

  /** The rows of an extent; files that hold none of them are not opened. */
  public Dataset<Row> read(SparkSession spark, TableId table, Extent extent) {
    return frames.read(spark, newest(table), extent);
  }

  /** A table as it was at a version, such as the one that a release names. */
  public Dataset<Row> read(SparkSession spark, TableId table, long version) {
    return frames.read(spark, table, log.at(table, version));
  }

  /** Writes rows to files of the run, which may later become part of a table. */
  public Staged stage(Dataset<Row> rows, WriteOptions options) {
    return frames.stage(rows, options, Optional.empty());
  }

  /**
   * The same, with one value of a column in each file, so that its rows can be replaced without
   * touching others.
   */
  public Staged stage(Dataset<Row> rows, WriteOptions options, String by) {
    return frames.stage(rows, options, Optional.of(by));
  }

  /** Adds rows; the first rows create the table, and no rows are no commit. */
  public void append(Dataset<Row> rows, TableId table, WriteOptions options) {
    append(stage(rows, options), table, options);
  }

  /** Adds rows; the first rows create the table, and no rows are no commit. */
  public void append(Staged rows, TableId table, WriteOptions options) {
    frames.append(rows, table, options);
  }

  /**
   * Replaces the rows of an extent; every given row must belong to it. The first rows create the
   * table.
   */
  public void replace(Dataset<Row> rows, TableId table, Extent extent, WriteOptions options) {
    replace(stage(rows, options), table, extent, options);
  }

  /**
   * Replaces the rows of an extent; every given row must belong to it. The first rows create the
   * table.
   */
  public void replace(Staged rows, TableId table, Extent extent, WriteOptions options) {
    frames.replace(rows, table, extent, options);
  }

  /** Replaces the whole table and, if need be, its columns. */
  public void overwrite(Dataset<Row> rows, TableId table, WriteOptions options) {
    overwrite(stage(rows, options), table, options);
  }

  /** Replaces the whole table and, if need be, its columns. */
  public void overwrite(Staged rows, TableId table, WriteOptions options) {
    frames.overwrite(rows, table, options);
  }

  /** Names of the columns of a table's newest version. */
  public Set<String> columns(TableId table) {
    return Set.copyOf(newest(table).getSchema().fieldNames());
  }

  /** Bytes of a table's newest version; 0 without a table. */
  public long bytes(TableId table) {
    return exists(table)
        ? log.files(newest(table)).stream().mapToLong(f -> f.action().getSize()).sum()
        : 0;
  }

  /** Rows in the files that may hold some of an extent, as the log tells; 0 without a table. */
  public long rows(TableId table, Extent extent) {
    return exists(table) ? frames.rows(newest(table), extent) : 0;
  }

  /**
   * Puts a table back to a version: what a killed or failed run wrote after it is undone.
   *
   * @param runId who does so
   */
  public void restore(SparkSession spark, TableId table, long version, String runId) {
    beforeCommit.run();
    if (log.restore(table, version, runId)) {
      return;
    }
    spark.sql("RESTORE TABLE delta.`%s` TO VERSION AS OF %d".formatted(folder(table), version));
  }

  /**
   * Whether a table still holds a version as a run released it: with its files, and not made anew
   * since under the same name.
   */
  public boolean holds(TableId table, long version, String runId) {
    Path first = folder(table).resolve("_delta_log").resolve("%020d.json".formatted(0));
    try {
      if (Files.exists(first) && TableLog.madeAfter(Files.readString(first), runId)) {
        return false;
      }
      return exists(table)
          && version(table) >= version
          && log.files(log.at(table, version)).stream().allMatch(f -> Files.exists(f.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      // Its log no longer reaches so far back.
      return false;
    }
  }

  /** Removes a table that the current release does not name. */
  public void drop(TableId table) {
    beforeCommit.run();
    try (Stream<Path> files = Files.walk(folder(table))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest version number of a table, read from its log's file names; -1 without any. */
  public long version(TableId table) {
    Long fixed = pinned.get(table);
    if (fixed != null) {
      return fixed;
    }
    try (Stream<Path> files = Files.list(folder(table).resolve("_delta_log"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.matches("\\d{20}\\.json"))
          .mapToLong(n -> Long.parseLong(n.substring(0, 20)))
          .max()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
