package org.kaohe.publish;

import static org.kaohe.publish.Values.estimate;
import static org.kaohe.publish.Values.number;
import static org.kaohe.publish.Values.required;
import static org.kaohe.publish.Values.source;
import static org.kaohe.publish.Values.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.delta.TableId;

/**
 * The released tables, rearranged for reading: one object for the overview, one per unit, one per
 * indicator, one with the deliveries. Nothing is computed here but counts of lights and the order
 * of losses; every other number is a cell of a table.
 */
final class PageData {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter AS_OF =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /** Lines shown in the list of the largest losses of a scorecard. */
  private static final int LARGEST_LOSSES = 10;

  private static final int DEFAULT_DECIMALS = 2;

  private final DashboardSource source;
  private final Definitions definitions;
  private final Words words;
  private final FileNames unitFiles;
  private final FileNames indicatorFiles;

  private final Columnar results =
      new Columnar(
          "scorecard",
          "period",
          "unit",
          "class",
          "section",
          "weight",
          "points",
          "full",
          "score",
          "low",
          "high",
          "grade",
          "rank",
          "ranked",
          "reasonZh",
          "reasonEn",
          "state",
          "cutoff");
  private final Columnar lightCounts =
      new Columnar("scorecard", "period", "unit", "light", "count");
  private final Columnar losses =
      new Columnar("scorecard", "period", "unit", "item", "lost", "points", "full");
  private final Columnar status = new Columnar("indicator", "kind", "period", "light", "count");
  private final Map<String, UnitTables> units = new TreeMap<>();
  private final Map<String, IndicatorTables> indicators = new TreeMap<>();
  private final Columnar deliveries =
      new Columnar(
          "id",
          "dataset",
          "file",
          "period",
          "issued",
          "delivered",
          "accepted",
          "quarantined",
          "control",
          "state");

  /** The lights of the cells that lines stand on, and their targets. */
  private final Map<CellKey, LineCell> lineCells = new HashMap<>();

  /** The latest period with a value, by indicator and kind of period. */
  private final Map<String, Map<String, String>> latest = new HashMap<>();

  private final Set<String> referenced = new HashSet<>();

  private record CellKey(String indicator, String unit, String period) {}

  private record LineCell(
      @Nullable String light,
      @Nullable String op,
      @Nullable String low,
      @Nullable String high,
      @Nullable String source,
      @Nullable String targetUnit) {}

  private record Loss(String unit, String item, BigDecimal lost, String points, String full) {}

  private record CardPeriod(String scorecard, String period) {}

  private static final class UnitTables {
    final Columnar lines =
        new Columnar(
            "scorecard",
            "period",
            "class",
            "section",
            "item",
            "indicator",
            "measured",
            "rule",
            "branch",
            "status",
            "counted",
            "value",
            "target",
            "op",
            "low",
            "high",
            "targetSource",
            "targetUnit",
            "full",
            "points",
            "exact",
            "lost",
            "rounding",
            "zh",
            "en",
            "lights");
    final Columnar inputs = new Columnar("scorecard", "period", "item", "name", "value", "source");
    final Columnar cells =
        new Columnar(
            "indicator",
            "kind",
            "period",
            "value",
            "op",
            "target",
            "low",
            "high",
            "attainment",
            "pace",
            "judgement",
            "light",
            "status",
            "reason",
            "why",
            "cutoff");
  }

  private static final class IndicatorTables {
    final Columnar cells =
        new Columnar(
            "unit",
            "kind",
            "period",
            "numerator",
            "denominator",
            "value",
            "lower",
            "upper",
            "method",
            "coverage",
            "status",
            "reason",
            "op",
            "target",
            "low",
            "high",
            "targetUnit",
            "targetSource",
            "attainment",
            "pace",
            "judgement",
            "light",
            "why",
            "version",
            "cutoff",
            "run");
    final Columnar sources = new Columnar("part", "unit", "period", "delivery", "rows", "value");
    final Columnar targets =
        new Columnar("unit", "period", "name", "op", "value", "low", "high", "source", "document");
  }

