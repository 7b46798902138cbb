package org.kaohe.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kaohe.error.ErrorCode;

/**
 * A JSON Schema of {@code schemas/conf}, read from the class path, whose complaints become problems
 * with lines, one for each mistake.
 */
final class Schema {
  private static final Pattern BRANCH = Pattern.compile("(.*?/(?:oneOf|anyOf))/(\\d+)(?:/.*)?");
  private static final Pattern JAVA_REGEX_HINT = Pattern.compile("\\^?\\\\d\\{4\\}-.*");

  private final JsonSchema schema;
  private final JsonNode tree;
  private final Set<String> declared = new HashSet<>();

  private Schema(JsonNode tree, VersionFlag draft) {
    this.tree = tree;
    this.schema =
        factory(draft)
            .getSchema(
                tree,
                SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .build());
    declare(tree);
  }

  /** The schema {@code schemas/conf/<name>.schema.json}. */
  static Schema of(String name) {
    String resource = "/schemas/conf/" + name + ".schema.json";
    try (InputStream in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Not on the class path: " + resource);
      }
      JsonNode tree = new ObjectMapper().readTree(in);
      return new Schema(
          tree,
          tree.path("$schema").asText().contains("2019-09")
              ? VersionFlag.V201909
              : VersionFlag.V202012);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The standard's schema groups definitions under names that are no keywords; that is fine. */
  private static JsonSchemaFactory factory(VersionFlag draft) {
    JsonMetaSchema meta =
        draft == VersionFlag.V201909 ? JsonMetaSchema.getV201909() : JsonMetaSchema.getV202012();
    return JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(draft))
        .metaSchema(
            JsonMetaSchema.builder(meta)
                .unknownKeywordFactory((name, node) -> new AnnotationKeyword(name))
                .build())
        .build();
  }

  private void declare(JsonNode node) {
    node.path("properties").fieldNames().forEachRemaining(declared::add);
    node.forEach(this::declare);
  }

  /**
   * Reports all that the schema refuses.
   *
   * @param places JSON pointer of the value to its place
   * @return true when it refuses nothing
   */
  boolean accepts(JsonNode value, Function<String, Place> places, Problems problems) {
    List<ValidationMessage> told = telling(schema.validate(value));
    told.forEach(m -> report(m, places, problems));
    // What nobody is told of must not be refused.
    return told.isEmpty();
  }

