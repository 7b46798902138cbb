package org.kaohe.quality;

import java.time.LocalDate;
import java.time.YearMonth;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.kaohe.quality.RowSpec.ColumnSpec;

/** Figures and dates in their commonest forms, read from bytes without a detour over text. */
final class SwiftCells {
  private final ColumnSpec spec;
  private final char dateSeparator;

  SwiftCells(ColumnSpec spec) {
    this.spec = spec;
    String first = spec.formats().isEmpty() ? "" : spec.formats().get(0);
    this.dateSeparator = first.matches("yyyy[-/.]MM.dd") ? first.charAt(4) : 0;
  }

  /** Whether the first declared form is one that is read here. */
  boolean dates() {
    return dateSeparator != 0;
  }

  /** Digits with at most the declared decimals, read without a detour; NULL for all else. */
  @Nullable Object decimal(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = bytes[at] == '-';
    if (negative) {
      at++;
    }
    long unscaled = 0;
    int digits = 0;
    int decimals = -1;
    for (; at < to; at++) {
      byte b = bytes[at];
      if (b >= '0' && b <= '9') {
        unscaled = unscaled * 10 + (b - '0');
        digits++;
        if (decimals >= 0) {
          decimals++;
        }
      } else if (b == '.' && decimals < 0 && digits > 0) {
        decimals = 0;
      } else {
        return null;
      }
    }
    int fraction = Math.max(decimals, 0);
    if (digits == 0 || digits > 17 || fraction > spec.scale()) {
      return null;
    }
    if (digits - fraction > spec.precision() - spec.scale()) {
      return null;
    }
    for (int i = fraction; i < spec.scale(); i++) {
      unscaled *= 10;
    }
    return Decimal.createUnsafe(negative ? -unscaled : unscaled, spec.precision(), spec.scale());
  }

  /** A date of one declared form of ten bytes; NULL for all else. */
  @Nullable Object date(byte[] bytes, int from) {
    if (bytes[from + 4] != dateSeparator || bytes[from + 7] != dateSeparator) {
      return null;
    }
    int year = number(bytes, from, 4);
    int month = number(bytes, from + 5, 2);
    int day = number(bytes, from + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1) {
      return null;
    }
    if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
      return null;
    }
    return (int) LocalDate.of(year, month, day).toEpochDay();
  }

  private static int number(byte[] bytes, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return -1;
      }
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }
}
