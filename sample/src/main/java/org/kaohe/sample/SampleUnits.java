package org.kaohe.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The workspace's units, read plainly from {@code conf/units/*.csv}: the sample has no quotes. */
final class SampleUnits {
  /** A unit that is still valid. */
  record SampleUnit(String code, String name, String kind, String parent, List<String> classes) {}

  private final Map<String, SampleUnit> byCode = new LinkedHashMap<>();

  private SampleUnits() {}

  static SampleUnits read(Path workspace) throws IOException {
    SampleUnits places = new SampleUnits();
    List<Path> files;
    try (Stream<Path> found = Files.list(workspace.resolve("conf/units"))) {
      files = found.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
    for (Path file : files) {
      List<String> rows = Files.readAllLines(file);
      for (String row : rows.subList(1, rows.size())) {
        String[] c = row.split(",", -1);
        if (c[7].isEmpty()) {
          places.byCode.put(c[0], new SampleUnit(c[0], c[1], c[3], c[4], List.of(c[5].split(";"))));
        }
      }
    }
    return places;
  }

  List<SampleUnit> ofKind(String kind) {
    return byCode.values().stream().filter(p -> p.kind().equals(kind)).toList();
  }

  List<SampleUnit> ofClasses(List<String> classes) {
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
