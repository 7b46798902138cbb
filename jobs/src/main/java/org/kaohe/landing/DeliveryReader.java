package org.kaohe.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;

/**
 * Deliveries of one dataset as a frame of text: {@code _delivery, _line, _issued, _period, _whole,
 * record} and a text column for every column of the contract. Cells are stripped of blanks, empty
 * cells are NULL, personal cells are pseudonyms; {@code record} is the record as delivered with
 * its personal cells replaced. {@code _whole} is false for a record whose field count differs from
 * the header's or whose quotes do not close.
 */
public final class DeliveryReader {
  public static final String DELIVERY = "_delivery";
  public static final String LINE = "_line";
  public static final String ISSUED = "_issued";
  public static final String PERIOD = Contract.DELIVERED_PERIOD;
  public static final String WHOLE = "_whole";
  public static final String RECORD = "record";

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeliveryReader() {}

  /**
   * The frame; only the columns that a query uses are cut out and decoded.
   *
   * @param pseudonymKey key of the personal columns; may be empty for a contract without any
   */
  public static Dataset<Row> read(
      SparkSession spark, Contract contract, List<Delivery> deliveries, byte[] pseudonymKey) {
    List<ReadPlan.Source> sources = new ArrayList<>();
    for (Delivery d : deliveries) {
      Header header = Header.match(contract, d.header());
      sources.add(
          new ReadPlan.Source(
              d.path().toString(),
              d.id(),
              (int) d.issued().toEpochDay(),
              d.period().map(org.kaohe.config.Period::text).orElse(""),
              header.indices(),
              d.header().size(),
              d.slices()));
    }
    ReadPlan plan =
        new ReadPlan(
            contract.charset().name(),
            contract.columns().stream().map(Column::name).toList(),
            persons(contract),
            sources);
    return spark
        .read()
        .format(DeliverySource.class.getName())
        .option(DeliverySource.PLAN, write(plan))
        // Spark redacts options of this name wherever it prints a plan.
        .option(DeliverySource.KEY, java.util.HexFormat.of().formatHex(pseudonymKey))
        .load();
  }

  private static Map<String, Column.PersonKind> persons(Contract contract) {
    Map<String, Column.PersonKind> persons = new TreeMap<>();
    for (Column column : contract.columns()) {
      column.person().ifPresent(kind -> persons.put(column.name(), kind));
    }
    return persons;
  }

  private static String write(ReadPlan plan) {
    try {
      return JSON.writeValueAsString(plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plan is plain data", e);
    }
  }

  static ReadPlan parse(String json) {
    try {
      return JSON.readValue(json, ReadPlan.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a read plan", e);
    }
  }
}
