package org.kaohe.landing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
import org.kaohe.config.Column.PersonKind;
import org.kaohe.quality.RowSpec.ColumnSpec;
import org.kaohe.quality.RowTyper;

/** Reads slices of deliveries one after another, each whole into memory, as typed rows. */
final class SliceReader implements PartitionReader<InternalRow> {
  private static final byte[] NOTHING = new byte[0];

  private final ReadPlan plan;
  private final List<DeliverySource.Piece> pieces;
  private final Charset charset;
  private final boolean utf8;
  private final String[] outputs;
  private final int[] columnOutputs;
  private final boolean[] wanted;
  private final @Nullable PersonKind[] kinds;
  private final boolean personal;
  private final Pseudonyms pseudonyms;
  private final RowTyper typer;
  private final @Nullable Object[] typed;
  private final @Nullable Object[] values;
  private final GenericInternalRow row;

  private int piece;
  private ReadPlan.Source source;
  private UTF8String delivery = UTF8String.fromString("");
  private UTF8String period = UTF8String.fromString("");
  private byte[] bytes = NOTHING;
  private RecordCursor cursor = new RecordCursor(NOTHING, 0, 0, 1, true);

  // The stretch of the cell being read; for escaped or decoded text, of a copy.
  private byte[] cellBytes = NOTHING;
  private int cellFrom;
  private int cellTo;

