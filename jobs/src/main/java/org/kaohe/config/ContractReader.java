package org.kaohe.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.kaohe.config.Contract.DatasetCheck;
import org.kaohe.config.Contract.Metric;
import org.kaohe.config.Contract.RowMatch;
import org.kaohe.config.Contract.RowRule;
import org.kaohe.config.Contract.Severity;

/**
 * Binds {@code schemas/<department>/<dataset>.yaml}, Open Data Contract Standard v3.1. What the
 * standard allows and nobody here would carry out is a problem, not a silence.
 */
final class ContractReader {
  private static final String ANY_CSV = ".*\\.csv";

  /** Name of the engine whose custom checks are row rules and dataset checks of ours. */
  private static final String ENGINE = "kaohe";

  /** A check of a delivery: the least percent of its rows that are accepted. */
  static final String ACCEPTED_PERCENT = "acceptedPercent";

  private final Schema properties;
  private final Problems problems;

  ContractReader(Schema properties, Problems problems) {
    this.properties = properties;
    this.problems = problems;
  }

  /** The id that the place of a file gives its dataset. */
  static String idOf(Path file) {
    return department(file) + "_" + WorkspaceFiles.stem(file);
  }

  private static String department(Path file) {
    return String.valueOf(file.getName(file.getNameCount() - 2));
  }

  /**
   * The file's lines, and those of custom properties and checks also by name instead of number:
   * {@code /customProperties/at}, {@code /schema/0/quality/not_empty}.
   */
  static Source source(YamlFile file) {
    Map<String, Integer> lines = new HashMap<>(file.lines());
    byName(file, file.root(), "", lines);
    return new Source(file.file(), lines.getOrDefault("", 1), lines);
  }

  private static void byName(
      YamlFile file, JsonNode node, String pointer, Map<String, Integer> lines) {
    if (node.isObject()) {
      for (String key : YamlFile.keys(node)) {
        byName(file, node.get(key), pointer + "/" + YamlFile.escape(key), lines);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        JsonNode item = node.get(i);
        String name =
            item.path(pointer.endsWith("/customProperties") ? "property" : "name").asText();
        int line = file.place(pointer + "/" + i).line();
        if (!name.isEmpty() && !name.matches("\\d+")) {
          lines.putIfAbsent(pointer + "/" + YamlFile.escape(name), line);
        }
        byName(file, item, pointer + "/" + i, lines);
      }
    }
  }

  Optional<Contract> read(YamlNode yaml) {
    Path file = yaml.file().file();
    String id = idOf(file);
    YamlNode own = properties(yaml, "contract");
    List<YamlNode> schemas = yaml.items("schema");
    if (schemas.size() != 1) {
      problems.error(
          yaml.place("schema"),
          "K2401",
          "the contract describes %d schemas".formatted(schemas.size()),
          "a dataset is one kind of file",
          "Keep one, and put others into contracts of their own.");
      return Optional.empty();
    }
    YamlNode schema = schemas.get(0);
    ids(yaml, schema, id);
    Charset charset = charset(own);
    Optional<Pattern> fileName = pattern(own, "fileName", ANY_CSV);
    Optional<String> landing = landing(yaml, department(file) + "/" + WorkspaceFiles.stem(file));
    ColumnReader columnReader = new ColumnReader(this, problems);
    List<Column> columns = new ArrayList<>();
    schema.items("properties").forEach(p -> columnReader.read(p).ifPresent(columns::add));
    List<RowRule> rules = new ArrayList<>();
    List<DatasetCheck> checks = new ArrayList<>();
    schema.items("quality").forEach(q -> quality(q, rules, checks));
    if (problems.anyErrorIn(file) || fileName.isEmpty() || landing.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Contract(
            id,
            department(file),
            yaml.text("version"),
            new Label(yaml.text("name", id), own.text("nameEn", yaml.text("name", id))),
            file,
            landing.get(),
            charset,
            fileName.get(),
            key(schema),
            own.optional("orderBy"),
            own.text("at"),
            own.optional("unit"),
            reporting(own),
            own.find("delete").map(ContractReader::rowMatch),
            own.find("controlRows").map(ContractReader::rowMatch),
            List.copyOf(columns),
            List.copyOf(rules),
            List.copyOf(checks),
            own.has("role")
                ? Optional.of(own.constant("role", Contract.Role.class))
                : Optional.empty(),
            own.at("delivery").has("mode")
                ? own.at("delivery").constant("mode", Contract.Mode.class)
                : Contract.Mode.UPSERT));
  }

