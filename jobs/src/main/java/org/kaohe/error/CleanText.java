package org.kaohe.error;

/**
 * Foreign text made fit for a terminal, a log, a page or a sheet (J26): names of files, headers,
 * cells and names of units may hold escape sequences, line ends that forge a line of ours, marks
 * that turn the writing direction, or ten megabytes.
 */
public final class CleanText {
  /** Longest text that a message shows of something foreign. */
  public static final int LONGEST = 200;

  private CleanText() {}

  /** One line of at most {@value #LONGEST} characters. */
  public static String line(String text) {
    return line(text, LONGEST);
  }

  /**
   * One line.
   *
   * @param longest characters that are shown; what is cut off is told by its length
   * @return the text with every control character, line end and direction mark written as {@code
   *     \\u001B}
   */
  public static String line(String text, int longest) {
    return cleaned(bounded(text, longest), false);
  }

  /** Text of several lines: tabs and line feeds stay. */
  public static String lines(String text) {
    return cleaned(text, true);
  }

  private static String bounded(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…(%,d)".formatted(text.length());
  }

  private static String cleaned(String text, boolean lines) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (lines && (c == '\n' || c == '\t')) {
        clean.append(c);
      } else if (unsafe(text, i)) {
        clean.append("\\u%04X".formatted((int) c));
      } else {
        clean.append(c);
      }
    }
    return clean.toString();
  }

  private static boolean unsafe(String text, int at) {
    char c = text.charAt(at);
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SURROGATE -> !paired(text, at);
      default -> false;
    };
  }

  private static boolean paired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
