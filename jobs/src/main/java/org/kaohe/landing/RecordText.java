package org.kaohe.landing;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Contract;
import org.kaohe.quality.RowSpec;
import org.kaohe.quality.RowTyper;

/**
 * Record texts kept in bronze, typed again into the same frame as {@link DeliveryReader}'s, by the
 * contract as it is now. Personal cells already are pseudonyms and stay as they are.
 */
public final class RecordText {
  private RecordText() {}

  /** How a delivery's record texts are read. */
  public record Source(int issued, long serial, String period, int[] indices, int width)
      implements Serializable {}

  /** Matches the delivered header with the contract as it is now. */
  public static Source source(
      Contract contract, List<String> header, int issued, long serial, String period) {
    return new Source(
        issued, serial, period, Header.match(contract, header).indices(), header.size());
  }

  /**
   * The frame.
   *
   * @param records columns delivery, line, record
   * @param sources by delivery id; every delivery of {@code records} has one
   */
  public static Dataset<Row> read(
      Dataset<Row> records, Contract contract, Set<String> unitCodes, Map<String, Source> sources) {
    RowSpec spec = RowSpec.of(contract, unitCodes);
    MapPartitionsFunction<Row, Row> parse = rows -> new Parser(rows, sources, spec);
    return records
        .select("delivery", "line", "record")
        .mapPartitions(parse, Encoders.row(DeliveryReader.schema(spec)));
  }

  private static final class Parser implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Map<String, Source> sources;
    private final RowSpec spec;
    private final RowTyper typer;

    Parser(Iterator<Row> rows, Map<String, Source> sources, RowSpec spec) {
      this.rows = rows;
      this.sources = sources;
      this.spec = spec;
      this.typer = new RowTyper(spec);
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
      byte[] bytes = row.getString(2).getBytes(StandardCharsets.UTF_8);
      RecordCursor cursor = new RecordCursor(bytes, 0, bytes.length, row.getLong(1), true);
      boolean some = cursor.next();
      int fields = some ? cursor.fields() : 0;
      boolean whole = some && !cursor.broken() && fields >= source.width();
      for (int i = source.width(); i < fields; i++) {
        whole &= cursor.start(i) == cursor.end(i);
      }
      typer.begin(whole);
      @Nullable Object[] typed = new Object[spec.columns().size()];
      for (int c = 0; c < typed.length; c++) {
        int index = source.indices()[c];
        byte[] text =
            index < 0 || index >= fields
                ? new byte[0]
                : cursor
                    .text(index, StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
        typed[c] = typer.cell(c, text, 0, text.length);
      }
      String period = source.period().isEmpty() ? null : source.period();
      List<@Nullable Object> values = new ArrayList<>();
      values.add(row.getString(0));
      values.add(row.getLong(1));
      values.add(java.sql.Date.valueOf(LocalDate.ofEpochDay(source.issued())));
      values.add(source.serial());
      values.add(period);
      values.add(row.getString(2));
      values.add(spec.at() < 0 ? period : external(typer.slice(typed[spec.at()]), false));
      values.add(typer.control());
      values.add(typer.deleted());
      values.add(typer.reasons().isEmpty() ? null : typer.reasons().toArray(String[]::new));
      for (int c = 0; c < typed.length; c++) {
        values.add(external(typed[c], spec.columns().get(c).kind() == RowSpec.Kind.DATE));
      }
      return RowFactory.create(values.toArray());
    }

    /** Spark's internal form to the form that its rows take from outside. */
    private static @Nullable Object external(@Nullable Object value, boolean date) {
      if (value instanceof UTF8String text) {
        return text.toString();
      }
      if (value instanceof Decimal decimal) {
        return decimal.toJavaBigDecimal();
      }
      if (date && value instanceof Integer days) {
        return java.sql.Date.valueOf(LocalDate.ofEpochDay(days));
      }
      return value;
    }
  }
}
