package org.kaohe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells the content of a refused file from the next one under its name. */
final class ContentHash {
  /** Nobody waits for a whole disk image that lies in the landing folder. */
  private static final long LONGEST = 64L << 20;

  private ContentHash() {}

  /** SHA-256 of a file; its size where it is very long, nothing where it can't be read. */
  static String of(Path file, long bytes) {
    if (bytes > LONGEST) {
      return bytes + " bytes";
    }
    try {
      return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      return "";
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
