package org.kaohe.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** One file on its way into the landing folder. */
final class DeliveryFile {
  final Layout layout;
  final String period;
  final LocalDate issued;
  final List<DeliveredRow> rows = new ArrayList<>();

  /** Starts with a byte order mark. */
  boolean marked;

  DeliveryFile(Layout layout, String period, LocalDate issued) {
    this.layout = layout;
    this.period = period;
    this.issued = issued;
  }

  DeliveredRow add(DeliveredRow row) {
    rows.add(row);
    return row;
  }

  /** A new row; its cells are still to be filled. */
  DeliveredRow row(Event event) {
    return add(DeliveredRow.empty(layout, event));
  }

  /** A row that stands for another, telling of another event. */
  DeliveredRow retell(DeliveredRow row, Event event) {
    DeliveredRow told = row.telling(event);
    rows.set(rows.indexOf(row), told);
    return told;
  }

  /** A total row: the mark in its column, nothing else. */
  DeliveredRow total(String column, String mark) {
    DeliveredRow row = row(new Event.Nothing()).with(column, mark);
    row.fate = DeliveredRow.Fate.CONTROL;
    return row;
  }

  /** Relative to the landing folder. */
  String file() {
    return layout.file(period, issued);
  }

  /** The bytes; tells every row its line. */
  byte[] bytes() {
    boolean turned = issued.getYear() >= 2025;
    StringBuilder text = new StringBuilder(rows.size() * 96);
    int width = layout.columns().size();
    List<String> headers = turned ? layout.later() : layout.headers();
    for (int i = 0; i < width; i++) {
      text.append(i == 0 ? "" : ",").append(quoted(headers.get(turned ? width - 1 - i : i)));
    }
    text.append(layout.lineEnd());
    long number = 2;
    for (DeliveredRow row : rows) {
      row.number = number;
      for (int i = 0; i < width + Math.min(0, row.ragged); i++) {
        String cell = row.cell(turned ? width - 1 - i : i);
        number += cell.chars().filter(c -> c == '\n').count();
        text.append(i == 0 ? "" : ",").append(quoted(cell));
      }
      text.append(",多余".repeat(Math.max(0, row.ragged))).append(layout.lineEnd());
      number++;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 2);
    if (marked) {
      bytes.writeBytes("\uFEFF".getBytes(StandardCharsets.UTF_8));
    }
    bytes.writeBytes(text.toString().getBytes(layout.charset()));
    return bytes.toByteArray();
  }

  private static String quoted(String cell) {
    return cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  long count(DeliveredRow.Fate fate) {
    return rows.stream().filter(r -> r.fate == fate).count();
  }
}