  PageData(DashboardSource source) {
    this.source = source;
    this.definitions = source.definitions();
    this.words = new Words(definitions);
    this.unitFiles = new FileNames(definitions.units().keySet());
    this.indicatorFiles = new FileNames(definitions.indicators().keySet());
    definitions.indicators().keySet().forEach(i -> indicators.put(i, new IndicatorTables()));
    definitions.units().keySet().forEach(u -> units.put(u, new UnitTables()));
    survey();
    results();
    lines();
    inputs();
    cells();
    targets();
    sources();
    deliveries();
  }

  private void read(String table, List<String> columns, Consumer<DataRow> each) {
    read(TableId.gold(table), columns, each);
  }

  private void read(TableId table, List<String> columns, Consumer<DataRow> each) {
    try (Stream<DataRow> rows = source.rows(table, columns)) {
      rows.forEach(each);
    }
  }

  /** Finds the latest periods, and which cells the lines of scorecards stand on. */
  private void survey() {
    Set<CellKey> wanted = new HashSet<>();
    read(
        "scorecard_line",
        List.of("period", "indicator", "measured"),
        row -> {
          String indicator = text(row, "indicator");
          if (indicator != null) {
            for (String unit : Values.list(text(row, "measured"))) {
              wanted.add(new CellKey(indicator, unit, required(row, "period")));
            }
          }
        });
    Map<List<String>, Map<String, Integer>> lights = new HashMap<>();
    read(
        "indicator_value",
        List.of(
            "indicator",
            "unit",
            "period",
            "period_kind",
            "value",
            "light",
            "target",
            "target_op",
            "target_low",
            "target_high",
            "target_unit",
            "target_source"),
        row -> {
          String indicator = required(row, "indicator");
          String period = required(row, "period");
          String kind = required(row, "period_kind");
          CellKey key = new CellKey(indicator, required(row, "unit"), period);
          String light = text(row, "light");
          if (wanted.contains(key)) {
            lineCells.put(
                key,
                new LineCell(
                    light,
                    text(row, "target_op"),
                    number(row, "target_low", 0),
                    number(row, "target_high", 0),
                    source(row, "target_source"),
                    text(row, "target_unit")));
          }
          if (row.get("value") != null) {
            latest
                .computeIfAbsent(indicator, i -> new LinkedHashMap<>())
                .merge(kind, period, PageData::later);
          }
          lights
              .computeIfAbsent(List.of(indicator, kind, period), k -> new TreeMap<>())
              .merge(light == null ? "" : light, 1, Integer::sum);
        });
    latest.forEach(
        (indicator, kinds) ->
            kinds.forEach(
                (kind, period) ->
                    lights
                        .getOrDefault(List.of(indicator, kind, period), Map.of())
                        .forEach(
                            (light, n) ->
                                status.add(indicator, kind, period, light, n.toString()))));
  }

  private static String later(String a, String b) {
    return end(a).isBefore(end(b)) ? b : a;
  }

  private static LocalDate end(String period) {
    return Period.parse(period).map(Period::end).orElse(LocalDate.MIN);
  }

  /** The least decimals of points; one that keeps nine shows them where they are not zero. */
  private int pointsDecimals(String scorecard) {
    Scorecard card = definitions.scorecards().get(scorecard);
    return card == null ? DEFAULT_DECIMALS : Math.min(DEFAULT_DECIMALS, card.pointsDecimals());
  }

  private int decimals(@Nullable String indicator) {
    Indicator known = indicator == null ? null : definitions.indicators().get(indicator);
    return known == null ? 0 : known.decimals();
  }

  private void results() {
    read(
        "scorecard",
        List.of(
            "scorecard",
            "period",
            "unit",
            "class",
            "section",
            "weight",
            "points",
            "full_points",
            "score",
            "low",
            "high",
            "grade",
            "rank",
            "ranked_units",
            "reason",
            "state",
            "data_as_of"),
        row -> {
          int decimals = pointsDecimals(required(row, "scorecard"));
          Optional<Label> reason = totalReason(required(row, "scorecard"), text(row, "reason"));
          results.add(
              text(row, "scorecard"),
              text(row, "period"),
              text(row, "unit"),
              text(row, "class"),
              text(row, "section"),
              number(row, "weight", 0),
              number(row, "points", decimals),
              number(row, "full_points", 0),
              number(row, "score", decimals),
              number(row, "low", decimals),
              number(row, "high", decimals),
              text(row, "grade"),
              text(row, "rank"),
              text(row, "ranked_units"),
              reason.map(Label::zh).orElse(null),
              reason.map(Label::en).orElse(null),
              text(row, "state"),
              text(row, "data_as_of"));
        });
  }

