package org.kaohe.stats;

import java.util.Set;

/**
 * How far a series has gone on its way.
 *
 * @param baseYear the first year that counts
 * @param measure the growth since then as share of the growth needed, or per year without a target;
 *     it may be unknown where the outcome is not
 * @param score -5 to 5
 * @param notes what is special about this case
 */
public record Progress(
    int baseYear,
    int currentYear,
    Estimate<Double> measure,
    double score,
    Status status,
    Set<Note> notes) {

  /** The words of the method, best first. */
  public enum Status {
    TARGET_ACHIEVED,
    SUBSTANTIAL_PROGRESS,
    MODERATE_PROGRESS,
    LIMITED_PROGRESS,
    DETERIORATION;

    /**
     * The status of an indicator from the mean of its series' scores (-5 to 5).
     *
     * @param achieved only when all its series are
     */
    public static Status of(double score, boolean achieved) {
      if (achieved) {
        return TARGET_ACHIEVED;
      }
      if (score >= 2.5) {
        return SUBSTANTIAL_PROGRESS;
      }
      if (score >= 0) {
        return MODERATE_PROGRESS;
      }
      return score >= -2.5 ? LIMITED_PROGRESS : DETERIORATION;
    }
  }

  /** Cases in which a status needs a word more. */
  public enum Note {
    /** The target was met, or lay on the worse side, when the way began. */
    MET_AT_BASE,
    /** Met when the way began and not met now. */
    LOST_AGAIN,
    /** The target is the base. */
    TARGET_EQUALS_BASE,
    /** Base and current value are all there is. */
    TWO_POINTS,
    /** A base or target of zero was read as 0.001. */
    ZERO_REPLACED
  }
}
