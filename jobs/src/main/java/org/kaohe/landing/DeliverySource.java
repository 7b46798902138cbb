package org.kaohe.landing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Column.PersonKind;

/**
 * The Spark data source behind {@link DeliveryReader}. Public because Spark makes it by name; not
 * to be used directly.
 */
public final class DeliverySource implements TableProvider {
  static final String PLAN = "plan";
  static final String KEY = "pseudonymSecret";

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    StructType schema =
        new StructType()
            .add(DeliveryReader.DELIVERY, DataTypes.StringType, false)
            .add(DeliveryReader.LINE, DataTypes.LongType, false)
            .add(DeliveryReader.ISSUED, DataTypes.DateType, false)
            .add(DeliveryReader.PERIOD, DataTypes.StringType, true)
            .add(DeliveryReader.WHOLE, DataTypes.BooleanType, false)
            .add(DeliveryReader.RECORD, DataTypes.StringType, false);
    for (String column : DeliveryReader.parse(plan(options)).columns()) {
      schema = schema.add(column, DataTypes.StringType, true);
    }
    return schema;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new Deliveries(schema);
  }

  private static String plan(CaseInsensitiveStringMap options) {
    return Objects.requireNonNull(options.get(PLAN), "DeliveryReader gives the plan");
  }

  @SuppressWarnings("deprecation") // Spark makes columns() of schema() and offers nothing better
  private record Deliveries(StructType schema) implements Table, SupportsRead {
    @Override
    public String name() {
      return "deliveries";
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      ReadPlan plan = DeliveryReader.parse(plan(options));
      byte[] key = HexFormat.of().parseHex(options.getOrDefault(KEY, ""));
      return new Pruned(schema, plan, key);
    }
  }

  /** The scan: keeps only the columns a query asks for. */
  private static final class Pruned
      implements SupportsPushDownRequiredColumns, org.apache.spark.sql.connector.read.Scan, Batch {
    private StructType schema;
    private final ReadPlan plan;
    private final byte[] key;

    Pruned(StructType schema, ReadPlan plan, byte[] key) {
      this.schema = schema;
      this.plan = plan;
      this.key = key;
    }

    @Override
    public void pruneColumns(StructType required) {
      schema = required;
    }

    @Override
    public org.apache.spark.sql.connector.read.Scan build() {
      return this;
    }

    @Override
    public StructType readSchema() {
      return schema;
    }

    @Override
    public String description() {
      return "deliveries " + plan.sources().size();
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      // Small files share a task; a task never takes more than one long slice.
      List<InputPartition> partitions = new ArrayList<>();
      List<Piece> pieces = new ArrayList<>();
      long size = 0;
      for (int s = 0; s < plan.sources().size(); s++) {
        for (Slice slice : plan.sources().get(s).slices()) {
          long length = slice.end() - slice.start();
          if (size > 0 && size + length > Scan.STRETCH / 2) {
            partitions.add(new Pieces(List.copyOf(pieces)));
            pieces.clear();
            size = 0;
          }
          pieces.add(new Piece(s, slice));
          size += length;
        }
      }
      if (!pieces.isEmpty()) {
        partitions.add(new Pieces(List.copyOf(pieces)));
      }
      return partitions.toArray(new InputPartition[0]);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new Factory(plan, schema, key);
    }
  }

  private record Piece(int source, Slice slice) implements java.io.Serializable {}

  private record Pieces(List<Piece> pieces) implements InputPartition {}

  private record Factory(ReadPlan plan, StructType schema, byte[] key)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new Reader(plan, schema, key, ((Pieces) partition).pieces());
    }
  }

  /** Reads its pieces one after another, each whole into memory. */
  private static final class Reader implements PartitionReader<InternalRow> {
    private static final int DELIVERY = -1;
    private static final int LINE = -2;
    private static final int ISSUED = -3;
    private static final int PERIOD = -4;
    private static final int WHOLE = -5;
    private static final int RECORD = -6;

    private final ReadPlan plan;
    private final List<Piece> pieces;
    private final Charset charset;
    private final boolean utf8;
    private final int[] outputs;
    private final @Nullable PersonKind[] kinds;
    private final boolean personal;
    private final Pseudonyms pseudonyms;
    private final @Nullable Object[] values;
    private final GenericInternalRow row;

    private int piece;
    private ReadPlan.Source source;
    private UTF8String delivery;
    private UTF8String period;
    private byte[] bytes = new byte[0];
    private RecordCursor cursor;

    Reader(ReadPlan plan, StructType schema, byte[] key, List<Piece> pieces) {
      this.plan = plan;
      this.pieces = pieces;
      this.charset = Charset.forName(plan.charset());
      this.utf8 = charset.equals(StandardCharsets.UTF_8);
      this.outputs = new int[schema.size()];
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = output(schema.fieldNames()[i], plan.columns());
      }
      this.kinds = new @Nullable PersonKind[plan.columns().size()];
      for (int i = 0; i < kinds.length; i++) {
        kinds[i] = plan.persons().get(plan.columns().get(i));
      }
      this.personal = !plan.persons().isEmpty();
      this.pseudonyms = new Pseudonyms(key.length == 0 ? new byte[1] : key);
      this.values = new @Nullable Object[outputs.length];
      this.row = new GenericInternalRow(values);
      this.source = plan.sources().get(0);
      this.delivery = UTF8String.fromString("");
      this.period = UTF8String.fromString("");
      this.cursor = new RecordCursor(bytes, 0, 0, 1, true);
    }

    private static int output(String name, List<String> columns) {
      return switch (name) {
        case DeliveryReader.DELIVERY -> DELIVERY;
        case DeliveryReader.LINE -> LINE;
        case DeliveryReader.ISSUED -> ISSUED;
        case DeliveryReader.PERIOD -> PERIOD;
        case DeliveryReader.WHOLE -> WHOLE;
        case DeliveryReader.RECORD -> RECORD;
        default -> columns.indexOf(name);
      };
    }

    @Override
    public boolean next() throws IOException {
      while (!cursor.next()) {
        if (piece == pieces.size()) {
          return false;
        }
        open(pieces.get(piece++));
      }
      for (int i = 0; i < outputs.length; i++) {
        values[i] = value(outputs[i]);
      }
      return true;
    }

    private void open(Piece next) throws IOException {
      source = plan.sources().get(next.source());
      delivery = UTF8String.fromString(source.delivery());
      period = UTF8String.fromString(source.period());
      int length = (int) (next.slice().end() - next.slice().start());
      // A new array each time: the strings handed out point into it.
      bytes = new byte[length];
      try (FileChannel channel =
          FileChannel.open(Path.of(source.path()), StandardOpenOption.READ)) {
        Scan.fill(channel, next.slice().start(), bytes, 0, length);
      }
      cursor = new RecordCursor(bytes, 0, length, next.slice().firstLine(), true);
    }

    private @Nullable Object value(int output) {
      return switch (output) {
        case DELIVERY -> delivery;
        case LINE -> cursor.line();
        case ISSUED -> source.issued();
        case PERIOD -> source.period().isEmpty() ? null : period;
        case WHOLE -> whole();
        case RECORD -> record();
        default -> cell(output);
      };
    }

    private boolean whole() {
      if (cursor.broken() || cursor.fields() < source.width()) {
        return false;
      }
      for (int i = source.width(); i < cursor.fields(); i++) {
        if (cursor.end(i) > cursor.start(i)) {
          return false;
        }
      }
      return true;
    }

    private @Nullable Object cell(int column) {
      int index = source.indices()[column];
      if (index < 0 || index >= cursor.fields()) {
        return null;
      }
      PersonKind kind = kinds[column];
      if (kind != null) {
        String pseudonym = pseudonyms.of(kind, cursor.text(index, charset));
        return pseudonym.isEmpty() ? null : UTF8String.fromString(pseudonym);
      }
      if (!utf8 || cursor.escaped(index)) {
        String text = cursor.text(index, charset).strip();
        return text.isEmpty() ? null : UTF8String.fromString(text);
      }
      return stripped(cursor.start(index), cursor.end(index));
    }

    private @Nullable UTF8String stripped(int from, int to) {
      int start = from;
      int end = to;
      while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) {
        start++;
      }
      while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
        end--;
      }
      if (start == end) {
        return null;
      }
      if (bytes[start] >= 0 && bytes[end - 1] >= 0) {
        return UTF8String.fromBytes(bytes, start, end - start);
      }
      // Only text that begins or ends outside ASCII can carry an ideographic or no-break space.
      String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      String plain = text.replaceAll("^[\\s\\u3000\\u00A0]+|[\\s\\u3000\\u00A0]+$", "");
      return plain.isEmpty() ? null : UTF8String.fromString(plain);
    }

    private UTF8String record() {
      if (!personal || cursor.broken()) {
        int from = cursor.recordStart();
        int length = cursor.recordEnd() - from;
        if (personal) {
          // Where a record's fields are unknown, so is which of them are personal.
          return UTF8String.fromString("*".repeat(Math.min(length, 8)));
        }
        return utf8
            ? UTF8String.fromBytes(bytes, from, length)
            : UTF8String.fromString(new String(bytes, from, length, charset));
      }
      PersonKind[] byPosition = new PersonKind[cursor.fields()];
      for (int c = 0; c < kinds.length; c++) {
        int index = source.indices()[c];
        if (kinds[c] != null && index >= 0 && index < byPosition.length) {
          byPosition[index] = kinds[c];
        }
      }
      boolean shifted = !whole();
      StringBuilder text = new StringBuilder(cursor.recordEnd() - cursor.recordStart() + 64);
      for (int i = 0; i < cursor.fields(); i++) {
        if (i > 0) {
          text.append(',');
        }
        String field = cursor.text(i, charset);
        PersonKind kind = byPosition[i];
        if (kind == null && shifted) {
          // Cells of a shifted record may be personal ones in the wrong place.
          kind = PersonKind.OTHER;
        }
        text.append(quote(kind == null ? field : pseudonyms.of(kind, field)));
      }
      return UTF8String.fromString(text.toString());
    }

    private static String quote(String field) {
      return field.matches("(?s).*[,\"\\r\\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    @Override
    public InternalRow get() {
      return row;
    }

    @Override
    public void close() {}
  }
}
