package org.kaohe.run;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kaohe.delta.ColumnInfo;
import org.kaohe.delta.ColumnType;
import org.kaohe.delta.OpsWriter;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;

/** {@code ops/decision}: appended to between nights, named by no release (ADR 9). */
final class Decisions {
  private static final List<ColumnInfo> COLUMNS =
      List.of(
          ColumnInfo.of("decided_at", ColumnType.TIMESTAMP),
          ColumnInfo.of("kind", ColumnType.TEXT),
          ColumnInfo.of("subject", ColumnType.TEXT),
          ColumnInfo.of("dataset", ColumnType.TEXT),
          ColumnInfo.of("delivery", ColumnType.TEXT),
          ColumnInfo.of("sha256", ColumnType.TEXT),
          ColumnInfo.of("detail", ColumnType.TEXT),
          ColumnInfo.of("decided_by", ColumnType.TEXT),
          ColumnInfo.of("reason", ColumnType.TEXT),
          ColumnInfo.of("run_id", ColumnType.TEXT));

  private final Warehouse warehouse;
  private final TableReader reader;

  Decisions(Warehouse warehouse, TableReader reader) {
    this.warehouse = warehouse;
    this.reader = reader;
  }

  /** All of them, oldest first. */
  List<Decision> all() {
    if (!warehouse.exists(Ledger.DECISIONS)) {
      return List.of();
    }
    return reader.list(Ledger.DECISIONS, warehouse.version(Ledger.DECISIONS), List.of()).stream()
        .map(
            r ->
                new Decision(
                    r.instant("decided_at").orElseThrow(),
                    Arrays.stream(Decision.Kind.values())
                        .filter(k -> k.text().equals(r.required("kind")))
                        .findFirst()
                        .orElseThrow(),
                    r.required("subject"),
                    r.text("dataset").orElse(""),
                    r.text("delivery").orElse(""),
                    r.text("sha256").orElse(""),
                    r.text("detail").orElse(""),
                    r.required("decided_by"),
                    r.text("reason").orElse(""),
                    r.required("run_id")))
        .sorted(Comparator.comparing(Decision::at).thenComparing(Decision::runId))
        .toList();
  }

  void write(List<Decision> decisions, String runId) {
    new OpsWriter(warehouse, reader)
        .append(
            Ledger.DECISIONS,
            COLUMNS,
            decisions.stream()
                .map(
                    d ->
                        Ledger.row(
                            d.at(),
                            d.kind().text(),
                            d.subject(),
                            d.dataset(),
                            d.delivery(),
                            d.sha256(),
                            d.detail(),
                            d.by(),
                            d.reason(),
                            d.runId()))
                .toList(),
            runId);
  }
}
