package org.kaohe.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.TestSpark;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.delta.WriteOptions;

/** Makes a warehouse what other makes of the product, or damage, would have left. */
final class Forge {
  private Forge() {}

  /** An entry more in the released ledger. */
  static void releasedLedger(Warehouse warehouse, Ledger ledger, Ledger.DeliveryEntry entry) {
    ledger.writeDeliveries(List.of(entry), entry.runId());
    release(warehouse, List.of(Ledger.DELIVERIES));
  }

  /** A memory of files that could not be read. */
  static void memory(Warehouse warehouse, NightState s, List<String> retry) {
    new NightState(
            s.release(),
            s.product(),
            s.definitions(),
            s.contracts(),
            s.businessDate(),
            s.complete(),
            s.landing(),
            s.key(),
            s.failures(),
            s.open(),
            retry)
        .write(warehouse.state());
  }

  /** Tables as they were before deliveries had a serial. */
  static void withoutSerial(Warehouse warehouse) {
    without(warehouse, Ledger.DELIVERIES, "serial");
    without(warehouse, TableId.silver("county_report"), "_serial");
    release(warehouse, List.of(Ledger.DELIVERIES, TableId.silver("county_report")));
  }

  private static void without(Warehouse warehouse, TableId table, String column) {
    Dataset<Row> rows = warehouse.read(TestSpark.session(), table).drop(column);
    warehouse.overwrite(rows, table, new WriteOptions("forge", List.of()));
  }

  private static void release(Warehouse warehouse, List<TableId> tables) {
    Pointer pointer = new Pointer(warehouse);
    Release now = pointer.currentRelease().orElseThrow();
    Map<TableId, Long> versions = new HashMap<>(now.tables());
    tables.forEach(t -> versions.put(t, warehouse.version(t)));
    pointer.moveTo(
        new Release(now.id(), now.runId(), now.businessDate(), now.createdAt(), versions));
  }
}
