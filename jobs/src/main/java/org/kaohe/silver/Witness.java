package org.kaohe.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

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
 */
public record Witness(Column unit, Column period, Column declared) {

  /** Over the rows of a dataset, before or after they are in silver. */
  public static Witness of(Contract contract) {
    Column unit = contract.unit().map(u -> col("`" + u + "`").cast("string")).orElse(lit(""));
    Column declared = col(DeliveryReader.PERIOD);
    Column own = col(DeliveryReader.SLICE);
    if (contract.at().equals(Contract.DELIVERED_PERIOD)) {
      return new Witness(unit, declared, lit(true));
    }
    return contract.column(contract.at()).type() instanceof Type.PeriodText
        ? new Witness(unit, coalesce(own, declared), own.isNull())
        : new Witness(unit, coalesce(declared, own), declared.isNotNull());
  }
}
