package org.kaohe.delta;

/**
 * A column of a table.
 *
 * @param precision digits in all, for {@link ColumnType#DECIMAL} only, else 0
 * @param scale digits after the point, for {@link ColumnType#DECIMAL} only, else 0
 */
public record ColumnInfo(String name, ColumnType type, int precision, int scale) {

  /** A column of any type but decimal. */
  public static ColumnInfo of(String name, ColumnType type) {
    return new ColumnInfo(name, type, 0, 0);
  }

  /** DECIMAL(27,9), the widest number of the gold tables. */
  public static ColumnInfo decimal(String name) {
    return new ColumnInfo(name, ColumnType.DECIMAL, 27, 9);
  }
}
