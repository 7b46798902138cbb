package org.kaohe.demo;

/** A row as a department writes it, the event it tells of and what has to become of it. */
final class Line {
  /** What has to become of a row. */
  enum Fate {
    ACCEPTED,
    SUPERSEDED,
    DELETED,
    CONTROL,
    QUARANTINED
  }

  /** Cells in the order of the form's columns. */
  final String[] cells;

  final Event event;
  Fate fate = Fate.ACCEPTED;

  /** Cells written less (negative) or more than the header has, for a ragged record. */
  int ragged;

  /** Line in the file on which the record starts; known once the sheet is written. */
  long number;

  Line(Event event, String... cells) {
    this.event = event;
    this.cells = cells;
  }

  /** The same row once more. */
  Line again() {
    return new Line(event, cells.clone());
  }

  /** The same row telling of another event. */
  Line telling(Event other) {
    return new Line(other, cells.clone());
  }
}
