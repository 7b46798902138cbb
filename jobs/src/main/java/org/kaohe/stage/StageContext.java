package org.kaohe.stage;

import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.SparkSession;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Warehouse;

/**
 * Everything a stage may know; a stage takes nothing from elsewhere.
 *
 * @param runId id of this attempt, written into every commit
 * @param businessDate the day the night is run for (RULES R4)
 * @param startedAt the clock, read once by the caller
 */
public record StageContext(
    SparkSession spark,
    Warehouse warehouse,
    Definitions definitions,
    String runId,
    LocalDate businessDate,
    Instant startedAt,
    Progress progress) {

  /** The same for a stage that reads so many rows; its frames are made with the session of this. */
  public StageContext over(long rows) {
    return new StageContext(
        Queries.over(rows).session(spark),
        warehouse,
        definitions,
        runId,
        businessDate,
        startedAt,
        progress);
  }
}
