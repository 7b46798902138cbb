package org.kaohe.error;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What may be said of a foreign exception to somebody who knows neither Spark nor Java. */
public final class Causes {
  /** Longest text: Spark's messages carry whole plans. */
  private static final int LONGEST = 500;

  private Causes() {}

  /** One line: code and message of our own exceptions, class and first line of others. */
  public static String text(Throwable failure) {
    Throwable root = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KaoheException known) {
        return known.code() + ": " + known.getMessage();
      }
      root = at;
    }
    String line = String.valueOf(root.getMessage()).strip().lines().findFirst().orElse("").strip();
    String said = sentences(line);
    return root.getClass().getSimpleName()
        + ": "
        + (said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said);
  }

  /** Without advice that nobody here can or should take: to change a setting of Spark. */
  private static String sentences(String line) {
    return Arrays.stream(line.split("(?<=\\.)\\s+"))
        .filter(s -> !s.contains("spark.") && !s.startsWith("SQLSTATE"))
        .collect(Collectors.joining(" "));
  }
}
