package org.kaohe.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetStatsReader;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * Reads and writes tables as frames. Spark writes Parquet files into a scratch folder, they move
 * into the table's, and {@link TableLog} commits them: files that no commit names are no part of a
 * table, so a crash leaves the table as it was.
 */
final class FrameWriter {
  /** Kept rows of fewer bytes are written as one file. */
  private static final long ONE_FILE = 64L << 20;

  private final Warehouse warehouse;
  private final TableLog log;
  private final HadoopFileIO io = new HadoopFileIO(new Configuration());

  FrameWriter(Warehouse warehouse, TableLog log) {
    this.warehouse = warehouse;
    this.log = log;
  }

  Dataset<Row> read(SparkSession spark, TableId table, Snapshot snapshot) {
    if (!TableLog.plain(snapshot)) {
      // Somebody raised the protocol; Delta's own reader knows what that means.
      return spark
          .read()
          .format("delta")
          .option("versionAsOf", snapshot.getVersion())
          .load(warehouse.folder(table).toString());
    }
    return read(spark, snapshot, log.files(snapshot));
  }

  private static Dataset<Row> read(
      SparkSession spark, Snapshot snapshot, List<TableLog.DataFile> files) {
    org.apache.spark.sql.types.StructType schema = schema(snapshot);
    return files.isEmpty()
        ? spark.createDataFrame(List.of(), schema)
        : spark
            .read()
            .schema(schema)
            .parquet(files.stream().map(f -> f.path().toString()).toArray(String[]::new));
  }

  private static org.apache.spark.sql.types.StructType schema(Snapshot snapshot) {
    return (org.apache.spark.sql.types.StructType)
        DataType.fromJson(DataTypeJsonSerDe.serializeStructType(snapshot.getSchema()));
  }

  private static StructType schema(Dataset<Row> rows) {
    return DataTypeJsonSerDe.deserializeStructType(rows.schema().asNullable().json());
  }

  void append(Dataset<Row> rows, TableId table, WriteOptions options) {
    Optional<Snapshot> head = head(table);
    commit(head.map(h -> ordered(rows, table, h)).orElse(rows), table, head, List.of(), options);
  }

  void replace(Dataset<Row> rows, TableId table, Extent extent, WriteOptions options) {
    Optional<Snapshot> head = head(table);
    if (head.isEmpty()) {
      append(rows, table, options);
      return;
    }
    List<TableLog.DataFile> reached = new ArrayList<>();
    List<TableLog.DataFile> mixed = new ArrayList<>();
    for (TableLog.DataFile file : log.files(head.get())) {
      Optional<Range> range = range(file.action(), head.get().getSchema(), extent.column());
      if (range.map(r -> extent.mayHold(r.least(), r.greatest())).orElse(true)) {
        reached.add(file);
        if (!range.map(r -> extent.holds(r.least(), r.greatest())).orElse(false)) {
          mixed.add(file);
        }
      }
    }
    Dataset<Row> all = ordered(rows, table, head.get());
    if (!mixed.isEmpty()) {
      Dataset<Row> stays =
          read(rows.sparkSession(), head.get(), mixed)
              .filter("NOT coalesce((%s), false)".formatted(extent.predicate()));
      long bytes = mixed.stream().mapToLong(f -> f.action().getSize()).sum();
      all = all.union(bytes < ONE_FILE ? stays.coalesce(1) : stays);
    }
    commit(all, table, head, reached, options);
  }

  void overwrite(Dataset<Row> rows, TableId table, WriteOptions options) {
    Optional<Snapshot> head = head(table);
    if (head.isPresent() && !head.get().getSchema().equals(schema(rows))) {
      // Other columns, which Kernel writes only with column mapping; rare enough for the long way.
      warehouse.beforeCommit();
      rows.write()
          .format("delta")
          .option("userMetadata", options.runId())
          .mode(SaveMode.Overwrite)
          .option("overwriteSchema", "true")
          .save(warehouse.folder(table).toString());
      return;
    }
    commit(rows, table, head, head.map(log::files).orElse(List.of()), options);
  }

