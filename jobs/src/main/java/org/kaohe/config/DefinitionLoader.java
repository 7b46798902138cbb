package org.kaohe.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.*;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Stop-gap loader so that the rooms can be joined; replaced by the checked one. */
@org.jspecify.annotations.NullUnmarked
@SuppressWarnings("all")
public final class DefinitionLoader {
  private DefinitionLoader() {}

  public record Loaded(Optional<Definitions> definitions, List<Problem> problems) {}

  private static final YAMLMapper YAML = new YAMLMapper();

  public static Loaded load(Path workspace) {
    try {
      return new Loaded(Optional.of(read(workspace.toAbsolutePath().normalize())), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Definitions read(Path ws) throws IOException {
    Map<String, Unit> units = new LinkedHashMap<>();
    for (Path f : files(ws.resolve("conf/units"), ".csv"))
      for (Map<String, String> r : csv(f))
        units.put(r.get("unit"), new Unit(r.get("unit"), new Label(r.get("name_zh"), r.get("name_en")), r.get("kind"), opt(r.get("parent")), new TreeSet<>(list(r.get("classes"))), opt(r.get("valid_from")).map(LocalDate::parse), opt(r.get("valid_to")).map(LocalDate::parse), list(r.get("predecessors"))));
    Map<String, Contract> contracts = new TreeMap<>();
    for (Path f : files(ws.resolve("schemas"), ".yaml")) {
      String dep = f.getParent().getFileName().toString();
      if (dep.equals("conf") || dep.equals("gold") || dep.equals("schemas")) continue;
      Contract c = contract(ws, f, YAML.readTree(f.toFile()));
      contracts.put(c.id(), c);
    }
    Map<String, View> views = new TreeMap<>();
    for (Path f : files(ws.resolve("conf/views"), ".sql")) {
      String sql = Files.readString(f);
      Set<String> in = new TreeSet<>();
      Matcher m = Pattern.compile("(?i)\\b(?:from|join)\\s+(\\w+)").matcher(sql);
      while (m.find()) if (contracts.containsKey(m.group(1))) in.add(m.group(1));
      String n = f.getFileName().toString().replace(".sql", "");
      views.put(n, new View(n, f, sql, in));
    }
    Map<String, Indicator> indicators = new TreeMap<>();
    for (Path f : files(ws.resolve("conf/indicators"), ".yaml")) {
      Indicator i = indicator(f, YAML.readTree(f.toFile()));
      indicators.put(i.code(), i);
    }
    List<Target> targets = new ArrayList<>();
    for (Path f : files(ws.resolve("conf/targets"), ".csv")) {
      int line = 1;
      for (Map<String, String> r : csv(f)) {
        line++;
        Target.Operator op = switch (r.getOrDefault("op", "=")) { case ">=" -> Target.Operator.AT_LEAST; case "<=" -> Target.Operator.AT_MOST; case "between" -> Target.Operator.BETWEEN; default -> Target.Operator.REACH; };
        Target t = new Target(r.get("indicator"), r.get("unit"), Period.parse(r.get("period")).orElseThrow(), r.getOrDefault("name", "").isEmpty() ? "target" : r.get("name"), op, num(r.get("value")), num(r.get("low")), num(r.get("high")), r.getOrDefault("document", ""), opt(r.get("approved")).map(LocalDate::parse), r.getOrDefault("reason", ""), ws.relativize(f), line);
        targets.add(t);
      }
    }
    List<Responsibility> resp = new ArrayList<>();
    for (Path f : files(ws.resolve("conf/responsibilities"), ".csv")) {
      int line = 1;
      for (Map<String, String> r : csv(f)) {
        line++;
        resp.add(new Responsibility(r.get("scorecard"), r.get("item"), r.get("unit"), r.get("measured"), r.getOrDefault("role", ""), num(r.get("share")), opt(r.get("from")).map(LocalDate::parse), opt(r.get("to")).map(LocalDate::parse), ws.relativize(f), line));
      }
    }
    Map<String, Goal> goals = new LinkedHashMap<>();
    for (Path f : files(ws.resolve("conf/goals"), ".yaml")) {
      JsonNode n = YAML.readTree(f.toFile());
      for (JsonNode g : n.path("goals")) goals.put(g.path("code").asText(), new Goal(n.path("plan").asText(), g.path("code").asText(), label(g.path("name")), text(g, "parent"), text(g, "standard")));
    }
    Map<String, Scorecard> cards = new TreeMap<>();
    for (Path f : files(ws.resolve("conf/scorecards"), ".yaml")) {
      Scorecard c = scorecard(f, YAML.readTree(f.toFile()), indicators);
      cards.put(c.name(), c);
    }
    return new Definitions(project(ws), units, contracts, views, indicators, targets, resp, goals, cards, new Measures(Map.of()), "stop-gap");
  }

  private static Project project(Path ws) throws IOException {
    JsonNode n = YAML.readTree(ws.resolve("conf/project.yaml").toFile());
    List<Project.Light> lights = new ArrayList<>();
    for (JsonNode l : n.path("lights")) lights.add(new Project.Light(l.path("code").asText(), label(l.path("name")), new BigDecimal(l.path("at-least").asText()), l.path("colour").asText(), l.path("mark").asText()));
    return new Project(n.path("name").asText(), label(n.path("title")), ws, ZoneId.of(n.path("timezone").asText("Asia/Shanghai")), ws.resolve(n.path("landing").asText("landing")), ws.resolve(n.path("warehouse").asText("warehouse")), ws.resolve(n.path("site").asText("site")), text(n, "business-date").map(LocalDate::parse), n.path("demo").asBoolean(false), lights);
  }

  private static Contract contract(Path ws, Path f, JsonNode n) {
    Map<String, JsonNode> p = props(n);
    JsonNode s = n.path("schema").get(0);
    List<Column> cols = new ArrayList<>();
    TreeMap<Integer, String> key = new TreeMap<>();
    for (JsonNode c : s.path("properties")) {
      cols.add(column(c));
      if (c.path("primaryKey").asBoolean()) key.put(c.path("primaryKeyPosition").asInt(key.size() + 1), c.path("name").asText());
    }
    List<Contract.RowRule> rules = new ArrayList<>();
    List<Contract.DatasetCheck> checks = new ArrayList<>();
    for (JsonNode q : s.path("quality")) {
      Contract.Severity sev = q.path("severity").asText().equals("error") ? Contract.Severity.ERROR : Contract.Severity.WARN;
      if (q.has("implementation")) rules.add(new Contract.RowRule(q.path("name").asText(), q.path("implementation").asText(), sev, q.path("description").asText()));
      else if (q.has("mustBeGreaterOrEqualTo")) checks.add(new Contract.DatasetCheck(q.path("name").asText(), q.path("metric").asText().equals("rowCount") ? Contract.Metric.ROW_COUNT : Contract.Metric.ACCEPTED_PERCENT, q.path("mustBeGreaterOrEqualTo").asLong(), sev));
    }
    String id = n.path("id").asText();
    String landing = n.path("servers").path(0).path("path").asText();
    return new Contract(id, f.getParent().getFileName().toString(), n.path("version").asText(), new Label(n.path("name").asText(), p.containsKey("nameEn") ? p.get("nameEn").asText() : id), ws.relativize(f), landing, Charset.forName(p.containsKey("charset") ? p.get("charset").asText() : "UTF-8"), Pattern.compile(p.containsKey("fileName") ? p.get("fileName").asText() : ".*\\.csv"), List.copyOf(key.values()), txt(p, "orderBy"), txt(p, "at").orElse("_period"), txt(p, "unit"), match(p.get("delete")), match(p.get("controlRows")), cols, rules, checks);
  }

  private static Optional<Contract.RowMatch> match(JsonNode n) {
    return n == null ? Optional.empty() : Optional.of(new Contract.RowMatch(n.path("column").asText(), strings(n.path("values"))));
  }

  private static Column column(JsonNode c) {
    Map<String, JsonNode> p = props(c);
    Column.Type t = switch (c.path("logicalType").asText("string")) {
      case "integer" -> new Column.Type.Whole();
      case "number" -> { Matcher m = Pattern.compile("(?i)decimal\\((\\d+),\\s*(\\d+)\\)").matcher(c.path("physicalType").asText("DECIMAL(18,6)")); if (!m.matches()) throw new IllegalStateException(c.toString()); yield new Column.Type.Decimal(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))); }
      case "date" -> new Column.Type.Date(p.containsKey("formats") ? strings(p.get("formats")) : List.of("yyyy-MM-dd"));
      case "boolean" -> new Column.Type.Flag();
      default -> p.containsKey("period") ? new Column.Type.PeriodText() : new Column.Type.Text();
    };
    JsonNode o = c.path("logicalTypeOptions");
    List<String> accepted = List.of();
    for (JsonNode q : c.path("quality")) if (q.path("metric").asText().equals("invalidValues")) accepted = strings(q.path("arguments").path("validValues"));
    Optional<Column.Reference> ref = Optional.empty();
    for (JsonNode r : c.path("relationships")) { String[] to = r.path("to").asText().split("\\."); ref = Optional.of(new Column.Reference(to[0], to[1], txt(p, "referenceSeverity").orElse("warn").equals("error") ? Contract.Severity.ERROR : Contract.Severity.WARN)); }
    Map<String, String> mapping = new LinkedHashMap<>();
    if (p.containsKey("mapping")) p.get("mapping").properties().forEach(e -> mapping.put(e.getKey(), e.getValue().asText()));
    String name = c.path("name").asText();
    String zh = c.path("businessName").asText(name);
    return new Column(name, new Label(zh, txt(p, "nameEn").orElse(name)), t, c.path("required").asBoolean(), txt(p, "header").orElse(zh), p.containsKey("synonyms") ? strings(p.get("synonyms")) : List.of(), p.containsKey("missing") ? strings(p.get("missing")) : List.of(), txt(p, "extract"), text(o, "pattern"), mapping, accepted, text(o, "minimum").map(BigDecimal::new), text(o, "maximum").map(BigDecimal::new), ref, txt(p, "person").map(x -> Column.PersonKind.valueOf(x.replace('-', '_').toUpperCase(Locale.ROOT))), txt(p, "measure"), p.containsKey("percent") && p.get("percent").asBoolean());
  }

  private static Indicator indicator(Path f, JsonNode n) {
    List<Indicator.Version> vs = new ArrayList<>();
    for (JsonNode v : n.path("versions")) {
      JsonNode val = v.path("value");
      Indicator.Value value = val.has("ratio") ? new Indicator.Value.Ratio(part(val.path("ratio").path("numerator")), part(val.path("ratio").path("denominator")), val.path("ratio").path("per").asInt(1)) : new Indicator.Value.Single(part(val));
      Map<String, String> params = new LinkedHashMap<>();
      v.path("parameters").properties().forEach(e -> params.put(e.getKey(), e.getValue().asText()));
      vs.add(new Indicator.Version(LocalDate.parse(v.path("valid-from").asText()), value, Indicator.Interval.valueOf(v.path("interval").asText("none").toUpperCase(Locale.ROOT)), v.path("small-numbers").has("expected-events") ? Optional.of(v.path("small-numbers").path("expected-events").asInt()) : Optional.empty(), params));
    }
    return new Indicator(n.path("code").asText(), label(n.path("name")), f.getParent().getFileName().toString(), f, Indicator.Kind.valueOf(up(n, "kind", "outcome")), Indicator.Dimension.valueOf(up(n, "dimension", "output")), Indicator.Direction.valueOf(up(n, "direction", "higher")), n.path("unit").asText(), n.path("decimals").asInt(2), PeriodKind.valueOf(up(n, "frequency", "year")), n.path("owner").asText(), new TreeSet<>(strings(n.path("units").path("class"))), Indicator.Progress.valueOf(up(n, "progress", "level")), vs);
  }

  private static Part part(JsonNode n) {
    Part.Aggregate a = null;
    Optional<String> arg = Optional.empty();
    for (Part.Aggregate x : Part.Aggregate.values()) if (n.has(x.name().toLowerCase(Locale.ROOT))) { a = x; arg = Optional.of(n.path(x.name().toLowerCase(Locale.ROOT)).asText()); }
    if (a == null) throw new IllegalStateException("part " + n);
    if (a == Part.Aggregate.COUNT) arg = Optional.empty();
    return new Part(n.path("from").asText(), a, arg, text(n, "where"), text(n, "at"), text(n, "unit"), n.path("additive").asBoolean(), n.path("hold").asText("").equals("year"));
  }

  private static Scorecard scorecard(Path f, JsonNode n, Map<String, Indicator> ind) {
    List<Scorecard.Section> sections = new ArrayList<>();
    for (JsonNode s : n.path("sections")) sections.add(new Scorecard.Section(s.path("code").asText(), label(s.path("name")), new BigDecimal(s.path("weight").asText()), s.path("least-items").asInt(1), Scorecard.MissingSection.valueOf(up(s, "missing", "unranked")), items(s.path("items"), ind)));
    Optional<Scorecard.Bonus> bonus = n.has("bonus") ? Optional.of(new Scorecard.Bonus(label(n.path("bonus").path("name")), new BigDecimal(n.path("bonus").path("cap").asText()), items(n.path("bonus").path("items"), ind))) : Optional.empty();
    List<Scorecard.Grade> grades = new ArrayList<>();
    for (JsonNode g : n.path("grades")) grades.add(new Scorecard.Grade(g.path("name").asText(), new BigDecimal(g.path("from").asText()), text(g, "quota").map(BigDecimal::new)));
    return new Scorecard(n.path("name").asText(), label(n.path("title")), f, PeriodKind.valueOf(up(n, "period", "year")), new TreeSet<>(strings(n.path("units").path("class"))), n.path("points-decimals").asInt(2), n.path("decide-on").asText().equals("exact"), new BigDecimal(n.path("full-marks").asText("100")), sections, bonus, grades, strings(n.path("rank").path("tie-break")));
  }

  private static List<Scorecard.Item> items(JsonNode list, Map<String, Indicator> ind) {
    List<Scorecard.Item> out = new ArrayList<>();
    for (JsonNode i : list) {
      Optional<String> indicator = text(i, "indicator");
      String code = text(i, "code").or(() -> indicator).orElseThrow();
      Label name = i.has("name") ? label(i.path("name")) : indicator.map(ind::get).map(Indicator::name).orElse(Label.of(code));
      JsonNode b = i.path("binding");
      out.add(new Scorecard.Item(code, name, text(i, "goal"), indicator, new BigDecimal(i.path("points").asText()), new BigDecimal(i.path("floor").asText("0")), rule(i.path("rule")), Scorecard.MissingItem.valueOf(up(i, "missing", "range")), i.path("counted").asBoolean(true), new TreeSet<>(strings(i.path("units"))), b.isObject() || b.asBoolean(), text(b, "grade-at-most"), 0));
    }
    return out;
  }

  private static Scorecard.Rule rule(JsonNode r) {
    String kind = r.fieldNames().next();
    JsonNode n = r.path(kind);
    return switch (kind) {
      case "ratio" -> new Scorecard.Rule.Ratio(text(n, "form").map(x -> Scorecard.Rule.Ratio.Form.valueOf(x.toUpperCase(Locale.ROOT))));
      case "step" -> new Scorecard.Rule.Step(new BigDecimal(n.path("per").asText()), n.path("of").asText("value").equals("target-percent"), new BigDecimal(n.path("deduct").asText()), Scorecard.Rule.Step.Gap.valueOf(up(n, "gap", "")), text(n, "zero-beyond").map(BigDecimal::new));
      case "band" -> { List<Scorecard.Rule.Band.Range> b = new ArrayList<>(); for (JsonNode x : n) b.add(new Scorecard.Rule.Band.Range(text(x, "from").map(BigDecimal::new), text(x, "to").map(BigDecimal::new), new BigDecimal(x.path("points").asText()))); yield new Scorecard.Rule.Band(b); }
      case "yes-no" -> new Scorecard.Rule.YesNo();
      case "count-deduct" -> new Scorecard.Rule.CountDeduct(new BigDecimal(n.path("each").asText()));
      case "formula" -> {
        Map<String, Scorecard.Input> in = new LinkedHashMap<>();
        n.path("inputs").properties().forEach(e -> { JsonNode v = e.getValue(); in.put(e.getKey(), v.isTextual() ? new Scorecard.Input(Optional.empty(), v.asText(), Optional.empty(), Optional.empty()) : new Scorecard.Input(text(v, "indicator"), v.path("quantity").asText("value"), text(v, "item"), text(v, "step"))); });
        Map<String, String> steps = new LinkedHashMap<>();
        n.path("steps").properties().forEach(e -> steps.put(e.getKey(), e.getValue().asText()));
        yield new Scorecard.Rule.Formula(in, steps, n.path("points").asText());
      }
      default -> throw new IllegalStateException(kind);
    };
  }

  private static List<Path> files(Path dir, String ext) throws IOException {
    if (!Files.isDirectory(dir)) return List.of();
    try (Stream<Path> s = Files.walk(dir)) {
      return s.filter(p -> p.toString().endsWith(ext)).sorted().toList();
    }
  }

  private static List<Map<String, String>> csv(Path f) throws IOException {
    CsvParserSettings st = new CsvParserSettings();
    st.getFormat().setLineSeparator("\n");
    st.setNullValue("");
    st.setEmptyValue("");
    List<String[]> rows = new CsvParser(st).parseAll(new java.io.StringReader(Files.readString(f).replace("\r", "").replace("\uFEFF", "")));
    List<Map<String, String>> out = new ArrayList<>();
    for (String[] r : rows.subList(1, rows.size())) { Map<String, String> m = new HashMap<>(); for (int i = 0; i < rows.get(0).length; i++) m.put(rows.get(0)[i], i < r.length ? r[i] : ""); out.add(m); }
    return out;
  }

  private static Map<String, JsonNode> props(JsonNode n) { Map<String, JsonNode> m = new HashMap<>(); for (JsonNode p : n.path("customProperties")) m.put(p.path("property").asText(), p.path("value")); return m; }
  private static Optional<String> txt(Map<String, JsonNode> p, String k) { return Optional.ofNullable(p.get(k)).map(JsonNode::asText); }
  private static Optional<String> text(JsonNode n, String k) { return n.has(k) && !n.get(k).isNull() ? Optional.of(n.get(k).asText()) : Optional.empty(); }
  private static String up(JsonNode n, String k, String d) { return n.path(k).asText(d).replace('-', '_').toUpperCase(Locale.ROOT); }
  private static List<String> strings(JsonNode n) { List<String> l = new ArrayList<>(); if (n.isArray()) n.forEach(x -> l.add(x.asText())); else if (n.isTextual()) l.add(n.asText()); return l; }
  private static List<String> list(String s) { return s == null || s.isEmpty() ? List.of() : List.of(s.split(";")); }
  private static Optional<String> opt(String s) { return s == null || s.isEmpty() ? Optional.empty() : Optional.of(s); }
  private static Optional<BigDecimal> num(String s) { return opt(s).map(BigDecimal::new); }
  private static Label label(JsonNode n) { return n.isTextual() ? Label.of(n.asText()) : new Label(n.path("zh").asText(), n.path("en").asText()); }
}
