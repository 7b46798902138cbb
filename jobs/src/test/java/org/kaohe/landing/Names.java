package org.kaohe.landing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;

/** Paths of names given as bytes, whatever the locale of the tests is. */
public final class Names {
  private Names() {}

  /** The path of a name in a folder. */
  public static Path in(Path folder, byte[] name) {
    StringBuilder raw = new StringBuilder(folder.toUri().getRawPath().replaceAll("/$", ""));
    raw.append('/');
    for (byte b : name) {
      raw.append('%').append(HexFormat.of().toHexDigits(b));
    }
    return Path.of(URI.create("file://" + raw));
  }

  /** The bytes of several texts. */
  public static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