  /**
   * Leaves out what only repeats another message: the branches of a choice that were not meant (the
   * one with the fewest complaints was), the choice itself, and keys that count as unevaluated only
   * because something beside them failed.
   */
  private List<ValidationMessage> telling(Set<ValidationMessage> messages) {
    Map<String, Map<String, Integer>> branches = new HashMap<>();
    for (ValidationMessage m : messages) {
      Matcher in = BRANCH.matcher(m.getEvaluationPath().toString());
      if (in.matches()) {
        branches
            .computeIfAbsent(
                in.group(1) + m.getInstanceLocation().getNameCount(), k -> new HashMap<>())
            .merge(in.group(2), 1, Integer::sum);
      }
    }
    List<ValidationMessage> kept = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (ValidationMessage m : messages) {
      Matcher in = BRANCH.matcher(m.getEvaluationPath().toString());
      if (in.matches()) {
        Map<String, Integer> counts =
            branches.getOrDefault(in.group(1) + m.getInstanceLocation().getNameCount(), Map.of());
        String best =
            counts.entrySet().stream()
                .min(
                    Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        if (!in.group(2).equals(best)) {
          continue;
        }
      }
      boolean choice = m.getType().equals("oneOf") || m.getType().equals("anyOf");
      if (choice && inside(messages, m, false)) {
        continue;
      }
      boolean unevaluated = m.getType().equals("unevaluatedProperties");
      if (unevaluated && measured(m)) {
        continue;
      }
      if (unevaluated && declared.contains(String.valueOf(m.getProperty()))) {
        boolean stranger =
            messages.stream()
                .filter(o -> o.getType().equals("unevaluatedProperties"))
                .filter(o -> o.getInstanceLocation().equals(m.getInstanceLocation()))
                .anyMatch(o -> !declared.contains(String.valueOf(o.getProperty())));
        if (stranger || inside(messages, m, true)) {
          continue;
        }
      }
      if (told.add(m.getType() + m.getInstanceLocation() + m.getProperty())) {
        kept.add(m);
      }
    }
    return kept;
  }

  /**
   * A check of ours that needs a limit as well: the standard has either an implementation or a
   * metric with a limit, never both.
   */
  private boolean measured(ValidationMessage m) {
    return declared.contains(String.valueOf(m.getProperty()))
        && m.getInstanceNode()
            .path("implementation")
            .asText()
            .equals(ContractReader.ACCEPTED_PERCENT);
  }

  /** Some other complaint is about the same value or a part of it. */
  private static boolean inside(
      Set<ValidationMessage> messages, ValidationMessage around, boolean exceptUnevaluated) {
    return messages.stream()
        .filter(m -> !m.equals(around))
        .filter(m -> !(exceptUnevaluated && m.getType().equals("unevaluatedProperties")))
        .filter(m -> !m.getType().equals("oneOf") && !m.getType().equals("anyOf"))
        .anyMatch(m -> m.getInstanceLocation().startsWith(around.getInstanceLocation()));
  }

  private void report(ValidationMessage m, Function<String, Place> places, Problems problems) {
    String pointer = m.getInstanceLocation().toString();
    String key = String.valueOf(m.getProperty());
    String at = pointer.isEmpty() ? "the file" : pointer.substring(pointer.lastIndexOf('/') + 1);
    if (at.matches("\\d+")) {
      String around = pointer.substring(0, pointer.length() - at.length() - 1);
      at =
          "entry %d of %s"
              .formatted(Integer.parseInt(at) + 1, around.substring(around.lastIndexOf('/') + 1));
    }
    JsonNode value = m.getInstanceNode();
    switch (m.getType()) {
      case "additionalProperties", "unevaluatedProperties" -> {
        Set<String> allowed = allowedBeside(m);
        problems.error(
            places.apply(pointer + "/" + YamlFile.escape(key)),
            ErrorCode.KEY_UNKNOWN,
            "key %s is not known in %s".formatted(key, at),
            "it would silently have no effect",
            Nearest.cure(
                key,
                allowed,
                allowed.equals(declared)
                    ? "Remove it; what is ours stands in customProperties."
                    : "Known keys are " + String.join(", ", allowed) + "."));
      }
      case "required" ->
          problems.error(
              places.apply(pointer),
              ErrorCode.KEY_MISSING,
              "%s needs the key %s".formatted(at, key),
              description(m, key),
              "Add it.");
      case "dependentRequired" ->
          problems.error(
              places.apply(pointer),
              ErrorCode.KEY_MISSING,
              "%s: %s".formatted(at, m.getError()),
              "one key says nothing without the other",
              "Add it.");
      case "type" ->
          problems.error(
              places.apply(pointer),
              ErrorCode.VALUE_TYPE,
              "%s is %s, not %s".formatted(at, kind(value), m.getArguments()[1]),
              "it cannot be read as what it should mean",
              kind(value).equals("integer") || kind(value).equals("number")
                  ? "Put it in quotes if it is a code."
                  : "Write the value in the other form.");
      case "enum", "const" -> {
        List<String> allowed = allowed(m);
        problems.error(
            places.apply(pointer),
            ErrorCode.VALUE_NOT_LISTED,
            "%s: %s is not one of %s".formatted(at, shown(value), String.join(", ", allowed)),
            "nothing else is understood here",
            Nearest.cure(value.asText(), allowed, "Choose one of them."));
      }
      case "pattern" ->
          problems.error(
              places.apply(pointer),
              ErrorCode.VALUE_FORM,
              "%s: %s does not have the expected form".formatted(at, shown(value)),
              "other parts rely on the form",
              JAVA_REGEX_HINT.matcher(m.getSchemaNode().asText()).matches()
                  ? "Write a date as YYYY-MM-DD."
                  : "It must match %s .".formatted(m.getSchemaNode().asText()));
      default ->
          problems.error(
              places.apply(pointer),
              ErrorCode.VALUE_FORM,
              "%s %s".formatted(at, m.getError()),
              "the file's kind does not allow it",
              "See the descriptions in schemas/conf.");
    }
  }

  private Set<String> allowedBeside(ValidationMessage m) {
    if (m.getType().equals("unevaluatedProperties")) {
      return declared;
    }
    JsonNode properties = parent(m).path("properties");
    Set<String> names = new java.util.TreeSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode parent(ValidationMessage m) {
    String fragment = m.getSchemaLocation().getFragment().toString();
    int end = fragment.lastIndexOf('/');
    return end < 0 ? tree : tree.at(fragment.substring(0, end));
  }

  private String description(ValidationMessage m, String key) {
    String text = parent(m).path("properties").path(key).path("description").asText("");
    if (text.isEmpty()) {
      return "the definition is incomplete without it";
    }
    String first = text.strip();
    return "it says: "
        + first.substring(0, 1).toLowerCase(Locale.ROOT)
        + (first.endsWith(".") ? first.substring(1, first.length() - 1) : first.substring(1));
  }

  private static List<String> allowed(ValidationMessage m) {
    JsonNode node = m.getSchemaNode();
    List<String> allowed = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(n -> allowed.add(n.asText()));
    } else {
      allowed.add(node.asText());
    }
    return allowed;
  }

  private static String shown(JsonNode value) {
    String text = value.isValueNode() ? value.asText() : value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static String kind(JsonNode value) {
    return value.isIntegralNumber()
        ? "integer"
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
