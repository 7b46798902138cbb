package org.kaohe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kaohe.error.CleanText;

/**
 * Rows as aligned text. Han characters, kana and full-width signs take two places of a terminal,
 * combining marks none.
 */
public final class TextTable {
  private static final String GAP = "  ";
  private static final Pattern BREAKS = Pattern.compile("\\R|\\t");

  /** More than so many characters a place are no text that somebody reads. */
  private static final int MARKS = 4;

  private final List<String> header;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param header column names; one that begins with {@code >} is aligned to the right, without it
   */
  public TextTable(List<String> header) {
    this.header =
        header.stream().map(h -> clean(h.startsWith(">") ? h.substring(1) : h, false)).toList();
    this.right = header.stream().map(h -> h.startsWith(">")).toList();
  }

  /** Adds a row with a cell for every column. */
  public TextTable add(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      // The last column widens no other line.
      row.add(clean(cell, row.size() == cells.size() - 1));
    }
    rows.add(row);
    return this;
  }

  /** A cell is a part of a line; its own line ends and tabs are blanks. */
  private static String clean(String cell, boolean last) {
    String flat = BREAKS.matcher(CleanText.bounded(cell)).replaceAll(" ");
    return last ? CleanText.message(flat) : CleanText.line(flat);
  }

  /** The table with a line below its header; every line ends with a line feed. */
  public String text() {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(header.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, header, widths);
    List<String> rules = new ArrayList<>();
    for (int width : widths) {
      rules.add("-".repeat(width));
    }
    line(text, rules, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : GAP).append(right.get(i) ? blanks + cell : cell + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** Places that a text takes in a terminal. */
  public static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || type == Character.CONTROL) {
      return 0;
    }
    return wide(c) ? 2 : 1;
  }

  /** East Asian Width W and F, as far as our texts go (UAX #11). */
  private static boolean wide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0x303E)
        || (c >= 0x3041 && c <= 0x33FF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0xA000 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE4F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }

  /** Cuts a text to so many places, with an ellipsis. */
  public static String cut(String whole, int places) {
    String text = CleanText.line(whole, MARKS * places);
    if (width(text) <= places) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int c : text.codePoints().boxed().collect(Collectors.toList())) {
      used += width(c);
      if (used > places) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept.append('…').toString();
  }
}
