package org.kaohe.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.error.ErrorCode;

/**
 * A part of a YAML file that has passed its JSON Schema, for binding to records: what the schema
 * requires is there and of its type.
 */
record YamlNode(YamlFile file, String pointer, JsonNode json) {
  static YamlNode root(YamlFile file) {
    return new YamlNode(file, "", file.root());
  }

  Place place() {
    return file.place(pointer);
  }

  Place place(String key) {
    return file.place(pointer + "/" + YamlFile.escape(key));
  }

  boolean has(String key) {
    return json.hasNonNull(key);
  }

  YamlNode at(String key) {
    return new YamlNode(file, pointer + "/" + YamlFile.escape(key), json.path(key));
  }

  Optional<YamlNode> find(String key) {
    return has(key) ? Optional.of(at(key)) : Optional.empty();
  }

  List<YamlNode> items() {
    List<YamlNode> items = new ArrayList<>();
    for (int i = 0; i < json.size() && json.isArray(); i++) {
      items.add(new YamlNode(file, pointer + "/" + i, json.get(i)));
    }
    return items;
  }

  List<YamlNode> items(String key) {
    return at(key).items();
  }

  /** Values of an object by key, in file order. */
  Map<String, YamlNode> fields() {
    Map<String, YamlNode> fields = new LinkedHashMap<>();
    json.fieldNames().forEachRemaining(k -> fields.put(k, at(k)));
    return fields;
  }

  String text() {
    return json.asText();
  }

  String text(String key) {
    return at(key).text();
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  Optional<String> optional(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  List<String> texts(String key) {
    return items(key).stream().map(YamlNode::text).toList();
  }

  Set<String> textSet(String key) {
    return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(texts(key)));
  }

  Map<String, String> textMap(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    at(key).fields().forEach((k, v) -> map.put(k, v.text()));
    return java.util.Collections.unmodifiableMap(map);
  }

  boolean flag(String key, boolean otherwise) {
    return has(key) ? json.get(key).asBoolean() : otherwise;
  }

  int whole(String key, int otherwise) {
    return has(key) ? json.get(key).intValue() : otherwise;
  }

  BigDecimal decimal() {
    return json.decimalValue();
  }

  BigDecimal decimal(String key) {
    return json.path(key).decimalValue();
  }

  Optional<BigDecimal> optionalDecimal(String key) {
    return has(key) ? Optional.of(decimal(key)) : Optional.empty();
  }

  Label label(String key) {
    return new Label(at(key).text("zh"), at(key).text("en"));
  }

  /** A constant by its kebab-case name, which the schema has checked. */
  <E extends Enum<E>> E constant(String key, Class<E> type, E otherwise) {
    return has(key) ? Enum.valueOf(type, constantName(text(key))) : otherwise;
  }

  <E extends Enum<E>> E constant(String key, Class<E> type) {
    return Enum.valueOf(type, constantName(text(key)));
  }

  private static String constantName(String kebab) {
    return kebab.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
  }

  /** A date whose form the schema has checked; one that no calendar knows is a problem. */
  Optional<LocalDate> date(String key, Problems problems) {
    if (!has(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text(key)));
    } catch (DateTimeException e) {
      problems.error(
          place(key),
          ErrorCode.VALUE_FORM,
          "%s: %s is no day of the calendar".formatted(key, text(key)),
          "nothing can be valid from a day that never comes",
          "Write a date as YYYY-MM-DD.");
      return Optional.empty();
    }
  }
}
