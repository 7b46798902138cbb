package org.kaohe.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table on its way to a page, column by column (J18): {@code {"n": 3, "unit": {"d": ["520000"],
 * "i": [0, 0, 0]}, "value": ["4.84", null, "5.10"]}}. A column is written in the shortest of three
 * forms: one value for all rows {@code {"c": value}}, a dictionary with positions, or the values.
 * Numbers travel as text, so that what is printed is what is stored.
 */
final class Columnar {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The number of rows stands among the columns. */
  private static final String ROWS = "n";

  private final Map<String, Values> columns = new LinkedHashMap<>();
  private int rows;

  Columnar(String... names) {
    for (String name : names) {
      if (name.equals(ROWS)) {
        throw new IllegalArgumentException("A column can't be called " + ROWS);
      }
      columns.put(name, new Values());
    }
  }

  /** Adds a row; values in the order of the names. */
  void add(@Nullable String... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(columns.keySet() + " with " + Arrays.toString(values));
    }
    int i = 0;
    for (Values column : columns.values()) {
      column.add(values[i++]);
    }
    rows++;
  }

  int rows() {
    return rows;
  }

  ObjectNode json() {
    ObjectNode node = JSON.objectNode();
    node.put(ROWS, rows);
    columns.forEach((name, column) -> node.set(name, column.json()));
    return node;
  }

  private static final class Values {
    private static final int NULL = -1;

    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> distinct = new ArrayList<>();
    private int[] index = new int[16];
    private int size;

    void add(@Nullable String value) {
      if (size == index.length) {
        index = Arrays.copyOf(index, size * 2);
      }
      index[size++] = value == null ? NULL : positions.computeIfAbsent(value, this::intern);
    }

    private int intern(String value) {
      distinct.add(value);
      return distinct.size() - 1;
    }

    com.fasterxml.jackson.databind.JsonNode json() {
      boolean same = Arrays.stream(index, 0, size).distinct().count() <= 1;
      if (same) {
        ObjectNode constant = JSON.objectNode();
        if (size == 0 || index[0] == NULL) {
          constant.putNull("c");
        } else {
          constant.put("c", distinct.get(0));
        }
        return constant;
      }
      if (distinct.size() * 2 > size) {
        ArrayNode values = JSON.arrayNode(size);
        for (int i = 0; i < size; i++) {
          if (index[i] == NULL) {
            values.addNull();
          } else {
            values.add(distinct.get(index[i]));
          }
        }
        return values;
      }
      ObjectNode coded = JSON.objectNode();
      ArrayNode dictionary = coded.putArray("d");
      distinct.forEach(dictionary::add);
      ArrayNode codes = coded.putArray("i");
      for (int i = 0; i < size; i++) {
        codes.add(index[i]);
      }
      return coded;
    }
  }
}
