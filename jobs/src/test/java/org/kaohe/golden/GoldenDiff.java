package org.kaohe.golden;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What differs between an expected and an actual table: rows as a bag, numbers within a tolerance,
 * everything else to the letter. Rows that agree in all texts but not in all numbers are shown as a
 * pair.
 */
final class GoldenDiff {
  /** Numbers closer than this are the same; published scores are compared to a millionth. */
  static final BigDecimal TOLERANCE = new BigDecimal("0.000001");

  private static final int SHOWN = 20;

  private final String name;
  private final List<String> columns;
  private final Set<String> numeric;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> byColumn = new TreeMap<>();
  private int same;
  private int changed;
  private int missing;
  private int unexpected;

  private GoldenDiff(String name, List<String> columns, Set<String> numeric) {
    this.name = name;
    this.columns = columns;
    this.numeric = numeric;
  }

  /**
   * Compares two tables of the same columns.
   *
   * @return empty when they agree, else the differences as a patch from expected to actual
   */
  static String between(String name, GoldenTable expected, GoldenTable actual) {
    if (!expected.columns().equals(actual.columns())) {
      throw new IllegalArgumentException(
          "%s: expected columns %s, got %s".formatted(name, expected.columns(), actual.columns()));
    }
    GoldenDiff diff = new GoldenDiff(name, expected.columns(), actual.numeric());
    Map<List<String>, List<List<String>>> left = diff.byTexts(actual);
    diff.byTexts(expected)
        .forEach(
            (texts, rows) -> {
              List<List<String>> others = left.remove(texts);
              diff.compare(rows, others == null ? new ArrayList<>() : others);
            });
    left.values().forEach(rows -> diff.compare(List.of(), rows));
    return diff.text();
  }

  private Map<List<String>, List<List<String>>> byTexts(GoldenTable table) {
    Map<List<String>, List<List<String>>> groups = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (!numeric.contains(columns.get(i))) {
          texts.add(row.get(i));
        }
      }
      groups.computeIfAbsent(texts, t -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  /** Pairs the rows of one group; {@code actual} is used up. */
  private void compare(List<List<String>> expected, List<List<String>> actual) {
    List<List<String>> open = new ArrayList<>();
    for (List<String> row : expected) {
      if (!actual.remove(row)) {
        open.add(row);
      }
    }
    List<List<String>> alone = new ArrayList<>();
    for (List<String> row : open) {
      if (!removeNear(actual, row)) {
        alone.add(row);
      }
    }
    same += expected.size() - alone.size();
    for (List<String> row : alone) {
      show('-', row);
      if (actual.isEmpty()) {
        missing++;
      } else {
        List<String> other = actual.remove(0);
        show('+', other);
        changed++;
        differing(row, other).forEach(column -> byColumn.merge(column, 1, Integer::sum));
      }
    }
    actual.forEach(row -> show('+', row));
    unexpected += actual.size();
  }

  private boolean removeNear(List<List<String>> rows, List<String> wanted) {
    for (Iterator<List<String>> each = rows.iterator(); each.hasNext(); ) {
      if (differing(wanted, each.next()).isEmpty()) {
        each.remove();
        return true;
      }
    }
    return false;
  }

  private List<String> differing(List<String> expected, List<String> actual) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (numeric.contains(columns.get(i)) && !near(expected.get(i), actual.get(i))) {
        names.add(columns.get(i));
      }
    }
    return names;
  }

  private static boolean near(String expected, String actual) {
    if (expected.isEmpty() || actual.isEmpty()) {
      return expected.equals(actual);
    }
    try {
      return new BigDecimal(expected).subtract(new BigDecimal(actual)).abs().compareTo(TOLERANCE)
          <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void show(char sign, List<String> row) {
    lines.add(sign + GoldenTable.line(row));
  }

  private String text() {
    if (changed + missing + unexpected == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append("--- expected %s%n+++ actual %s%n".formatted(name, name));
    text.append(
        "@@ %,d rows agree, %,d differ, %,d missing, %,d not expected @@%n"
            .formatted(same, changed, missing, unexpected));
    byColumn.forEach(
        (column, rows) -> text.append("@@ %s differs in %,d rows @@%n".formatted(column, rows)));
    text.append(' ').append(GoldenTable.line(columns)).append('\n');
    lines.stream().limit(SHOWN).forEach(line -> text.append(line).append('\n'));
    if (lines.size() > SHOWN) {
      text.append("@@ and %,d lines more @@%n".formatted(lines.size() - SHOWN));
    }
    return text.toString();
  }
}
