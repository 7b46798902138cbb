package org.kaohe.stage;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * How Spark runs queries. A night has a hundred of them, most over few rows: generating and
 * compiling code for each, and planning it again after every shuffle, would take most of the time.
 * Over many rows compiled code earns back what it costs.
 */
public enum Queries {
  INTERPRETED,
  COMPILED;

  /** Measured on two cores: about here both take the same time. */
  private static final long MANY = 300_000;

  /** What suits a stage that reads so many rows. */
  public static Queries over(long rows) {
    return rows < MANY ? INTERPRETED : COMPILED;
  }

  /** Spark's settings. */
  public Map<String, String> settings() {
    return switch (this) {
      case INTERPRETED ->
          Map.of(
              "spark.sql.codegen.wholeStage", "false",
              "spark.sql.codegen.factoryMode", "NO_CODEGEN",
              "spark.sql.adaptive.enabled", "false");
      case COMPILED ->
          Map.of(
              "spark.sql.codegen.wholeStage", "true",
              "spark.sql.codegen.factoryMode", "FALLBACK",
              "spark.sql.adaptive.enabled", "true");
    };
  }

  /** A session that runs queries this way: the given one, or one beside it with its settings. */
  SparkSession session(SparkSession spark) {
    if (settings().entrySet().stream()
        .allMatch(s -> s.getValue().equals(spark.conf().get(s.getKey(), "")))) {
      return spark;
    }
    SparkSession other = spark.newSession();
    scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (other.conf().isModifiable(key)) {
                other.conf().set(key, value);
              }
            });
    settings().forEach(other.conf()::set);
    return other;
  }
}
