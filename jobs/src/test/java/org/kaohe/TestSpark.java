package org.kaohe;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of the test JVM. It is never stopped: Spark's own shutdown hook does that,
 * and a second session would cost every later test a cold start.
 */
public final class TestSpark {
  private TestSpark() {}

  /** A local session on two threads, with Delta, in Asia/Shanghai, tuned for tiny tables. */
  public static SparkSession session() {
    return Holder.SESSION;
  }

  /** Starts Spark on first use, so that tests without Spark never pay for it. */
  private static final class Holder {
    private static final SparkSession SESSION =
        SparkSession.builder()
            .master("local[2]")
            .appName("kaohe-test")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "Asia/Shanghai")
            .config(
                "spark.sql.warehouse.dir", Path.of("target", "spark-warehouse").toUri().toString())
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            // Measured on two cores: the defaults (200, 50, 10,000 tasks) cost more than the work.
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
            .getOrCreate();
  }
}
