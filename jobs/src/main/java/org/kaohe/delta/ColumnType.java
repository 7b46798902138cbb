package org.kaohe.delta;

/** The column types that our tables use; nothing is nested but lists. */
public enum ColumnType {
  TEXT,
  /** 32 bits, read as {@link Integer}. */
  INTEGER,
  /** 64 bits, read as {@link Long}. */
  LONG,
  DECIMAL,
  DOUBLE,
  FLAG,
  DATE,
  TIMESTAMP,
  /** A list of texts. */
  TEXTS,
  /** A list of rows of plain columns. */
  ROWS
}
