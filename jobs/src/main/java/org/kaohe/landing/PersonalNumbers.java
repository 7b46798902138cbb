package org.kaohe.landing;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Numbers of people where nobody declared them: resident numbers (GB 11643), mobile numbers and
 * bank cards, told from other long numbers by their check digits, provinces, birthdays and
 * prefixes.
 */
final class PersonalNumbers {
  /** The shortest of them, a mobile number. */
  static final int SHORTEST = 11;

  private static final int LONGEST = 19;

  /** Groups of digits that may belong together, as in 138 1234 5678. */
  private static final int GROUPS = 8;

  private static final Pattern MOBILE = Pattern.compile("(?:0086|86)?1[3-9]\\d{9}");
  private static final Pattern CARD = Pattern.compile("[3-6]\\d{15,18}");
  private static final Pattern OLD_ID = Pattern.compile("\\d{15}");

  /** GB/T 2260: the first two digits of a resident number. */
  private static final Set<String> PROVINCES =
      Set.of(
          "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
          "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
          "65", "71", "81", "82", "83");

  /** A figure, a date or a period, with the words that stand beside figures. */
  private static final Pattern FIGURE =
      Pattern.compile("[-+0-9.,%‰/: ¥￥eE年月日号时分秒第季度上下半亿万千百元角公斤吨人次岁天个户件亩套㎡]{1,40}");

  private PersonalNumbers() {}

  /** Whether the bytes of a cell may hold one at all: cheap, and asked of every cell. */
  static boolean possible(byte[] bytes, int from, int to) {
    if (to - from < SHORTEST) {
      return false;
    }
    int digits = 0;
    int others = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        digits++;
      } else if (bytes[i] < 0) {
        others++;
      }
    }
    // Full-width digits have three bytes each.
    return digits + others / 3 >= SHORTEST;
  }

  /** Whether a cell's text holds one, alone or among other text. */
  static boolean in(String text) {
    return next(plain(text), 0).isPresent();
  }

  /** A text that is told, with asterisks instead of the numbers but for their last two digits. */
  static String covered(String text) {
    String plain = plain(text);
    Optional<Span> span = next(plain, 0);
    if (span.isEmpty()) {
      return text;
    }
    StringBuilder covered = new StringBuilder();
    int told = 0;
    while (span.isPresent()) {
      covered.append(plain, told, span.get().from()).append("********");
      told = span.get().to() - 2;
      span = next(plain, span.get().to());
    }
    return covered.append(plain, told, plain.length()).toString();
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).replace('×', 'X');
  }

  /** Where a number stands. */
  private record Span(int from, int to) {}

  private static Optional<Span> next(String plain, int from) {
    List<Span> run = new ArrayList<>();
    int at = from;
    while (at < plain.length()) {
      if (!digit(plain, at)) {
        at++;
        continue;
      }
      int end = at;
      while (digit(plain, end)) {
        end++;
      }
      boolean joined = !run.isEmpty() && joins(plain, run.get(run.size() - 1).to(), at);
      if (!joined) {
        run.clear();
      }
      run.add(new Span(at, end));
      if (run.size() > GROUPS) {
        run.remove(0);
      }
      Optional<Span> found = last(plain, run);
      if (found.isPresent()) {
        return found;
      }
      at = end;
    }
    return Optional.empty();
  }

  /** A figure, a date or a period: nothing that could be a name or, wrongly written, a number. */
  static boolean figure(String text) {
    long digits = text.chars().filter(Character::isDigit).count();
    return digits > 0 && digits < SHORTEST && FIGURE.matcher(text).matches();
  }

  private static boolean digit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean joins(String text, int from, int to) {
    return to - from == 1 && (text.charAt(from) == ' ' || isHyphen(text.charAt(from)));
  }

  private static boolean isHyphen(char c) {
    return Character.getType(c) == Character.DASH_PUNCTUATION;
  }

  /** The last groups of digits, when some of them together are a personal number. */
  private static Optional<Span> last(String text, List<Span> run) {
    int end = run.get(run.size() - 1).to();
    if (end + 1 < text.length() && text.charAt(end) == '.' && digit(text, end + 1)) {
      return Optional.empty(); // the whole part of a decimal number
    }
    boolean x = end < text.length() && Character.toUpperCase(text.charAt(end)) == 'X';
    StringBuilder number = new StringBuilder();
    for (int i = run.size() - 1; i >= 0 && number.length() <= LONGEST; i--) {
      int start = run.get(i).from();
      number.insert(0, text, start, run.get(i).to());
      boolean decimals = start > 1 && text.charAt(start - 1) == '.' && digit(text, start - 2);
      if (!decimals && x && residentId(number + "X")) {
        return Optional.of(new Span(start, end + 1));
      }
      if (!decimals && personal(number.toString())) {
        return Optional.of(new Span(start, end));
      }
    }
    return Optional.empty();
  }

  private static boolean personal(String number) {
    return MOBILE.matcher(number).matches()
        || residentId(number)
        || (OLD_ID.matcher(number).matches()
            && PROVINCES.contains(number.substring(0, 2))
            && day("19" + number.substring(6, 12)))
        || (CARD.matcher(number).matches() && luhn(number));
  }

  private static boolean residentId(String number) {
    return Pseudonyms.validResidentId(number)
        && PROVINCES.contains(number.substring(0, 2))
        && day(number.substring(6, 14));
  }

  private static boolean day(String yyyymmdd) {
    try {
      LocalDate day =
          LocalDate.of(
              Integer.parseInt(yyyymmdd, 0, 4, 10),
              Integer.parseInt(yyyymmdd, 4, 6, 10),
              Integer.parseInt(yyyymmdd, 6, 8, 10));
      return day.getYear() >= 1850 && day.getYear() < 2100;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** ISO/IEC 7812-1, annex B. */
  static boolean luhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
