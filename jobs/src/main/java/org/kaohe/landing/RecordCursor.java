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
 * <p>A quote that is opened and not closed within {@value #QUOTE_REACH} bytes would swallow good
 * rows: such a record ends at its first line end instead and is marked {@link #broken()}.
 */
final class RecordCursor {
  /** How far a quoted field may reach. */
  static final int QUOTE_REACH = 1 << 20;

  private static final byte QUOTE = '"';
  private static final byte COMMA = ',';
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final byte[] bytes;
  private final int end;
  private final boolean last;
  private int position;
  private long nextLine;

  private int recordStart;
  private int recordEnd;
  private long line;
  private boolean broken;
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
  RecordCursor(byte[] bytes, int from, int end, long firstLine, boolean last) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
    this.nextLine = firstLine;
    this.last = last;
  }

  /** Moves to the next record, passing over blank lines; false when there is none (whole) left. */
  boolean next() {
    while (position < end) {
      recordStart = position;
      line = nextLine;
      if (!parse()) {
        position = recordStart;
        nextLine = line;
        return false;
      }
      if (fields > 1 || starts[0] != ends[0] || quoted[0]) {
        return true;
      }
    }
    recordStart = position;
    return false;
  }

  private boolean parse() {
    fields = 0;
    broken = false;
    int p = recordStart;
    while (true) {
      // One field a turn.
      if (p < end && bytes[p] == QUOTE) {
        int close = closingQuote(p + 1);
        if (close == NEED_MORE) {
          return false;
        }
        if (close == UNCLOSED) {
          return parseBroken();
        }
        int after = close + 1;
        // Text between the closing quote and the separator is kept as part of the field.
        int stop = after;
        while (stop < end && bytes[stop] != COMMA && bytes[stop] != LF) {
          stop++;
        }
        int textEnd = stop;
        if (stop >= end || bytes[stop] == LF) {
          textEnd = textEnd > after && bytes[textEnd - 1] == CR ? textEnd - 1 : textEnd;
        }
        if (textEnd == after) {
          field(p + 1, close, true);
        } else {
          field(p, textEnd, false);
        }
        p = stop;
      } else {
        int from = p;
        while (p < end && bytes[p] != COMMA && bytes[p] != LF) {
          p++;
        }
        int stop = p;
        if ((p >= end || bytes[p] == LF) && stop > from && bytes[stop - 1] == CR) {
          stop--;
        }
        field(from, stop, false);
      }
      if (p >= end) {
        if (!last) {
          return false;
        }
        finish(end, end);
        return true;
      }
      if (bytes[p] == LF) {
        finish(p > recordStart && bytes[p - 1] == CR ? p - 1 : p, p + 1);
        return true;
      }
      p++;
      if (p >= end) {
        if (!last) {
          return false;
        }
        field(end, end, false);
        finish(end, end);
        return true;
      }
    }
  }

  private static final int NEED_MORE = -1;
  private static final int UNCLOSED = -2;

  private int closingQuote(int from) {
    int limit = (int) Math.min(end, (long) from + QUOTE_REACH);
    int p = from;
    while (p < limit) {
      if (bytes[p] == QUOTE) {
        if (p + 1 < end && bytes[p + 1] == QUOTE) {
          p += 2;
          continue;
        }
        if (p + 1 >= end && !last) {
          return NEED_MORE;
        }
        return p;
      }
      p++;
    }
    return limit == end && !last ? NEED_MORE : UNCLOSED;
  }

  private boolean parseBroken() {
    broken = true;
    fields = 0;
    int p = recordStart;
    while (p < end && bytes[p] != LF) {
      p++;
    }
    int stop = p > recordStart && bytes[p - 1] == CR ? p - 1 : p;
    field(recordStart, stop, false);
    finish(stop, Math.min(end, p + 1));
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

  private void finish(int recordEnd, int next) {
    this.recordEnd = recordEnd;
    for (int i = position; i < next; i++) {
      if (bytes[i] == LF) {
        nextLine++;
      }
    }
    position = next;
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

  /** The record had an opening quote that was never closed. */
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

  /** All records of a short text, for manifests. */
  static java.util.List<java.util.List<String>> all(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RecordCursor cursor = new RecordCursor(bytes, 0, bytes.length, 1, true);
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
