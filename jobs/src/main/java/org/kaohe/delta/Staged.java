package org.kaohe.delta;

import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.utils.DataFileStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that Spark has written to files of their own, with the statistics of each file. They can be
 * read as often as need be, and become part of a table by being moved there, without being written
 * again. They are gone when the run ends.
 */
public final class Staged {
  private final SparkSession spark;
  private final StructType schema;
  private final io.delta.kernel.types.StructType kernelSchema;
  private final List<DataFileStatus> files;
  private final Instant written;

  Staged(
      SparkSession spark,
      StructType schema,
      io.delta.kernel.types.StructType kernelSchema,
      List<DataFileStatus> files,
      Instant written) {
    this.spark = spark;
    this.schema = schema;
    this.kernelSchema = kernelSchema;
    this.files = List.copyOf(files);
    this.written = written;
  }

  /** All rows. */
  public Dataset<Row> read() {
    return files.isEmpty()
        ? spark.createDataFrame(List.of(), schema)
        : spark
            .read()
            .schema(schema)
            .parquet(files.stream().map(f -> path(f).toString()).toArray(String[]::new));
  }

  /** Number of rows, as the files' footers tell. */
  public long rows() {
    return files.stream().mapToLong(Staged::rows).sum();
  }

  private static long rows(DataFileStatus file) {
    return file.getStatistics().map(DataFileStatistics::getNumRecords).orElse(0L);
  }

  /**
   * Number of rows by value of a text column, as the files' footers tell; empty when some file
   * holds several values.
   */
  public Optional<Map<String, Long>> rowsBy(String column) {
    Map<String, Long> rows = new TreeMap<>();
    for (DataFileStatus file : files) {
      Optional<String> only = Extent.only(column, file.getStatistics());
      if (only.isEmpty()) {
        return Optional.empty();
      }
      rows.merge(only.get(), rows(file), Long::sum);
    }
    return Optional.of(rows);
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** The files that may hold rows of an extent, and maybe others. */
  public Staged reaching(Extent extent) {
    return only(f -> extent.mayHold(f.getStatistics()));
  }

  /** The files that certainly hold no row of an extent. */
  public Staged beside(Extent extent) {
    return only(f -> !extent.mayHold(f.getStatistics()));
  }

  /** These rows and others of the same columns. */
  public Staged plus(Staged other) {
    List<DataFileStatus> all = new ArrayList<>(files);
    all.addAll(other.files);
    return new Staged(spark, schema, kernelSchema, all, written);
  }

  private Staged only(Predicate<DataFileStatus> wanted) {
    return new Staged(spark, schema, kernelSchema, files.stream().filter(wanted).toList(), written);
  }

  SparkSession spark() {
    return spark;
  }

  io.delta.kernel.types.StructType kernelSchema() {
    return kernelSchema;
  }

  List<DataFileStatus> files() {
    return files;
  }

  /** When the files were finished, by the clock of the storage. */
  Instant written() {
    return written;
  }

  static Path path(DataFileStatus file) {
    return HadoopPaths.path(file.getPath());
  }
}
