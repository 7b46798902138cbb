package org.kaohe.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.kaohe.error.ErrorCode;

/** Definition files are UTF-8; a byte order mark is tolerated, anything else is a problem. */
final class Texts {
  private Texts() {}

  static Optional<String> decode(Path file, byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.error(
          new Place(file, line),
          ErrorCode.DEFINITION_NOT_UTF8,
          "the bytes are not UTF-8",
          "names would be read as other characters",
          "Save the file as UTF-8.");
      return Optional.empty();
    }
    decoder.flush(out);
    String text = out.flip().toString();
    int place = text.indexOf("${");
    if (place >= 0) {
      problems.error(
          new Place(
              file, 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count()),
          ErrorCode.VARIABLE_IN_DEFINITION,
          "${ stands in a definition",
          "nothing is put in its place: what a definition means would depend on the machine, and a"
              + " secret of the environment could be published",
          "Write the value itself.");
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }
}
