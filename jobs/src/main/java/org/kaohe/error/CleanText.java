package org.kaohe.error;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Foreign text made fit for a terminal, a log, a page or a sheet (J26): names of files, headers,
 * cells, names of units and messages of libraries may hold escape sequences, line ends that forge a
 * line of ours, marks that turn the writing direction, or ten megabytes.
 *
 * <p>Tables and JSON keep the exact text. Whoever shows it to eyes or hands it to a tool that acts
 * on it writes it out here: the console, the reports, the trace of an error, the data of pages; and
 * whatever comes to write sheets or CSV, which besides must keep a cell that begins with {@code =},
 * {@code +}, {@code -} or {@code @} from being taken for a formula. What is written out is also
 * what JSON calls the same character inside a string, so a document stays exact.
 */
public final class CleanText {
  /** Longest text that a message shows of something foreign. */
  public static final int LONGEST = 200;

  /** Longest message: what is wrong, why it matters and what to do, with names in it. */
  public static final int LONGEST_MESSAGE = 2_000;

  /** Of a message that is too long the end is kept as well: it tells what to do. */
  private static final int END = 500;

  private static final int BEGINNING = LONGEST_MESSAGE - END - 20;

  private static final int NAMES = 20;

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
    return text.length() <= longest
        ? cleaned(text, false)
        : cleaned(beginning(text, longest), false) + cut(text);
  }

  /** Text of several lines: tabs and line feeds stay. */
  public static String lines(String text) {
    return cleaned(text, true);
  }

  /** One line of at most {@value #LONGEST_MESSAGE} characters, its beginning and its end. */
  public static String message(String text) {
    return bounded(cleaned(bounded(text), false));
  }

  /**
   * At most {@value #LONGEST_MESSAGE} characters of a text that is stored or given to programs: its
   * beginning, its whole length and its end, nothing written out.
   */
  public static String bounded(String text) {
    if (text.length() <= LONGEST_MESSAGE) {
      return text;
    }
    int end = text.length() - END;
    int from = Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end;
    return beginning(text, BEGINNING) + cut(text) + "…" + text.substring(from);
  }

  /** The first sentences and how many there are besides. */
  public static List<String> first(List<String> sentences, int shown) {
    if (sentences.size() <= shown) {
      return sentences;
    }
    List<String> first = new ArrayList<>(sentences.subList(0, shown));
    first.add(more(sentences.size() - shown));
    return first;
  }

  /** Foreign names in a message: the first ones, each shortened, and how many there are besides. */
  public static String names(Collection<String> names) {
    String first =
        names.stream().limit(NAMES).map(CleanText::name).collect(Collectors.joining(", "));
    return names.size() <= NAMES ? first : first + " " + more(names.size() - NAMES);
  }

  private static String name(String text) {
    return text.length() <= LONGEST ? text : beginning(text, LONGEST) + cut(text);
  }

  private static String more(int n) {
    return String.format(Locale.ROOT, "and %,d more", n);
  }

  private static String cut(String text) {
    return String.format(Locale.ROOT, "…(%,d)", text.length());
  }

  /** So many characters, and never half of one. */
  private static String beginning(String text, int length) {
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }

  private static String cleaned(String text, boolean lines) {
    if (text.codePoints().allMatch(c -> passes(c, lines))) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (passes(c, lines)) {
                clean.appendCodePoint(c);
              } else {
                for (char half : Character.toChars(c)) {
                  clean.append(String.format(Locale.ROOT, "\\u%04X", (int) half));
                }
              }
            });
    return clean.toString();
  }

  private static boolean passes(int c, boolean lines) {
    if (c < 0x7F) {
      return c >= ' ' || (lines && (c == '\n' || c == '\t'));
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          // Half of a character.
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
