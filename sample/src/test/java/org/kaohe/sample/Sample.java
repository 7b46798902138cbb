package org.kaohe.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The shipped definitions in a folder of their own, with a sample written into it. */
final class Sample {
  private Sample() {}

  /** Copies {@code conf} and {@code schemas} of the product into a folder. */
  static Path workspace(Path folder) {
    Path product = Path.of("..");
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
