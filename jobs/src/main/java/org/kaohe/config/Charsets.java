package org.kaohe.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The charsets that deliveries are read in. Records are cut out of bytes, so only those will do
 * whose commas, quotes and line ends are the bytes of ASCII and are never part of another
 * character; and UTF-16, which becomes UTF-8 on the way.
 */
public final class Charsets {
  private static final List<String> READ =
      List.of(
          "UTF-8", "GB18030", "GBK", "GB2312", "Big5", "ISO-8859-1", "windows-1252", "US-ASCII");

  private static final List<String> TURNED = List.of("UTF-16", "UTF-16LE", "UTF-16BE");

  private Charsets() {}

  /** All of them. */
  public static List<Charset> read() {
    return Stream.concat(READ.stream(), TURNED.stream()).map(Charset::forName).toList();
  }

  /** Those whose commas and line ends are one byte each. */
  static List<Charset> byBytes() {
    return READ.stream().map(Charset::forName).toList();
  }

  /** Whether it is one of the three names of UTF-16. */
  public static boolean utf16(Charset charset) {
    return TURNED.contains(charset.name());
  }

  /** The charset of a name or alias; empty when there is none. */
  static Optional<Charset> named(String name) {
    try {
      return Optional.of(Charset.forName(name.strip()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  /** All of them, for a sentence. */
  static String names() {
    return String.join(", ", READ) + ", " + String.join(", ", TURNED);
  }
}
