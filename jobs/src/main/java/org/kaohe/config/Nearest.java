package org.kaohe.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {
  /** What is longer was not typed, and comparing it would take its square of memory. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /** The known name with the fewest edits, if few enough to be a slip of the hand. */
  public static Optional<String> of(String wrong, Collection<String> known) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    int tolerated = Math.max(1, wrong.length() / 3);
    return known.stream()
        .filter(k -> Math.abs(k.length() - wrong.length()) <= tolerated)
        .map(k -> new Candidate(k, distance(fold(wrong), fold(k))))
        .filter(c -> c.distance <= tolerated && c.distance < wrong.length())
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  /** A cure: "Did you mean X?", or else what is said otherwise. */
  static String cure(String wrong, Collection<String> known, String otherwise) {
    return of(wrong, known).map(n -> "Did you mean " + n + "?").orElse(otherwise);
  }

  private record Candidate(String name, int distance) {}

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Edits: insert, delete, replace, swap of neighbours. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
