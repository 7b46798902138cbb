package org.kaohe.stage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Contract;
import org.kaohe.landing.DeliveryReader;

/**
 * What a typed row says about who has reported for when (RULES R34): the period of its period
 * column; else the one that its delivery declares; else, of a delivery that declares none, the
 * month of its date.
 *
 * @param unit code of the unit as delivered; empty text where no column names it
 * @param period written form
 * @param declared whether the delivery says the period, and not its rows
 * @param key tells rows of one thing from those of others; null where a part of the key is
 */
public record Witness(Column unit, Column period, Column declared, Column key) {

  /** Over the rows of a dataset, before or after they are in silver. */
  public static Witness of(Contract contract) {
    Column unit = contract.unit().map(u -> col("`" + u + "`").cast("string")).orElse(lit(""));
    Column declared = col(DeliveryReader.PERIOD);
    Column own = col(DeliveryReader.SLICE);
    if (contract.at().equals(Contract.DELIVERED_PERIOD)) {
      return new Witness(unit, declared, lit(true), key(contract));
    }
    return contract.column(contract.at()).type() instanceof Type.PeriodText
        ? new Witness(unit, coalesce(own, declared), own.isNull(), key(contract))
        : new Witness(unit, coalesce(declared, own), declared.isNotNull(), key(contract));
  }

  private static Column key(Contract contract) {
    Column[] parts = contract.key().stream().map(k -> col("`" + k + "`")).toArray(Column[]::new);
    Column whole = Arrays.stream(parts).map(Column::isNotNull).reduce(lit(true), Column::and);
    return when(whole, xxhash64(parts));
  }
}
