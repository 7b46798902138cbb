package org.kaohe.sample;

/** A row as a department writes it, the event it tells of and what has to become of it. */
final class DeliveredRow {
  /** What has to become of a row. */
  enum Fate {
    ACCEPTED,
    SUPERSEDED,
    DELETED,
    CONTROL,
    QUARANTINED
  }

  /** Cells in the order of the layout's columns. */
  final String[] cells;

  final Event event;
  Fate fate = Fate.ACCEPTED;

  /** Cells written less (negative) or more than the header has, for a ragged record. */
  int ragged;

  /** Line in the file on which the record starts; known once the file is written. */
  long number;

  DeliveredRow(Event event, String... cells) {
    this.event = event;
    this.cells = cells;
  }

  /** The same row once more. */
  DeliveredRow again() {
    return new DeliveredRow(event, cells.clone());
  }

  /** The same row telling of another event. */
  DeliveredRow telling(Event other) {
    return new DeliveredRow(other, cells.clone());
  }
}
