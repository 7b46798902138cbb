package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/**
 * The key of personal pseudonyms: {@code KAOHE_KEY}, or a file that only its owner may read, beside
 * the definitions and outside the warehouse, made on first use.
 */
final class PseudonymKey {
  private static final int BYTES = 32;

  /** Of a text of fewer characters, all that people think of can be tried out. */
  private static final int SHORTEST = 16;

  private PseudonymKey() {}

  static Path file(Path workspace) {
    return workspace.resolve(".kaohe").resolve("key");
  }

  /**
   * The key, made when there is none.
   *
   * @param given the text of {@code KAOHE_KEY}
   * @throws KaoheException K4006 when its file is empty, K4018 when it is too short
   */
  static byte[] of(Path workspace, Optional<String> given) {
    if (given.isPresent()) {
      return bytes("KAOHE_KEY", given.get());
    }
    Path file = file(workspace);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new KaoheException(
            ErrorCode.OTHER_KEY,
            file
                + " is empty, and without its key a person gets another pseudonym. Restore it, or"
                + " set KAOHE_KEY.");
      }
      return bytes(file.toString(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String where, String key) {
    if (key.length() < SHORTEST) {
      throw new KaoheException(
          ErrorCode.KEY_TOO_SHORT,
          "%s is shorter than %d characters, and a key that can be guessed tells the person behind every pseudonym. Take 32 random bytes as text: openssl rand -hex 32. A warehouse that was built with the short one is moved aside and built anew."
              .formatted(where, SHORTEST));
    }
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static void create(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(file.getParent());
    if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    Files.writeString(
        file, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Tells two keys apart without telling either. */
  static String fingerprint(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] hash = mac.doFinal("kaohe key fingerprint".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
