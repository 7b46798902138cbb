package org.kaohe.config;

/** Checks what definitions mean together, after each has been read by itself. */
final class MeaningChecks {
  private MeaningChecks() {}

  static void run(Draft draft, Problems problems) {}
}
