package org.kaohe.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Contract;
import org.kaohe.quality.RowSpec;
import org.kaohe.quality.RowTyper;

/**
 * Deliveries of one dataset as a frame of typed rows: {@code _delivery, _line, _issued, _serial,
 * _period, record, _slice, _control, _deleted, _reasons} and the contract's columns. Personal cells
 * are pseudonyms; {@code record} is the record as delivered with its personal cells replaced.
 * {@code _reasons} is NULL for a row that can be accepted ({@link org.kaohe.quality.RowTyper} names
 * the reasons); {@code _emptied} says why cells that nobody reads were left empty.
 */
public final class DeliveryReader {
  public static final String DELIVERY = "_delivery";
  public static final String LINE = "_line";
  public static final String ISSUED = "_issued";
  public static final String SERIAL = "_serial";
  public static final String PERIOD = Contract.DELIVERED_PERIOD;
  public static final String RECORD = "record";
  public static final String SLICE = "_slice";
  public static final String CONTROL = "_control";
  public static final String DELETED = "_deleted";
  public static final String REASONS = "_reasons";
  public static final String EMPTIED = "_emptied";

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeliveryReader() {}

  /**
   * The frame; only the columns that a query uses are cut out and typed.
   *
   * @param unitCodes codes of the unit tree
   * @param pseudonymKey key of the personal columns; may be empty for a contract without any
   */
  public static Dataset<Row> read(
      SparkSession spark,
      Contract contract,
      Set<String> unitCodes,
      List<Delivery> deliveries,
      byte[] pseudonymKey) {
    List<ReadPlan.Source> sources = new ArrayList<>();
    for (Delivery d : deliveries) {
      int issued = (int) d.issued().toEpochDay();
      Header header = Header.match(contract, d.header(), issued);
      sources.add(
          new ReadPlan.Source(
              d.path().toUri().toString(),
              d.id(),
              issued,
              d.serial(),
              d.period().map(org.kaohe.config.Period::text).orElse(""),
              header.places(),
              d.slices()));
    }
    ReadPlan plan =
        new ReadPlan(contract.charset().name(), RowSpec.of(contract, unitCodes), sources);
    return spark
        .read()
        .format(DeliverySource.class.getName())
        .option(DeliverySource.PLAN, write(plan))
        .option(DeliverySource.KEY, Secrets.handle(pseudonymKey))
        .load();
  }

  /** The columns of the frame, those of the contract last. */
  static StructType schema(RowSpec rows) {
    StructType schema =
        new StructType()
            .add(DELIVERY, DataTypes.StringType, false)
            .add(LINE, DataTypes.LongType, false)
            .add(ISSUED, DataTypes.DateType, false)
            .add(SERIAL, DataTypes.LongType, false)
            .add(PERIOD, DataTypes.StringType, true)
            .add(RECORD, DataTypes.StringType, false)
            .add(SLICE, DataTypes.StringType, true)
            .add(CONTROL, DataTypes.BooleanType, false)
            .add(DELETED, DataTypes.BooleanType, false)
            .add(REASONS, DataTypes.createArrayType(DataTypes.StringType, false), true)
            .add(EMPTIED, DataTypes.createArrayType(DataTypes.StringType, false), true);
    for (RowSpec.ColumnSpec column : rows.columns()) {
      schema = schema.add(column.name(), RowTyper.type(column), true);
    }
    return schema;
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
