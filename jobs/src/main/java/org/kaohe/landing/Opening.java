package org.kaohe.landing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.kaohe.config.Charsets;
import org.kaohe.config.Contract;
import org.kaohe.error.ErrorCode;

/** The first lines of a file whose header doesn't match: why that may be. */
final class Opening {
  private static final int BYTES = 1 << 16;

  /** How far down a header is looked for. */
  private static final int LINES = 10;

  private static final Map<String, String> SEPARATORS =
      new TreeMap<>(
          Map.of(
              ",", "commas",
              ";", "semicolons",
              "\t", "tabs",
              "|", "bars",
              "，", "Chinese commas",
              "；", "Chinese semicolons"));

  private final byte[] bytes;
  private final Contract contract;

  private Opening(byte[] bytes, Contract contract) {
    this.bytes = bytes;
    this.contract = contract;
  }

  static Opening of(Path file, Contract contract) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Opening(Scan.head(channel, BYTES), contract);
    }
  }

  /** What it may be instead of CSV. */
  Optional<Foreign> form() {
    return Foreign.ofText(bytes).filter(f -> !f.expected(contract));
  }

  /** Why its first line is no header, when that is seen. */
  Optional<Trouble> reason() throws CharacterCodingException {
    if (form().isPresent()) {
      return form().map(Foreign::trouble);
    }
    String[] lines = text().split("\r\n|[\r\n]", LINES + 1);
    for (int above = 0; above < Math.min(lines.length, LINES); above++) {
      for (Map.Entry<String, String> separator : SEPARATORS.entrySet()) {
        if (matches(fields(lines[above], separator.getKey()))) {
          return Optional.of(trouble(above, separator.getKey(), separator.getValue()));
        }
      }
    }
    return known(lines[0], ",") > 0 ? Optional.empty() : otherwiseSeparated(lines[0]);
  }

  /** A header of which commas show nothing that is known, and another separator several columns. */
  private Optional<Trouble> otherwiseSeparated(String line) {
    return SEPARATORS.entrySet().stream()
        .filter(s -> known(line, s.getKey()) > 1)
        .map(s -> trouble(0, s.getKey(), s.getValue()))
        .findFirst();
  }

  private long known(String line, String separator) {
    return Arrays.stream(Header.match(contract, fields(line, separator)).places().indices())
        .filter(i -> i >= 0)
        .count();
  }

  private static Trouble trouble(int above, String separator, String called) {
    String commas =
        "Its fields are separated by %s, and CSV is separated by commas. In Excel save it as 'CSV UTF-8 (comma delimited)'; if that gives %s again, set the list separator of Windows (Region, Additional settings) to a comma. From a database export with commas."
            .formatted(called, called);
    if (above == 0) {
      return Trouble.lasting(ErrorCode.NOT_COMMAS.code(), commas);
    }
    return Trouble.lasting(
        ErrorCode.HEADER_BELOW.code(),
        "Line %d looks like the header, and the first line has to be. Remove the %s above it."
                .formatted(above + 1, above == 1 ? "line" : above + " lines")
            + (separator.equals(",") ? "" : " " + commas));
  }

  private String text() throws CharacterCodingException {
    Charset charset = contract.charset();
    String text =
        new String(bytes, Charsets.utf16(charset) ? Utf16.order(bytes, charset) : charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<String> fields(String line, String separator) {
    if (separator.equals(",")) {
      List<List<String>> records = RecordCursor.all(line);
      return records.isEmpty() ? List.of() : records.get(0);
    }
    return Arrays.stream(line.split(Pattern.quote(separator), -1))
        .map(f -> f.strip().replaceAll("^\"(.*)\"$", "$1"))
        .toList();
  }

  private boolean matches(List<String> fields) {
    Header header = Header.match(contract, fields);
    return header.missing().isEmpty() && header.twice().isEmpty();
  }
}