  private Optional<Label> totalReason(String scorecard, @Nullable String stored) {
    if (stored == null || stored.isEmpty()) {
      return Optional.empty();
    }
    Scorecard card = definitions.scorecards().get(scorecard);
    return Optional.of(card == null ? Label.of(stored) : TotalReasons.words(card, stored));
  }

  private void lines() {
    Map<CardPeriod, List<Loss>> lost =
        new TreeMap<>(
            Comparator.comparing(CardPeriod::scorecard).thenComparing(CardPeriod::period));
    Map<List<String>, Map<String, Integer>> lights = new LinkedHashMap<>();
    List<DataRow> rows = new ArrayList<>();
    read(
        "scorecard_line",
        List.of(
            "scorecard",
            "period",
            "unit",
            "class",
            "section",
            "item",
            "indicator",
            "measured",
            "rule",
            "branch",
            "status",
            "counted",
            "value",
            "target",
            "full_points",
            "points",
            "points_exact",
            "lost_points",
            "rounding_decided",
            "sentence_zh",
            "sentence_en",
            "ordinal"),
        rows::add);
    rows.sort(Comparator.comparingInt(r -> Integer.parseInt(required(r, "ordinal"))));
    for (DataRow row : rows) {
      String card = required(row, "scorecard");
      String period = required(row, "period");
      String unit = required(row, "unit");
      String indicator = text(row, "indicator");
      List<LineCell> standing =
          indicator == null
              ? List.of()
              : Values.list(text(row, "measured")).stream()
                  .map(u -> lineCells.get(new CellKey(indicator, u, period)))
                  .flatMap(Stream::ofNullable)
                  .toList();
      int decimals = pointsDecimals(card);
      line(row, unit, standing, decimals);
      if (!"not-applicable".equals(text(row, "status"))) {
        Map<String, Integer> counts =
            lights.computeIfAbsent(List.of(card, period, unit), k -> new TreeMap<>());
        for (LineCell cell : standing) {
          counts.merge(cell.light() == null ? "" : cell.light(), 1, Integer::sum);
        }
        if (standing.isEmpty()) {
          counts.merge("", 1, Integer::sum);
        }
      }
      String lostPoints = number(row, "lost_points", decimals);
      if (lostPoints != null
          && row.get("points") != null
          && Boolean.parseBoolean(required(row, "counted"))
          && !required(row, "section").equals("bonus")
          && new BigDecimal(lostPoints).signum() > 0) {
        lost.computeIfAbsent(new CardPeriod(card, period), k -> new ArrayList<>())
            .add(
                new Loss(
                    unit,
                    required(row, "item"),
                    new BigDecimal(lostPoints),
                    number(row, "points", decimals) + "",
                    number(row, "full_points", 0) + ""));
      }
    }
    lights.forEach(
        (key, counts) ->
            counts.forEach(
                (light, n) ->
                    lightCounts.add(key.get(0), key.get(1), key.get(2), light, n.toString())));
    lost.forEach(
        (key, all) ->
            all.stream()
                .sorted(
                    Comparator.comparing(Loss::lost)
                        .reversed()
                        .thenComparing(Loss::unit)
                        .thenComparing(Loss::item))
                .limit(LARGEST_LOSSES)
                .forEach(
                    l ->
                        losses.add(
                            key.scorecard(),
                            key.period(),
                            l.unit(),
                            l.item(),
                            l.lost().toPlainString(),
                            l.points(),
                            l.full())));
  }

  private void line(DataRow row, String unit, List<LineCell> standing, int decimals) {
    UnitTables tables = units.get(unit);
    if (tables == null) {
      return;
    }
    int valueDecimals = decimals(text(row, "indicator"));
    Optional<LineCell> first = standing.stream().findFirst();
    tables.lines.add(
        text(row, "scorecard"),
        text(row, "period"),
        text(row, "class"),
        text(row, "section"),
        text(row, "item"),
        text(row, "indicator"),
        text(row, "measured"),
        text(row, "rule"),
        text(row, "branch"),
        text(row, "status"),
        text(row, "counted"),
        number(row, "value", valueDecimals),
        number(row, "target", 0),
        first.map(LineCell::op).orElse(null),
        first.map(LineCell::low).orElse(null),
        first.map(LineCell::high).orElse(null),
        first.map(LineCell::source).orElse(null),
        first.map(LineCell::targetUnit).orElse(null),
        number(row, "full_points", 0),
        number(row, "points", decimals),
        number(row, "points_exact", 0),
        number(row, "lost_points", decimals),
        text(row, "rounding_decided"),
        text(row, "sentence_zh"),
        text(row, "sentence_en"),
        String.join(";", standing.stream().map(c -> c.light() == null ? "" : c.light()).toList()));
  }

