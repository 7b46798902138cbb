package org.kaohe.stage;

/** Where a run tells how far it is. */
public interface Progress {
  /** One finished step: {@code 3 of 41 OK silver.health_birth 12,804 rows [2.1s]}. */
  void step(String stage, String status, String detail, double seconds);

  static Progress none() {
    return (stage, status, detail, seconds) -> {};
  }
}
