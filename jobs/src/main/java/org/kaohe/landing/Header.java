package org.kaohe.landing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;

/**
 * A delivered header matched with a contract by name and synonyms, never by position.
 *
 * @param places where the cells of the contract's columns stand
 * @param missing contract columns that must be there and are not
 * @param absent contract columns that may be left out and are
 * @param twice contract columns that two delivered headers claim
 * @param unknown delivered headers that no contract column claims
 */
record Header(
    Places places,
    List<String> missing,
    List<String> absent,
    List<String> twice,
    List<String> unknown) {

  /**
   * Where cells stand in a delivery's records.
   *
   * @param indices for each contract column, in contract order, the delivered position or -1
   * @param least cells that a record must have: headers at the end that are blank need none
   * @param width cells that it may have
   * @param issued when the delivery was issued, days since the epoch: some columns need not be
   *     there before a day
   */
  record Places(int[] indices, int least, int width, int issued) implements java.io.Serializable {}

  /** What is kept and told instead of a header that a contract with personal columns lacks. */
  static final String COVERED = "********";

  /** Of a delivery that is issued now. */
  static Header match(Contract contract, List<String> delivered) {
    return match(contract, delivered, Integer.MAX_VALUE);
  }

  /**
   * Matches.
   *
   * @param issued days since the epoch
   */
  static Header match(Contract contract, List<String> delivered, int issued) {
    Map<String, Integer> byText = texts(contract);
    List<Column> columns = contract.columns();
    int[] indices = new int[columns.size()];
    java.util.Arrays.fill(indices, -1);
    List<String> twice = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (int position = 0; position < delivered.size(); position++) {
      Integer column = byText.get(normal(delivered.get(position)));
      if (column == null) {
        if (!delivered.get(position).isBlank()) {
          unknown.add(delivered.get(position));
        }
      } else if (indices[column] >= 0) {
        twice.add(columns.get(column).header());
      } else {
        indices[column] = position;
      }
    }
    List<String> missing = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      Column column = columns.get(i);
      boolean excused = column.form().since().filter(d -> issued < d.toEpochDay()).isPresent();
      boolean needed = (column.required() && !excused) || contract.key().contains(column.name());
      if (indices[i] < 0) {
        (needed ? missing : absent).add(column.header());
      }
    }
    return new Header(
        new Places(indices, least(delivered), delivered.size(), issued),
        missing,
        absent,
        twice,
        unknown);
  }

  private static int least(List<String> delivered) {
    int least = delivered.size();
    while (least > 0 && delivered.get(least - 1).isBlank()) {
      least--;
    }
    return least;
  }

  /**
   * A delivered header as it may be kept and told: where a contract has personal columns, a header
   * that it does not know may be a row of people that stands where the header should.
   */
  static List<String> kept(Contract contract, List<String> delivered) {
    if (!contract.personal()) {
      return delivered;
    }
    Set<String> known = texts(contract).keySet();
    return delivered.stream()
        .map(h -> h.isBlank() || known.contains(normal(h)) ? h : COVERED)
        .toList();
  }

  private static Map<String, Integer> texts(Contract contract) {
    Map<String, Integer> byText = new HashMap<>();
    List<Column> columns = contract.columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      byText.put(normal(column.name()), i);
      byText.put(normal(column.header()), i);
      for (String synonym : column.synonyms()) {
        byText.put(normal(synonym), i);
      }
    }
    return byText;
  }

  /** Compatibility forms folded, all blanks dropped, case folded: 出生 证编号 = 出生证编号. */
  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\uFEFF\\u200B]+", "")
        .toLowerCase(Locale.ROOT);
  }
}
