package org.kaohe.run;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;

/** Counts the jobs of a session while it is listening. */
final class JobCounter extends SparkListener implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 10_000;

  private final SparkSession spark;
  private final AtomicLong jobs = new AtomicLong();

  JobCounter(SparkSession spark) {
    this.spark = spark;
    spark.sparkContext().addSparkListener(this);
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    jobs.incrementAndGet();
  }

  /** Jobs so far; events arrive a little after the fact, so it waits for them. */
  long count() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(PATIENCE_MILLIS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark's events do not end", e);
    }
    return jobs.get();
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(this);
  }
}
