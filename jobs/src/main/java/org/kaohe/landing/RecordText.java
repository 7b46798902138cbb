package org.kaohe.landing;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Contract;
import org.kaohe.quality.RowSpec;

/**
 * Record texts kept in bronze, typed again into the same frame as {@link DeliveryReader}'s, by the
 * contract as it is now. Personal cells already are pseudonyms and stay as they are.
 */
public final class RecordText {
  private RecordText() {}

  /** How a delivery's record texts are read. */
  public record Source(int issued, long serial, String period, Header.Places places)
      implements Serializable {}

  /** Matches the delivered header with the contract as it is now. */
  public static Source source(
      Contract contract, List<String> header, int issued, long serial, String period) {
    return new Source(issued, serial, period, Header.match(contract, header, issued).places());
  }

  /**
   * The frame.
   *
   * @param records columns delivery, line, record
   * @param sources by delivery id; every delivery of {@code records} has one
   * @param pseudonymKey the key with which the records were kept; may be empty for a contract
   *     without personal columns
   */
  public static Dataset<Row> read(
      Dataset<Row> records,
      Contract contract,
      Set<String> unitCodes,
      Map<String, Source> sources,
      byte[] pseudonymKey) {
    RowSpec spec = RowSpec.of(contract, unitCodes);
    StructType schema = DeliveryReader.schema(spec);
    MapPartitionsFunction<Row, Row> parse = rows -> new Parser(rows, sources, spec, pseudonymKey);
    return records
        .select("delivery", "line", "record")
        .mapPartitions(parse, Encoders.row(days(schema)))
        .select(Arrays.stream(schema.fields()).map(RecordText::dated).toArray(Column[]::new));
  }

  /** The schema with days since the epoch: rows from outside know no dates before 1582. */
  private static StructType days(StructType schema) {
    StructType days = new StructType();
    for (StructField field : schema.fields()) {
      days =
          field.dataType().equals(DataTypes.DateType)
              ? days.add(field.name(), DataTypes.IntegerType, field.nullable())
              : days.add(field);
    }
    return days;
  }

  private static Column dated(StructField field) {
    Column column = functions.col(field.name());
    return field.dataType().equals(DataTypes.DateType)
        ? functions.date_from_unix_date(column).as(field.name())
        : column;
  }

  private static final class Parser implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Map<String, Source> sources;
    private final RowSpec spec;
    private final RecordReader records;

    Parser(Iterator<Row> rows, Map<String, Source> sources, RowSpec spec, byte[] key) {
      this.rows = rows;
      this.sources = sources;
      this.spec = spec;
      boolean[] all = new boolean[spec.columns().size()];
      Arrays.fill(all, true);
      this.records =
          new RecordReader(spec, RecordReader.Origin.KEPT, StandardCharsets.UTF_8, key, all);
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      Source source = sources.get(row.getString(0));
      if (source == null) {
        throw new IllegalStateException("Delivery " + row.getString(0) + " is not in the ledger");
      }
      records.begin(
          row.getString(2).getBytes(StandardCharsets.UTF_8), row.getLong(1), source.places());
      records.only();
      String period = source.period().isEmpty() ? null : source.period();
      List<@Nullable Object> values = new ArrayList<>();
      values.add(row.getString(0));
      values.add(row.getLong(1));
      values.add(source.issued());
      values.add(source.serial());
      values.add(period);
      values.add(row.getString(2));
      values.add(spec.at() < 0 ? period : external(records.slice()));
      values.add(records.control());
      values.add(records.deleted());
      values.add(texts(records.reasons()));
      values.add(texts(records.emptied()));
      for (int c = 0; c < spec.columns().size(); c++) {
        values.add(external(records.typed(c)));
      }
      return RowFactory.create(values.toArray());
    }

    private static String @Nullable [] texts(List<String> reasons) {
      return reasons.isEmpty() ? null : reasons.toArray(String[]::new);
    }

    /** Spark's internal form to the form that its rows take from outside. */
    private static @Nullable Object external(@Nullable Object value) {
      if (value instanceof UTF8String text) {
        return text.toString();
      }
      return value instanceof Decimal decimal ? decimal.toJavaBigDecimal() : value;
    }
  }
}
