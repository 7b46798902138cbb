package org.kaohe.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Resident numbers and names of nobody. Numbers follow GB 11643 down to the check character, but
 * start with a province's own code, under which no person is registered.
 */
final class People {
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";
  private static final String STEMS = "甲乙丙丁戊己庚辛壬癸";
  private static final String BRANCHES = "子丑寅卯辰巳午未申酉戌亥";

  /** A group of people born in the same years; two pools never share a number. */
  enum Pool {
    OLD("520000", LocalDate.of(1932, 1, 1), 9001),
    ADULT("530000", LocalDate.of(1964, 1, 1), 14_009),
    MOTHER("530500", LocalDate.of(1984, 1, 1), 7001),
    PATIENT("520000", LocalDate.of(1957, 1, 1), 2503),
    DECEASED("530000", LocalDate.of(1925, 1, 1), 13_007),
    CARRIER("530500", LocalDate.of(1970, 1, 1), 5003);

    final String area;
    final LocalDate first;
    final int days;

    Pool(String area, LocalDate first, int days) {
      this.area = area;
      this.first = first;
      this.days = days;
    }
  }

  private People() {}

  static LocalDate birth(Pool pool, int index) {
    return pool.first.plusDays(index * 7919L % pool.days);
  }

  /** The number of the pool's person; different for every index. */
  static String id(Pool pool, int index) {
    int sequence = 1 + index / pool.days;
    if (sequence > 999) {
      throw new IllegalArgumentException("The pool " + pool + " has no more numbers");
    }
    return id(pool.area, birth(pool, index), sequence);
  }

  static String id(String area, LocalDate birth, int sequence) {
    String digits =
        Writing.number(area + DateTimeFormatter.BASIC_ISO_DATE.format(birth), 3, sequence);
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (digits.charAt(i) - '0') * WEIGHTS[i];
    }
    return digits + CHECKS.charAt(sum % 11);
  }

  static String name(int index) {
    return "演某"
        + STEMS.charAt(index % STEMS.length())
        + BRANCHES.charAt(index / STEMS.length() % BRANCHES.length());
  }
}
