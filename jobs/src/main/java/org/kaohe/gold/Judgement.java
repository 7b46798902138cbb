package org.kaohe.gold;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Value against target.
 *
 * @param attainment 完成率, percent of the target; of a limit, the share used up
 * @param pace 序时进度, percent of the target's period elapsed at the data cut-off
 * @param score percentage points against the pace (see {@code Project.Light}); empty when not
 *     judged
 */
record Judgement(
    Verdict verdict,
    Reason reason,
    Optional<BigDecimal> attainment,
    Optional<BigDecimal> pace,
    Optional<BigDecimal> score) {

  /** The word of a judgement. */
  enum Verdict {
    MET("met"),
    NOT_MET("not-met"),
    ON_TRACK("on-track"),
    BEHIND("behind"),
    NOT_JUDGED("not-judged");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Judgement none(Reason reason) {
    return new Judgement(
        Verdict.NOT_JUDGED, reason, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
