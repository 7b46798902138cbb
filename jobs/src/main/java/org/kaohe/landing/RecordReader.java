package org.kaohe.landing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.quality.RowSpec;
import org.kaohe.quality.RowSpec.ColumnSpec;
import org.kaohe.quality.RowTyper;

/**
 * Reads the cells of one record after another by a contract: the one reader of records, whether
 * they arrive as bytes or are read again from bronze, so that reading again changes nothing. Not
 * safe for use by several threads.
 */
final class RecordReader {
  /** Where records come from. */
  enum Origin {
    /** As delivered: personal cells are still people. */
    ARRIVED,
    /** Kept in bronze: personal cells are pseudonyms. */
    KEPT
  }

  /** What is kept of a record whose cells are unknown: unreadable again, in the same way. */
  private static final UTF8String UNKNOWN = UTF8String.fromString("\"********");

  private static final byte[] NOTHING = new byte[0];

  private final RowSpec spec;
  private final Origin origin;
  private final Charset charset;
  private final boolean utf8;
  private final PersonalCells people;
  private final RowTyper typer;
  private final boolean[] wanted;
  private final @Nullable Object[] typed;

  /** For each column the number of reasons before and after its cell was read. */
  private final int[] reasonsFrom;

  private final int[] reasonsTo;
  private boolean covered;

  private int[] indices = new int[0];
  private int width;
  private int least;
  private RecordCursor cursor;
  private byte[] bytes = NOTHING;

  // The stretch of the cell being read; for escaped or decoded text, of a copy.
  private byte[] cellBytes = NOTHING;
  private int cellFrom;
  private int cellTo;

  /**
   * @param wanted for each column whether its cell is needed
   * @param key of the pseudonyms; may be empty for a contract without personal columns
   */
  RecordReader(RowSpec spec, Origin origin, Charset charset, byte[] key, boolean[] wanted) {
    this.spec = spec;
    this.origin = origin;
    this.charset = charset;
    this.utf8 = charset.equals(StandardCharsets.UTF_8);
    this.people = new PersonalCells(spec, key);
    this.typer = new RowTyper(spec);
    this.wanted = wanted.clone();
    int columns = spec.columns().size();
    this.typed = new Object[columns];
    this.reasonsFrom = new int[columns];
    this.reasonsTo = new int[columns];
    this.cursor = open(NOTHING, 0, 1);
  }

  /** Whether bytes of a record can be kept as they are. */
  boolean keepsText() {
    return !people.personal();
  }

  /**
   * Begins a stretch of records of one delivery.
   *
   * @param firstLine line of its first record
   */
  void begin(byte[] stretch, long firstLine, Header.Places places) {
    this.indices = places.indices();
    this.least = places.least();
    this.width = places.width();
    this.bytes = stretch;
    typer.issued(places.issued());
    this.cursor = open(stretch, stretch.length, firstLine);
  }

  private RecordCursor open(byte[] text, int length, long firstLine) {
    return new RecordCursor(
        text, 0, length, firstLine, true, RecordCursor.Form.of(spec.severalLines()));
  }

  /** Reads the next record; false at the end of the stretch. */
  boolean next() {
    if (!cursor.next()) {
      return false;
    }
    read();
    return true;
  }

  /** Reads the record that the stretch is. */
  void only() {
    cursor.one();
    read();
  }

  private void read() {
    covered = false;
    typer.begin(whole());
    for (int c = 0; c < wanted.length; c++) {
      if (wanted[c]) {
        reasonsFrom[c] = typer.found().size();
        typed[c] = cursor.broken() ? null : cell(c);
        reasonsTo[c] = typer.found().size();
      }
    }
    if (covered && typer.found().isEmpty()) {
      // Nothing is wrong any more, but what the cell held is gone: it has to be delivered again.
      typer.add("covered:record");
    }
  }

  private @Nullable Object cell(int column) {
    if (indices[column] < 0) {
      return typer.undelivered(column);
    }
    seek(column);
    if (origin == Origin.KEPT && people.personal() && !people.personal(column)) {
      String text = text();
      var lifted = people.uncovered(column, text);
      if (lifted.isPresent()) {
        if (lifted.get().word().isEmpty()) {
          covered = true;
          String name = spec.columns().get(column).name();
          lifted.get().kinds().forEach(kind -> typer.add(kind + ":" + name));
          return null;
        }
        copy(lifted.get().word().get());
      }
    }
    Object value = typer.cell(column, cellBytes, cellFrom, cellTo);
    ColumnSpec cell = spec.columns().get(column);
    if (people.personal()
        && !people.personal(column)
        && cell.scanned()
        && PersonalNumbers.possible(cellBytes, cellFrom, cellTo)
        && PersonalNumbers.in(text())) {
      typer.add("personal:" + cell.name());
    }
    return value;
  }

  private String text() {
    return new String(cellBytes, cellFrom, cellTo - cellFrom, StandardCharsets.UTF_8);
  }

