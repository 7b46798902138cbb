package org.kaohe.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetStatsReader;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * Reads and writes tables as frames. Spark writes Parquet files into a scratch folder, they move
 * into the table's, and {@link TableLog} commits them: files that no commit names are no part of a
 * table, so a crash leaves the table as it was.
 */
final class FrameWriter {
  /** Kept rows of fewer bytes are written as one file. */
  private static final long ONE_FILE = 64L << 20;

  /** Names the folders that keep values apart while files are written; it is in no file. */
  private static final String APART = "_apart";

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

  Dataset<Row> read(SparkSession spark, Snapshot snapshot, Extent extent) {
    return read(spark, snapshot, files(snapshot, extent)).filter(extent.predicate());
  }

  private List<TableLog.DataFile> files(Snapshot snapshot, Extent extent) {
    return log.files(snapshot).stream()
        .filter(f -> extent.mayHold(f.action().getStats(snapshot.getSchema())))
        .toList();
  }

  long rows(Snapshot snapshot, Extent extent) {
    return files(snapshot, extent).stream()
        .mapToLong(f -> f.action().getNumRecords().orElse(0L))
        .sum();
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

  void append(Staged rows, TableId table, WriteOptions options) {
    commit(rows, table, head(table), List.of(), options);
  }

  void replace(Staged rows, TableId table, Extent extent, WriteOptions options) {
    Optional<Snapshot> head = head(table);
    if (head.isEmpty()) {
      append(rows, table, options);
      return;
    }
    List<TableLog.DataFile> reached = new ArrayList<>();
    List<TableLog.DataFile> mixed = new ArrayList<>();
    for (TableLog.DataFile file : log.files(head.get())) {
      Optional<DataFileStatistics> statistics = file.action().getStats(head.get().getSchema());
      if (extent.mayHold(statistics)) {
        reached.add(file);
        if (!extent.holds(statistics)) {
          mixed.add(file);
        }
      }
    }
    Staged all = rows;
    if (!mixed.isEmpty()) {
      Dataset<Row> stays =
          read(rows.spark(), head.get(), mixed)
              .filter("NOT coalesce((%s), false)".formatted(extent.predicate()));
      long bytes = mixed.stream().mapToLong(f -> f.action().getSize()).sum();
      all =
          rows.plus(stage(bytes < ONE_FILE ? stays.coalesce(1) : stays, options, Optional.empty()));
    }
    commit(all, table, head, reached, options);
  }

  void overwrite(Staged rows, TableId table, WriteOptions options) {
    Optional<Snapshot> head = head(table);
    if (head.isPresent() && !sameColumns(head.get(), rows)) {
      // Other columns, which Kernel writes only with column mapping; rare enough for the long way.
      warehouse.beforeCommit();
      rows.read()
          .write()
          .format("delta")
          .option("userMetadata", options.runId())
          .mode(SaveMode.Overwrite)
          .option("overwriteSchema", "true")
          .save(warehouse.folder(table).toString());
      return;
    }
    commit(rows, table, head, head.map(log::files).orElse(List.of()), options);
  }

  /**
   * Writes rows as files that may become part of a table.
   *
   * @param by column of which every file holds one value only; empty for as many files as the frame
   *     has partitions
   */
  Staged stage(Dataset<Row> rows, WriteOptions options, Optional<String> by) {
    warehouse.beforeCommit();
    Path folder =
        warehouse.staging(options.runId(), "tables").resolve(UUID.randomUUID().toString());
    DataFrameWriter<Row> writer =
        by.map(c -> rows.withColumn(APART, functions.col(c)).write().partitionBy(APART))
            .orElseGet(rows::write);
    writer.option("compression", "snappy").parquet(folder.toString());
    StructType schema = DataTypeJsonSerDe.deserializeStructType(rows.schema().asNullable().json());
    List<Column> pruning =
        options.pruning().stream().filter(c -> schema.indexOf(c) >= 0).map(Column::new).toList();
    List<DataFileStatus> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file :
          found
              .filter(f -> f.getFileName().toString().endsWith(".parquet"))
              .sorted(Comparator.comparing(Path::toString))
              .toList()) {
        long size = Files.size(file);
        String uri = HadoopPaths.text(file);
        DataFileStatistics statistics =
            ParquetStatsReader.readDataFileStatistics(io.newInputFile(uri, size), schema, pruning);
        if (statistics.getNumRecords() > 0) {
          long modified = Files.getLastModifiedTime(file).toMillis();
          files.add(new DataFileStatus(uri, size, modified, Optional.of(statistics)));
        }
      }
      return new Staged(
          rows.sparkSession(),
          rows.schema().asNullable(),
          schema,
          files,
          Files.getLastModifiedTime(folder).toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Snapshot> head(TableId table) {
    return warehouse.exists(table) ? Optional.of(log.head(table)) : Optional.empty();
  }

  /** The same columns with the same types; files name their columns, so their order is free. */
  private static boolean sameColumns(Snapshot head, Staged rows) {
    return Set.copyOf(head.getSchema().fields()).equals(Set.copyOf(rows.kernelSchema().fields()));
  }

  private void commit(
      Staged rows,
      TableId table,
      Optional<Snapshot> head,
      List<TableLog.DataFile> removed,
      WriteOptions options) {
    if (rows.isEmpty() && removed.isEmpty()) {
      return;
    }
    if (head.isPresent() && !sameColumns(head.get(), rows)) {
      throw new IllegalStateException(
          "Rows for %s have the columns %s, but the table has %s"
              .formatted(table, rows.kernelSchema(), head.get().getSchema()));
    }
    warehouse.beforeCommit();
    List<DataFileStatus> moved =
        rows.files().stream().map(f -> move(f, warehouse.folder(table))).toList();
    log.commit(
        table,
        head,
        rows.kernelSchema(),
        (state, context) -> Utils.toCloseableIterator(moved.iterator()),
        removed.stream().map(TableLog.DataFile::action).toList(),
        rows.written(),
        options.runId());
  }

  /** Into the table's folder, where a file counts only when a commit names it. */
  private static DataFileStatus move(DataFileStatus file, Path folder) {
    try {
      Files.createDirectories(folder);
      Path target = folder.resolve("part-" + UUID.randomUUID() + ".snappy.parquet");
      Files.move(Staged.path(file), target);
      return new DataFileStatus(
          HadoopPaths.text(target),
          file.getSize(),
          file.getModificationTime(),
          file.getStatistics());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
