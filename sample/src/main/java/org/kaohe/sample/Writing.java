package org.kaohe.sample;

/** Small writings: 200,000 rows are written cell by cell, and {@code String.format} is slow. */
final class Writing {
  private Writing() {}

  /** A prefix and a number with leading zeros. */
  static String number(String prefix, int digits, long number) {
    String plain = Long.toString(number);
    StringBuilder text = new StringBuilder(prefix);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(plain).toString();
  }

  /** Digits as Chinese input methods write them when left in full-width mode. */
  static String fullWidth(String text) {
    StringBuilder wide = new StringBuilder();
    text.chars().forEach(c -> wide.append(c > ' ' && c <= '~' ? (char) (c + 0xFEE0) : (char) c));
    return wide.toString();
  }

  /** {@code 12345.60} as {@code 12,345.60}; shorter numbers stay. */
  static String thousands(String number) {
    int point = number.indexOf('.');
    int end = point < 0 ? number.length() : point;
    return end < 4 ? number : number.substring(0, end - 3) + "," + number.substring(end - 3);
  }
}
