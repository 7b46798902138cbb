package org.kaohe.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kaohe.error.ErrorCode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as a JSON tree that knows the line of every part. Plain scalars are read by the JSON
 * schema of YAML 1.2: {@code no}, {@code 010001} and {@code 2025-01-01} are text, numbers exact.
 *
 * @param lines JSON pointer to line, that of the key for a value of a mapping
 */
record YamlFile(Path file, JsonNode root, Map<String, Integer> lines) {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final Pattern NOTHING = Pattern.compile("~|null|");

  /** Far above any honest definition; keeps nested aliases from filling the memory. */
  private static final int MOST_NODES = 500_000;

  static Optional<YamlFile> read(Path file, byte[] bytes, Problems problems) {
    Optional<String> text = Texts.decode(file, bytes, problems);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(Math.max(3_000_000, bytes.length + 1));
      Iterator<Node> documents =
          new Yaml(new SafeConstructor(options))
              .composeAll(new java.io.StringReader(text.get()))
              .iterator();
      if (!documents.hasNext()) {
        problems.error(
            new Place(file, 0),
            ErrorCode.YAML_INVALID,
            "the file is empty",
            "it defines nothing",
            "Remove it.");
        return Optional.empty();
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        problems.error(
            new Place(file, line(documents.next())),
            ErrorCode.YAML_INVALID,
            "a second document begins here",
            "only the first would count",
            "Put it into a file of its own.");
      }
      Reading reading = new Reading(file, problems);
      JsonNode json = reading.convert(root, "");
      return Optional.of(new YamlFile(file, json, Map.copyOf(reading.lines)));
    } catch (MarkedYAMLException e) {
      problems.error(
          new Place(file, e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1),
          ErrorCode.YAML_INVALID,
          "this is no YAML: " + e.getProblem(),
          "nothing of the file can be read",
          String.valueOf(e.getProblem()).contains("TAB")
              ? "Indent with spaces, not tabs."
              : "Check indentation, quotes and brackets here and on the line above.");
    } catch (YAMLException e) {
      problems.error(
          new Place(file, 0),
          ErrorCode.YAML_INVALID,
          "this is no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "nothing of the file can be read",
          "Remove special characters and deeply nested aliases.");
    }
    return Optional.empty();
  }

  Source source() {
    return new Source(file, lines.getOrDefault("", 1), lines);
  }

  /** The line of a part, or of the nearest part around it. */
  Place place(String pointer) {
    return source().at(pointer);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** One walk over the node graph. */
  private static final class Reading {
    private final Path file;
    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<Node> open = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    Reading(Path file, Problems problems) {
      this.file = file;
      this.problems = problems;
    }

    JsonNode convert(Node node, String pointer) {
      lines.putIfAbsent(pointer, line(node));
      if (++nodes > MOST_NODES || !open.add(node)) {
        throw new YAMLException("aliases that contain themselves or multiply without end");
      }
      try {
        if (node instanceof MappingNode mapping) {
          return mapping(mapping, pointer);
        }
        if (node instanceof SequenceNode sequence) {
          ArrayNode array = JsonNodeFactory.instance.arrayNode();
          int i = 0;
          for (Node item : sequence.getValue()) {
            array.add(convert(item, pointer + "/" + i++));
          }
          return array;
        }
        return scalar((ScalarNode) node);
      } finally {
        open.remove(node);
      }
    }

    private ObjectNode mapping(MappingNode mapping, String pointer) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      Map<String, Integer> seen = new HashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        int line = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          problems.error(
              new Place(file, line),
              ErrorCode.YAML_INVALID,
              "a key is no plain text",
              "it has no name",
              "Quote the key, or quote the value that begins with a bracket.");
          continue;
        }
        Integer first = seen.putIfAbsent(key.getValue(), line);
        if (first != null) {
          problems.error(
              new Place(file, line),
              ErrorCode.KEY_TWICE,
              "key %s stands twice (first in line %d)".formatted(key.getValue(), first),
              "only one of the two would count",
              "Remove one.");
          continue;
        }
        String child = pointer + "/" + escape(key.getValue());
        lines.put(child, line);
        object.set(key.getValue(), convert(tuple.getValueNode(), child));
      }
      return object;
    }

    private JsonNode scalar(ScalarNode node) {
      JsonNodeFactory json = JsonNodeFactory.instance;
      String text = node.getValue();
      if (!node.isPlain()) {
        return json.textNode(text);
      }
      if (!node.getTag().getValue().startsWith("tag:yaml.org,2002:")) {
        problems.error(
            new Place(file, line(node)),
            ErrorCode.YAML_INVALID,
            "tag %s is not known".formatted(node.getTag().getValue()),
            "definitions hold text, numbers and truth values only",
            "Quote the text.");
      }
      @Nullable JsonNode number = number(json, text);
      if (number != null) {
        if (!Magnitude.bearable(new BigDecimal(text))) {
          problems.error(
              new Place(file, line(node)),
              ErrorCode.TOO_MANY_DIGITS,
              "%.40s has more than %d digits before the point, or too many behind it"
                  .formatted(text, Magnitude.DIGITS_BEFORE),
              "what is computed with it could not be written down",
              "Write it in a larger unit of measure; quote it if it is a text.");
          return json.numberNode(1);
        }
        return number;
      }
      return switch (text) {
        case "true" -> json.booleanNode(true);
        case "false" -> json.booleanNode(false);
        default -> NOTHING.matcher(text).matches() ? json.nullNode() : json.textNode(text);
      };
    }

    private static @Nullable JsonNode number(JsonNodeFactory json, String text) {
      if (WHOLE.matcher(text).matches()) {
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < 32 ? json.numberNode(whole.intValue()) : json.numberNode(whole);
      }
      return NUMBER.matcher(text).matches() ? json.numberNode(new BigDecimal(text)) : null;
    }
  }

  /** A key as a step of a JSON pointer. */
  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** Names of an object's keys. */
  static Set<String> keys(JsonNode node) {
    Set<String> keys = new HashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
