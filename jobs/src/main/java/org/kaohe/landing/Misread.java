package org.kaohe.landing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.kaohe.config.Charsets;
import org.kaohe.config.Contract;
import org.kaohe.error.ErrorCode;

/** Bytes that are not of the declared charset: where they begin, and of which charset they are. */
final class Misread {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private Misread() {}

  /**
   * A place in a file.
   *
   * @param offset bytes before it
   */
  record Spot(long line, long offset) {}

  /** Of a file that did not decode strictly. */
  static Trouble trouble(Path file, Contract contract) throws IOException {
    Charset declared = contract.charset();
    Charset other = declared.equals(StandardCharsets.UTF_8) ? GB18030 : StandardCharsets.UTF_8;
    String where = where(file, declared);
    return Trouble.lasting(
        ErrorCode.FILE_NOT_IN_CHARSET.code(),
        "The bytes%s are not %s, as the contract declares, so names and numbers would be damaged silently. "
                .formatted(where, declared)
            + (firstBad(file, other).isEmpty()
                ? cure(other, contract)
                : "Have it exported again, or declare the true charset in the contract."));
  }

  private static String where(Path file, Charset declared) throws IOException {
    try {
      return firstBad(file, declared)
          .map(s -> " (line %d, byte offset %d)".formatted(s.line(), s.offset()))
          .orElse("");
    } catch (CharacterCodingException e) {
      return " (from the first on)";
    }
  }

  /** Of a file that decodes and still is UTF-8. */
  static Trouble mojibake(Contract contract) {
    return Trouble.lasting(
        ErrorCode.FILE_IS_UTF8.code(),
        "The contract declares %s and the file is UTF-8, so its Chinese would be read as other characters. "
                .formatted(contract.charset())
            + cure(StandardCharsets.UTF_8, contract));
  }

  private static String cure(Charset true_, Contract contract) {
    return true_.equals(GB18030)
        ? "They are valid GB18030: declare charset: GB18030 in %s, or in Excel save it as 'CSV UTF-8'."
            .formatted(contract.file().getFileName())
        : "Declare charset: UTF-8 in %s, or have it exported as %s."
            .formatted(contract.file().getFileName(), contract.charset());
  }

  /** With the byte order that the file has. */
  private static Charset decoded(Path file, Charset charset) throws IOException {
    if (!Charsets.utf16(charset)) {
      return charset;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return Utf16.order(Scan.head(channel, Utf16.HEAD), charset);
    }
  }

  /** The first byte that a strict decoder does not take; empty when it takes all. */
  static Optional<Spot> firstBad(Path file, Charset charset) throws IOException {
    CharsetDecoder decoder =
        decoded(file, charset)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    CharBuffer chars = CharBuffer.allocate(1 << 16);
    long offset = 0;
    long line = 1;
    char before = 0;
    try (InputStream in = Files.newInputStream(file)) {
      boolean last = false;
      while (!last) {
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        last = read < 0;
        bytes.limit(bytes.position() + Math.max(read, 0)).position(0);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
          chars.clear();
          result = decoder.decode(bytes, chars, last);
          for (int i = 0; i < chars.position(); i++) {
            char c = chars.get(i);
            // Lines end with LF, CR or both.
            line += c == '\r' || (c == '\n' && before != '\r') ? 1 : 0;
            before = c;
          }
        }
        offset += bytes.position();
        if (result.isError()) {
          return Optional.of(new Spot(line, offset));
        }
        bytes.compact();
      }
    }
    return Optional.empty();
  }
}