  private static Reporting reporting(YamlNode own) {
    Reporting usual = Reporting.of(own.optional("provider"));
    YamlNode said = own.at("reporting");
    YamlNode by = said.at("by");
    boolean each = said.text("by").equals(Contract.EACH);
    return new Reporting(
        each ? Optional.of(Contract.EACH) : usual.provider(),
        said.constant("kind", Reporting.Kind.class, each ? Reporting.Kind.RETURN : usual.kind()),
        Set.copyOf(by.items().stream().map(YamlNode::text).toList()),
        said.has("due") ? OptionalInt.of(said.at("due").json().asInt()) : OptionalInt.empty(),
        said.has("nil"));
  }

  private void ids(YamlNode yaml, YamlNode schema, String id) {
    if (!yaml.text("id").equals(id)) {
      problems.error(
          yaml.place("id"),
          "K2002",
          "the contract's id is %s, its place says %s".formatted(yaml.text("id"), id),
          "tables, views and indicators name a dataset <department>_<dataset>",
          "Write id: " + id + ", or move the file.");
    }
    if (!schema.text("name").equals(id)) {
      problems.error(
          schema.has("name") ? schema.place("name") : schema.place(),
          "K2002",
          "the schema's name is %s, the dataset's %s".formatted(schema.text("name"), id),
          "one thing has one name",
          "Write name: " + id + ".");
    }
  }

