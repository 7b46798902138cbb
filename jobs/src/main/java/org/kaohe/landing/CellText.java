package org.kaohe.landing;

/** What of a cell is its text. */
final class CellText {
  private CellText() {}

  /**
   * Without blanks at its ends: white space of any kind, no-break spaces and byte order marks,
   * which programs leave at the seams of files that were put together.
   */
  static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && blank(text.charAt(from))) {
      from++;
    }
    while (to > from && blank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || c == '\u0085'
        || c == '\uFEFF'
        || c == '\u200B';
  }

  /** The same of one byte of ASCII. */
  static boolean blank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || (b >= 0x1C && b <= 0x1F);
  }
}
