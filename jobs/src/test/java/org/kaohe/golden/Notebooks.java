package org.kaohe.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The notebooks of the product, cell by cell. */
public final class Notebooks {
  private static final Path FOLDER = Path.of("..", "notebooks");
  private static final Pattern QUERY =
      Pattern.compile("spark\\.sql\\(\"\"\"\n(.*?)\n\"\"\"\\)", Pattern.DOTALL);

  private Notebooks() {}

  /**
   * A cell.
   *
   * @param place notebook and number of the cell, counted from 1
   */
  public record Cell(String place, String kind, String source, boolean ran) {
    /** The SQL of a cell that is one query and nothing else; empty for any other. */
    public String sql() {
      Matcher query = QUERY.matcher(source);
      return query.matches() ? query.group(1) : "";
    }
  }

  /** Cells of all notebooks. */
  public static List<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList()) {
        int number = 0;
        for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).path("cells")) {
          StringBuilder source = new StringBuilder();
          cell.path("source").forEach(line -> source.append(line.asText()));
          cells.add(
              new Cell(
                  file.getFileName() + ", cell " + ++number,
                  cell.path("cell_type").asText(),
                  source.toString(),
                  !cell.path("outputs").isEmpty() || cell.path("execution_count").isNumber()));
        }
      }
    }
    return cells;
  }
}
