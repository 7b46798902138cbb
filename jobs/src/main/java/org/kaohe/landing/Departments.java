package org.kaohe.landing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Text of departments that declare no charset: they have programs of UTF-8 and of GB18030. */
final class Departments {
  private Departments() {}

  /** The text in the first charset that has all of its bytes; empty when neither has. */
  static Optional<String> text(byte[] bytes) {
    return Stream.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))
        .flatMap(charset -> text(bytes, charset).stream())
        .findFirst();
  }

  private static Optional<String> text(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
