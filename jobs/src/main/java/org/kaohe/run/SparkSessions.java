package org.kaohe.run;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.kaohe.stage.Queries;

/**
 * The one place where a Spark session is made. Settings given by {@code spark-submit} or as system
 * properties win; a session that exists already is used.
 */
public final class SparkSessions {
  private static final String ZONE = "spark.sql.session.timeZone";

  /**
   * Nothing may be put in the place of {@code ${env:KAOHE_KEY}} in a query, whoever gives the
   * settings.
   */
  private static final String SUBSTITUTE = "spark.sql.variable.substitute";

  private SparkSessions() {}

  /**
   * A session whose calendar is the project's.
   *
   * @param zone time zone of the project; a date in a table means a day there
   */
  public static SparkSession open(ZoneId zone) {
    scala.Option<SparkSession> existing = SparkSession.getDefaultSession();
    if (existing.isDefined()) {
      SparkSession session = existing.get();
      session.conf().set(SUBSTITUTE, "false");
      if (session.conf().get(ZONE).equals(zone.getId())) {
        return session;
      }
      SparkSession other = session.newSession();
      other.conf().set(ZONE, zone.getId());
      other.conf().set(SUBSTITUTE, "false");
      return other;
    }
    SparkConf conf = new SparkConf();
    settings(zone).forEach(conf::setIfMissing);
    conf.set(SUBSTITUTE, "false");
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (!Objects.equals(session.conf().get(ZONE), zone.getId())) {
      throw new IllegalStateException(ZONE + " is " + session.conf().get(ZONE) + ", not " + zone);
    }
    return session;
  }

  private static Map<String, String> settings(ZoneId zone) {
    int cores = Runtime.getRuntime().availableProcessors();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", "local[*]");
    settings.put("spark.app.name", "kaohe");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    settings.put(ZONE, zone.getId());
    settings.put("spark.sql.ansi.enabled", "true");
    // A task whose stack or heap overflows fails alone; it does not end the process.
    settings.put("spark.executor.killOnFatalError.depth", "0");
    settings.put("spark.sql.catalogImplementation", "in-memory");
    // Where queries are compiled, AQE joins small partitions; this is the most a wide night may
    // use.
    settings.put("spark.sql.shuffle.partitions", Integer.toString(Math.max(2, cores)));
    settings.putAll(Queries.INTERPRETED.settings());
    // Nobody reads the text of these plans; making it costs seconds.
    settings.put("spark.sql.ui.explainMode", "simple");
    settings.put("spark.sql.maxMetadataStringLength", "20");
    settings.put("spark.sql.debug.maxToStringFields", "5");
    // One file for each month, written side by side instead of sorted first.
    settings.put("spark.sql.maxConcurrentOutputFileWriters", "100");
    // The files of a table are known by name; asking for them one by one is no job for Spark.
    settings.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "10000");
    // Delta asks for microseconds; the format that Spark still writes by default has no statistics.
    settings.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    settings.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    // Measured on two cores: the defaults (50 and 10,000 tasks) cost more than the work.
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    settings.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");
    // The lowest protocol: Kernel, Trino, DuckDB and whoever comes next can read the tables.
    settings.put("spark.databricks.delta.properties.defaults.enableDeletionVectors", "false");
    settings.put("spark.databricks.delta.properties.defaults.enableRowTracking", "false");
    settings.put("spark.databricks.delta.properties.defaults.checkpointPolicy", "classic");
    return settings;
  }
}
