package org.kaohe.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;

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

  private static void release(Warehouse warehouse, List<TableId> tables) {
    Pointer pointer = new Pointer(warehouse);
    Release now = pointer.currentRelease().orElseThrow();
    Map<TableId, Long> versions = new HashMap<>(now.tables());
    tables.forEach(t -> versions.put(t, warehouse.version(t)));
    pointer.moveTo(
        new Release(now.id(), now.runId(), now.businessDate(), now.createdAt(), versions));
  }
}
