package org.kaohe.landing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;

/**
 * A delivered header matched with a contract by name and synonyms, never by position.
 *
 * @param indices for each contract column, in contract order, the delivered position or -1
 * @param missing contract columns that must be there and are not
 * @param absent contract columns that may be left out and are
 * @param twice contract columns that two delivered headers claim
 * @param unknown delivered headers that no contract column claims
 */
record Header(
    int[] indices,
    List<String> missing,
    List<String> absent,
    List<String> twice,
    List<String> unknown) {

  static Header match(Contract contract, List<String> delivered) {
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
      boolean needed = column.required() || contract.key().contains(column.name());
      if (indices[i] < 0) {
        (needed ? missing : absent).add(column.header());
      }
    }
    return new Header(indices, missing, absent, twice, unknown);
  }

  /** Compatibility forms folded, all blanks dropped, case folded: 出生 证编号 = 出生证编号. */
  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\uFEFF\\u200B]+", "")
        .toLowerCase(Locale.ROOT);
  }
}
