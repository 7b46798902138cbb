package org.kaohe.landing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Set;
import org.kaohe.config.Charsets;

/**
 * Whether bytes under another declared charset are UTF-8 all the same: most UTF-8 decodes as
 * GB18030 without an error, 粮食 as 绮 and worse, and nobody would see it before the scorecard.
 *
 * <p>Bytes that are strict UTF-8 with a Chinese character in it hardly ever were anything else; a
 * few short texts of GB18030 are, and there the reading wins that has more of the common
 * characters. In a charset of single bytes, and in UTF-16, every longer sequence of UTF-8 is a
 * sign.
 */
final class Utf8Probe {
  /** Bytes of lines with other than ASCII that the two readings are compared over. */
  private static final int SAMPLE = 1 << 16;

  /** Charsets in which every byte is a character: a sequence of UTF-8 is none of theirs. */
  private static final Set<Charset> ONE_BYTE =
      Set.of(
          StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII, Charset.forName("windows-1252"));

  private static final BitSet COMMON = common();

  private final Charset declared;
  private boolean valid;
  private boolean mark;
  private boolean longer;
  private boolean chinese;

  private long taken;
  private int needed;
  private int code;
  private int least;

  private final ByteArrayOutputStream sample = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean foreignLine;

  Utf8Probe(Charset declared) {
    this.declared = declared;
    this.valid = !declared.equals(StandardCharsets.UTF_8);
  }

  /** The next bytes of the file, each once and in order. */
  void take(byte[] bytes, int from, int to) {
    for (int i = from; i < to && valid; i++) {
      step(bytes[i] & 0xFF);
      taken++;
      if (sample.size() < SAMPLE) {
        keep(bytes[i]);
      }
    }
  }

  private void step(int b) {
    if (needed > 0) {
      valid = (b & 0xC0) == 0x80;
      code = code << 6 | (b & 0x3F);
      needed--;
      if (needed == 0 && valid) {
        character();
      }
    } else if (b >= 0x80) {
      needed = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : 1;
      code = b & (0x3F >> needed);
      least = needed == 1 ? 0x80 : needed == 2 ? 0x800 : 0x10000;
      valid = b >= 0xC2 && b < 0xF8;
    }
  }

  private void character() {
    valid = code >= least && code <= Character.MAX_CODE_POINT && (code < 0xD800 || code > 0xDFFF);
    if (code == 0xFEFF && taken == 2) {
      mark = true;
    } else {
      longer = true;
      boolean sign = code >= 0x3000 && code <= 0x303F;
      boolean fullWidth = code >= 0xFF01 && code <= 0xFFE6;
      chinese |= Character.isIdeographic(code) || sign || fullWidth;
    }
  }

  private void keep(byte b) {
    foreignLine |= b < 0;
    if (line.size() < SAMPLE) {
      line.write(b);
    }
    if (b == '\n') {
      endLine();
    }
  }

  private void endLine() {
    if (foreignLine) {
      sample.writeBytes(line.toByteArray());
    }
    line.reset();
    foreignLine = false;
  }

  /** Whether what was taken is UTF-8, and reading it as declared would be wrong in silence. */
  boolean mistaken() {
    if (!valid || needed > 0 || !longer) {
      return false;
    }
    if (mark || ONE_BYTE.contains(declared) || Charsets.utf16(declared)) {
      return true;
    }
    endLine();
    return chinese
        && Commonness.of(sample.toString(StandardCharsets.UTF_8))
            .exceeds(Commonness.of(sample.toString(declared)));
  }

  /** How many of a text's foreign characters are common ones. */
  private record Commonness(long common, long all) {
    static Commonness of(String text) {
      int[] foreign = text.codePoints().filter(c -> c >= 0x80).toArray();
      long common = java.util.Arrays.stream(foreign).filter(COMMON::get).count();
      return new Commonness(common, foreign.length);
    }

    boolean exceeds(Commonness other) {
      return common * other.all > other.common * all;
    }
  }

  /** The 3,755 most used characters are the first level of GB 2312; its rows 1 to 3 are signs. */
  private static BitSet common() {
    BitSet common = new BitSet();
    Charset gb2312 = Charset.forName("GB2312");
    for (int lead = 0xA1; lead <= 0xD7; lead++) {
      if (lead > 0xA3 && lead < 0xB0) {
        continue;
      }
      for (int trail = 0xA1; trail <= 0xFE; trail++) {
        new String(new byte[] {(byte) lead, (byte) trail}, gb2312)
            .codePoints()
            .filter(c -> c != 0xFFFD)
            .forEach(common::set);
      }
    }
    return common;
  }
}
