package org.kaohe.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;

class TableReaderTest {
  private static final TableId TABLE = TableId.gold("everything");
  private static final WriteOptions OPTIONS = new WriteOptions("run", List.of("unit"));

  private final SparkSession spark = TestSpark.session();
  @TempDir Path root;

  @Test
  void readsEveryTypeThatOurTablesUseAsSparkWroteIt() {
    Warehouse warehouse = new Warehouse(root);
    warehouse.append(
        spark.sql(
            """
            SELECT '520100' AS unit, 7L AS rows, 8 AS ordinal,
              CAST(1.234567891 AS DECIMAL(27,9)) AS value, DATE'2025-02-28' AS day,
              TIMESTAMP'2025-02-28 08:00:00.123456' AS at, 0.5D AS lower, true AS counted,
              array('a','b') AS reasons
            UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"""),
        TABLE,
        OPTIONS);
    TableReader reader = new TableReader(warehouse);

    List<TableRow> rows = reader.list(TABLE, 0, List.of());

    TableRow full = rows.stream().filter(r -> r.text("unit").isPresent()).findFirst().orElseThrow();
    assertThat(full.asMap())
        .containsExactly(
            entry("unit", "520100"),
            entry("rows", 7L),
            entry("ordinal", 8),
            entry("value", new BigDecimal("1.234567891")),
            entry("day", LocalDate.of(2025, 2, 28)),
            entry("at", Instant.parse("2025-02-28T00:00:00.123456Z")),
            entry("lower", 0.5),
            entry("counted", true),
            entry("reasons", List.of("a", "b")));
    TableRow empty = rows.stream().filter(r -> r.text("unit").isEmpty()).findFirst().orElseThrow();
    assertThat(empty.asMap().values()).containsOnlyNulls().hasSize(9);
    assertThat(reader.columns(TABLE, 0))
        .extracting(ColumnInfo::name, ColumnInfo::type)
        .contains(
            org.assertj.core.groups.Tuple.tuple("value", ColumnType.DECIMAL),
            org.assertj.core.groups.Tuple.tuple("reasons", ColumnType.TEXTS));
  }

  @Test
  void readsTheVersionAskedForAndNotTheNewest() {
    Warehouse warehouse = new Warehouse(root);
    warehouse.append(units("1", "2"), TABLE, OPTIONS);
    warehouse.replace(units("3"), TABLE, Extent.where("true"), OPTIONS);
    TableReader reader = new TableReader(warehouse);
    assertThat(reader.list(TABLE, 0, List.of("unit")))
        .extracting(r -> r.required("unit"))
        .containsExactlyInAnyOrder("1", "2");
    assertThat(reader.list(TABLE, 1, List.of("unit")))
        .extracting(r -> r.required("unit"))
        .containsExactly("3");
    Release release = new Release("R1", "run", LocalDate.EPOCH, Instant.EPOCH, Map.of(TABLE, 0L));
    assertThat(reader.list(TABLE, release, List.of())).hasSize(2);
    assertThat(reader.list(TableId.gold("absent"), release, List.of())).isEmpty();
  }

  @Test
  void columnsComeInTheOrderAskedForAndAnUnknownOneIsNamed() {
    Warehouse warehouse = new Warehouse(root);
    warehouse.append(spark.sql("SELECT 'a' AS x, 'b' AS y"), TABLE, OPTIONS_X);
    TableReader reader = new TableReader(warehouse);
    assertThat(reader.list(TABLE, 0, List.of("y", "x")).get(0).asMap().keySet())
        .containsExactly("y", "x");
    assertThatThrownBy(() -> reader.list(TABLE, 0, List.of("z")))
        .hasMessageContaining("gold/everything has no column z");
  }

  @Test
  void aStreamReadsOverManyFilesAndMayBeLeftEarly() {
    Warehouse warehouse = new Warehouse(root);
    warehouse.append(
        spark.range(0, 10_000, 1, 4).selectExpr("CAST(id AS STRING) AS unit"), TABLE, OPTIONS);
    TableReader reader = new TableReader(warehouse);
    try (Stream<TableRow> rows = reader.rows(TABLE, 0, List.of("unit"))) {
      assertThat(rows.limit(3).toList()).hasSize(3);
    }
    try (Stream<TableRow> rows = reader.rows(TABLE, 0, List.of("unit"))) {
      assertThat(rows.map(r -> r.required("unit")).distinct().count()).isEqualTo(10_000);
    }
  }

