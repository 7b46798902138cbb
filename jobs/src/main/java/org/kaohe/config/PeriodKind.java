package org.kaohe.config;

/** Lengths of a period, shortest first; the order is used to ask which of two is coarser. */
public enum PeriodKind {
  DAY,
  MONTH,
  QUARTER,
  HALF_YEAR,
  YEAR,
  /** Year-to-date, 累计: {@code 2025-01..05}; always starts in January. */
  YEAR_TO_DATE
}
