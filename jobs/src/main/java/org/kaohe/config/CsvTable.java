package org.kaohe.config;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kaohe.error.ErrorCode;

/** A definition table: columns by the names of its header, rows with line numbers. */
final class CsvTable {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private CsvTable() {}

  /**
   * The rows, blank ones left out. With a wrong header, none.
   *
   * @param columns all the columns that the header must name, in any order
   */
  static List<CsvRow> read(Path file, byte[] bytes, List<String> columns, Problems problems) {
    Optional<String> text = Texts.decode(file, bytes, problems);
    if (text.isEmpty()) {
      return List.of();
    }
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setSkipEmptyLines(false);
    settings.setMaxColumns(1000);
    settings.setMaxCharsPerColumn(100_000);
    settings.getFormat().setComment('\0');
    settings.setCommentProcessingEnabled(false);
    CsvParser parser = new CsvParser(settings);
    List<CsvRow> rows = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(text.get()));
      String @Nullable [] header = parser.parseNext();
      if (header == null || !headerFits(file, header, columns, problems)) {
        if (header == null) {
          problems.error(
              new Place(file, 0),
              ErrorCode.COLUMN_MISSING,
              "the table has no header",
              "columns are found by name",
              "Write the header: " + String.join(",", columns));
        }
        return List.of();
      }
      long line = parser.getContext().currentLine();
      for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
        Place place = new Place(file, (int) line + 1);
        line = parser.getContext().currentLine();
        if (Arrays.stream(cells).allMatch(c -> c == null || c.isBlank())) {
          continue;
        }
        if (cells.length != header.length) {
          problems.error(
              place,
              ErrorCode.ROW_LENGTH,
              "the row has %d cells, the header %d".formatted(cells.length, header.length),
              "its cells would be read under wrong names",
              "Add or remove commas; quote a text that contains one.");
          continue;
        }
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
          byName.put(String.valueOf(header[i]).strip(), cells[i] == null ? "" : cells[i].strip());
        }
        rows.add(new CsvRow(place, byName));
      }
    } catch (TextParsingException e) {
      problems.error(
          new Place(file, (int) e.getLineIndex() + 1),
          ErrorCode.ROW_LENGTH,
          "the row cannot be read",
          "the rest of the table would be lost",
          "Look for a quote that is not closed.");
      return List.of();
    } finally {
      parser.stopParsing();
    }
    return rows;
  }

  private static boolean headerFits(
      Path file, String[] header, List<String> columns, Problems problems) {
    Place place = new Place(file, 1);
    List<String> names = Arrays.stream(header).map(h -> String.valueOf(h).strip()).toList();
    boolean fits = true;
    for (String column : columns) {
      if (!names.contains(column)) {
        problems.error(
            place,
            ErrorCode.COLUMN_MISSING,
            "column %s is missing".formatted(column),
            "all columns are named, also those left empty, so that a slip is seen",
            "The header is " + String.join(",", columns));
        fits = false;
      }
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!columns.contains(name)) {
        problems.error(
            place,
            ErrorCode.COLUMN_UNKNOWN,
            "column %s is not known".formatted(name),
            "what stands in it would silently have no effect",
            Nearest.cure(name, columns, "Remove it."));
        fits = false;
      } else if (names.indexOf(name) < i) {
        problems.error(
            place,
            ErrorCode.COLUMN_TWICE,
            "column %s stands twice".formatted(name),
            "only one of the two would count",
            "Remove one.");
        fits = false;
      }
    }
    return fits;
  }

  /** A row; empty cells are empty texts. */
  record CsvRow(Place place, Map<String, String> cells) {
    String text(String column) {
      return cells.getOrDefault(column, "");
    }

    Optional<String> optional(String column) {
      return Optional.of(text(column)).filter(t -> !t.isEmpty());
    }

    /** The parts of a cell that holds several, separated by semicolons. */
    List<String> list(String column) {
      return Arrays.stream(text(column).split(";"))
          .map(String::strip)
          .filter(t -> !t.isEmpty())
          .toList();
    }

    /** True when all the columns are filled; the others are reported. */
    boolean filled(Problems problems, String... columns) {
      boolean all = true;
      for (String column : columns) {
        if (text(column).isEmpty()) {
          problems.error(
              place,
              ErrorCode.CELL_EMPTY,
              "%s is empty".formatted(column),
              "the row means nothing without it",
              "Fill it in.");
          all = false;
        }
      }
      return all;
    }

    Optional<LocalDate> date(String column, Problems problems) {
      try {
        return optional(column).map(LocalDate::parse);
      } catch (DateTimeException e) {
        wrong(problems, column, "a day of the calendar", "Write a date as YYYY-MM-DD.");
        return Optional.empty();
      }
    }

    Optional<BigDecimal> decimal(String column, Problems problems) {
      Optional<String> text = optional(column);
      if (text.isPresent() && !NUMBER.matcher(text.get()).matches()) {
        wrong(problems, column, "a number", "Write digits with a point, without signs of units.");
        return Optional.empty();
      }
      Optional<BigDecimal> number = text.map(BigDecimal::new);
      if (number.isPresent() && !Magnitude.storable(number.get())) {
        wrong(
            problems,
            column,
            "a number of at most %d digits before the point and %d behind it"
                .formatted(Magnitude.DIGITS_BEFORE, Magnitude.DIGITS_BEHIND),
            "Write it in a larger unit of measure, or with fewer decimals.");
        return Optional.empty();
      }
      return number;
    }

    void wrong(Problems problems, String column, String expected, String cure) {
      problems.error(
          place,
          ErrorCode.CELL_INVALID,
          "%s: %s is not %s".formatted(column, text(column), expected),
          "the row cannot be read",
          cure);
    }
  }
}
