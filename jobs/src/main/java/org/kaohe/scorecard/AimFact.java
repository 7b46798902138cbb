package org.kaohe.scorecard;

/**
 * A row of the target table that an item may look at.
 *
 * @param measured the measured unit it is read for; the appraised unit's own when {@code depth} is
 *     {@link #OWN}
 * @param name {@code target}, {@code threshold} …
 * @param depth steps up the unit tree to the row's unit
 */
record AimFact(String item, String indicator, String measured, String name, int depth, Aim aim) {
  /** The appraised unit's own row goes before those of the units it answers for. */
  static final int OWN = -1;
}
