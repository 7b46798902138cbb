package org.kaohe.landing;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Charsets;
import org.kaohe.quality.RowSpec;
import org.kaohe.quality.RowSpec.ColumnSpec;

/** Reads slices of deliveries one after another, each whole into memory, as typed rows. */
final class SliceReader implements PartitionReader<InternalRow> {
  private final ReadPlan plan;
  private final List<DeliverySource.Piece> pieces;
  private final String[] outputs;
  private final int[] columnOutputs;
  private final RecordReader records;
  private final @Nullable Object[] values;
  private final GenericInternalRow row;

  private int piece;
  private ReadPlan.Source source;
  private UTF8String delivery = UTF8String.fromString("");
  private UTF8String period = UTF8String.fromString("");

  SliceReader(ReadPlan plan, StructType schema, byte[] key, List<DeliverySource.Piece> pieces) {
    this.plan = plan;
    this.pieces = pieces;
    this.outputs = schema.fieldNames();
    List<String> names = plan.rows().columns().stream().map(ColumnSpec::name).toList();
    this.columnOutputs = new int[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      columnOutputs[i] = names.indexOf(outputs[i]);
    }
    this.records =
        new RecordReader(
            plan.rows(),
            RecordReader.Origin.ARRIVED,
            Utf16.ofRecords(Charset.forName(plan.charset())),
            key,
            wanted(plan.rows(), Arrays.asList(outputs), names));
    this.values = new Object[outputs.length];
    this.row = new GenericInternalRow(values);
    this.source = plan.sources().get(0);
  }

  private static boolean[] wanted(RowSpec rows, List<String> asked, List<String> names) {
    // Whether a row is good is only known when all of its cells have been typed, and so is, where
    // people are among them, what of it may be kept.
    boolean people = rows.columns().stream().anyMatch(c -> c.personKind().isPresent());
    boolean all =
        asked.contains(DeliveryReader.REASONS)
            || asked.contains(DeliveryReader.EMPTIED)
            || (people && asked.contains(DeliveryReader.RECORD));
    boolean flags =
        asked.contains(DeliveryReader.CONTROL) || asked.contains(DeliveryReader.DELETED);
    boolean[] wanted = new boolean[names.size()];
    for (int c = 0; c < wanted.length; c++) {
      boolean decides = flags && (rows.control().column() == c || rows.deleted().column() == c);
      boolean places = c == rows.at() && asked.contains(DeliveryReader.SLICE);
      wanted[c] = all || decides || places || asked.contains(names.get(c));
    }
    return wanted;
  }

  @Override
  public boolean next() throws IOException {
    while (!records.next()) {
      if (piece == pieces.size()) {
        return false;
      }
      open(pieces.get(piece++));
    }
    for (int i = 0; i < outputs.length; i++) {
      int column = columnOutputs[i];
      values[i] = column >= 0 ? records.typed(column) : technical(outputs[i]);
    }
    return true;
  }

  private void open(DeliverySource.Piece next) throws IOException {
    source = plan.sources().get(next.source());
    delivery = UTF8String.fromString(source.delivery());
    period = UTF8String.fromString(source.period());
    int length = (int) (next.slice().end() - next.slice().start());
    // A new array each time: the strings handed out point into it.
    byte[] bytes = new byte[length];
    try (FileChannel channel =
        FileChannel.open(Path.of(URI.create(source.path())), StandardOpenOption.READ)) {
      Scan.fill(channel, next.slice().start(), bytes, 0, length);
      Charset charset = Charset.forName(plan.charset());
      if (Charsets.utf16(charset)) {
        Charset order = Utf16.order(Scan.head(channel, Utf16.HEAD), charset);
        bytes = Utf16.utf8(bytes, length, order, true);
      }
    }
    records.begin(bytes, next.slice().firstLine(), source.places());
  }

  private @Nullable Object technical(String name) {
    return switch (name) {
      case DeliveryReader.DELIVERY -> delivery;
      case DeliveryReader.LINE -> records.line();
      case DeliveryReader.ISSUED -> source.issued();
      case DeliveryReader.SERIAL -> source.serial();
      case DeliveryReader.PERIOD -> source.period().isEmpty() ? null : period;
      case DeliveryReader.RECORD -> records.record();
      case DeliveryReader.SLICE -> plan.rows().at() < 0 ? period : records.slice();
      case DeliveryReader.CONTROL -> records.control();
      case DeliveryReader.DELETED -> records.deleted();
      case DeliveryReader.REASONS -> texts(records.reasons());
      case DeliveryReader.EMPTIED -> texts(records.emptied());
      default -> throw new IllegalArgumentException("No column " + name);
    };
  }

  private static @Nullable Object texts(List<String> reasons) {
    return reasons.isEmpty()
        ? null
        : new GenericArrayData(reasons.stream().map(UTF8String::fromString).toArray());
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {}
}
