package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads reference vectors: from {@code -Dkaohe.oracles=DIR} when given, else {@code
 * src/test/oracles}.
 */
public final class Oracle {
  private static final Pattern CELL = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,]*)");

  private Oracle() {}

  /** The rows of a file as header to text. */
  public static Stream<Map<String, String>> rows(String file) {
    String given = System.getProperty("kaohe.oracles", "");
    return rows(given.isBlank() ? Path.of("src", "test", "oracles") : Path.of(given), file);
  }

  /** The rows of a file of figures that others have published, kept in the test resources. */
  static Stream<Map<String, String>> published(String file) {
    return rows(Path.of("src", "test", "resources", "published"), file);
  }

  private static Stream<Map<String, String>> rows(Path folder, String file) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(file));
      List<String> header = cells(lines.get(0));
      return lines.stream()
          .skip(1)
          .map(
              line -> {
                Map<String, String> row = new LinkedHashMap<>();
                List<String> cells = cells(line);
                for (int i = 0; i < header.size(); i++) {
                  row.put(header.get(i), i < cells.size() ? cells.get(i) : "");
                }
                return row;
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cell that the file must have; blank where the value is missing. */
  public static String text(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  /** A cell as a number; a blank, NA and NaN are NaN. */
  public static double number(Map<String, String> row, String column) {
    return number(text(row, column));
  }

  static double number(String text) {
    return switch (text) {
      case "", "NA", "NaN" -> Double.NaN;
      case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The numbers of a column, in the order of the rows. */
  static double[] numbers(List<Map<String, String>> rows, String column) {
    return rows.stream().mapToDouble(row -> number(row, column)).toArray();
  }

  /** The rows of a file by the text of one column, both in the order of the file. */
  static Map<String, List<Map<String, String>>> by(String column, String file) {
    return rows(file)
        .collect(
            Collectors.groupingBy(
                row -> text(row, column), LinkedHashMap::new, Collectors.toList()));
  }

  /** Equal within 1e-9 relative, 1e-12 absolute near zero. */
  static void assertClose(String what, double actual, double expected) {
    assertThat(actual)
        .as(what)
        .isCloseTo(expected, within(Math.max(1e-12, Math.abs(expected) * 1e-9)));
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    Matcher m = CELL.matcher(line);
    for (int at = 0; at <= line.length(); at = m.end() + 1) {
      m.region(at, line.length());
      if (!m.lookingAt()) {
        throw new IllegalArgumentException(line);
      }
      cells.add(m.group(1) != null ? m.group(1).replace("\"\"", "\"") : m.group(2));
    }
    return cells;
  }
}
