package org.kaohe.gold;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a night brings to gold.
 *
 * @param everything definitions changed, or nothing has been computed yet: all of it anew
 * @param dateMoved the business date is another than the released one: open periods may have grown
 * @param slices datasets that took in a delivery, with the slices of silver it touched; none after
 *     a nil report, which changes cells (a delivered zero is not a missing value) but no measure
 * @param delivered every delivery known to the ledger, not only this night's
 */
public record Changes(
    boolean everything,
    boolean dateMoved,
    Map<String, Set<String>> slices,
    List<Delivered> delivered) {

  /**
   * A delivery.
   *
   * @param period declared period as text; empty when it declared none
   * @param issued day it was issued; months that begin later are not delivered by it
   * @param refused it arrived and was not taken in: its months are held, not awaited (RULES R8)
   * @param reporter the unit that it says it is from; empty text where it says nothing
   * @param rejected none of its rows was accepted, and some wait in quarantine (R35)
   */
  public record Delivered(
      String dataset,
      String period,
      LocalDate issued,
      boolean refused,
      String reporter,
      boolean rejected) {
    /** One that was taken in. */
    public Delivered(String dataset, String period, LocalDate issued) {
      this(dataset, period, issued, false, "", false);
    }
  }

  /** All of it, with what the ledger knows. */
  public static Changes all(List<Delivered> delivered) {
    return new Changes(true, true, Map.of(), delivered);
  }

  /** Nothing to compute. */
  boolean none() {
    return !everything && !dateMoved && slices.isEmpty();
  }

  boolean touches(String dataset) {
    return everything || slices.containsKey(dataset);
  }
}
