package org.kaohe.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.kaohe.config.Label;

/**
 * The words of the house in both languages, {@code glossary.yaml} (RULES R33): pages, help and
 * Excel say the same thing with the same word.
 *
 * @param words by key, in file order
 */
public record Glossary(Map<String, Label> words) {
  private static final String RESOURCE = "/glossary.yaml";

  public Glossary {
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  /** Reads the glossary of the product. */
  public static Glossary load() {
    try (InputStream in =
        Objects.requireNonNull(Glossary.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      Map<String, Label> words = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> word : new YAMLMapper().readTree(in).properties()) {
        words.put(
            word.getKey(),
            new Label(
                word.getValue().required("zh").asText(), word.getValue().required("en").asText()));
      }
      return new Glossary(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<Label> find(String key) {
    return Optional.ofNullable(words.get(key));
  }

  /**
   * A word that must be there.
   *
   * @throws IllegalArgumentException when the glossary has no such key
   */
  public Label word(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalArgumentException("The glossary has no word " + key));
  }
}
