package org.kaohe.delta;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * The Delta logs of a warehouse, read and written through Delta Kernel: a few hundredths of a
 * second, with or without Spark, where a commit by Spark takes half a second and more. Tables have
 * the lowest protocol: no partitions, deletion vectors or column mapping.
 */
final class TableLog {
  /** Files and history stay long enough for every released version to be read (J17). */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.logRetentionDuration", "interval 400 days",
          "delta.deletedFileRetentionDuration", "interval 400 days");

  /** Who wrote a commit, as {@link #commit} has it written. */
  private static final Pattern WHO = Pattern.compile("/kaohe ([^\"\\s]+)\"");

  private final Warehouse warehouse;
  private final Engine engine;

  TableLog(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.engine = DefaultEngine.create(new Configuration());
  }

  Engine engine() {
    return engine;
  }

  Snapshot head(TableId table) {
    return TableManager.loadSnapshot(folder(table)).build(engine);
  }

  Snapshot at(TableId table, long version) {
    return TableManager.loadSnapshot(folder(table)).atVersion(version).build(engine);
  }

  /** Nothing in the table asks a reader for more than to read its Parquet files. */
  static boolean plain(Snapshot snapshot) {
    return ((SnapshotImpl) snapshot).getProtocol().getMinReaderVersion() == 1
        && snapshot.getPartitionColumnNames().isEmpty();
  }

  /** A data file of a snapshot and where it lies. */
  record DataFile(AddFile action, Path path) {}

  /**
   * Whether a commit tells that a run later than another one made it.
   *
   * @param commit text of its file
   */
  static boolean madeAfter(String commit, String runId) {
    Matcher who = WHO.matcher(commit);
    return who.find() && who.group(1).compareTo(runId) > 0;
  }

  /** The files that hold a snapshot's rows, with their statistics. */
  List<DataFile> files(Snapshot snapshot) {
    List<DataFile> files = new ArrayList<>();
    ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            files.add(
                new DataFile(
                    new AddFile(row.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)),
                    HadoopPaths.path(InternalScanFileUtils.getAddFileStatus(row).getPath())));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Gives the files to add: they may be written only when the transaction says how. */
  interface NewFiles {
    CloseableIterator<DataFileStatus> write(Row transactionState, DataWriteContext context)
        throws IOException;
  }

  /**
   * Commits added and removed files; creates the table when there is no snapshot to start from.
   *
   * @param head what the removed files were read from
   * @param removedAt from here on the removed files are kept for the retention time
   * @return the version made
   */
  long commit(
      TableId table,
      Optional<Snapshot> head,
      StructType schema,
      NewFiles added,
      List<AddFile> removed,
      Instant removedAt,
      String runId) {
    warehouse.beforeCommit();
    String who = "kaohe " + runId;
    Transaction transaction =
        head.map(h -> update(h, who))
            .orElseGet(
                () ->
                    TableManager.buildCreateTableTransaction(folder(table), schema, who)
                        .withTableProperties(PROPERTIES)
                        .withMaxRetries(0)
                        .build(engine));
    Row state = transaction.getTransactionState(engine);
    DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
    List<Row> actions = new ArrayList<>(removals(removed, removedAt));
    try (CloseableIterator<DataFileStatus> files = added.write(state, context);
        CloseableIterator<Row> rows =
            Transaction.generateAppendActions(engine, state, files, context)) {
      rows.forEachRemaining(actions::add);
      return commit(transaction, actions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Commits the files of an earlier version in place of those of the newest.
   *
   * @return false, with nothing done, where the two have different columns
   * @throws IllegalStateException when a file of the version is gone
   */
  boolean restore(TableId table, long version, String runId) {
    Snapshot head = head(table);
    Snapshot then = at(table, version);
    if (!plain(head) || !plain(then) || !head.getSchema().equals(then.getSchema())) {
      return false;
    }
    warehouse.beforeCommit();
    Map<String, DataFile> now = byPath(head);
    Map<String, DataFile> before = byPath(then);
    List<AddFile> removed =
        now.entrySet().stream()
            .filter(f -> !before.containsKey(f.getKey()))
            .map(f -> f.getValue().action())
            .toList();
    List<Row> actions =
        new ArrayList<>(removals(removed, Instant.ofEpochMilli(head.getTimestamp(engine))));
    before.forEach(
        (path, file) -> {
          if (!now.containsKey(path)) {
            if (!Files.exists(file.path())) {
              throw new IllegalStateException(
                  "%s: a file of version %d is gone: %s".formatted(table, version, file.path()));
            }
            actions.add(SingleAction.createAddFileSingleAction(file.action().toRow()));
          }
        });
    commit(update(head, "kaohe " + runId), actions);
    return true;
  }

  /** Nobody else writes, so a commit that fails is not tried again: a full disk is full. */
  private Transaction update(Snapshot head, String who) {
    return head.buildUpdateTableTransaction(who, Operation.WRITE).withMaxRetries(0).build(engine);
  }

  private Map<String, DataFile> byPath(Snapshot snapshot) {
    Map<String, DataFile> files = new LinkedHashMap<>();
    files(snapshot).forEach(f -> files.put(f.action().getPath(), f));
    return files;
  }

  private static List<Row> removals(List<AddFile> files, Instant at) {
    return files.stream()
        .map(f -> f.toRemoveFileRow(true, Optional.of(at.toEpochMilli())))
        .map(SingleAction::createRemoveFileSingleAction)
        .toList();
  }

  private long commit(Transaction transaction, List<Row> actions) {
    TransactionCommitResult result =
        transaction.commit(
            engine,
            CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(actions.iterator())));
    try {
      for (PostCommitHook hook : result.getPostCommitHooks()) {
        hook.threadSafeInvoke(engine);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result.getVersion();
  }

  private String folder(TableId table) {
    return warehouse.folder(table).toString();
  }
}