  private void inputs() {
    read(
        "scorecard_input",
        List.of("scorecard", "period", "unit", "item", "name", "value", "source"),
        row -> {
          UnitTables tables = units.get(required(row, "unit"));
          if (tables != null) {
            tables.inputs.add(
                text(row, "scorecard"),
                text(row, "period"),
                text(row, "item"),
                text(row, "name"),
                number(row, "value", 0),
                source(row, "source"));
          }
        });
  }

  private void cells() {
    read(
        "indicator_value",
        List.of(
            "indicator",
            "unit",
            "period",
            "period_kind",
            "numerator",
            "denominator",
            "value",
            "lower",
            "upper",
            "interval_method",
            "coverage",
            "data_status",
            "reason",
            "target",
            "target_op",
            "target_low",
            "target_high",
            "target_unit",
            "target_source",
            "attainment",
            "expected_pace",
            "judgement",
            "light",
            "reason_code",
            "definition_version",
            "data_as_of",
            "run_id"),
        row -> {
          String indicator = required(row, "indicator");
          IndicatorTables tables = indicators.get(indicator);
          if (tables == null) {
            return;
          }
          int decimals = decimals(indicator);
          String period = required(row, "period");
          String kind = required(row, "period_kind");
          String value = number(row, "value", decimals);
          tables.cells.add(
              text(row, "unit"),
              kind,
              period,
              number(row, "numerator", 0),
              number(row, "denominator", 0),
              value,
              estimate(row, "lower", decimals),
              estimate(row, "upper", decimals),
              text(row, "interval_method"),
              number(row, "coverage", 0),
              text(row, "data_status"),
              text(row, "reason"),
              text(row, "target_op"),
              number(row, "target", 0),
              number(row, "target_low", 0),
              number(row, "target_high", 0),
              text(row, "target_unit"),
              source(row, "target_source"),
              number(row, "attainment", 2),
              number(row, "expected_pace", 2),
              text(row, "judgement"),
              text(row, "light"),
              text(row, "reason_code"),
              text(row, "definition_version"),
              text(row, "data_as_of"),
              text(row, "run_id"));
          UnitTables unit = units.get(required(row, "unit"));
          if (unit != null && period.equals(latest.getOrDefault(indicator, Map.of()).get(kind))) {
            unit.cells.add(
                indicator,
                kind,
                period,
                value,
                text(row, "target_op"),
                number(row, "target", 0),
                number(row, "target_low", 0),
                number(row, "target_high", 0),
                number(row, "attainment", 2),
                number(row, "expected_pace", 2),
                text(row, "judgement"),
                text(row, "light"),
                text(row, "data_status"),
                text(row, "reason"),
                text(row, "reason_code"),
                text(row, "data_as_of"));
          }
        });
  }

  private void targets() {
    read(
        "target",
        List.of(
            "indicator",
            "unit",
            "period",
            "name",
            "op",
            "value",
            "low",
            "high",
            "source",
            "document"),
        row -> {
          IndicatorTables tables = indicators.get(required(row, "indicator"));
          if (tables != null) {
            String from = source(row, "source");
            refer(from);
            tables.targets.add(
                text(row, "unit"),
                text(row, "period"),
                text(row, "name"),
                text(row, "op"),
                number(row, "value", 0),
                number(row, "low", 0),
                number(row, "high", 0),
                from,
                text(row, "document"));
          }
        });
  }

  private void refer(@Nullable String from) {
    if (from != null && from.startsWith("delivery ")) {
      referenced.add(from.substring("delivery ".length()));
    }
  }

