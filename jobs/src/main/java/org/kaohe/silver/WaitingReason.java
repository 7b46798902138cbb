package org.kaohe.silver;

import org.kaohe.error.ErrorCode;

/**
 * Rows of a dataset that wait in quarantine for one reason, and so are in no number (RULES R35).
 *
 * @param reason {@code kind:column}
 * @param rows how many; a row that waits for several reasons is among those of each
 * @param file a delivery with such a row, the first by id
 * @param line where the row stands in it
 * @param value the cell that is meant; empty where there is none or it is nobody's to see
 * @param dropped indicators, units and periods that lack them; empty when no indicator reads them
 * @param cure what to do
 */
public record WaitingReason(
    String dataset,
    String reason,
    long rows,
    String file,
    long line,
    String value,
    String dropped,
    String cure) {

  /** Heads the sentences of all of them. */
  public static final String CODE = ErrorCode.ROWS_WAITING.code();

  /** All of it, for people who look after deliveries. */
  public String sentence() {
    return CODE
        + ": %s: %,d row%s in quarantine for %s, such as line %d of %s%s. %s%s"
            .formatted(
                dataset,
                rows,
                rows == 1 ? "" : "s",
                reason,
                line,
                file,
                value.isEmpty() ? "" : " with “" + value + "”",
                dropped.isEmpty() ? "" : "Dropped from " + dropped + ". ",
                cure);
  }
}
