package org.kaohe.config;

import com.google.re2j.Pattern;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Matching of texts in definitions' SQL, in time linear in the text ({@link LinearPattern}). Public
 * because Spark calls it by name, also from the code that it generates; not to be used directly.
 */
public final class LinearText {
  /** As many as definitions have; they are few and stay. */
  private static final ConcurrentHashMap<UTF8String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private LinearText() {}

  /** Whether an expression matches somewhere in the text, as {@code rlike} asks. */
  public static boolean find(UTF8String text, UTF8String regex) {
    Pattern pattern = PATTERNS.get(regex);
    if (pattern == null) {
      pattern = LinearPattern.compile(regex.toString());
      PATTERNS.put(regex.copy(), pattern);
    }
    return pattern.matcher(text.toString()).find();
  }

  /**
   * The regular expression of a LIKE pattern.
   *
   * @throws IllegalArgumentException when an escape stands before nothing that it could escape
   */
  static String ofLike(String like, char escape) {
    StringBuilder regex = new StringBuilder("\\A(?s:");
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == escape) {
        i++;
        boolean escapable =
            i < like.length() && (like.charAt(i) == escape || "_%".indexOf(like.charAt(i)) >= 0);
        if (!escapable) {
          throw new IllegalArgumentException(
              "%s stands before something other than _, %% and itself".formatted(escape));
        }
        regex.append(Pattern.quote(like.substring(i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        int end = like.offsetByCodePoints(i, 1);
        regex.append(Pattern.quote(like.substring(i, end)));
        i = end - 1;
      }
    }
    return regex.append(")\\z").toString();
  }
}
