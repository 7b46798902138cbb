package org.kaohe.fuzz;

import java.util.Random;

/** Invented personal values whose check digits are right. */
final class Persons {
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432";
  private static final String[] MOBILE = {"133", "135", "139", "150", "158", "177", "186", "199"};

  /** The first characters of an extension block that no text of the product uses. */
  private static final int RARE = 0x3400;

  private static final int RARE_COUNT = 0x19B0;

  private Persons() {}

  /** GB 11643: division, birth date, order number, check character. */
  static String residentId(Random random) {
    String seventeen =
        "410327%04d%02d%02d%03d"
            .formatted(
                1940 + random.nextInt(70),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(1000));
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (seventeen.charAt(i) - '0') * WEIGHTS[i];
    }
    return seventeen + CHECKS.charAt(sum % 11);
  }

  /** A resident number that ends in X. */
  static String residentIdWithX(Random random) {
    String id = residentId(random);
    while (!id.endsWith("X")) {
      id = residentId(random);
    }
    return id;
  }

  /** The form of before 1999: without century and check character. */
  static String oldResidentId(Random random) {
    String id = residentId(random);
    while (!id.startsWith("19", 6)) {
      id = residentId(random);
    }
    return id.substring(0, 6) + id.substring(8, 17);
  }

  static String mobile(Random random) {
    return MOBILE[random.nextInt(MOBILE.length)] + "%08d".formatted(random.nextInt(100_000_000));
  }

  /** A UnionPay number of 19 digits with its check digit (Luhn). */
  static String card(Random random) {
    StringBuilder digits = new StringBuilder("62284");
    while (digits.length() < 18) {
      digits.append(random.nextInt(10));
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int d = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = i % 2 == 0 ? 2 * d : d;
      sum += twice > 9 ? twice - 9 : twice;
    }
    return digits.append((10 - sum % 10) % 10).toString();
  }

  /** Two to four characters that occur nowhere else. */
  static String name(Random random) {
    return rare(random, 2 + random.nextInt(3));
  }

  static String address(Random random) {
    return rare(random, 3) + "镇" + rare(random, 3) + "村%d号".formatted(1 + random.nextInt(900));
  }

  private static String rare(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (RARE + random.nextInt(RARE_COUNT)));
    }
    return text.toString();
  }
}
