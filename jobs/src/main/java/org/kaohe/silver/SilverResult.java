package org.kaohe.silver;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kaohe.delta.Staged;
import org.kaohe.quality.CheckResult;
import org.kaohe.stage.StageResult;

/**
 * What silver made of one dataset's deliveries.
 *
 * @param outcomes the row equation of each delivery (J2)
 * @param touched slices of which some row came, went or changed
 * @param checks results of the contract's dataset checks
 * @param aside rows for {@link Quarantine#publish}
 */
public record SilverResult(
    StageResult stage,
    List<Outcome> outcomes,
    Set<String> touched,
    List<CheckResult> checks,
    Staged aside) {

  /** True when some delivery was refused (J3). */
  public boolean refusedSome() {
    return outcomes.stream().anyMatch(o -> o.refused().isPresent());
  }

  /**
   * Two deliveries of one issue that say different things (J22).
   *
   * @param other the other delivery
   * @param keys how many keys both claim with different cells
   * @param line a line that does so, and the other's
   * @param key the key of that line; empty where a person may be told by it
   */
  public record Clash(String other, long keys, long line, long otherLine, Optional<String> key) {}

  /**
   * delivered = accepted + superseded + deleted + control + quarantined, each counted by itself,
   * fixed at ingest. A refused or held delivery has only its delivered rows.
   *
   * @param superseded duplicates and versions that a later one, delivered before or with it, beats
   * @param deleted rows that withdraw their key
   * @param control totals and the like
   * @param byItself those of the superseded that a row of the same delivery beats
   * @param refused why the whole delivery was kept out of silver
   * @param held what it contradicts, for which the whole delivery was kept out of silver
   */
  public record Outcome(
      String delivery,
      long delivered,
      long accepted,
      long superseded,
      long deleted,
      long control,
      long quarantined,
      long byItself,
      Optional<String> refused,
      Optional<Clash> held) {

    public boolean balanced() {
      return refused.isPresent()
          || held.isPresent()
          || delivered == accepted + superseded + deleted + control + quarantined;
    }
  }
}
