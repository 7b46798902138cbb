package org.kaohe.landing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import org.kaohe.config.Charsets;

/**
 * UTF-16, whose commas and line ends are two bytes each: it becomes UTF-8 stretch by stretch while
 * it is read, and places in a file stay those of its own bytes.
 */
final class Utf16 {
  /** Enough of a file to see which byte comes first. */
  static final int HEAD = 1 << 13;

  private Utf16() {}

  /** In which charset records are cut out of what {@link #utf8} or the file itself gives. */
  static Charset ofRecords(Charset declared) {
    return Charsets.utf16(declared) ? StandardCharsets.UTF_8 : declared;
  }

  /**
   * Which of the two byte orders a file has: that of its mark; else the declared one; else the one
   * in which ASCII is ASCII.
   *
   * @param head the file's first bytes
   * @throws CharacterCodingException when it is none
   */
  static Charset order(byte[] head, Charset declared) throws CharacterCodingException {
    int zerosFirst = 0;
    int zerosSecond = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        zerosFirst += 1 - i % 2;
        zerosSecond += i % 2;
      }
    }
    // A table has ASCII at least in its commas and line ends.
    if (zerosFirst + zerosSecond == 0 && head.length > 0) {
      throw new MalformedInputException(1);
    }
    if (head.length >= 2) {
      int mark = (head[0] & 0xFF) << 8 | (head[1] & 0xFF);
      if (mark == 0xFEFF || mark == 0xFFFE) {
        return mark == 0xFEFF ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      }
    }
    if (!declared.equals(StandardCharsets.UTF_16)) {
      return declared;
    }
    return zerosFirst > zerosSecond ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
  }

  /**
   * As UTF-8, strictly.
   *
   * @param last whether the text ends here; otherwise half a character at the end is left out
   */
  static byte[] utf8(byte[] bytes, int length, Charset order, boolean last)
      throws CharacterCodingException {
    CharsetDecoder decoder =
        order
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(length / 2 + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes, 0, length), chars, last);
    if (result.isError()) {
      result.throwException();
    }
    return chars.flip().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** How many bytes of UTF-16 the first bytes of UTF-8 were. */
  static int length(byte[] utf8, int to) {
    int units = 0;
    for (int i = 0; i < to; i++) {
      int b = utf8[i] & 0xFF;
      // Four bytes are a pair of units; the second to fourth byte of a character begin with 10.
      units += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
    }
    return 2 * units;
  }
}
