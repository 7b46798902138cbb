package org.kaohe.run;

import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.sql.SparkSession;

/** The session of a night: started when it is likely to be needed, and its jobs counted. */
final class NightSpark implements AutoCloseable {
  private final ZoneId zone;
  private Optional<CompletableFuture<SparkSession>> starting = Optional.empty();
  private Optional<JobCounter> jobs = Optional.empty();

  NightSpark(ZoneId zone) {
    this.zone = zone;
  }

  /** Starts it beside what goes on. */
  void start() {
    starting = Optional.of(future());
  }

  private CompletableFuture<SparkSession> future() {
    return starting.orElseGet(() -> CompletableFuture.supplyAsync(() -> SparkSessions.open(zone)));
  }

  SparkSession get() {
    try {
      start();
      SparkSession spark = future().join();
      if (jobs.isEmpty()) {
        jobs = Optional.of(new JobCounter(spark));
      }
      return spark;
    } catch (CompletionException e) {
      throw new IllegalStateException("Spark did not start: " + Failures.text(e), e);
    }
  }

  long jobs() {
    return jobs.map(JobCounter::count).orElse(0L);
  }

  @Override
  public void close() {
    jobs.ifPresent(JobCounter::close);
  }
}
