package org.kaohe.report;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Scorecard;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Selection;

/** What a workspace defines and what its warehouse holds: {@code ls}. */
public final class Listing {
  private final Definitions definitions;
  private final Selection selection;

  public Listing(Definitions definitions, Selection selection) {
    this.definitions = definitions;
    this.selection = selection;
  }

  /** By kind (datasets, indicators, scorecards, tables), the things of it with their properties. */
  public Map<String, List<Map<String, @Nullable Object>>> json() {
    Map<String, List<Map<String, @Nullable Object>>> json = new LinkedHashMap<>();
    json.put(
        "datasets",
        definitions.contracts().values().stream()
            .filter(c -> selection.hasDataset(c.id(), c.department()))
            .map(Listing::dataset)
            .toList());
    json.put(
        "indicators",
        definitions.indicators().values().stream()
            .filter(i -> selection.has("indicator", i.code()))
            .map(Listing::indicator)
            .toList());
    json.put(
        "scorecards",
        definitions.scorecards().values().stream()
            .filter(s -> selection.has("scorecard", s.name()))
            .map(Listing::scorecard)
            .toList());
    json.put("tables", tables());
    return json;
  }

  private static Map<String, @Nullable Object> dataset(Contract contract) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("dataset", contract.id());
    row.put("name", contract.name().zh());
    row.put("department", contract.department());
    row.put("version", contract.version());
    row.put("landing", contract.landing());
    row.put("columns", contract.columns().size());
    row.put("key", contract.key());
    return row;
  }

  private static Map<String, @Nullable Object> indicator(Indicator indicator) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("indicator", indicator.code());
    row.put("name", indicator.name().zh());
    row.put("domain", indicator.domain());
    row.put("frequency", word(indicator.frequency()));
    row.put("direction", word(indicator.direction()));
    row.put("unit", indicator.unit());
    row.put("owner", indicator.owner());
    return row;
  }

  private static Map<String, @Nullable Object> scorecard(Scorecard card) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("scorecard", card.name());
    row.put("title", card.title().zh());
    row.put("period", word(card.period()));
    row.put("classes", card.unitClasses().stream().sorted().toList());
    row.put("sections", card.sections().size());
    row.put("items", card.items().size());
    return row;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private List<Map<String, @Nullable Object>> tables() {
    Warehouse warehouse = new Warehouse(definitions.project().warehouse());
    if (!Files.isDirectory(warehouse.root())) {
      return List.of();
    }
    try {
      return TableView.versions(warehouse, new TableReader(warehouse), Optional.empty())
          .entrySet()
          .stream()
          .filter(e -> selection.has("table", e.getKey().toString()))
          .map(
              e -> {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put("table", e.getKey().toString());
                row.put("version", e.getValue());
                return row;
              })
          .toList();
    } catch (KaoheException e) {
      // Before the first night there are none, and that is no error here.
      return List.of();
    }
  }

  /** One table a kind. */
  public String text() {
    Lines text = new Lines();
    json()
        .forEach(
            (kind, rows) -> {
              text.add("%s (%d)".formatted(kind, rows.size()));
              if (!rows.isEmpty()) {
                TextTable table = new TextTable(List.copyOf(rows.get(0).keySet()));
                rows.forEach(r -> table.add(r.values().stream().map(Values::text).toList()));
                text.add(table);
              }
              text.add("");
            });
    return text.text();
  }
}
