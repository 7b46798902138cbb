package org.kaohe.publish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.delta.Release;
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

  private final DashboardSource source;
  private final Words words;
  private final FileNames unitFiles;
  private final FileNames indicatorFiles;
  private final LineCells cells;
  private final ScorecardTables scorecards;
  private final IndicatorTables indicators;

  /** Delivered rows that are in no number: counted here, told where deliveries are looked after. */
  private final Columnar waiting = new Columnar("dataset", "kind", "rows");

  PageData(DashboardSource source) {
    this.source = source;
    Definitions definitions = source.definitions();
    this.words = new Words(definitions);
    this.unitFiles = new FileNames(definitions.units().keySet());
    this.indicatorFiles = new FileNames(definitions.indicators().keySet());
    PageSource tables = new PageSource(source);
    this.cells = new LineCells(tables);
    this.scorecards = new ScorecardTables(tables, cells);
    this.indicators = new IndicatorTables(tables, cells);
    tables.read(
        TableId.ops("quarantine_reason"),
        List.of("dataset", "reason", "rows"),
        r ->
            waiting.add(
                Values.text(r, "dataset"),
                String.valueOf(Values.text(r, "reason")).replaceFirst(":.*", ""),
                Values.number(r, "rows", 0)));
  }

  /** Everything the first page needs, and where the rest lies. */
  ObjectNode overview(Glossary glossary) {
    Definitions definitions = source.definitions();
    Release shown = source.release();
    ObjectNode node = JSON.objectNode();
    ObjectNode release = node.putObject("release");
    release.put("id", shown.id());
    release.put("run", shown.runId());
    release.put("businessDate", shown.businessDate().toString());
    release.put("asOf", AS_OF.format(shown.createdAt().atZone(definitions.project().timezone())));
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
    node.set("results", scorecards.results().json());
    node.set("lightCounts", scorecards.lightCounts().json());
    node.set("losses", scorecards.losses().json());
    node.set("status", cells.status().json());
    node.set("quarantine", waiting.json());
    return node;
  }

  /** Data files after the overview, by name without ending, in order. */
  Map<String, ObjectNode> files() {
    Map<String, ObjectNode> files = new TreeMap<>();
    for (String unit : source.definitions().units().keySet()) {
      files.put(
          "units/" + unitFiles.of(unit),
          file(
              unit,
              Map.of(
                  "lines", scorecards.linesByUnit().get(unit),
                  "inputs", scorecards.inputsByUnit().get(unit),
                  "cells", indicators.cellsByUnit().get(unit))));
    }
    indicators
        .byIndicator()
        .forEach(
            (code, tables) ->
                files.put(
                    "indicators/" + indicatorFiles.of(code),
                    file(
                        code,
                        Map.of(
                            "cells", tables.cells(),
                            "taken", tables.taken().table(),
                            "sources", tables.sources(),
                            "targets", tables.targets()))));
    files.put("deliveries", indicators.cited().json());
    return files;
  }

  private static ObjectNode file(String code, Map<String, Columnar> tables) {
    ObjectNode node = JSON.objectNode();
    node.put("code", code);
    new TreeMap<>(tables).forEach((name, table) -> node.set(name, table.json()));
    return node;
  }
}
