package org.kaohe.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables through Delta Kernel, without Spark: what verbs that only look, the pages and the
 * plan of a night use. Tables have no deletion vectors and no nested columns but lists. May be used
 * by several threads.
 */
public final class TableReader {
  private final Warehouse warehouse;
  private final Engine engine;

  public TableReader(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.engine = warehouse.log().engine();
  }

  /** The columns of a table at a version, in order. */
  public List<ColumnInfo> columns(TableId table, long version) {
    return columns(snapshot(table, version).getSchema());
  }

  static List<ColumnInfo> columns(StructType schema) {
    return schema.fields().stream().map(TableReader::column).toList();
  }

  /**
   * Rows of a table at a version. The stream holds open files: use it in a try block, or {@link
   * #list} instead.
   *
   * @param columns columns in the order wanted; empty for all
   * @throws IllegalArgumentException when the table has no such column
   */
  public Stream<TableRow> rows(TableId table, long version, List<String> columns) {
    Snapshot snapshot = snapshot(table, version);
    StructType schema = snapshot.getSchema();
    StructType wanted = columns.isEmpty() ? schema : select(table, schema, columns);
    Rows rows = new Rows(snapshot.getScanBuilder().withReadSchema(wanted).build(), wanted);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(rows::close);
  }

  /** All rows in memory; for tables that are small by their nature. */
  public List<TableRow> list(TableId table, long version, List<String> columns) {
    try (Stream<TableRow> rows = rows(table, version, columns)) {
      return rows.toList();
    }
  }

  /**
   * All rows of a table as a release holds it; none when the release does not name the table,
   * because a table appears with its first row.
   */
  public List<TableRow> list(TableId table, Release release, List<String> columns) {
    Long version = release.tables().get(table);
    return version == null ? List.of() : list(table, version, columns);
  }

  /** The Parquet files that hold a table's rows at a version, for engines that read those. */
  public List<Path> files(TableId table, long version) {
    return warehouse.log().files(snapshot(table, version)).stream()
        .map(TableLog.DataFile::path)
        .toList();
  }

  private Snapshot snapshot(TableId table, long version) {
    return warehouse.log().at(table, version);
  }

  private static StructType select(TableId table, StructType schema, List<String> columns) {
    StructType wanted = new StructType();
    for (String column : columns) {
      int index = schema.indexOf(column);
      if (index < 0) {
        throw new IllegalArgumentException(
            "Table " + table + " has no column " + column + ": " + schema.fieldNames());
      }
      wanted = wanted.add(schema.at(index));
    }
    return wanted;
  }

  private static ColumnInfo column(StructField field) {
    DataType type = field.getDataType();
    if (type instanceof DecimalType decimal) {
      return new ColumnInfo(
          field.getName(), ColumnType.DECIMAL, decimal.getPrecision(), decimal.getScale());
    }
    return ColumnInfo.of(field.getName(), type(field.getName(), type));
  }

  private static ColumnType type(String column, DataType type) {
    if (type instanceof StringType) {
      return ColumnType.TEXT;
    }
    if (type instanceof LongType) {
      return ColumnType.LONG;
    }
    if (type instanceof IntegerType || type instanceof ShortType || type instanceof ByteType) {
      return ColumnType.INTEGER;
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      return ColumnType.DOUBLE;
    }
    if (type instanceof BooleanType) {
      return ColumnType.FLAG;
    }
    if (type instanceof DateType) {
      return ColumnType.DATE;
    }
    if (type instanceof TimestampType) {
      return ColumnType.TIMESTAMP;
    }
    if (type instanceof ArrayType array && array.getElementType() instanceof StringType) {
      return ColumnType.TEXTS;
    }
    if (type instanceof ArrayType array && array.getElementType() instanceof StructType row) {
      columns(row);
      return ColumnType.ROWS;
    }
    throw new IllegalStateException("Column " + column + " has the unexpected type " + type);
  }

