package org.kaohe.publish;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * File names for codes: readable, the same for the same code, legal on every file system and
 * different where upper and lower case are not told apart.
 */
final class FileNames {
  private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,60}");
  private static final int HASH_BYTES = 8;

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  FileNames(Iterable<String> codes) {
    for (String code : codes) {
      String lower = code.toLowerCase(Locale.ROOT);
      // A reserved prefix keeps names like CON and nul from meaning a device.
      String name = SAFE.matcher(lower).matches() ? "x-" + lower : "h-" + hash(code);
      if (!taken.add(name)) {
        name = "h-" + hash(code);
        taken.add(name);
      }
      names.put(code, name);
    }
  }

  String of(String code) {
    String name = names.get(code);
    if (name == null) {
      throw new IllegalArgumentException("No file for " + code);
    }
    return name;
  }

  private static String hash(String code) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
