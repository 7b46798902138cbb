package org.kaohe.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads reference vectors: from {@code -Dkaohe.oracles=DIR} when given, else {@code
 * src/test/oracles}.
 */
public final class Oracle {
  private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"|([^,]*)");

  private Oracle() {}

  /** The rows of a file as header to text. */
  public static Stream<Map<String, String>> rows(String file) {
    String given = System.getProperty("kaohe.oracles", "");
    Path folder = given.isBlank() ? Path.of("src", "test", "oracles") : Path.of(given);
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

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    Matcher m = CELL.matcher(line);
    for (int at = 0; at <= line.length(); at = m.end() + 1) {
      m.region(at, line.length());
      if (!m.lookingAt()) {
        throw new IllegalArgumentException(line);
      }
      cells.add(m.group(1) != null ? m.group(1) : m.group(2));
    }
    return cells;
  }
}
