package org.kaohe.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.kaohe.delta.OpsWriter;
import org.kaohe.delta.RecordTable;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.silver.WaitingReason;

/** Why rows of a release wait in quarantine: the few rows of {@code ops/quarantine_reason}. */
public final class QuarantineLedger {
  private static final TableId TABLE = TableId.ops("quarantine_reason");
  private static final RecordTable<WaitingReason> ROWS = RecordTable.of(WaitingReason.class);

  private QuarantineLedger() {}

  /** The reasons of a release, by dataset and reason. */
  public static List<WaitingReason> read(TableReader reader, Release release) {
    return release.tables().containsKey(TABLE)
        ? reader.list(TABLE, release, List.of()).stream()
            .map(ROWS::read)
            .sorted(
                Comparator.comparing(WaitingReason::dataset).thenComparing(WaitingReason::reason))
            .toList()
        : List.of();
  }

  static void write(
      Warehouse warehouse, List<WaitingReason> reasons, String runId, Instant startedAt) {
    new OpsWriter(warehouse, new TableReader(warehouse))
        .replace(TABLE, ROWS.columns(), ROWS.rows(reasons), runId, startedAt);
  }
}
