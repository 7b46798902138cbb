package org.kaohe.landing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.kaohe.config.Column.PersonKind;

/**
 * Keyed pseudonyms (HMAC-SHA256) by kind of identifier, the same for all departments, so that rows
 * of one person join without anybody reading who it is. Not safe for use by several threads.
 */
final class Pseudonyms {
  /** Prefix of a resident number whose check digit is right. */
  static final String VALID_ID = "id_";

  /** Prefix of a resident number that can't be one. */
  static final String INVALID_ID = "idx_";

  /** Prefix of a resident number delivered with digits hidden; it joins with nothing. */
  static final String MASKED_ID = "idm_";

  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";

  private static final Pattern BLANKS = Pattern.compile("\\s");
  private static final Pattern BLANKS_AND_HYPHENS = Pattern.compile("[\\s-]");
  private static final Pattern OLD_ID = Pattern.compile("\\d{15}");
  private static final Pattern ID = Pattern.compile("\\d{17}[\\dX]");

  /** Texts whose pseudonyms are remembered: people come again every month. */
  private static final int REMEMBERED = 50_000;

  /** No longer text is remembered. */
  private static final int REMEMBERED_LENGTH = 64;

  /** In front of what stands for a cell that is not declared personal and may be. */
  static final String COVER = "cv_";

  private static final Pattern PSEUDONYM =
      Pattern.compile("(?:id|idx|idm|nm|ph|ad|ac|px|cv)_[0-9a-f]{24}");

  private final Mac mac;
  private final Map<PersonKind, Map<String, String>> known = new EnumMap<>(PersonKind.class);

  Pseudonyms(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  /** The pseudonym of a delivered text; empty text stays empty. */
  String of(PersonKind kind, String delivered) {
    if (delivered.length() > REMEMBERED_LENGTH) {
      return made(kind, delivered);
    }
    return known
        .computeIfAbsent(kind, k -> new Remembered())
        .computeIfAbsent(delivered, text -> made(kind, text));
  }

  /** Whether a text is one of these pseudonyms, so that it must not become another one. */
  static boolean isPseudonym(String text) {
    return PSEUDONYM.matcher(text).matches();
  }

  /** What stands for a cell that nobody declared personal: exact, so that known words are found. */
  String cover(String text) {
    return COVER + hash("cover", text);
  }

  private String made(PersonKind kind, String delivered) {
    String text =
        Normalizer.normalize(delivered, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    if (text.isEmpty()) {
      return "";
    }
    return switch (kind) {
      case RESIDENT_ID -> residentId(text);
      case NAME -> "nm_" + hash("name", text);
      case PHONE -> "ph_" + hash("phone", BLANKS_AND_HYPHENS.matcher(text).replaceAll(""));
      case ADDRESS -> "ad_" + hash("address", text);
      case ACCOUNT -> "ac_" + hash("account", BLANKS.matcher(text).replaceAll(""));
      case OTHER -> "px_" + hash("other", text);
    };
  }

  private String residentId(String text) {
    // NFKC has made full-width digits plain and the Roman Ⅹ a letter; the multiplication sign
    // stays.
    String id = BLANKS.matcher(text).replaceAll("").replace('×', 'X');
    if (id.indexOf('*') >= 0) {
      return MASKED_ID + hash("masked", id);
    }
    if (OLD_ID.matcher(id).matches()) {
      id = complete(id.substring(0, 6) + "19" + id.substring(6));
    }
    return (validResidentId(id) ? VALID_ID : INVALID_ID) + hash("resident", id);
  }

  /** GB 11643: 17 digits and the check character of their weighted sum modulo 11. */
  static boolean validResidentId(String id) {
    return ID.matcher(id).matches() && complete(id.substring(0, 17)).equals(id);
  }

  private static String complete(String seventeen) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (seventeen.charAt(i) - '0') * WEIGHTS[i];
    }
    return seventeen + CHECKS.charAt(sum % 11);
  }

  private String hash(String kind, String text) {
    byte[] full = mac.doFinal((kind + ":" + text).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(full, 0, 12);
  }

  /** The texts that came last. */
  private static final class Remembered extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > REMEMBERED;
    }
  }
}
