package org.kaohe.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;

/** What Kernel committed is held against what Spark's own Delta reader makes of the table. */
class FrameWriterTest {
  private static final TableId TABLE = TableId.silver("health_birth");
  private static final WriteOptions OPTIONS = new WriteOptions("run-1", List.of("slice"));

  private final SparkSession spark = TestSpark.session();
  @TempDir Path root;
  private Warehouse warehouse = new Warehouse(Path.of("."));

  @BeforeEach
  void open() {
    warehouse = new Warehouse(root);
  }

  @Test
  void appendedRowsAreWhatDeltaReadsAndTheRunIsInItsHistory() {
    warehouse.append(rows("a 2025-01", "b 2025-02"), TABLE, OPTIONS);
    warehouse.append(rows("c 2025-02"), TABLE, OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a 2025-01", "b 2025-02", "c 2025-02");
    assertThat(ours()).isEqualTo(delta());
    assertThat(warehouse.version(TABLE)).isEqualTo(1);
    assertThat(
            spark
                .sql("DESCRIBE HISTORY delta.`%s`".formatted(warehouse.folder(TABLE)))
                .select("engineInfo")
                .as(Encoders.STRING())
                .collectAsList())
        .allMatch(e -> e.endsWith("kaohe run-1"));
  }

  @Test
  void noRowsMakeNoTableAndNoCommit() {
    warehouse.append(rows("a 2025-01").limit(0), TABLE, OPTIONS);
    assertThat(warehouse.exists(TABLE)).isFalse();
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    warehouse.append(rows("a 2025-01").limit(0), TABLE, OPTIONS);
    assertThat(warehouse.version(TABLE)).isZero();
  }

  @Test
  void onlyTheRowsOfTheExtentAreReplacedAlsoInAFileThatHoldsOthers() {
    warehouse.append(rows("a 2025-01", "b 2025-02", "c 2025-03"), TABLE, OPTIONS);
    warehouse.replace(
        rows("d 2025-02"), TABLE, Extent.of("slice", Set.of("2025-02", "2025-07")), OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a 2025-01", "d 2025-02", "c 2025-03");
    assertThat(ours()).containsExactlyInAnyOrderElementsOf(delta());
  }

  @Test
  void aFileOfOtherSlicesIsNotTouched() {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    warehouse.append(rows("b 2025-02"), TABLE, OPTIONS);
    List<Path> before = files();
    warehouse.replace(rows("c 2025-02"), TABLE, Extent.of("slice", Set.of("2025-02")), OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a 2025-01", "c 2025-02");
    assertThat(files()).hasSize(2).containsAnyElementsOf(before);
  }

  @Test
  void aRowForWhichThePredicateIsUnknownStays() {
    warehouse.append(rows("a null", "b 2025-02"), TABLE, OPTIONS);
    warehouse.replace(rows("c 2025-02"), TABLE, Extent.of("slice", Set.of("2025-02")), OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a null", "c 2025-02");
    warehouse.replace(
        rows("d 2025-02"), TABLE, Extent.where("slice = '2025-02' AND key > 'b'"), OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a null", "d 2025-02");
  }

  @Test
  void replacingByNothingEmptiesTheExtent() {
    warehouse.append(rows("a 2025-01", "b 2025-02"), TABLE, OPTIONS);
    warehouse.replace(
        rows("a 2025-01").limit(0), TABLE, Extent.of("slice", Set.of("2025-02")), OPTIONS);
    assertThat(delta()).containsExactly("a 2025-01");
    warehouse.overwrite(rows("a 2025-01").limit(0), TABLE, OPTIONS);
    assertThat(delta()).isEmpty();
    assertThat(ours()).isEmpty();
  }

  @Test
  void columnsAreMatchedByNameAndOthersAreRefused() {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    warehouse.append(rows("b 2025-02").select("slice", "key"), TABLE, OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a 2025-01", "b 2025-02");
    assertThatThrownBy(() -> warehouse.append(spark.sql("SELECT 'x' AS key"), TABLE, OPTIONS))
        .hasMessageContaining("silver/health_birth");
    assertThatThrownBy(
            () -> warehouse.append(spark.sql("SELECT 1 AS key, '2025' AS slice"), TABLE, OPTIONS))
        .hasMessageContaining("silver/health_birth");
  }

  @Test
  void overwritingMayBringOtherColumns() {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    warehouse.overwrite(spark.sql("SELECT 'x' AS key, 1 AS n, '2025' AS slice"), TABLE, OPTIONS);
    assertThat(warehouse.read(spark, TABLE).columns()).containsExactly("key", "n", "slice");
    assertThat(delta()).containsExactly("x 2025");
    assertThat(ours()).containsExactly("x 2025");
  }

  @Test
  void anEarlierVersionIsReadAndPutBack() {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    warehouse.overwrite(rows("b 2025-02"), TABLE, OPTIONS);
    assertThat(texts(warehouse.read(spark, TABLE, 0))).containsExactly("a 2025-01");
    warehouse.restore(spark, TABLE, 0, "run-2");
    assertThat(warehouse.version(TABLE)).isEqualTo(2);
    assertThat(delta()).containsExactly("a 2025-01");
    assertThat(ours()).containsExactly("a 2025-01");
    warehouse.append(rows("c 2025-03"), TABLE, OPTIONS);
    assertThat(delta()).containsExactlyInAnyOrder("a 2025-01", "c 2025-03");
    warehouse.restore(spark, TABLE, 1, "run-2");
    assertThat(delta()).containsExactly("b 2025-02");
    assertThat(warehouse.rows(TABLE, Extent.of("slice", Set.of("2025-02")))).isEqualTo(1);
  }

  @Test
  void aVersionWithOtherColumnsIsPutBack() {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    warehouse.overwrite(spark.sql("SELECT 'x' AS key, 1 AS n, '2025' AS slice"), TABLE, OPTIONS);
    warehouse.restore(spark, TABLE, 0, "run-2");
    assertThat(warehouse.columns(TABLE)).containsExactlyInAnyOrder("key", "slice");
    assertThat(ours()).containsExactly("a 2025-01");
  }

  @Test
  void manyCommitsGetACheckpointThatDeltaReads() {
    for (int i = 0; i < 12; i++) {
      warehouse.append(rows(i + " 2025-01"), TABLE, OPTIONS);
    }
    assertThat(warehouse.folder(TABLE).resolve("_delta_log/_last_checkpoint")).exists();
    assertThat(delta()).hasSize(12);
    assertThat(ours()).hasSize(12);
  }

  @Test
  void aTableWhoseProtocolWasRaisedIsReadByDelta() {
    warehouse.append(rows("a 2025-01", "b 2025-02"), TABLE, OPTIONS);
    String table = "delta.`%s`".formatted(warehouse.folder(TABLE));
    spark.sql(
        "ALTER TABLE " + table + " SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
    spark.sql("DELETE FROM " + table + " WHERE key = 'a'");
    assertThat(ours()).containsExactly("b 2025-02");
  }

  @Test
  void rowsThatFailWhileTheyAreWrittenLeaveTheTableAsItWas() {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    Dataset<Row> failing =
        spark.sql("SELECT CAST(raise_error('torn') AS STRING) AS key, '2025-01' AS slice");
    assertThatThrownBy(() -> warehouse.append(failing, TABLE, OPTIONS))
        .hasStackTraceContaining("torn");
    assertThat(delta()).containsExactly("a 2025-01");
    assertThat(warehouse.version(TABLE)).isZero();
  }

  private Dataset<Row> rows(String... rows) {
    return spark
        .createDataset(List.of(rows), Encoders.STRING())
        .selectExpr("split(value, ' ')[0] AS key", "nullif(split(value, ' ')[1], 'null') AS slice")
        .coalesce(1);
  }

  private List<String> delta() {
    return texts(spark.read().format("delta").load(warehouse.folder(TABLE).toString()));
  }

  private List<String> ours() {
    return texts(warehouse.read(spark, TABLE));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows
        .selectExpr("concat(key, ' ', coalesce(slice, 'null'))")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private List<Path> files() {
    return new TableReader(warehouse).files(TABLE, warehouse.version(TABLE));
  }

  @Test
  void nothingIsLeftInTheScratchFolderOfTheTable() throws IOException {
    warehouse.append(rows("a 2025-01"), TABLE, OPTIONS);
    try (Stream<Path> files = Files.list(warehouse.folder(TABLE))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .hasSize(2)
          .contains("_delta_log")
          .anyMatch(f -> f.endsWith(".parquet"));
    }
  }
}