  SliceReader(ReadPlan plan, StructType schema, byte[] key, List<DeliverySource.Piece> pieces) {
    this.plan = plan;
    this.pieces = pieces;
    this.charset = Charset.forName(plan.charset());
    this.utf8 = charset.equals(StandardCharsets.UTF_8);
    this.outputs = schema.fieldNames();
    List<ColumnSpec> columns = plan.rows().columns();
    List<String> names = columns.stream().map(ColumnSpec::name).toList();
    this.columnOutputs = new int[outputs.length];
    this.wanted = new boolean[columns.size()];
    this.typer = new RowTyper(plan.rows());
    List<String> asked = Arrays.asList(outputs);
    // Whether a row is good is only known when all of its cells have been typed.
    boolean all = asked.contains(DeliveryReader.REASONS);
    for (int i = 0; i < outputs.length; i++) {
      columnOutputs[i] = names.indexOf(outputs[i]);
    }
    for (int c = 0; c < wanted.length; c++) {
      boolean decides =
          typer.decides(c)
              && (asked.contains(DeliveryReader.CONTROL) || asked.contains(DeliveryReader.DELETED));
      boolean places = c == plan.rows().at() && asked.contains(DeliveryReader.SLICE);
      wanted[c] = all || decides || places || asked.contains(names.get(c));
    }
    this.kinds = new PersonKind[columns.size()];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = columns.get(c).personKind().orElse(null);
    }
    this.personal = columns.stream().anyMatch(c -> c.personKind().isPresent());
    this.pseudonyms = new Pseudonyms(key.length == 0 ? new byte[1] : key);
    this.typed = new Object[columns.size()];
    this.values = new Object[outputs.length];
    this.row = new GenericInternalRow(values);
    this.source = plan.sources().get(0);
  }

  @Override
  public boolean next() throws IOException {
    while (!cursor.next()) {
      if (piece == pieces.size()) {
        return false;
      }
      open(pieces.get(piece++));
    }
    typer.begin(whole());
    for (int c = 0; c < wanted.length; c++) {
      if (wanted[c]) {
        seek(c);
        typed[c] = typer.cell(c, cellBytes, cellFrom, cellTo);
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      int column = columnOutputs[i];
      values[i] = column >= 0 ? typed[column] : technical(outputs[i]);
    }
    return true;
  }

  private void open(DeliverySource.Piece next) throws IOException {
    source = plan.sources().get(next.source());
    delivery = UTF8String.fromString(source.delivery());
    period = UTF8String.fromString(source.period());
    int length = (int) (next.slice().end() - next.slice().start());
    // A new array each time: the strings handed out point into it.
    bytes = new byte[length];
    try (FileChannel channel = FileChannel.open(Path.of(source.path()), StandardOpenOption.READ)) {
      Scan.fill(channel, next.slice().start(), bytes, 0, length);
    }
    cursor = new RecordCursor(bytes, 0, length, next.slice().firstLine(), true);
  }

  private @Nullable Object technical(String name) {
    return switch (name) {
      case DeliveryReader.DELIVERY -> delivery;
      case DeliveryReader.LINE -> cursor.line();
      case DeliveryReader.ISSUED -> source.issued();
      case DeliveryReader.SERIAL -> source.serial();
      case DeliveryReader.PERIOD -> source.period().isEmpty() ? null : period;
      case DeliveryReader.RECORD -> record();
      case DeliveryReader.SLICE -> {
        int at = plan.rows().at();
        yield at < 0 ? period : typer.slice(typed[at]);
      }
      case DeliveryReader.CONTROL -> typer.control();
      case DeliveryReader.DELETED -> typer.deleted();
      case DeliveryReader.REASONS -> reasons();
      default -> throw new IllegalArgumentException("No column " + name);
    };
  }

  private @Nullable Object reasons() {
    if (typer.reasons().isEmpty()) {
      return null;
    }
    return new GenericArrayData(typer.reasons().stream().map(UTF8String::fromString).toArray());
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

  /** Points at a cell's UTF-8 text without blanks at its ends. */
  private void seek(int column) {
    int index = source.indices()[column];
    PersonKind kind = kinds[column];
    if (index < 0 || index >= cursor.fields()) {
      at(NOTHING, 0, 0);
    } else if (kind != null) {
      String text = blanksGone(cursor.text(index, charset));
      // 暂无 is nobody: a placeholder must not become a person.
      boolean nobody = plan.rows().columns().get(column).missing().contains(text);
      copy(nobody ? "" : pseudonyms.of(kind, text));
    } else if (!utf8 || cursor.escaped(index)) {
      copy(blanksGone(cursor.text(index, charset)));
    } else {
      int from = cursor.start(index);
      int to = cursor.end(index);
      while (from < to && (bytes[from] == ' ' || bytes[from] == '\t')) {
        from++;
      }
      while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
        to--;
      }
      if (from == to || (bytes[from] >= 0 && bytes[to - 1] >= 0)) {
        at(bytes, from, to);
      } else {
        // Only text that begins or ends outside ASCII can carry an ideographic or no-break space.
        copy(blanksGone(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
      }
    }
  }

  private static String blanksGone(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && blank(text.charAt(from))) {
      from++;
    }
    while (to > from && blank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c) || c == '\u00A0' || c == '\uFEFF';
  }

  private void copy(String text) {
    byte[] copied = text.getBytes(StandardCharsets.UTF_8);
    at(copied, 0, copied.length);
  }

  private void at(byte[] text, int from, int to) {
    cellBytes = text;
    cellFrom = from;
    cellTo = to;
  }

  private UTF8String record() {
    if (!personal) {
      int from = cursor.recordStart();
      int length = cursor.recordEnd() - from;
      return utf8
          ? UTF8String.fromBytes(bytes, from, length)
          : UTF8String.fromString(new String(bytes, from, length, charset));
    }
    if (cursor.broken()) {
      // Where a record's fields are unknown, so is which of them are personal.
      return UTF8String.fromString("********");
    }
    @Nullable PersonKind[] byPosition = new PersonKind[cursor.fields()];
    boolean[] declared = new boolean[cursor.fields()];
    for (int c = 0; c < kinds.length; c++) {
      int index = source.indices()[c];
      if (index >= 0 && index < byPosition.length) {
        byPosition[index] = kinds[c];
        declared[index] = true;
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
      if (kind == null && (shifted || !declared[i])) {
        // Cells of a shifted record may be personal ones in the wrong place, and so may be those
        // under a header that the contract does not know.
        kind = PersonKind.OTHER;
      }
      text.append(quoted(kind == null ? field : pseudonyms.of(kind, field)));
    }
    return UTF8String.fromString(text.toString());
  }

  private static String quoted(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ',' || c == '"' || c == '\r' || c == '\n') {
        return '"' + field.replace("\"", "\"\"") + '"';
      }
    }
    return field;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {}
}
