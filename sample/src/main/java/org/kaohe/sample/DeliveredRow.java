package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;

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

  final Event event;
  Fate fate = Fate.ACCEPTED;

  /** Cells written less (negative) or more than the header has, for a ragged record. */
  int ragged;

  /** Line in the file on which the record starts; known once the file is written. */
  long number;

  private final Layout layout;
  private final String[] cells;

  private DeliveredRow(Layout layout, Event event, String[] cells) {
    this.layout = layout;
    this.event = event;
    this.cells = cells;
  }

  /** A row of empty cells. */
  static DeliveredRow empty(Layout layout, Event event) {
    String[] cells = new String[layout.columns().size()];
    Arrays.fill(cells, "");
    return new DeliveredRow(layout, event, cells);
  }

  /** The same row telling of another event. */
  DeliveredRow telling(Event other) {
    return new DeliveredRow(layout, other, cells.clone());
  }

  /** The same row once more. */
  DeliveredRow again() {
    return telling(event);
  }

  /** Fills a cell; a date is written in the first form of the contract. */
  DeliveredRow with(String column, Object value) {
    cells[layout.column(column)] =
        value instanceof BigDecimal number
            ? number.toPlainString()
            : value instanceof LocalDate date ? layout.date(column, date, 0) : value.toString();
    return this;
  }

  /** Fills a cell with a date in another form of the contract: 0 the first, 9 the last. */
  DeliveredRow with(String column, LocalDate date, int form) {
    return with(column, layout.date(column, date, form));
  }

  String get(String column) {
    return cells[layout.column(column)];
  }

  String cell(int index) {
    return cells[index];
  }
}
