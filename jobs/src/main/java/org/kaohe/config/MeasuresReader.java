package org.kaohe.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kaohe.config.Measures.Measure;

/** Reads {@code measures.yaml}, a part of the product and not of a workspace. */
final class MeasuresReader {
  private static final String RESOURCE = "/measures.yaml";

  private MeasuresReader() {}

  static Measures read() {
    Problems problems = new Problems();
    try (InputStream in = MeasuresReader.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("Not on the class path: " + RESOURCE);
      }
      YamlFile file =
          YamlFile.read(Path.of("measures.yaml"), in.readAllBytes(), problems)
              .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
      Map<String, Measure> byId = new LinkedHashMap<>();
      for (YamlNode m : YamlNode.root(file).items("measures")) {
        String id = m.text("id");
        Label label = new Label(m.text("zh"), m.text("en"));
        if (byId.put(id, new Measure(id, label, m.text("dimension"), m.decimal("factor")))
            != null) {
          throw new IllegalStateException("measures.yaml names %s twice".formatted(id));
        }
      }
      return new Measures(Collections.unmodifiableMap(byId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
