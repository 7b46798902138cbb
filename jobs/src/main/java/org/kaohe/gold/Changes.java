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
 * @param delivered every accepted delivery known to the ledger, not only this night's
 */
public record Changes(
    boolean everything,
    boolean dateMoved,
    Map<String, Set<String>> slices,
    List<Delivered> delivered) {

  /**
   * An accepted delivery.
   *
   * @param period declared period as text; empty when it declared none
   * @param issued day it was issued; months that begin later are not delivered by it
   */
  public record Delivered(String dataset, String period, LocalDate issued) {}

  /** All of it, with what the ledger knows. */
  public static Changes all(List<Delivered> delivered) {
    return new Changes(true, true, Map.of(), delivered);
  }

  boolean touches(String dataset) {
    return everything || slices.containsKey(dataset);
  }
}
