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
import org.kaohe.error.KaoheException;

/**
 * The key of personal pseudonyms: {@code KAOHE_KEY}, or a file that only its owner may read, beside
 * the definitions and outside the warehouse, made on first use.
 */
final class PseudonymKey {
  private static final int BYTES = 32;

  private PseudonymKey() {}

  static Path file(Path workspace) {
    return workspace.resolve(".kaohe").resolve("key");
  }

  /**
   * The key, made when there is none.
   *
   * @param given the text of {@code KAOHE_KEY}
   */
  static byte[] of(Path workspace, Optional<String> given) {
    if (given.isPresent()) {
      return given.get().getBytes(StandardCharsets.UTF_8);
    }
    Path file = file(workspace);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new KaoheException(
            "K4006",
            file
                + " is empty, and without its key a person gets another pseudonym. Restore it, or"
                + " set KAOHE_KEY.");
      }
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
