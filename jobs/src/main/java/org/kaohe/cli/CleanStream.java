package org.kaohe.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.kaohe.error.CleanText;

/**
 * UTF-8 on its way to a terminal or a file: no control character passes but line feed and tab
 * (J26). What is written out inside a string of JSON is the same character there, so documents stay
 * exact.
 */
final class CleanStream extends FilterOutputStream {
  private final byte[] held = new byte[1 << 13];
  private int size;

  private CleanStream(OutputStream out) {
    super(out);
  }

  /** A stream of text that flushes when told to. */
  static PrintStream over(OutputStream out) {
    return new PrintStream(new CleanStream(out), false, StandardCharsets.UTF_8);
  }

  /** A stream of text that flushes with every line. */
  static PrintStream prompt(OutputStream out) {
    return new PrintStream(new CleanStream(out), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) throws IOException {
    if (size == held.length) {
      pass(size - unfinished());
    }
    held[size++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void flush() throws IOException {
    pass(size - unfinished());
    super.flush();
  }

  @Override
  public void close() throws IOException {
    pass(size);
    super.close();
  }

  private void pass(int end) throws IOException {
    String text = new String(held, 0, end, StandardCharsets.UTF_8);
    out.write(CleanText.lines(text).getBytes(StandardCharsets.UTF_8));
    System.arraycopy(held, end, held, 0, size - end);
    size -= end;
  }

  /** Bytes at the end that wait for the rest of their character. */
  private int unfinished() {
    for (int n = 1; n <= Math.min(3, size); n++) {
      int b = held[size - n] & 0xFF;
      if (b >= 0xC0) {
        int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        return needed > n ? n : 0;
      }
      if (b < 0x80) {
        return 0;
      }
    }
    return 0;
  }
}
