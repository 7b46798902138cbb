package org.kaohe.gold;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.kaohe.TestSpark;

/** Counts the Spark jobs that some work starts. */
final class Jobs {
  private Jobs() {}

  static int during(Runnable work) {
    SparkSession spark = TestSpark.session();
    AtomicInteger started = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            started.incrementAndGet();
          }
        };
    spark.sparkContext().addSparkListener(counter);
    try {
      work.run();
      // Events are told asynchronously; all of this work's must have arrived.
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      spark.sparkContext().removeSparkListener(counter);
    }
    return started.get();
  }
}
