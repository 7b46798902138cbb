package org.kaohe.silver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.landing.RecordText;

/** Bronze records as the frame of text that silver types, so that a changed contract can replay. */
public final class BronzeReader {
  private BronzeReader() {}

  /**
   * What the ledger knows of a delivery in bronze.
   *
   * @param header delivered header texts
   * @param issued issue date, days since the epoch
   * @param serial tells issues of one day apart
   */
  public record Known(
      List<String> header,
      int issued,
      long serial,
      Optional<String> period,
      long records,
      Standing standing) {}

  static Dataset<Row> read(
      Dataset<Row> bronze,
      Contract contract,
      Set<String> unitCodes,
      Map<String, Known> known,
      byte[] pseudonymKey) {
    Map<String, RecordText.Source> sources = new java.util.TreeMap<>();
    known.forEach(
        (id, k) ->
            sources.put(
                id,
                RecordText.source(
                    contract, k.header(), k.issued(), k.serial(), k.period().orElse(""))));
    return RecordText.read(
        bronze.filter(
            org.apache.spark.sql.functions.col("delivery").isin(known.keySet().toArray())),
        contract,
        unitCodes,
        sources,
        pseudonymKey);
  }
}