  /**
   * Our customProperties as one object that knows the lines of its entries.
   *
   * @param level {@code contract} or {@code column} of contract-properties.schema.json
   */
  YamlNode properties(YamlNode around, String level) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Map<String, String> pointers = new HashMap<>();
    for (YamlNode custom : around.items("customProperties")) {
      String name = custom.text("property");
      if (pointers.putIfAbsent("/" + YamlFile.escape(name), custom.pointer()) != null) {
        problems.error(
            custom.place(),
            "K1005",
            "property %s stands twice".formatted(name),
            "only one of the two would count",
            "Remove one.");
      }
      object.set(name, custom.json().get("value"));
    }
    Map<String, Integer> lines = new HashMap<>();
    pointers.forEach((p, at) -> lines.put(p, around.file().place(at).line()));
    lines.put("", around.place().line());
    YamlFile file = new YamlFile(around.file().file(), object, lines);
    ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
    wrapped.set(level, object);
    String prefix = "/" + level;
    boolean accepted =
        properties.accepts(
            wrapped,
            pointer ->
                file.place(pointer.startsWith(prefix) ? pointer.substring(prefix.length()) : ""),
            problems);
    return YamlNode.root(
        accepted ? file : new YamlFile(file.file(), JsonNodeFactory.instance.objectNode(), lines));
  }

  private Charset charset(YamlNode own) {
    String name = own.text("charset", StandardCharsets.UTF_8.name());
    Optional<Charset> charset = Charsets.named(name);
    if (charset.isEmpty()) {
      problems.error(
          own.place("charset"),
          "K2402",
          "charset %s is not known".formatted(name),
          "deliveries could not be read",
          "Read are " + Charsets.names() + ".");
    } else if (!Charsets.read().contains(charset.get())) {
      problems.error(
          own.place("charset"),
          "K2420",
          "charset %s is not read".formatted(name),
          "in it a comma or a line end may be part of another character, and records could not be"
              + " told apart",
          "Have the deliveries saved as CSV UTF-8 and write UTF-8. Read are "
              + Charsets.names()
              + ".");
    }
    return charset.filter(Charsets.read()::contains).orElse(StandardCharsets.UTF_8);
  }

  /** A regular expression; one that does not compile is a problem. */
  Optional<Pattern> pattern(YamlNode around, String key, String otherwise) {
    try {
      return Optional.of(LinearPattern.compile(around.text(key, otherwise)));
    } catch (PatternSyntaxException e) {
      problems.error(
          around.place(key),
          "K2403",
          "%s is no regular expression: %s at %s"
              .formatted(key, e.getDescription(), e.getPattern()),
          "nothing could be matched with it",
          "Mend it; a backslash in double quotes is written twice, in single quotes once, and back"
              + " references, look-around and possessive quantifiers do not exist here.");
      return Optional.empty();
    }
  }

  private Optional<String> landing(YamlNode yaml, String otherwise) {
    List<YamlNode> servers = yaml.items("servers");
    if (servers.isEmpty()) {
      return Optional.of(otherwise);
    }
    YamlNode server = servers.get(0);
    if (servers.size() > 1
        || !server.text("type").equals("local")
        || !server.text("format", "csv").equals("csv")) {
      problems.error(
          yaml.place("servers"),
          "K2404",
          "deliveries are read from one local folder of CSV files",
          "another source or form would never be read",
          "Keep one server {server: landing, type: local, path: %s, format: csv}."
              .formatted(otherwise));
      return Optional.empty();
    }
    String path = server.text("path", otherwise);
    if (ProjectReader.inside(Path.of("/landing"), path).isEmpty()) {
      problems.error(
          server.place("path"),
          "K2004",
          "path %s leaves the landing folder".formatted(path),
          "definitions must not reach other folders of the machine",
          "Name a folder below the landing folder, such as " + otherwise + ".");
      return Optional.empty();
    }
    return Optional.of(path);
  }

  private static List<String> key(YamlNode schema) {
    return schema.items("properties").stream()
        .filter(p -> p.flag("primaryKey", false))
        .sorted(Comparator.comparingInt(p -> p.whole("primaryKeyPosition", Integer.MAX_VALUE)))
        .map(p -> p.text("name"))
        .toList();
  }

  private static RowMatch rowMatch(YamlNode yaml) {
    return new RowMatch(yaml.text("column"), yaml.texts("values"));
  }

  private void quality(YamlNode yaml, List<RowRule> rules, List<DatasetCheck> checks) {
    if (yaml.text("type").equals("text")) {
      return; // The standard's form for people to read.
    }
    String name = yaml.text("name", yaml.text("metric", "check"));
    Severity severity = severity(yaml);
    if (yaml.text("metric").equals("rowCount")) {
      least(yaml).ifPresent(n -> checks.add(new DatasetCheck(name, Metric.ROW_COUNT, n, severity)));
      return;
    }
    if (yaml.text("engine").equals(ENGINE) && yaml.at("implementation").json().isTextual()) {
      String implementation = yaml.text("implementation");
      if (!yaml.has("name")) {
        problems.error(
            yaml.place(),
            "K1012",
            "the rule has no name",
            "quarantine tells rows by the names of the rules they broke",
            "Add name.");
      } else if (implementation.equals(ACCEPTED_PERCENT)) {
        least(yaml)
            .ifPresent(
                n -> checks.add(new DatasetCheck(name, Metric.ACCEPTED_PERCENT, n, severity)));
      } else {
        rules.add(
            new RowRule(name, implementation, severity, yaml.text("description", implementation)));
      }
      return;
    }
    notCarriedOut(yaml.place(), "check " + name);
  }

  private Optional<Long> least(YamlNode yaml) {
    Optional<BigDecimal> atLeast =
        yaml.optionalDecimal("mustBeGreaterOrEqualTo")
            .or(() -> yaml.optionalDecimal("mustBeGreaterThan").map(n -> n.add(BigDecimal.ONE)));
    if (atLeast.isEmpty() || atLeast.get().stripTrailingZeros().scale() > 0) {
      notCarriedOut(
          yaml.place(), "a limit other than a whole mustBeGreaterOrEqualTo or mustBeGreaterThan");
      return Optional.empty();
    }
    return Optional.of(atLeast.get().longValueExact());
  }

  void notCarriedOut(Place place, String what) {
    problems.error(
        place,
        "K2405",
        what + " is not carried out here",
        "readers of the contract would believe that it is",
        "Use the checks of schemas/README.md, or write it as a row rule of engine kaohe.");
  }

  /**
   * {@code error}, or {@code warning}, {@code warn} and {@code info}; error when nothing is said.
   */
  Severity severity(YamlNode yaml) {
    String text = yaml.text("severity", "error").toLowerCase(Locale.ROOT);
    if (!List.of("error", "warning", "warn", "info").contains(text)) {
      problems.error(
          yaml.place("severity"),
          "K1014",
          "severity: %s is not one of error, warning".formatted(text),
          "it decides between quarantine and counting",
          Nearest.cure(text, List.of("error", "warning"), "Choose one of them."));
    }
    return text.equals("error") ? Severity.ERROR : Severity.WARN;
  }
}
