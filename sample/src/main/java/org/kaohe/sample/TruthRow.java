package org.kaohe.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row of a truth file by column name. */
public record TruthRow(Map<String, String> cells) {
  /** All cells, by the names of the header. */
  public TruthRow {
    cells = Map.copyOf(cells);
  }

  /** Reads a truth file; only its last column may hold commas. */
  public static List<TruthRow> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] header = lines.get(0).split(",");
    List<TruthRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", header.length);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i].replace("\"", ""));
      }
      rows.add(new TruthRow(row));
    }
    return rows;
  }

  /** The cell of a column, which must exist. */
  public String of(String column) {
    String cell = cells.get(column);
    if (cell == null) {
      throw new IllegalArgumentException("No column " + column);
    }
    return cell;
  }

  /** The cell as a whole number. */
  public long number(String column) {
    return Long.parseLong(of(column));
  }
}
