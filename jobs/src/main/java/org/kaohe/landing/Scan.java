package org.kaohe.landing;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.kaohe.config.Charsets;

/**
 * What one pass over a delivery's bytes tells (J14): its SHA-256, that it decodes strictly, its
 * header, and where its records can be cut into slices.
 *
 * @param broken the header's quotes can't be trusted, so that it is one text
 */
record Scan(
    String sha256,
    long bytes,
    List<String> header,
    boolean broken,
    long records,
    List<Slice> slices) {

  /** Bytes read at a time, and the longest slice. */
  static final int STRETCH = 32 << 20;

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /**
   * Reads the file once.
   *
   * @throws CharacterCodingException when a byte sequence is not of the declared charset
   * @throws IOException when the file can't be read or grows while being read
   */
  static Scan of(Path file, Charset charset, RecordCursor.Form form, Utf8Probe probe)
      throws IOException {
    return of(file, charset, form, STRETCH, probe);
  }

  static Scan of(Path file, Charset charset, RecordCursor.Form form) throws IOException {
    return of(file, charset, form, STRETCH);
  }

  /**
   * @param form of the records; the header may always have cells of several lines
   * @param stretch bytes read at a time; longer than {@link RecordCursor#QUOTE_REACH} unless the
   *     file is known to have no open quote
   */
  static Scan of(Path file, Charset charset, RecordCursor.Form form, int stretch)
      throws IOException {
    return of(file, charset, form, stretch, new Utf8Probe(charset));
  }

  private static Scan of(
      Path file, Charset charset, RecordCursor.Form form, int stretch, Utf8Probe probe)
      throws IOException {
    MessageDigest digest = sha256Digest();
    List<String> header = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    long records = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int capacity = (int) Math.min(size, stretch);
      byte[] buffer = new byte[capacity];
      boolean turned = Charsets.utf16(charset);
      Charset order = turned ? Utf16.order(head(channel, Utf16.HEAD), charset) : charset;
      CharsetDecoder decoder =
          Utf16.ofRecords(charset)
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      CharBuffer scratch = CharBuffer.allocate(1 << 16);
      long offset = 0;
      int held = 0;
      long line = 1;
      boolean headerRead = false;
      boolean broken = false;
      while (offset + held < size || held > 0) {
        int wanted = (int) Math.min(capacity - held, size - offset - held);
        fill(channel, offset + held, buffer, held, wanted);
        digest.update(buffer, held, wanted);
        probe.take(buffer, held, held + wanted);
        int filled = held + wanted;
        boolean last = offset + filled == size;
        byte[] text = turned ? Utf16.utf8(buffer, filled, order, last) : buffer;
        int end = turned ? text.length : filled;
        int from = offset == 0 && startsWithBom(text, end) ? BOM.length : 0;
        RecordCursor cursor =
            new RecordCursor(
                text, from, end, line, last, headerRead ? form : RecordCursor.Form.SEVERAL_LINES);
        int sliceStart = -1;
        long sliceLine = line;
        long before = records;
        while (cursor.next()) {
          if (!headerRead) {
            for (int i = 0; i < cursor.fields(); i++) {
              header.add(decode(cursor, i, decoder));
            }
            headerRead = true;
            broken = cursor.broken();
            cursor = cursor.rest(form);
            continue;
          }
          if (sliceStart < 0) {
            sliceStart = cursor.recordStart();
            sliceLine = cursor.line();
          }
          records++;
        }
        int stop = last ? filled : at(cursor.recordStart(), text, turned);
        if (stop == 0 && !last) {
          throw new TooLong("A record is longer than " + stretch + " bytes at line " + line);
        }
        if (!turned) {
          check(decoder, buffer, from, stop, scratch);
        }
        if (records > before) {
          slices.add(new Slice(offset + at(sliceStart, text, turned), offset + stop, sliceLine));
        }
        if (last) {
          break;
        }
        line = cursor.nextLine();
        held = filled - stop;
        System.arraycopy(buffer, stop, buffer, 0, held);
        offset += stop;
      }
      if (channel.size() != size) {
        throw new IOException("The file is still being written");
      }
      return new Scan(
          HexFormat.of().formatHex(digest.digest()),
          size,
          List.copyOf(header),
          broken,
          records,
          List.copyOf(slices));
    }
  }

  /** Where in the bytes of a file a place in its text is. */
  private static int at(int place, byte[] text, boolean turned) {
    return turned ? Utf16.length(text, place) : place;
  }

  /** The first bytes of a file, at most so many. */
  static byte[] head(FileChannel channel, int most) throws IOException {
    byte[] head = new byte[(int) Math.min(channel.size(), most)];
    fill(channel, 0, head, 0, head.length);
    return head;
  }

  static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static boolean startsWithBom(byte[] buffer, int filled) {
    return filled >= 3 && buffer[0] == BOM[0] && buffer[1] == BOM[1] && buffer[2] == BOM[2];
  }

  static void fill(FileChannel channel, long position, byte[] buffer, int at, int count)
      throws IOException {
    ByteBuffer target = ByteBuffer.wrap(buffer, at, count);
    while (target.hasRemaining()) {
      int read = channel.read(target, position + count - target.remaining());
      if (read < 0) {
        throw new EOFException("The file became shorter while it was read");
      }
    }
  }

  private static String decode(RecordCursor cursor, int field, CharsetDecoder decoder)
      throws CharacterCodingException {
    Charset bytewise = StandardCharsets.ISO_8859_1;
    byte[] raw = cursor.text(field, bytewise).getBytes(bytewise);
    return decoder.decode(ByteBuffer.wrap(raw)).toString().strip();
  }

  private static void check(
      CharsetDecoder decoder, byte[] buffer, int from, int to, CharBuffer scratch)
      throws CharacterCodingException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, from, to - from);
    decoder.reset();
    while (true) {
      scratch.clear();
      CoderResult result = decoder.decode(bytes, scratch, true);
      if (result.isError()) {
        result.throwException();
      }
      if (result.isUnderflow()) {
        return;
      }
    }
  }
}