  /** The value of a wanted column in Spark's internal form. */
  @Nullable Object typed(int column) {
    return typed[column];
  }

  List<String> reasons() {
    return typer.reasons();
  }

  List<String> emptied() {
    return typer.emptied();
  }

  boolean control() {
    return typer.control();
  }

  boolean deleted() {
    return typer.deleted();
  }

  /** Where the record stands in time, when a column of its own says so. */
  @Nullable UTF8String slice() {
    return typer.slice(typed[spec.at()]);
  }

  long line() {
    return cursor.line();
  }

  /** Every header has its cell, nothing stands beside them, and the quotes can be trusted. */
  private boolean whole() {
    if (cursor.broken() || cursor.fields() < least) {
      return false;
    }
    for (int i = width; i < cursor.fields(); i++) {
      if (!CellText.trimmed(cursor.text(i, charset)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Points at a cell's UTF-8 text without blanks at its ends. */
  private void seek(int column) {
    int index = indices[column];
    if (index < 0 || index >= cursor.fields()) {
      at(NOTHING, 0, 0);
    } else if (people.personal(column)) {
      String text = CellText.trimmed(cursor.text(index, charset));
      copy(origin == Origin.ARRIVED ? people.arrived(column, text) : people.kept(column, text));
    } else if (!utf8 || cursor.escaped(index)) {
      copy(CellText.trimmed(cursor.text(index, charset)));
    } else {
      int from = cursor.start(index);
      int to = cursor.end(index);
      while (from < to && CellText.blank(bytes[from])) {
        from++;
      }
      while (to > from && CellText.blank(bytes[to - 1])) {
        to--;
      }
      if (from == to || (bytes[from] >= 0 && bytes[to - 1] >= 0)) {
        at(bytes, from, to);
      } else {
        // Only text that begins or ends outside ASCII can carry an ideographic or no-break space.
        copy(CellText.trimmed(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
      }
    }
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

  /**
   * The record as bronze keeps it; of a contract with personal columns all cells must be wanted.
   */
  UTF8String record() {
    if (!people.personal()) {
      int from = cursor.recordStart();
      int length = cursor.recordEnd() - from;
      return utf8
          ? UTF8String.fromBytes(bytes, from, length)
          : UTF8String.fromString(new String(bytes, from, length, charset));
    }
    if (cursor.broken()) {
      // Where a record's fields are unknown, so is which of them are personal.
      return UNKNOWN;
    }
    int[] columnAt = new int[cursor.fields()];
    java.util.Arrays.fill(columnAt, -1);
    for (int c = 0; c < indices.length; c++) {
      if (indices[c] >= 0 && indices[c] < columnAt.length) {
        columnAt[indices[c]] = c;
      }
    }
    boolean astray = astray();
    StringBuilder text = new StringBuilder(cursor.recordEnd() - cursor.recordStart() + 64);
    for (int i = 0; i < columnAt.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(quoted(kept(columnAt[i], cursor.text(i, charset), astray)));
    }
    return UTF8String.fromString(text.toString());
  }

  private String kept(int column, String field, boolean astray) {
    String text = CellText.trimmed(field);
    if (column < 0) {
      // Nobody has said what stands under a header that the contract does not know (ADR 7).
      return people.cover(text, List.of());
    }
    if (people.personal(column)) {
      return people.pseudonym(column, text);
    }
    return astray && !harmless(column, text) ? people.cover(text, own(column)) : field;
  }

  /**
   * Whether people may stand in the wrong columns of this record: its fields are shifted, a cell
   * that must be there is not, a personal cell is none, or some cell is not what its column holds
   * and is no mere figure either.
   */
  private boolean astray() {
    if (!whole()) {
      return true;
    }
    for (int c = 0; c < wanted.length; c++) {
      List<String> own = own(c);
      if (own.isEmpty()) {
        continue;
      }
      String text = indices[c] < 0 ? "" : CellText.trimmed(cursor.text(indices[c], charset));
      if (people.personal(c)
          || own.stream().anyMatch(r -> r.startsWith("required:") || r.startsWith("personal:"))
          || !PersonalNumbers.figure(text)) {
        return true;
      }
    }
    return false;
  }

  private List<String> own(int column) {
    return typer.found().subList(reasonsFrom[column], reasonsTo[column]);
  }

  /** A cell that can hold nobody: of a closed set, or a figure. */
  private boolean harmless(int column, String text) {
    List<String> own = own(column);
    if (own.stream().anyMatch(r -> r.startsWith("personal:"))) {
      return false;
    }
    ColumnSpec cell = spec.columns().get(column);
    boolean closed =
        cell.kind() != RowSpec.Kind.TEXT
            || cell.knownUnit()
            || !cell.accepted().isEmpty()
            || (typer.control() && spec.control().column() == column)
            || (typer.deleted() && spec.deleted().column() == column);
    return (closed && own.isEmpty()) || PersonalNumbers.figure(text);
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
}
