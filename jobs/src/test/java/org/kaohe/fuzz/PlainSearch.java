package org.kaohe.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Searches folders: names and bytes of all files, and the rows of every Parquet file, whose pages
 * are packed; so all versions of a table that still lie there are read, and what was left behind.
 */
final class PlainSearch {
  private final Needles needles;

  PlainSearch(Needles needles) {
    this.needles = needles;
  }

  /** One line for each value and place where it stands. */
  List<String> in(Path folder) {
    List<String> hits = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String place = folder.relativize(file).toString();
        in(place.getBytes(StandardCharsets.UTF_8), "name of " + place, hits);
        if (Files.isRegularFile(file)) {
          in(Files.readAllBytes(file), place, hits);
          if (place.endsWith(".parquet") && Files.size(file) > 0) {
            in(rows(file), "rows of " + place, hits);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hits;
  }

  void in(byte[] bytes, String place, List<String> hits) {
    needles.in(bytes).forEach(label -> hits.add(label + "  in  " + place));
  }

  private static byte[] rows(Path file) {
    StringBuilder text = new StringBuilder();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(new Configuration())
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        text.append(row).append('\n');
      }
    } catch (IOException | RuntimeException e) {
      // Cut off in the middle by a kill: it has no footer and its bytes were searched.
      return new byte[0];
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
