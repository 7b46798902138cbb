package org.kaohe.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.kaohe.config.Measures.Measure;

/** Reads units of measure: those of the product, and those that a workspace adds to them. */
final class MeasuresReader {
  private static final String RESOURCE = "/measures.yaml";

  private MeasuresReader() {}

  /** Those of the product. */
  static Measures read() {
    Problems problems = new Problems();
    try (InputStream in =
        Objects.requireNonNull(MeasuresReader.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      Map<String, Measure> byId = new LinkedHashMap<>();
      YamlFile.read(Path.of("measures.yaml"), in.readAllBytes(), problems)
          .ifPresent(file -> add(YamlNode.root(file), Set.of(), byId, problems));
      if (problems.anyError()) {
        throw new IllegalStateException(problems.sorted().toString());
      }
      return new Measures(Collections.unmodifiableMap(byId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the product with those of the files of {@code conf/measures}. */
  static Measures with(Measures product, Collection<YamlNode> files, Problems problems) {
    Map<String, Measure> byId = new LinkedHashMap<>(product.byId());
    files.forEach(file -> add(file, product.byId().keySet(), byId, problems));
    Set<String> based =
        byId.values().stream()
            .filter(m -> m.factor().compareTo(BigDecimal.ONE) == 0)
            .map(Measure::dimension)
            .collect(Collectors.toSet());
    for (YamlNode file : files) {
      for (YamlNode m : file.items("measures")) {
        if (!based.contains(m.text("dimension"))) {
          problems.error(
              m.place("dimension"),
              "K2442",
              "dimension %s has no unit with factor 1".formatted(m.text("dimension")),
              "a factor counts base units of its dimension, and nobody says what those are",
              "Add the base unit, or name the dimension of a unit that exists: money, mass, area …");
        }
      }
    }
    return new Measures(Collections.unmodifiableMap(byId));
  }

  private static void add(
      YamlNode file, Set<String> product, Map<String, Measure> byId, Problems problems) {
    for (YamlNode m : file.items("measures")) {
      String id = m.text("id");
      Measure measure = new Measure(id, m.label("name"), m.text("dimension"), m.decimal("factor"));
      if (byId.putIfAbsent(id, measure) != null) {
        problems.error(
            m.place("id"),
            "K2440",
            product.contains(id)
                ? "%s is a unit of measure of the product".formatted(id)
                : "the unit of measure %s stands twice".formatted(id),
            "one word has one factor, or the same figures would differ between places",
            "Choose another id.");
      }
    }
  }
}
