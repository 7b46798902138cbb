package org.kaohe.landing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Column.PersonKind;
import org.kaohe.quality.RowSpec;
import org.kaohe.quality.RowSpec.ColumnSpec;

/**
 * What a contract with personal columns makes of its cells before they are kept. A declared
 * personal cell becomes a pseudonym; a cell that turned out to be where a person may stand is
 * covered: what stands for it is exact, so that a word the contract knows (a placeholder, a code, a
 * unit) is found again when the record is read from bronze, and carries the reasons the cell had,
 * so that it has them again. Not safe for use by several threads.
 */
final class PersonalCells {
  /** Between what stands for a covered cell and the kinds of its reasons. */
  private static final char REASON = '+';

  private final List<ColumnSpec> columns;
  private final Pseudonyms pseudonyms;
  private final @Nullable PersonKind[] kinds;
  private final boolean personal;

  /** By personal column: pseudonyms of its placeholders, which are nobody. */
  private final Map<Integer, Set<String>> nobody = new HashMap<>();

  /** By other column: words the contract knows, by what stands for them when covered. */
  private final Map<Integer, Map<String, String>> known = new HashMap<>();

  private final Set<String> units;

  PersonalCells(RowSpec rows, byte[] key) {
    this.columns = rows.columns();
    this.units = rows.unitCodes();
    this.pseudonyms = new Pseudonyms(key.length == 0 ? new byte[1] : key);
    this.kinds = new PersonKind[columns.size()];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = columns.get(c).personKind().orElse(null);
    }
    this.personal = columns.stream().anyMatch(c -> c.personKind().isPresent());
  }

  /** Whether the contract has personal columns at all. */
  boolean personal() {
    return personal;
  }

  boolean personal(int column) {
    return kinds[column] != null;
  }

  /** The pseudonym of a declared personal cell as delivered; empty for nobody (暂无). */
  String arrived(int column, String text) {
    return somebody(column, pseudonym(column, text));
  }

  /** The same of what bronze kept: a pseudonym, or text when the column was not personal then. */
  String kept(int column, String text) {
    return Pseudonyms.isPseudonym(text) ? somebody(column, text) : arrived(column, text);
  }

  /** What bronze keeps of a declared personal cell, of nobody too. */
  String pseudonym(int column, String text) {
    PersonKind kind = kinds[column];
    if (kind == null) {
      throw new IllegalArgumentException(columns.get(column).name() + " is not personal");
    }
    return pseudonyms.of(kind, text);
  }

  private String somebody(int column, String pseudonym) {
    return nobody.computeIfAbsent(column, this::placeholders).contains(pseudonym) ? "" : pseudonym;
  }

  private Set<String> placeholders(int column) {
    Set<String> placeholders = new HashSet<>();
    columns.get(column).missing().forEach(m -> placeholders.add(pseudonym(column, m)));
    return placeholders;
  }

  /**
   * Covers a cell that is not declared personal.
   *
   * @param reasons the cell's own, {@code kind:column}
   */
  String cover(String text, List<String> reasons) {
    if (text.isEmpty()) {
      return "";
    }
    StringBuilder cover = new StringBuilder(pseudonyms.cover(text));
    reasons.forEach(r -> cover.append(REASON).append(r, 0, r.indexOf(':')));
    return cover.toString();
  }

  /**
   * What a covered cell was.
   *
   * @param word the text, when it is a word that the contract knows now
   * @param kinds of the reasons that it had
   */
  record Covered(Optional<String> word, List<String> kinds) {}

  /** Lifts the cover from a kept cell; empty when there is none. */
  Optional<Covered> uncovered(int column, String text) {
    int end = text.indexOf(REASON) < 0 ? text.length() : text.indexOf(REASON);
    if (!text.startsWith(Pseudonyms.COVER) || !Pseudonyms.isPseudonym(text.substring(0, end))) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (end < text.length()) {
      reasons.addAll(List.of(text.substring(end + 1).split("\\" + REASON)));
    }
    return Optional.of(
        new Covered(
            Optional.ofNullable(
                known.computeIfAbsent(column, this::words).get(text.substring(0, end))),
            reasons));
  }

  private Map<String, String> words(int column) {
    ColumnSpec spec = columns.get(column);
    Set<String> words = new HashSet<>(spec.missing());
    words.addAll(spec.accepted());
    words.addAll(spec.mapping().keySet());
    if (spec.knownUnit()) {
      words.addAll(units);
    }
    Map<String, String> covered = new HashMap<>();
    words.forEach(w -> covered.put(pseudonyms.cover(w), w));
    return covered;
  }
}
