package org.kaohe.run;

import java.util.Comparator;
import java.util.List;
import org.kaohe.delta.OpsWriter;
import org.kaohe.delta.RecordTable;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;

/** {@code ops/decision}: appended to between nights, named by no release (ADR 9). */
final class Decisions {
  private static final RecordTable<Decision> ROWS = RecordTable.of(Decision.class);

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
        .map(ROWS::read)
        .sorted(Comparator.comparing(Decision::at).thenComparing(Decision::runId))
        .toList();
  }

  void write(List<Decision> decisions, String runId) {
    new OpsWriter(warehouse, reader)
        .append(Ledger.DECISIONS, ROWS.columns(), ROWS.rows(decisions), runId);
  }
}
