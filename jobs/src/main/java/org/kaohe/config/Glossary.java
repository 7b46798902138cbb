package org.kaohe.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the house in both languages, {@code glossary.yaml} (RULES R33): pages, help and
 * Excel say the same thing with the same word.
 *
 * @param words by key, in file order
 */
public record Glossary(Map<String, Label> words) {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

  public Glossary {
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  /** The glossary of the product. */
  public static Glossary load() {
    return Product.GLOSSARY;
  }

  /** Read once, when first asked for. */
  private static final class Product {
    static final Glossary GLOSSARY = read("/glossary.yaml");
  }

  /** What errors mean, by their codes. */
  public static Glossary errors() {
    return read("/errors.yaml");
  }

  /**
   * With the names of a workspace's {@code conf/glossary.yaml}, which stand before the product's. A
   * department that has no domain of its name is named where domains are.
   */
  Glossary with(YamlNode yaml) {
    Map<String, Label> all = new LinkedHashMap<>(words);
    for (String group : List.of("department", "class", "domain")) {
      YamlNode names = yaml.at(group);
      for (String code : names.fields().keySet()) {
        Label name = names.label(code);
        all.put(group + "." + code, name);
        if (group.equals("department")) {
          all.put("domain." + code, name);
        }
      }
    }
    return new Glossary(all);
  }

  private static Glossary read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Glossary.class.getResourceAsStream(resource), resource)) {
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

  /** A sentence with its {@code {names}} filled in, each language with its own words. */
  public Label fill(String key, Map<String, Label> parts) {
    Label sentence = word(key);
    return new Label(
        filled(sentence.zh(), parts, Label::zh), filled(sentence.en(), parts, Label::en));
  }

  /** At once: a name that looks like a place of ours stays as it is. */
  private static String filled(
      String sentence, Map<String, Label> parts, Function<Label, String> language) {
    return PLACE
        .matcher(sentence)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(parts.get(m.group(1))).map(language).orElse(m.group())));
  }

  /** Why a cell has no value: gold's reason code in words, the part it names in brackets. */
  public Label reason(String code) {
    String[] parts = code.split(":", 2);
    Label what = find("reason." + parts[0]).orElse(Label.of(parts[0]));
    Optional<Label> part =
        parts.length < 2
            ? Optional.empty()
            : find("part." + parts[1]).or(() -> Optional.of(Label.of(parts[1])));
    return part.map(p -> new Label(what.zh() + "（" + p.zh() + "）", what.en() + " (" + p.en() + ")"))
        .orElse(what);
  }

  /** The glossary's word for a project's class, grade or domain; its own code where it has none. */
  public Label named(String group, String code) {
    return find(group + "." + code).orElse(Label.of(code));
  }

  /** A period in words, {@code 2025年1季度}; what is none stays as it is. */
  public Label period(String text) {
    Optional<Period> found = Period.parse(text);
    if (found.isEmpty()) {
      return Label.of(text);
    }
    Period period = found.get();
    LocalDate start = period.start();
    LocalDate end = period.end();
    Label month =
        new Label(String.valueOf(end.getMonthValue()), "%02d".formatted(end.getMonthValue()));
    Label year = Label.of(String.valueOf(start.getYear()));
    return switch (period.kind()) {
      case DAY ->
          fill(
              "period.day",
              Map.of("y", year, "m", month, "d", Label.of(String.valueOf(end.getDayOfMonth()))));
      case MONTH -> fill("period.month", Map.of("y", year, "m", month));
      case QUARTER ->
          fill(
              "period.quarter",
              Map.of("y", year, "n", Label.of("" + (end.getMonthValue() + 2) / 3)));
      case HALF_YEAR ->
          fill(
              "period.half-year",
              Map.of("y", year, "n", word("period.half-year." + (end.getMonthValue() + 5) / 6)));
      case YEAR -> fill("period.year", Map.of("y", year));
      case YEAR_TO_DATE ->
          fill(
              "period.year-to-date",
              Map.of("y", year, "m", Label.of(String.valueOf(end.getMonthValue()))));
    };
  }
}
