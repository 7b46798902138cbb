package org.kaohe.publish;

import org.jspecify.annotations.Nullable;

/** A row of a table, by column. */
@FunctionalInterface
public interface DataRow {
  /**
   * The value as it was stored, NULL as null.
   *
   * @throws IllegalArgumentException when the column was not asked for
   */
  @Nullable Object get(String column);
}
