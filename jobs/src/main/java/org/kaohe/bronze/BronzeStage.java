package org.kaohe.bronze;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.delta.TableId;
import org.kaohe.delta.WriteOptions;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Keeps every record of new deliveries as text, as delivered but for its personal cells: {@code
 * bronze/<dataset>} (delivery, line, record). One commit, append only.
 */
public final class BronzeStage {
  /** Below this many delivered bytes one file is written. */
  private static final long SMALL = 64L << 20;

  private BronzeStage() {}

  /**
   * Appends the deliveries' records.
   *
   * @param fresh deliveries of this contract, each for the first time
   */
  public static StageResult run(
      StageContext context, Contract contract, List<Delivery> fresh, byte[] pseudonymKey) {
    long records = fresh.stream().mapToLong(Delivery::records).sum();
    String stage = "bronze." + contract.id();
    if (records > 0) {
      Dataset<Row> rows =
          DeliveryReader.read(
                  context.spark(),
                  contract,
                  context.definitions().units().keySet(),
                  fresh,
                  pseudonymKey)
              .selectExpr(
                  DeliveryReader.DELIVERY + " AS delivery",
                  DeliveryReader.LINE + " AS line",
                  DeliveryReader.RECORD);
      long bytes = fresh.stream().mapToLong(Delivery::bytes).sum();
      context
          .warehouse()
          .append(
              bytes < SMALL ? rows.coalesce(1) : rows,
              TableId.bronze(contract.id()),
              new WriteOptions(context.runId(), List.of("delivery")));
    }
    return new StageResult(
        stage, Map.of("deliveries", (long) fresh.size(), "rows", records), List.of());
  }
}
