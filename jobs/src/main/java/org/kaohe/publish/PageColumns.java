package org.kaohe.publish;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table on a page, declared once: what each is called there, the column of the
 * released table that it shows, and how. A column is declared as {@code name} when both tables call
 * it alike, else as {@code name=column}.
 */
record PageColumns(List<PageColumn> columns) {
  /** Places of an attainment or a pace, at least. */
  private static final int PERCENT_DECIMALS = 2;

  /** How a cell becomes the text that a page shows. */
  private enum Form {
    TEXT,
    /** With all its digits. */
    NUMBER,
    /** With all its digits, and at least as many places as the indicator or scorecard has. */
    VALUE,
    PERCENT,
    /** Rounded as the value beside it. */
    ESTIMATE,
    /** Where a value comes from, without lines of deliveries. */
    SOURCE,
    /** What the page adds to the row; no column of the released table. */
    ADDED
  }

  private record PageColumn(String name, String column, Form form) {
    @Nullable String shown(DataRow row, int decimals) {
      return switch (form) {
        case TEXT, ADDED -> Values.text(row, column);
        case NUMBER -> Values.number(row, column, 0);
        case VALUE -> Values.number(row, column, decimals);
        case PERCENT -> Values.number(row, column, PERCENT_DECIMALS);
        case ESTIMATE -> Values.estimate(row, column, decimals);
        case SOURCE -> Values.source(row, column);
      };
    }
  }

  PageColumns {
    columns = List.copyOf(columns);
  }

  static PageColumns texts(String... columns) {
    return new PageColumns(List.of()).and(Form.TEXT, columns);
  }

  PageColumns andTexts(String... columns) {
    return and(Form.TEXT, columns);
  }

  PageColumns numbers(String... columns) {
    return and(Form.NUMBER, columns);
  }

  PageColumns values(String... columns) {
    return and(Form.VALUE, columns);
  }

  PageColumns percents(String... columns) {
    return and(Form.PERCENT, columns);
  }

  PageColumns estimates(String... columns) {
    return and(Form.ESTIMATE, columns);
  }

  PageColumns sources(String... columns) {
    return and(Form.SOURCE, columns);
  }

  PageColumns added(String... columns) {
    return and(Form.ADDED, columns);
  }

  private PageColumns and(Form form, String... declared) {
    List<PageColumn> all = new ArrayList<>(columns);
    for (String column : declared) {
      int sign = column.indexOf('=');
      all.add(
          sign < 0
              ? new PageColumn(column, column, form)
              : new PageColumn(column.substring(0, sign), column.substring(sign + 1), form));
    }
    return new PageColumns(all);
  }

  /** What must be read of the released table, with columns that are needed but not shown. */
  List<String> reads(String... others) {
    Set<String> reads = new LinkedHashSet<>(List.of(others));
    columns.stream()
        .filter(c -> c.form() != Form.ADDED)
        .map(PageColumn::column)
        .forEach(reads::add);
    return List.copyOf(reads);
  }

  Columnar table() {
    return new Columnar(columns.stream().map(PageColumn::name).toArray(String[]::new));
  }

  /** Adds a row to a table of these columns. */
  void add(Columnar table, DataRow row, int decimals) {
    @Nullable String[] shown = new @Nullable String[columns.size()];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = columns.get(i).shown(row, decimals);
    }
    table.add(shown);
  }
}
