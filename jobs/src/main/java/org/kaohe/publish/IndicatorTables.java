package org.kaohe.publish;

import static org.kaohe.publish.Values.required;
import static org.kaohe.publish.Values.text;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Indicator;
import org.kaohe.delta.TableId;

/** Cells, targets and sources by indicator, the latest cells by unit, and the deliveries cited. */
final class IndicatorTables {
  private static final String DELIVERY = "delivery ";

  private static final PageColumns CELLS =
      PageColumns.texts("unit", "kind=period_kind", "period")
          .numbers("numerator", "denominator")
          .values("value")
          .estimates("lower", "upper")
          .andTexts("method=interval_method")
          .numbers("coverage")
          .andTexts("status=data_status", "reason", "op=target_op")
          .numbers("target", "low=target_low", "high=target_high")
          .andTexts("targetUnit=target_unit")
          .sources("targetSource=target_source")
          .percents("attainment", "pace=expected_pace")
          .andTexts("judgement", "light", "why=reason_code", "version=definition_version")
          .andTexts("cutoff=data_as_of", "run=run_id");

  private static final PageColumns UNIT_CELLS =
      PageColumns.texts("indicator", "kind=period_kind", "period")
          .values("value")
          .andTexts("op=target_op")
          .numbers("target", "low=target_low", "high=target_high")
          .percents("attainment", "pace=expected_pace")
          .andTexts("judgement", "light", "status=data_status", "reason", "why=reason_code")
          .andTexts("cutoff=data_as_of");

  private static final PageColumns SOURCES =
      PageColumns.texts("part", "unit", "period", "delivery", "rows").numbers("value");

  private static final PageColumns TARGETS =
      PageColumns.texts("unit", "period", "name", "op")
          .numbers("value", "low", "high")
          .sources("source")
          .andTexts("document");

  private static final PageColumns DELIVERIES =
      PageColumns.texts("id=delivery", "dataset", "file", "period", "issued", "delivered")
          .andTexts("accepted", "quarantined", "control", "state");

  private final PageSource source;
  private final Map<String, Tables> indicators;
  private final Map<String, Columnar> units;
  private final Columnar deliveries = DELIVERIES.table();

  /** Deliveries that a target or a cell cites. */
  private final Set<String> cited = new HashSet<>();

  record Tables(Columnar cells, TakenSources taken, Columnar sources, Columnar targets) {}

  IndicatorTables(PageSource source, LineCells cells) {
    this.source = source;
    this.indicators =
        source.definitions().indicators().keySet().stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    i ->
                        new Tables(
                            CELLS.table(), new TakenSources(), SOURCES.table(), TARGETS.table())));
    this.units =
        source.definitions().units().keySet().stream()
            .collect(Collectors.toMap(Function.identity(), u -> UNIT_CELLS.table()));
    source.gold("indicator_value", CELLS.reads("indicator", "sources"), row -> cell(row, cells));
    source.gold("target", TARGETS.reads("indicator"), this::target);
    sources();
    deliveries();
  }

  private void cell(DataRow row, LineCells cells) {
    String indicator = required(row, "indicator");
    Tables tables = indicators.get(indicator);
    if (tables == null) {
      return;
    }
    int decimals = source.decimals(indicator);
    CELLS.add(tables.cells(), row, decimals);
    if (!PageSource.end(required(row, "period")).isBefore(derived())) {
      tables.taken().add(row);
    }
    Columnar unit = units.get(required(row, "unit"));
    if (unit != null
        && cells.isLatest(indicator, required(row, "period_kind"), required(row, "period"))) {
      UNIT_CELLS.add(unit, row, decimals);
    }
  }

  private void target(DataRow row) {
    Tables tables = indicators.get(required(row, "indicator"));
    if (tables != null) {
      TARGETS.add(tables.targets(), row, 0);
      String from = Values.source(row, "source");
      if (from != null && from.startsWith(DELIVERY)) {
        cited.add(from.substring(DELIVERY.length()));
      }
    }
  }

  /** Derivations are of this year and the year before (J18). */
  private LocalDate derived() {
    return source.source().release().businessDate().withDayOfYear(1).minusYears(1);
  }

  /** Lines of deliveries are not even read. */
  private void sources() {
    Map<String, Tables> owners = new HashMap<>();
    for (Indicator indicator : source.definitions().indicators().values()) {
      Tables tables = indicators.get(indicator.code());
      for (Indicator.Version version : indicator.versions()) {
        for (String role : List.of("numerator", "denominator", "value")) {
          if (tables != null) {
            owners.put(Words.partId(indicator, version, role), tables);
          }
        }
      }
    }
    LocalDate from = derived();
    source.gold(
        "measure_source",
        SOURCES.reads(),
        row -> {
          Tables tables = owners.get(required(row, "part"));
          String period = text(row, "period");
          if (tables == null || period == null || PageSource.end(period).isBefore(from)) {
            return;
          }
          String delivery = text(row, "delivery");
          if (delivery != null) {
            cited.add(delivery);
          }
          SOURCES.add(tables.sources(), row, 0);
        });
  }

  /** Of several entries of a delivery the one of the last run holds; an arrival again is none. */
  private void deliveries() {
    Map<String, DataRow> last = new TreeMap<>();
    source.read(
        TableId.ops("delivery"),
        DELIVERIES.reads("run_id"),
        row -> {
          @Nullable String id = text(row, "delivery");
          if (id != null && cited.contains(id) && !"duplicate".equals(text(row, "state"))) {
            last.merge(id, row, IndicatorTables::later);
          }
        });
    last.values().forEach(row -> DELIVERIES.add(deliveries, row, 0));
  }

  private static DataRow later(DataRow a, DataRow b) {
    return required(b, "run_id").compareTo(required(a, "run_id")) >= 0 ? b : a;
  }

  Map<String, Tables> byIndicator() {
    return indicators;
  }

  Map<String, Columnar> cellsByUnit() {
    return units;
  }

  Columnar cited() {
    return deliveries;
  }
}