  @Test
  void whatTheLedgerWriterAppendsSparkAndTheReaderReadBack() {
    Warehouse warehouse = new Warehouse(root);
    TableReader reader = new TableReader(warehouse);
    OpsWriter writer = new OpsWriter(warehouse, reader);
    TableId table = TableId.ops("delivery");
    List<ColumnInfo> columns =
        List.of(
            ColumnInfo.of("delivery", ColumnType.TEXT),
            ColumnInfo.of("rows", ColumnType.LONG),
            ColumnInfo.of("ordinal", ColumnType.INTEGER),
            ColumnInfo.decimal("value"),
            ColumnInfo.of("seconds", ColumnType.DOUBLE),
            ColumnInfo.of("passed", ColumnType.FLAG),
            ColumnInfo.of("issued", ColumnType.DATE),
            ColumnInfo.of("at", ColumnType.TIMESTAMP),
            ColumnInfo.of("reasons", ColumnType.TEXTS));
    List<Object> row =
        List.of(
            "婴儿",
            3L,
            4,
            new BigDecimal("2.5"),
            0.25,
            true,
            LocalDate.of(2024, 2, 29),
            Instant.parse("2025-01-01T00:00:00.000001Z"),
            List.of("required:paid", "type:month"));
    assertThat(writer.append(table, columns, List.of(), "r1")).isEqualTo(-1);
    assertThat(warehouse.exists(table)).isFalse();
    assertThat(writer.append(table, columns, List.of(row), "r1")).isZero();
    assertThat(
            writer.append(
                table,
                columns,
                List.of(Collections.nCopies(9, null), Arrays.asList(row.toArray())),
                "r2"))
        .isEqualTo(1);
    assertThat(writer.append(table, columns, List.of(), "r3")).isEqualTo(1);

    Dataset<Row> spark = warehouse.read(this.spark, table);
    assertThat(spark.count()).isEqualTo(3);
    assertThat(spark.filter("delivery = '婴儿' and at = '2025-01-01 08:00:00.000001'").count())
        .isEqualTo(2);
    assertThat(spark.filter("reasons[1] = 'type:month' and issued = '2024-02-29'").count())
        .isEqualTo(2);
    assertThat(reader.list(table, 1, List.of()))
        .extracting(r -> r.decimal("value").orElse(BigDecimal.ONE))
        .containsExactlyInAnyOrder(
            new BigDecimal("2.500000000"), new BigDecimal("2.500000000"), BigDecimal.ONE);
    // Spark goes on writing where Kernel began.
    warehouse.append(spark.limit(1), table, OPTIONS);
    assertThat(warehouse.version(table)).isEqualTo(2);
  }

  @Test
  void aLedgerOfManyAppendsGetsCheckpointsAndIsReadThroughThem() {
    Warehouse warehouse = new Warehouse(root);
    TableReader reader = new TableReader(warehouse);
    OpsWriter writer = new OpsWriter(warehouse, reader);
    TableId table = TableId.ops("run");
    List<ColumnInfo> columns = List.of(ColumnInfo.of("run_id", ColumnType.TEXT));
    for (int i = 0; i < 23; i++) {
      writer.append(table, columns, List.of(List.of("r" + i)), "r" + i);
    }
    assertThat(root.resolve("ops/run/_delta_log/_last_checkpoint")).exists();
    assertThat(reader.list(table, 22, List.of())).hasSize(23);
    assertThat(warehouse.read(spark, table).count()).isEqualTo(23);
  }

  @Test
  void noCommitIsMadeWithoutTheLock() {
    Warehouse warehouse =
        new Warehouse(
            root,
            () -> {
              throw new IllegalStateException("lost");
            });
    OpsWriter writer = new OpsWriter(warehouse, new TableReader(warehouse));
    List<ColumnInfo> columns = List.of(ColumnInfo.of("run_id", ColumnType.TEXT));
    assertThatThrownBy(() -> writer.append(TableId.ops("run"), columns, List.of(List.of("r")), "r"))
        .hasMessage("lost");
    assertThatThrownBy(() -> warehouse.append(units("1"), TABLE, OPTIONS)).hasMessage("lost");
    assertThat(warehouse.tables()).isEmpty();
  }

  private static final WriteOptions OPTIONS_X = new WriteOptions("run", List.of("x"));

  private Dataset<Row> units(String... units) {
    return spark.createDataset(List.of(units), org.apache.spark.sql.Encoders.STRING()).toDF("unit");
  }
}
