package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharsetsTest {
  private static final String CUTS = ",\"\r\n";

  @ParameterizedTest
  @MethodSource("org.kaohe.config.Charsets#byBytes")
  void noCharacterHoldsTheByteOfACommaAQuoteOrALineEnd(Charset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    int encoded = 0;
    boolean same = true;
    List<String> cut = new ArrayList<>();
    // Beyond the basic plane a charset has all of Unicode's or nothing.
    int last = encoder.canEncode("𠮷") ? Character.MAX_CODE_POINT : Character.MAX_VALUE;
    for (int c = 0; c <= last; c++) {
      byte[] bytes = bytes(encoder, c);
      encoded += bytes.length == 0 ? 0 : 1;
      if (c < 0x80) {
        same &= bytes.length == 1 && bytes[0] == c;
      } else {
        for (byte b : bytes) {
          if (CUTS.indexOf(b) >= 0) {
            cut.add("U+%04X".formatted(c));
          }
        }
      }
    }
    assertThat(cut).isEmpty();
    assertThat(same).as("ASCII is ASCII").isTrue();
    assertThat(encoded).isGreaterThanOrEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "IBM037", "IBM1047"})
  void whatHasOtherCommasOrCommasInsideIsNotReadByBytes(String name) {
    assertThat(Charsets.byBytes()).doesNotContain(Charset.forName(name));
    byte[] comma = ",".getBytes(Charset.forName(name));
    assertThat(comma.length > 1 || comma[0] != ',').isTrue();
  }

  private static byte[] bytes(CharsetEncoder encoder, int c) {
    try {
      ByteBuffer bytes = encoder.encode(CharBuffer.wrap(Character.toChars(c)));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      return new byte[0];
    }
  }
}
