package org.kaohe.stage;

import java.util.List;
import java.util.Map;

/**
 * What a stage did.
 *
 * @param stage its name, {@code silver.health_birth}
 * @param counts rows by what became of them
 * @param warnings sentences for the summary
 * @param failures sentences about what could not be done, while the rest was: the night goes on and
 *     ends with failures
 */
public record StageResult(
    String stage, Map<String, Long> counts, List<String> warnings, List<String> failures) {

  /** A stage that did all that it was asked for. */
  public StageResult(String stage, Map<String, Long> counts, List<String> warnings) {
    this(stage, counts, warnings, List.of());
  }
}
