package org.kaohe.publish;

import static org.kaohe.publish.Values.number;
import static org.kaohe.publish.Values.required;
import static org.kaohe.publish.Values.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Totals, sections and lines of scorecards, the largest losses and the lights of each unit. */
final class ScorecardTables {
  /** Lines shown in the list of the largest losses of a scorecard. */
  private static final int LARGEST_LOSSES = 10;

  private static final PageColumns RESULTS =
      PageColumns.texts("scorecard", "period", "unit", "class", "section")
          .numbers("weight")
          .values("points")
          .numbers("full=full_points")
          .values("score", "low", "high")
          .andTexts("grade", "rank", "ranked=ranked_units")
          .andTexts(
              "reasonZh=reason_zh", "reasonEn=reason_en", "state", "open", "cutoff=data_as_of");

  private static final PageColumns INPUTS =
      PageColumns.texts("scorecard", "period", "item", "name").numbers("value").sources("source");

  /** Values have the places of the indicator, points those of the scorecard. */
  private static final PageColumns LINES =
      PageColumns.texts("scorecard", "period", "class", "section", "item", "indicator")
          .andTexts("measured", "rule", "branch", "status", "counted")
          .added("value")
          .numbers("target")
          .added("op=target_op", "low=target_low", "high=target_high")
          .added("targetSource=target_source", "targetUnit=target_unit")
          .numbers("full=full_points")
          .values("points")
          .numbers("exact=points_exact")
          .values("lost=lost_points")
          .andTexts("rounding=rounding_decided", "zh=sentence_zh", "en=sentence_en")
          .added("lights");

  private static final Comparator<Loss> LARGEST_FIRST =
      Comparator.comparing(Loss::lost)
          .reversed()
          .thenComparing(Loss::unit)
          .thenComparing(Loss::item);

  private final PageSource source;
  private final LineCells cells;
  private final Columnar results = RESULTS.table();
  private final Columnar lightCounts =
      new Columnar("scorecard", "period", "unit", "light", "count");
  private final Columnar losses =
      new Columnar("scorecard", "period", "unit", "item", "lost", "points", "full");
  private final Map<String, Columnar> lines;
  private final Map<String, Columnar> inputs;

  private record Loss(String unit, String item, BigDecimal lost, String points, String full) {}

  private record CardPeriod(String scorecard, String period) {}

  ScorecardTables(PageSource source, LineCells cells) {
    this.source = source;
    this.cells = cells;
    this.lines = byUnit(LINES);
    this.inputs = byUnit(INPUTS);
    source.gold(
        "scorecard",
        RESULTS.reads(),
        row -> RESULTS.add(results, row, source.pointsDecimals(required(row, "scorecard"))));
    source.gold(
        "scorecard_input",
        INPUTS.reads("unit"),
        row ->
            Optional.ofNullable(inputs.get(required(row, "unit")))
                .ifPresent(table -> INPUTS.add(table, row, 0)));
    lines();
  }

  private Map<String, Columnar> byUnit(PageColumns columns) {
    return source.definitions().units().keySet().stream()
        .collect(Collectors.toMap(u -> u, u -> columns.table()));
  }

  private void lines() {
    Map<CardPeriod, List<Loss>> lost =
        new TreeMap<>(
            Comparator.comparing(CardPeriod::scorecard).thenComparing(CardPeriod::period));
    Map<List<String>, Map<String, Integer>> lights = new LinkedHashMap<>();
    List<DataRow> rows = new ArrayList<>();
    source.gold("scorecard_line", LINES.reads("unit", "value", "ordinal"), rows::add);
    rows.sort(Comparator.comparingInt(r -> Integer.parseInt(required(r, "ordinal"))));
    for (DataRow row : rows) {
      String card = required(row, "scorecard");
      String period = required(row, "period");
      String unit = required(row, "unit");
      List<LineCells.Cell> standing =
          cells.behind(text(row, "indicator"), text(row, "measured"), period);
      int decimals = source.pointsDecimals(card);
      Columnar table = lines.get(unit);
      if (table != null) {
        LINES.add(table, line(row, standing), decimals);
      }
      if (!"not-applicable".equals(text(row, "status"))) {
        Map<String, Integer> counts =
            lights.computeIfAbsent(List.of(card, period, unit), k -> new TreeMap<>());
        standing.forEach(cell -> counts.merge(cell.light(), 1, Integer::sum));
        if (standing.isEmpty()) {
          counts.merge("", 1, Integer::sum);
        }
      }
      loss(row, unit, decimals)
          .ifPresent(
              l ->
                  lost.computeIfAbsent(new CardPeriod(card, period), k -> new ArrayList<>())
                      .add(l));
    }
    lights.forEach(
        (key, counts) ->
            counts.forEach(
                (light, n) ->
                    lightCounts.add(key.get(0), key.get(1), key.get(2), light, n.toString())));
    lost.forEach(
        (key, all) ->
            all.stream()
                .sorted(LARGEST_FIRST)
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

  /** A line with what its cells add: lights of all of them, the target of the first. */
  private DataRow line(DataRow row, List<LineCells.Cell> standing) {
    Map<String, Object> target =
        standing.stream().findFirst().map(LineCells.Cell::target).orElse(Map.of());
    DataRow first = target::get;
    Map<String, @Nullable String> added = new HashMap<>();
    added.put("value", number(row, "value", source.decimals(text(row, "indicator"))));
    added.put("target_op", text(first, "target_op"));
    added.put("target_low", number(first, "target_low", 0));
    added.put("target_high", number(first, "target_high", 0));
    added.put("target_source", Values.source(first, "target_source"));
    added.put("target_unit", text(first, "target_unit"));
    added.put(
        "lights", standing.stream().map(LineCells.Cell::light).collect(Collectors.joining(";")));
    return column -> added.containsKey(column) ? added.get(column) : row.get(column);
  }

  private static Optional<Loss> loss(DataRow row, String unit, int decimals) {
    String lost = number(row, "lost_points", decimals);
    String points = number(row, "points", decimals);
    if (lost == null
        || points == null
        || !Boolean.parseBoolean(required(row, "counted"))
        || required(row, "section").equals("bonus")
        || new BigDecimal(lost).signum() <= 0) {
      return Optional.empty();
    }
    String full = number(row, "full_points", 0);
    return Optional.of(
        new Loss(unit, required(row, "item"), new BigDecimal(lost), points, full + ""));
  }

  Columnar results() {
    return results;
  }

  Columnar lightCounts() {
    return lightCounts;
  }

  Columnar losses() {
    return losses;
  }

  Map<String, Columnar> linesByUnit() {
    return lines;
  }

  Map<String, Columnar> inputsByUnit() {
    return inputs;
  }
}
