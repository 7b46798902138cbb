package org.kaohe.sample;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * How a department writes a dataset, read from its contract with eyes of the sample's own.
 *
 * @param path folder below the landing folder
 * @param fileName what a file name has to match
 * @param columns index of each column, in the order of the contract
 * @param headers what stands over the columns: the business names
 * @param later headers from 2025 on, when departments changed their systems: a synonym where there
 *     is one, and the columns the other way round
 * @param words by column, what people write instead of a code
 * @param dates by column, the forms in which a date may come
 */
record Layout(
    String id,
    String path,
    Charset charset,
    String fileName,
    Map<String, Integer> columns,
    List<String> headers,
    List<String> later,
    Map<String, Map<String, String>> words,
    Map<String, List<DateTimeFormatter>> dates) {

  static final Charset GB18030 = Charset.forName("GB18030");

  /** The layouts of a workspace's deliveries by contract id. */
  static Map<String, Layout> read(Path workspace) throws IOException {
    Map<String, Layout> layouts = new HashMap<>();
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    try (Stream<Path> found = Files.walk(workspace.resolve("schemas"), 2)) {
      for (Path file : found.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        try (Reader reader = Files.newBufferedReader(file)) {
          Map<?, ?> contract = map(yaml.load(reader));
          if (custom(contract).containsKey("fileName")) {
            Layout layout = of(contract);
            layouts.put(layout.id(), layout);
          }
        }
      }
    }
    return layouts;
  }

  private static Layout of(Map<?, ?> contract) {
    List<?> properties = list(map(list(contract.get("schema")).get(0)).get("properties"));
    Map<String, Integer> columns = new LinkedHashMap<>();
    Map<String, Map<String, String>> words = new HashMap<>();
    Map<String, List<DateTimeFormatter>> dates = new HashMap<>();
    for (Object property : properties) {
      String column = text(map(property).get("name"));
      columns.put(column, columns.size());
      Map<String, String> spoken = new HashMap<>();
      map(custom(property).get("mapping"))
          .forEach((word, code) -> spoken.putIfAbsent(text(code), text(word)));
      words.put(column, spoken);
      dates.put(
          column,
          list(custom(property).get("formats")).stream()
              .map(f -> DateTimeFormatter.ofPattern(text(f)))
              .toList());
    }
    return new Layout(
        text(contract.get("id")),
        text(map(list(contract.get("servers")).get(0)).get("path")),
        Charset.forName(text(custom(contract).getOrDefault("charset", "UTF-8"))),
        text(custom(contract).get("fileName")),
        columns,
        properties.stream().map(p -> text(map(p).get("businessName"))).toList(),
        properties.stream().map(Layout::laterHeader).toList(),
        words,
        dates);
  }

  private static String laterHeader(Object property) {
    List<?> synonyms = list(custom(property).get("synonyms"));
    return text(
        synonyms.isEmpty() ? map(property).get("businessName") : synonyms.get(synonyms.size() - 1));
  }

  private static Map<String, Object> custom(Object node) {
    Map<String, Object> properties = new HashMap<>();
    for (Object p : list(map(node).get("customProperties"))) {
      Object value = map(p).get("value");
      if (value != null) {
        properties.put(text(map(p).get("property")), value);
      }
    }
    return properties;
  }

  private static Map<?, ?> map(@Nullable Object node) {
    return node instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object node) {
    return node instanceof List<?> list ? list : List.of();
  }

  private static String text(@Nullable Object node) {
    return node == null ? "" : node.toString();
  }

  int column(String name) {
    Integer index = columns.get(name);
    if (index == null) {
      throw new IllegalArgumentException("The contract " + id + " has no column " + name);
    }
    return index;
  }

  /** How people write a code. */
  String word(String column, String code) {
    return words.getOrDefault(column, Map.of()).getOrDefault(code, code);
  }

  /** A date in one of the contract's forms, counted from 0; the last one for all beyond. */
  String date(String column, LocalDate date, int form) {
    List<DateTimeFormatter> forms = dates.getOrDefault(column, List.of());
    return forms.isEmpty()
        ? date.toString()
        : forms.get(Math.min(form, forms.size() - 1)).format(date);
  }

  /** A month, or the quarter or year that ends with it, as the contract wants it in file names. */
  String period(YearMonth last) {
    return Stream.of(
            SampleYears.compact(last), SampleYears.quarter(last), Integer.toString(last.getYear()))
        .filter(period -> file(period, SampleYears.LAST_DAY).matches(".*/" + fileName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(id + " has file names of another kind: " + fileName));
  }

  /** Relative to the landing folder. */
  String file(String period, LocalDate issued) {
    return "%s/%s_%s_%s.csv"
        .formatted(
            path,
            path.substring(path.lastIndexOf('/') + 1),
            period,
            issued.format(DateTimeFormatter.BASIC_ISO_DATE));
  }

  /** Windows systems end lines with CR LF. */
  String lineEnd() {
    return charset.equals(StandardCharsets.UTF_8) ? "\n" : "\r\n";
  }
}
