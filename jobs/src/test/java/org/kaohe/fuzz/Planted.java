package org.kaohe.fuzz;

import java.util.List;
import java.util.Random;

/** Personal values that are given out once each and remembered with how they were planted. */
final class Planted {
  private final Random random;
  private final Needles needles;

  Planted(long seed, Needles needles) {
    this.random = new Random(seed);
    this.needles = needles;
  }

  /** A person's values. */
  record Person(String id, String name, String phone, String address, String account) {}

  /** A person whose values are all in their plainest form. */
  Person person(String how) {
    return new Person(id(how), name(how), phone(how), address(how), account(how));
  }

  String id(String how) {
    return value("id", how, Persons.residentId(random));
  }

  String idWithX(String how) {
    return value("id", how, Persons.residentIdWithX(random));
  }

  String oldId(String how) {
    return value("old id", how, Persons.oldResidentId(random));
  }

  String name(String how) {
    String name = Persons.name(random);
    while (name.length() < 3) {
      name = Persons.name(random);
    }
    return value("name", how, name);
  }

  String phone(String how) {
    return value("phone", how, Persons.mobile(random));
  }

  String account(String how) {
    return value("account", how, Persons.card(random));
  }

  String address(String how) {
    return value("address", how, Persons.address(random));
  }

  /** Resident numbers in every form. */
  List<String> ids(String how) {
    return List.of(
        id(how),
        idWithX(how + ", X"),
        value("id", how + ", x", Persons.residentIdWithX(random).replace('X', 'x')),
        value("id", how + ", ×", Persons.residentIdWithX(random).replace('X', '×')),
        value("id", how + ", full-width", fullWidth(Persons.residentId(random))),
        value("id", how + ", blanks", spaced(Persons.residentId(random), " ", 6, 8)),
        value("id", how + ", hyphens", spaced(Persons.residentId(random), "-", 6, 8)),
        value(
            "id",
            how + ", ideographic blanks",
            spaced(Persons.residentId(random), "\u3000", 6, 4, 4)),
        value("id", how + ", apostrophe", "'" + Persons.residentId(random)),
        oldId(how));
  }

  /** Telephone numbers in every form. */
  List<String> phones(String how) {
    return List.of(
        phone(how),
        value("phone", how + ", +86", "+86" + Persons.mobile(random)),
        value("phone", how + ", blanks", spaced(Persons.mobile(random), " ", 3, 4)),
        value("phone", how + ", hyphens", spaced(Persons.mobile(random), "-", 3, 4)),
        value("phone", how + ", full-width", fullWidth(Persons.mobile(random))));
  }

  /** Bank cards in every form. */
  List<String> accounts(String how) {
    return List.of(
        account(how),
        value("account", how + ", blanks", spaced(Persons.card(random), " ", 4, 4, 4, 4)));
  }

  /** A value in a form of its own. */
  String value(String kind, String how, String value) {
    needles.add("%s (%s)".formatted(kind, how), value);
    return value;
  }

  /** Digits typed with the input method on. */
  static String fullWidth(String text) {
    StringBuilder wide = new StringBuilder();
    text.chars().forEach(c -> wide.append((char) (c > 0x20 && c < 0x7F ? c + 0xFEE0 : c)));
    return wide.toString();
  }

  /** Groups of digits with something between them. */
  static String spaced(String text, String between, int... sizes) {
    StringBuilder spaced = new StringBuilder();
    int from = 0;
    for (int size : sizes) {
      spaced.append(text, from, from + size).append(between);
      from += size;
    }
    return spaced.append(text.substring(from)).toString();
  }
}
