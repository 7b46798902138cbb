package org.kaohe.landing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Contract;

/** A record as bronze and quarantine keep it, one at a time for people to look at. */
public final class KeptRecord {
  private KeptRecord() {}

  /**
   * The text of a column's cell; empty where the record has none, or its fields are unknown.
   *
   * @param header of its delivery
   * @param column of the contract; a personal one is for nobody to look at
   */
  public static Optional<String> cell(
      Contract contract, List<String> header, String record, String column) {
    int at =
        contract.columns().stream().map(org.kaohe.config.Column::name).toList().indexOf(column);
    if (at < 0) {
      return Optional.empty();
    }
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    RecordCursor cursor =
        new RecordCursor(
            bytes, 0, bytes.length, 1, true, RecordCursor.Form.of(contract.severalLines()));
    cursor.one();
    int index = Header.match(contract, header).places().indices()[at];
    return cursor.broken() || index < 0 || index >= cursor.fields()
        ? Optional.empty()
        : Optional.of(CellText.trimmed(cursor.text(index, StandardCharsets.UTF_8)));
  }
}
