package org.kaohe.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The workspace's units, read plainly from {@code conf/units/*.csv}: the sample has no quotes. */
final class Places {
  /** A unit that is still valid. */
  record Place(String code, String name, String kind, String parent, List<String> classes) {}

  private final Map<String, Place> byCode = new LinkedHashMap<>();

  private Places() {}

  static Places read(Path workspace) throws IOException {
    Places places = new Places();
    List<Path> files;
    try (Stream<Path> found = Files.list(workspace.resolve("conf/units"))) {
      files = found.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
    for (Path file : files) {
      List<String> rows = Files.readAllLines(file);
      for (String row : rows.subList(1, rows.size())) {
        String[] c = row.split(",", -1);
        if (c[7].isEmpty()) {
          places.byCode.put(c[0], new Place(c[0], c[1], c[3], c[4], List.of(c[5].split(";"))));
        }
      }
    }
    return places;
  }

  List<Place> ofKind(String kind) {
    return byCode.values().stream().filter(p -> p.kind().equals(kind)).toList();
  }

  List<Place> ofClasses(List<String> classes) {
    return byCode.values().stream()
        .filter(p -> p.classes().stream().anyMatch(classes::contains))
        .toList();
  }

  /** The unit and all above it. */
  List<String> upwards(String code) {
    List<String> path = new ArrayList<>();
    for (String at = code; byCode.containsKey(at); at = byCode.get(at).parent()) {
      path.add(at);
    }
    return path;
  }
}
