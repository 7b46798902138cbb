package org.kaohe.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** One file on its way into the landing folder. */
final class DeliveryFile {
  final Layout form;
  final String period;
  final LocalDate issued;
  final List<DeliveredRow> lines = new ArrayList<>();

  DeliveryFile(Layout form, String period, LocalDate issued) {
    this.form = form;
    this.period = period;
    this.issued = issued;
  }

  DeliveredRow add(DeliveredRow line) {
    if (line.cells.length != form.columns().size()) {
      throw new IllegalArgumentException(
          "%s: %d cells for %d columns"
              .formatted(form.id(), line.cells.length, form.columns().size()));
    }
    lines.add(line);
    return line;
  }

  /** A total row: the mark in its column, nothing else. */
  DeliveredRow total(String column, String mark) {
    String[] cells = new String[form.columns().size()];
    java.util.Arrays.fill(cells, "");
    cells[form.column(column)] = mark;
    DeliveredRow line = add(new DeliveredRow(new Event.Nothing(), cells));
    line.fate = DeliveredRow.Fate.CONTROL;
    return line;
  }

  /** Relative to the landing folder. */
  String file() {
    return "%s/%s/%s_%s_%s.csv"
        .formatted(
            form.department(),
            form.dataset(),
            form.dataset(),
            period,
            issued.format(DateTimeFormatter.BASIC_ISO_DATE));
  }

  /** The bytes; tells every line its number. */
  byte[] bytes() {
    boolean turned = issued.getYear() >= 2025;
    StringBuilder text = new StringBuilder(lines.size() * 96);
    int width = form.columns().size();
    List<String> headers = turned ? form.later() : form.headers();
    String end = form.lineEnd();
    for (int i = 0; i < width; i++) {
      text.append(i == 0 ? "" : ",").append(quoted(headers.get(turned ? width - 1 - i : i)));
    }
    text.append(end);
    long number = 2;
    for (DeliveredRow line : lines) {
      line.number = number;
      for (int i = 0; i < width + Math.min(0, line.ragged); i++) {
        String cell = line.cells[turned ? width - 1 - i : i];
        for (int at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) {
          number++;
        }
        text.append(i == 0 ? "" : ",").append(quoted(cell));
      }
      for (int i = 0; i < line.ragged; i++) {
        text.append(",多余");
      }
      text.append(end);
      number++;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 2);
    if (form.bom()) {
      bytes.writeBytes("\uFEFF".getBytes(StandardCharsets.UTF_8));
    }
    bytes.writeBytes(text.toString().getBytes(form.charset()));
    return bytes.toByteArray();
  }

  private static String quoted(String cell) {
    return cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  long count(DeliveredRow.Fate fate) {
    return lines.stream().filter(l -> l.fate == fate).count();
  }
}