  private static @Nullable Object value(ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return null;
    }
    DataType type = vector.getDataType();
    if (type instanceof StringType) {
      return vector.getString(row);
    }
    if (type instanceof LongType) {
      return vector.getLong(row);
    }
    if (type instanceof IntegerType) {
      return vector.getInt(row);
    }
    if (type instanceof ShortType) {
      return (int) vector.getShort(row);
    }
    if (type instanceof ByteType) {
      return (int) vector.getByte(row);
    }
    if (type instanceof DecimalType) {
      return vector.getDecimal(row);
    }
    if (type instanceof DoubleType) {
      return vector.getDouble(row);
    }
    if (type instanceof FloatType) {
      return (double) vector.getFloat(row);
    }
    if (type instanceof BooleanType) {
      return vector.getBoolean(row);
    }
    if (type instanceof DateType) {
      return LocalDate.ofEpochDay(vector.getInt(row));
    }
    if (type instanceof TimestampType) {
      long micros = vector.getLong(row);
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
    ColumnVector elements = vector.getArray(row).getElements();
    if (elements.getDataType() instanceof StructType inner) {
      return nested(elements, inner);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.getSize(); i++) {
      if (!elements.isNullAt(i)) {
        texts.add(elements.getString(i));
      }
    }
    return List.copyOf(texts);
  }

  private static List<TableRow> nested(ColumnVector elements, StructType type) {
    Map<String, Integer> positions = new LinkedHashMap<>();
    type.fieldNames().forEach(name -> positions.put(name, positions.size()));
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < elements.getSize(); i++) {
      if (!elements.isNullAt(i)) {
        @Nullable Object[] values = new @Nullable Object[positions.size()];
        for (int at = 0; at < values.length; at++) {
          values[at] = value(elements.getChild(at), i);
        }
        rows.add(new TableRow(positions, values));
      }
    }
    return List.copyOf(rows);
  }

  /** Walks files, their batches and the batches' rows, one of each open at a time. */
  private final class Rows implements CloseableIterator<TableRow> {
    private final Row state;
    private final StructType physical;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final CloseableIterator<FilteredColumnarBatch> fileBatches;
    private @Nullable CloseableIterator<Row> files;
    private @Nullable CloseableIterator<FilteredColumnarBatch> batches;
    private @Nullable ColumnarBatch batch;
    private @Nullable ColumnVector selected;
    private int next;
    private boolean closed;

    Rows(Scan scan, StructType wanted) {
      wanted.fieldNames().forEach(name -> positions.put(name, positions.size()));
      columns(wanted);
      state = scan.getScanState(engine);
      physical = ScanStateRow.getPhysicalDataReadSchema(state);
      fileBatches = scan.getScanFiles(engine);
    }

    @Override
    public boolean hasNext() {
      while (!closed) {
        if (batch != null) {
          while (next < batch.getSize() && !chosen(next)) {
            next++;
          }
          if (next < batch.getSize()) {
            return true;
          }
          batch = null;
        }
        if (!advance()) {
          close();
        }
      }
      return false;
    }

    private boolean chosen(int row) {
      return selected == null || (!selected.isNullAt(row) && selected.getBoolean(row));
    }

    /** Opens the next batch of the next file; false when there is none. */
    private boolean advance() {
      while (true) {
        if (batches != null && batches.hasNext()) {
          FilteredColumnarBatch read = batches.next();
          batch = read.getData();
          selected = read.getSelectionVector().orElse(null);
          next = 0;
          return true;
        }
        Utils.closeCloseables(batches);
        batches = null;
        if (files != null && files.hasNext()) {
          batches = open(files.next());
        } else {
          Utils.closeCloseables(files);
          files = null;
          if (!fileBatches.hasNext()) {
            return false;
          }
          files = fileBatches.next().getRows();
        }
      }
    }

    private CloseableIterator<FilteredColumnarBatch> open(Row file) {
      try {
        CloseableIterator<FileReadResult> data =
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                    physical,
                    java.util.Optional.empty());
        return Scan.transformPhysicalData(engine, state, file, data.map(FileReadResult::getData));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public TableRow next() {
      if (!hasNext() || batch == null) {
        throw new NoSuchElementException();
      }
      @Nullable Object[] values = new @Nullable Object[positions.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(batch.getColumnVector(i), next);
      }
      next++;
      return new TableRow(positions, values);
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      Utils.closeCloseables(batches, files, fileBatches);
      batches = null;
      files = null;
      batch = null;
    }
  }
}
