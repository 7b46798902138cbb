package org.kaohe.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.kaohe.error.CleanText;

/** Data as a classic script, which a browser also reads from {@code file://}. */
final class Script {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Script() {}

  /** {@code kaohe.put("units/health", {...});} with nothing in it that could end or start a tag. */
  static String put(String name, JsonNode value) {
    return "kaohe.put(" + json(JSON.getNodeFactory().textNode(name)) + "," + json(value) + ");\n";
  }

  /**
   * JSON that is safe inside a script element and in every script engine: outside of strings JSON
   * has none of these characters, inside of them an escape means the same.
   */
  static String json(JsonNode value) {
    try {
      return JSON.writeValueAsString(value)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values can be written", e);
    }
  }

  /**
   * The same data with every text as a page may show it: names of files and units hold line ends,
   * marks that turn the writing direction, or ten megabytes (J26).
   */
  static JsonNode clean(JsonNode value) {
    JsonNodeFactory json = JSON.getNodeFactory();
    if (value.isTextual()) {
      return json.textNode(CleanText.message(value.textValue()));
    }
    if (value.isArray()) {
      ArrayNode clean = json.arrayNode(value.size());
      value.forEach(v -> clean.add(clean(v)));
      return clean;
    }
    if (value.isObject()) {
      ObjectNode clean = json.objectNode();
      value
          .properties()
          .forEach(p -> clean.set(CleanText.message(p.getKey()), clean(p.getValue())));
      return clean;
    }
    return value;
  }

  /** Text between tags or in a quoted attribute. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