  /** Derivations of this year and the year before (J18); lines of deliveries are not even read. */
  private void sources() {
    Map<String, IndicatorTables> owners = new HashMap<>();
    for (Indicator indicator : definitions.indicators().values()) {
      IndicatorTables tables = indicators.get(indicator.code());
      for (Indicator.Version version : indicator.versions()) {
        for (String role : List.of("numerator", "denominator", "value")) {
          if (tables != null) {
            owners.put(Words.partId(indicator, version, role), tables);
          }
        }
      }
    }
    LocalDate from = source.release().businessDate().withDayOfYear(1).minusYears(1);
    read(
        "measure_source",
        List.of("part", "unit", "period", "delivery", "rows", "value"),
        row -> {
          IndicatorTables tables = owners.get(required(row, "part"));
          String period = text(row, "period");
          if (tables == null || period == null || end(period).isBefore(from)) {
            return;
          }
          String delivery = text(row, "delivery");
          if (delivery != null) {
            referenced.add(delivery);
          }
          tables.sources.add(
              text(row, "part"),
              text(row, "unit"),
              period,
              delivery,
              text(row, "rows"),
              number(row, "value", 0));
        });
  }

  /** Of several entries of a delivery the one of the last run holds; an arrival again is none. */
  private void deliveries() {
    List<String> columns =
        List.of(
            "delivery",
            "dataset",
            "file",
            "period",
            "issued",
            "delivered",
            "accepted",
            "quarantined",
            "control",
            "state",
            "run_id");
    Map<String, Entry> last = new TreeMap<>();
    read(
        TableId.ops("delivery"),
        columns,
        row -> {
          String id = text(row, "delivery");
          if (id == null || !referenced.contains(id) || "duplicate".equals(text(row, "state"))) {
            return;
          }
          @Nullable String[] shown = new @Nullable String[columns.size() - 1];
          for (int i = 0; i < shown.length; i++) {
            shown[i] = text(row, columns.get(i));
          }
          Entry entry = new Entry(required(row, "run_id"), shown);
          last.merge(id, entry, (a, b) -> b.run().compareTo(a.run()) >= 0 ? b : a);
        });
    last.values().forEach(entry -> deliveries.add(entry.shown()));
  }

  /** What the ledger says of a delivery after a run. */
  private record Entry(String run, @Nullable String[] shown) {}

  /** Everything the first page needs, and where the rest lies. */
  ObjectNode overview(Glossary glossary) {
    ObjectNode node = JSON.objectNode();
    ObjectNode release = node.putObject("release");
    release.put("id", source.release().id());
    release.put("run", source.release().runId());
    release.put("businessDate", source.release().businessDate().toString());
    release.put(
        "asOf",
        AS_OF.format(source.release().createdAt().atZone(definitions.project().timezone())));
    node.put("audience", "office");
    node.set("project", words.project());
    node.set("glossary", Words.glossary(glossary));
    node.set("units", words.units(unitFiles).json());
    ObjectNode byCode = node.putObject("indicators");
    definitions
        .indicators()
        .values()
        .forEach(i -> byCode.set(i.code(), words.indicator(i, indicatorFiles.of(i.code()))));
    ObjectNode cards = node.putObject("scorecards");
    definitions.scorecards().values().forEach(c -> cards.set(c.name(), words.scorecard(c)));
    node.set("datasets", words.datasets());
    node.set("goals", words.goals());
    node.set("results", results.json());
    node.set("lightCounts", lightCounts.json());
    node.set("losses", losses.json());
    node.set("status", status.json());
    return node;
  }

  /** Data files after the overview, by name without ending, in order. */
  Map<String, ObjectNode> files() {
    Map<String, ObjectNode> files = new TreeMap<>();
    units.forEach(
        (code, tables) -> {
          ObjectNode node = JSON.objectNode();
          node.put("code", code);
          node.set("lines", tables.lines.json());
          node.set("inputs", tables.inputs.json());
          node.set("cells", tables.cells.json());
          files.put("units/" + unitFiles.of(code), node);
        });
    indicators.forEach(
        (code, tables) -> {
          ObjectNode node = JSON.objectNode();
          node.put("code", code);
          node.set("cells", tables.cells.json());
          node.set("sources", tables.sources.json());
          node.set("targets", tables.targets.json());
          files.put("indicators/" + indicatorFiles.of(code), node);
        });
    files.put("deliveries", deliveries.json());
    return files;
  }
}
