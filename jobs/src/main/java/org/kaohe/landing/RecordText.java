package org.kaohe.landing;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Contract;

/** Record texts kept in bronze, read again into the same frame as {@link DeliveryReader}'s. */
public final class RecordText {
  private RecordText() {}

  /** How a delivery's record texts are read. */
  public record Source(int issued, String period, int[] indices, int width)
      implements Serializable {}

  /** Matches the delivered header with the contract as it is now. */
  public static Source source(Contract contract, List<String> header, int issued, String period) {
    return new Source(issued, period, Header.match(contract, header).indices(), header.size());
  }

  /**
   * The frame.
   *
   * @param records columns delivery, line, record
   * @param sources by delivery id; every delivery of {@code records} has one
   */
  public static Dataset<Row> read(
      Dataset<Row> records, Contract contract, Map<String, Source> sources) {
    StructType schema =
        new StructType()
            .add(DeliveryReader.DELIVERY, DataTypes.StringType, false)
            .add(DeliveryReader.LINE, DataTypes.LongType, false)
            .add(DeliveryReader.ISSUED, DataTypes.DateType, false)
            .add(DeliveryReader.PERIOD, DataTypes.StringType, true)
            .add(DeliveryReader.WHOLE, DataTypes.BooleanType, false)
            .add(DeliveryReader.RECORD, DataTypes.StringType, false);
    for (org.kaohe.config.Column column : contract.columns()) {
      schema = schema.add(column.name(), DataTypes.StringType, true);
    }
    MapPartitionsFunction<Row, Row> parse = rows -> new Parser(rows, sources);
    return records.select("delivery", "line", "record").mapPartitions(parse, Encoders.row(schema));
  }

  private record Parser(Iterator<Row> rows, Map<String, Source> sources) implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      String delivery = row.getString(0);
      String record = row.getString(2);
      Source source = sources.get(delivery);
      if (source == null) {
        throw new IllegalStateException("Delivery " + delivery + " is not in the ledger");
      }
      byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
      RecordCursor cursor = new RecordCursor(bytes, 0, bytes.length, row.getLong(1), true);
      boolean some = cursor.next();
      int fields = some ? cursor.fields() : 0;
      boolean whole = some && !cursor.broken() && fields >= source.width();
      for (int i = source.width(); i < fields; i++) {
        whole &= cursor.start(i) == cursor.end(i);
      }
      @Nullable Object[] values = new @Nullable Object[6 + source.indices().length];
      values[0] = delivery;
      values[1] = row.getLong(1);
      values[2] = java.sql.Date.valueOf(LocalDate.ofEpochDay(source.issued()));
      values[3] = source.period().isEmpty() ? null : source.period();
      values[4] = whole;
      values[5] = record;
      for (int c = 0; c < source.indices().length; c++) {
        int index = source.indices()[c];
        String text =
            index < 0 || index >= fields ? "" : cursor.text(index, StandardCharsets.UTF_8).strip();
        values[6 + c] = text.isEmpty() ? null : text;
      }
      return RowFactory.create(values);
    }
  }
}
