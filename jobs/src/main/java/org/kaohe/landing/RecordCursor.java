package org.kaohe.landing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the records of delimited text (RFC 4180) in a byte array, giving each record's bytes, the
 * line it starts on and its fields, without copying.
 *
 * <p>It works on bytes because the line feed, the comma and the quote keep their ASCII value in
 * UTF-8 and never occur inside a character of GB18030 (trail bytes start at 0x30), so one walk
 * serves both charsets and byte offsets stay true.
 *
 * <p>A line feed, a carriage return or both end a record. A record whose quotes can't be trusted
 * ends at its first line end instead and is marked {@link #broken()}, so that it never swallows
 * good rows: one with a quote that is opened and not closed (in a form of several lines, within
 * {@value #QUOTE_REACH} bytes; otherwise in its line), or with text between a closing quote and the
 * next separator.
 *
 * <p>Lines without any text are passed over: blank ones, and those of nothing but separators, which
 * spreadsheets write below a table.
 */
final class RecordCursor {
  /** How far a quoted field of several lines may reach. */
  static final int QUOTE_REACH = 1 << 20;

  /** Whether a quoted field may hold line ends. */
  enum Form {
    ONE_LINE,
    SEVERAL_LINES;

    static Form of(boolean severalLines) {
      return severalLines ? SEVERAL_LINES : ONE_LINE;
    }
  }

  private static final byte QUOTE = '"';
  private static final byte COMMA = ',';
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final byte[] bytes;
  private final int end;
  private final boolean last;
  private final Form form;
  private int position;
  private long nextLine;

  private int recordStart;
  private int recordEnd;
  private long line;
  private boolean broken;
  private boolean empty;
  private int lineEndsInQuotes;
  private int fields;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];

  /**
   * @param from index of the first byte of a record
   * @param end one past the last byte
   * @param firstLine line number of the first record
   * @param last true when the text ends at {@code end}; otherwise a record that runs into the end
   *     is left for the next stretch
   */
  RecordCursor(byte[] bytes, int from, int end, long firstLine, boolean last, Form form) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
    this.nextLine = firstLine;
    this.last = last;
    this.form = form;
  }

  /** Moves to the next record; false when there is none (whole) left. */
  boolean next() {
    while (position < end) {
      recordStart = position;
      line = nextLine;
      if (!parse()) {
        position = recordStart;
        nextLine = line;
        return false;
      }
      if (!empty) {
        return true;
      }
    }
    recordStart = position;
    return false;
  }

  /** Takes what stands here as a record, be it empty; for a record that is kept alone. */
  void one() {
    recordStart = position;
    line = nextLine;
    if (!parse()) {
      throw new IllegalStateException("A text that is kept alone is whole");
    }
  }

  private boolean parse() {
    fields = 0;
    broken = false;
    empty = true;
    lineEndsInQuotes = 0;
    int p = recordStart;
    while (true) {
      // One field a turn.
      if (p < end && bytes[p] == QUOTE) {
        int close = closingQuote(p + 1);
        if (close == NEED_MORE) {
          return false;
        }
        if (close == UNCLOSED || !endsField(close + 1)) {
          return parseBroken();
        }
        empty = false;
        field(p + 1, close, true);
        p = close + 1;
      } else {
        int from = p;
        while (p < end && bytes[p] != COMMA && !lineEnd(p)) {
          empty &= bytes[p] == ' ' || bytes[p] == '\t';
          p++;
        }
        field(from, p, false);
      }
      if (p >= end || lineEnd(p)) {
        return finish(p);
      }
      p++;
    }
  }

  private static final int NEED_MORE = -1;
  private static final int UNCLOSED = -2;

  private boolean lineEnd(int at) {
    return bytes[at] == LF || bytes[at] == CR;
  }

  private boolean endsField(int at) {
    return at >= end || bytes[at] == COMMA || lineEnd(at);
  }

  private int closingQuote(int from) {
    int limit = (int) Math.min(end, (long) from + QUOTE_REACH);
    for (int p = from; p < limit; p++) {
      if (bytes[p] == QUOTE) {
        if (p + 1 < end && bytes[p + 1] == QUOTE) {
          p++;
          continue;
        }
        return p + 1 >= end && !last ? NEED_MORE : p;
      }
      if (lineEnd(p)) {
        if (form == Form.ONE_LINE) {
          return UNCLOSED;
        }
        if (bytes[p] == LF || p + 1 >= end || bytes[p + 1] != LF) {
          lineEndsInQuotes++;
        }
      }
    }
    return limit == end && !last ? NEED_MORE : UNCLOSED;
  }

  private boolean parseBroken() {
    broken = true;
    empty = false;
    fields = 0;
    lineEndsInQuotes = 0;
    int p = recordStart;
    while (p < end && !lineEnd(p)) {
      p++;
    }
    field(recordStart, p, false);
    return finish(p);
  }

  /** Ends the record before the line end at {@code p}; false when what follows has to be seen. */
  private boolean finish(int p) {
    // A carriage return at the end of the stretch may be half of a line end.
    if (!last && (p >= end || (bytes[p] == CR && p + 1 >= end))) {
      return false;
    }
    recordEnd = p;
    int next = p;
    if (next < end) {
      next += bytes[next] == CR && next + 1 < end && bytes[next + 1] == LF ? 2 : 1;
      nextLine++;
    }
    nextLine += lineEndsInQuotes;
    position = next;
    return true;
  }

  private void field(int from, int to, boolean inQuotes) {
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, fields * 2);
      ends = Arrays.copyOf(ends, fields * 2);
      quoted = Arrays.copyOf(quoted, fields * 2);
    }
    starts[fields] = from;
    ends[fields] = to;
    quoted[fields] = inQuotes;
    fields++;
  }

  /** Index of the first byte of the current record, or, after the last, of what is left over. */
  int recordStart() {
    return recordStart;
  }

  /** One past the last byte of the current record, without its line end. */
  int recordEnd() {
    return recordEnd;
  }

  /** Line on which the current record starts. */
  long line() {
    return line;
  }

  /** Line on which the next record starts. */
  long nextLine() {
    return nextLine;
  }

  /** The record's quotes can't be trusted; it is kept as one field. */
  boolean broken() {
    return broken;
  }

  int fields() {
    return fields;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  /** The field as text, quotes undone. */
  String text(int field, Charset charset) {
    int from = starts[field];
    int length = ends[field] - from;
    if (quoted[field] && escaped(field)) {
      byte[] plain = unescape(field);
      return new String(plain, charset);
    }
    return new String(bytes, from, length, charset);
  }

  /** Whether the field's bytes hold doubled quotes. */
  boolean escaped(int field) {
    if (quoted[field]) {
      for (int i = starts[field]; i < ends[field]; i++) {
        if (bytes[i] == QUOTE) {
          return true;
        }
      }
    }
    return false;
  }

  byte[] unescape(int field) {
    byte[] plain = new byte[ends[field] - starts[field]];
    int n = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      plain[n++] = bytes[i];
      if (bytes[i] == QUOTE) {
        i++;
      }
    }
    return Arrays.copyOf(plain, n);
  }

  /** The records that follow, in another form. */
  RecordCursor rest(Form other) {
    return new RecordCursor(bytes, position, end, nextLine, last, other);
  }

  /** All records of a short text, for manifests. */
  static java.util.List<java.util.List<String>> all(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RecordCursor cursor = new RecordCursor(bytes, 0, bytes.length, 1, true, Form.SEVERAL_LINES);
    java.util.List<java.util.List<String>> records = new java.util.ArrayList<>();
    while (cursor.next()) {
      java.util.List<String> record = new java.util.ArrayList<>();
      for (int i = 0; i < cursor.fields(); i++) {
        record.add(cursor.text(i, StandardCharsets.UTF_8));
      }
      records.add(record);
    }
    return records;
  }
}
