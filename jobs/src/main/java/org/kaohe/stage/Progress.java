package org.kaohe.stage;

/** Where a run tells how far it is. */
public interface Progress {
  /** One finished step: {@code 3 of 41 OK silver.health_birth 12,804 rows [2.1s]}. */
  void step(String stage, String status, String detail, double seconds);

  /** How many steps are to come, as far as known. */
  default void expect(int steps) {}

  /** Something worth telling that is not a step: why a run does what it does. */
  default void note(String text) {}

  /** The stack of a failure that is ours to mend, not the reader's. */
  default void trace(Throwable failure) {}

  static Progress none() {
    return (stage, status, detail, seconds) -> {};
  }
}