  private Optional<Snapshot> head(TableId table) {
    return warehouse.exists(table) ? Optional.of(log.head(table)) : Optional.empty();
  }

  /** The table's columns in the table's order; another type would make the table unreadable. */
  private static Dataset<Row> ordered(Dataset<Row> rows, TableId table, Snapshot head) {
    if (!Set.of(rows.columns()).equals(Set.copyOf(head.getSchema().fieldNames()))) {
      throw differs(rows, table, head);
    }
    Dataset<Row> ordered =
        rows.select(
            head.getSchema().fieldNames().stream()
                .map(n -> rows.col("`" + n + "`"))
                .toArray(org.apache.spark.sql.Column[]::new));
    if (!head.getSchema().equals(schema(ordered))) {
      throw differs(ordered, table, head);
    }
    return ordered;
  }

  private static IllegalStateException differs(Dataset<Row> rows, TableId table, Snapshot head) {
    return new IllegalStateException(
        "Rows for %s have the columns %s, but the table has %s"
            .formatted(table, schema(rows), head.getSchema()));
  }

  private void commit(
      Dataset<Row> rows,
      TableId table,
      Optional<Snapshot> head,
      List<TableLog.DataFile> removed,
      WriteOptions options) {
    warehouse.beforeCommit();
    Path scratch =
        warehouse
            .staging(options.runId(), "tables")
            .resolve(table.layer() + "-" + table.name() + "-" + UUID.randomUUID());
    rows.write().option("compression", "snappy").parquet(scratch.toString());
    StructType schema = schema(rows);
    List<DataFileStatus> written = move(scratch, table, schema, options);
    if (written.isEmpty() && removed.isEmpty()) {
      return;
    }
    Instant now =
        Instant.ofEpochMilli(
            written.stream()
                .mapToLong(DataFileStatus::getModificationTime)
                .max()
                .orElseGet(() -> modified(scratch)));
    log.commit(
        table,
        head,
        schema,
        (state, context) -> Utils.toCloseableIterator(written.iterator()),
        removed.stream().map(TableLog.DataFile::action).toList(),
        now,
        options.runId());
  }

  /** Moves what has rows into the table's folder, with the statistics that the footers hold. */
  private List<DataFileStatus> move(
      Path scratch, TableId table, StructType schema, WriteOptions options) {
    Path folder = warehouse.folder(table);
    List<Column> pruning =
        options.pruning().stream().filter(c -> schema.indexOf(c) >= 0).map(Column::new).toList();
    List<DataFileStatus> written = new ArrayList<>();
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().endsWith(".parquet"))
              .sorted(Comparator.comparing(Path::toString))
              .toList()) {
        long size = Files.size(file);
        DataFileStatistics statistics =
            ParquetStatsReader.readDataFileStatistics(
                io.newInputFile(file.toUri().toString(), size), schema, pruning);
        if (statistics.getNumRecords() > 0) {
          Files.createDirectories(folder);
          Path target = folder.resolve(file.getFileName());
          Files.move(file, target);
          written.add(
              new DataFileStatus(
                  target.toUri().toString(),
                  size,
                  Files.getLastModifiedTime(target).toMillis(),
                  Optional.of(statistics)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Range(String least, String greatest) {}

  private static Optional<Range> range(AddFile file, StructType schema, String column) {
    if (column.isEmpty()) {
      return Optional.empty();
    }
    Optional<DataFileStatistics> statistics = file.getStats(schema);
    Optional<Literal> least = statistics.map(s -> s.getMinValues().get(new Column(column)));
    Optional<Literal> greatest = statistics.map(s -> s.getMaxValues().get(new Column(column)));
    // A row without a value is in no range; its file has to be looked at.
    boolean complete =
        statistics
            .map(s -> s.getNullCount().get(new Column(column)))
            .filter(n -> n == 0)
            .isPresent();
    if (!complete || least.isEmpty() || greatest.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Range(
            String.valueOf(least.get().getValue()), String.valueOf(greatest.get().getValue())));
  }
}
