package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Chance, repeatable: {@link Random} is specified to the bit, so the same seed gives the same
 * files.
 */
final class SeededRandom {
  private final Random random;

  /**
   * @param dataset each dataset rolls its own dice, so that a change in one leaves the others alone
   */
  SeededRandom(long seed, String dataset) {
    random = new Random(seed * 1_000_003L + dataset.hashCode());
  }

  /** From 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From low to high, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean permille(int chance) {
    return random.nextInt(1000) < chance;
  }

  /** The whole number near a mean given in thousandths, whose long average is the mean. */
  int around(long thousandths) {
    return Math.toIntExact(
        thousandths / 1000 + (random.nextInt(1000) < thousandths % 1000 ? 1 : 0));
  }

  LocalDate dayOf(YearMonth month) {
    return month.atDay(between(1, month.lengthOfMonth()));
  }

  /** A decimal with two places between the two whole numbers. */
  BigDecimal cents(int low, int high) {
    return BigDecimal.valueOf(between(low * 100, high * 100), 2);
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  <T> void shuffle(List<T> list) {
    Collections.shuffle(list, random);
  }
}
