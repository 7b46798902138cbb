package org.kaohe.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions of definitions, matched in time linear in the text (RE2/J): with Java's own
 * engine one cell could take for ever or end the process (J25). Back references, look-around and
 * possessive quantifiers do not exist.
 */
public final class LinearPattern {
  private static final java.util.regex.Pattern UNICODE_ESCAPE =
      java.util.regex.Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u([0-9A-Fa-f]{4})");

  private LinearPattern() {}

  /**
   * Compiles an expression; {@code \}{@code uXXXX} is understood as Java does.
   *
   * @throws PatternSyntaxException when it is none, or needs what a linear engine can't do
   */
  public static Pattern compile(String regex) {
    return Pattern.compile(UNICODE_ESCAPE.matcher(regex).replaceAll("$1\\\\x{$2}"));
  }
}
