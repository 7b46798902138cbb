package org.kaohe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that broke between Spark and Delta releases before (delta-io/delta#6867, #6981,
 * #5697), run on the exact pair that the parent POM names.
 */
class SparkDeltaPairTest {
  private final SparkSession spark = TestSpark.session();

  @Test
  void alterMergeOptimizeRestoreAndVacuumWorkOnThisPair(@TempDir Path folder) {
    String table = "delta.`" + folder.resolve("t") + "`";
    spark.sql("CREATE TABLE " + table + " (unit STRING, value DECIMAL(27,9)) USING delta");
    spark.sql("INSERT INTO " + table + " VALUES ('520100', 1), ('520200', 2)");
    spark.sql("ALTER TABLE " + table + " ADD COLUMNS (note STRING)");
    spark.sql(
        """
        MERGE INTO %s t
        USING (SELECT * FROM VALUES ('520200', 5), ('520300', 3) AS rows(unit, value)) s
        ON t.unit = s.unit
        WHEN MATCHED THEN UPDATE SET t.value = s.value, t.note = 'corrected'
        WHEN NOT MATCHED THEN INSERT (unit, value, note) VALUES (s.unit, s.value, 'late')"""
            .formatted(table));
    Dataset<Row> merged =
        spark.sql(
            """
            SELECT unit, CAST(value AS DECIMAL(27,9)) AS value, note FROM VALUES
              ('520100', 1, CAST(NULL AS STRING)), ('520200', 5, 'corrected'), ('520300', 3, 'late')
              AS rows(unit, value, note)""");
    assertSameRows(merged, "SELECT * FROM " + table);

    assertThat(spark.sql("OPTIMIZE " + table).count()).isEqualTo(1);
    assertSameRows(merged, "SELECT * FROM " + table);

    spark.sql("RESTORE TABLE " + table + " TO VERSION AS OF 1");
    assertSameRows(
        spark.sql(
            """
            SELECT unit, CAST(value AS DECIMAL(27,9)) AS value
            FROM VALUES ('520100', 1), ('520200', 2) AS rows(unit, value)"""),
        "SELECT unit, value FROM " + table);

    assertThat(spark.sql("VACUUM " + table + " RETAIN 168 HOURS DRY RUN").count()).isZero();
    assertThatThrownBy(() -> spark.sql("VACUUM " + table + " RETAIN 0 HOURS DRY RUN"))
        .hasMessageContaining("retention");
  }

  @Test
  void kernelReadsTheVersionThatSparkWrote(@TempDir Path folder) {
    String path = folder.resolve("t").toString();
    spark.range(3).write().format("delta").save(path);
    spark.range(4).write().format("delta").mode("append").save(path);

    Snapshot snapshot =
        TableManager.loadSnapshot(path).build(DefaultEngine.create(new Configuration()));

    assertThat(snapshot.getVersion()).isEqualTo(1);
    assertThat(snapshot.getSchema().fieldNames()).containsExactly("id");
  }

  /**
   * Compares names, types and rows; what Delta reads is always nullable, so that is not compared.
   */
  private void assertSameRows(Dataset<Row> expected, String query) {
    Dataset<Row> actual = spark.sql(query).orderBy("unit");
    Frames.assertSame(
        spark.createDataFrame(expected.orderBy("unit").javaRDD(), actual.schema()), actual);
  }
}
