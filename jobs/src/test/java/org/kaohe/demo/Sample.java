package org.kaohe.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The shipped definitions in a folder of their own, with a sample written into it. */
final class Sample {
  private Sample() {}

  /** Copies {@code conf} and {@code schemas} of the product into a folder. */
  static Path workspace(Path folder) {
    Path product = Files.isDirectory(Path.of("conf")) ? Path.of(".") : Path.of("..");
    for (String part : List.of("conf", "schemas")) {
      Path from = product.resolve(part);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = folder.resolve(part).resolve(from.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }

  /** A row by column name. */
  record Row(Map<String, String> cells) {
    /** The cell; the column must exist. */
    String of(String column) {
      String cell = cells.get(column);
      if (cell == null) {
        throw new IllegalArgumentException("No column " + column);
      }
      return cell;
    }

    long number(String column) {
      return Long.parseLong(of(column));
    }
  }

  /** Rows of a truth file by column name; a truth file quotes only what has no comma. */
  static List<Row> rows(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      String[] header = lines.get(0).split(",");
      List<Row> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", header.length);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.length; i++) {
          row.put(header[i], cells[i].replace("\"", ""));
        }
        rows.add(new Row(row));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of a folder by relative name, their bytes as text of one byte a character. */
  static Map<String, String> files(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      Map<String, String> files = new TreeMap<>();
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
