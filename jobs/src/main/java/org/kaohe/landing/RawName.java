package org.kaohe.landing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HexFormat;

/**
 * Names of files are bytes. What Java makes of them depends on the locale, and loses those that it
 * can't decode (Windows writes GBK into zips); so they are kept as an <em>address</em>, the path
 * below a folder with foreign bytes as {@code %HH}, from which the same file is found again in any
 * locale, and made readable only to be matched and shown.
 */
final class RawName {
  private RawName() {}

  /** Where a file lies below a folder; empty for the folder itself. */
  static String address(Path folder, Path file) {
    String below = raw(file).substring(raw(folder).length());
    return below.isEmpty() ? below : below.substring(1);
  }

  /** The file at an address. */
  static Path path(Path folder, String address) {
    return address.isEmpty()
        ? folder
        : Path.of(URI.create("file://" + raw(folder) + "/" + address));
  }

  private static String raw(Path path) {
    String raw = path.toUri().getRawPath();
    return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
  }

  /** The last name of a path, readable. */
  static String readable(Path file) {
    String raw = raw(file);
    return readable(raw.substring(raw.lastIndexOf('/') + 1));
  }

  /**
   * An address as text: each name in UTF-8, else in GB18030, else with every byte that is not ASCII
   * as {@code \xHH}.
   */
  static String readable(String address) {
    if (address.indexOf('%') < 0) {
      return address;
    }
    StringBuilder text = new StringBuilder();
    for (String name : address.split("/")) {
      text.append(text.isEmpty() ? "" : "/").append(text(bytes(name)));
    }
    return text.toString();
  }

  private static byte[] bytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String text(byte[] name) {
    return Departments.text(name)
        .filter(t -> !t.isBlank())
        // Macs take letters apart: é as e and an accent.
        .map(t -> Normalizer.normalize(t, Normalizer.Form.NFC))
        .orElseGet(() -> hex(name));
  }

  private static String hex(byte[] name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name) {
      text.append(b > ' ' ? String.valueOf((char) b) : "\\x%02X".formatted(b));
    }
    return text.toString();
  }
}
