package org.kaohe.fuzz;

import static org.kaohe.fuzz.Mutator.Fate.EITHER;
import static org.kaohe.fuzz.Mutator.Fate.HARMLESS;
import static org.kaohe.fuzz.Mutator.Fate.REFUSED;
import static org.kaohe.fuzz.Mutator.Fate.TAKEN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.kaohe.fuzz.Draft.Placing;
import org.kaohe.fuzz.Mutator.Fate;

/** The content is good; its name, its place, its dates or what is told of it are not. */
final class FileMutators {
  static final List<Mutator> ALL = new ArrayList<>();

  private FileMutators() {}

  static {
    add("untouched", TAKEN, "Nothing is wrong", d -> {});
    // Names that fit the contract's pattern, whose tail is free.
    tail("name-escape", "\u001B[2J\u001B[31m");
    tail("name-line", "甲\nERROR  K9999: 假\n");
    tail("name-carriage-return", "甲\rReleased R9");
    tail("name-bidi", "\u202Evsc.");
    tail("name-backslash", "..\\..\\etc\\x");
    tail("name-quotes", "\"'`$(id)`");
    tail("name-percent", "%2e%2e%2f%s%n");
    tail("name-html", "<img src=x onerror=alert(1)>");
    tail("name-blanks", " \u3000\u00A0 ");
    tail("name-comma", "a,b;c");
    tail("name-glob", "*?[a]{b}");
    tail("name-hash", "a#b?c=d&e");
    tail("name-long", "长".repeat(70));
    tail("name-composed", "e\u0301\uAC00");
    tail("name-dots", "..");
    rename("name-dash", "--help_", UnaryOperator.identity());
    rename("name-case", "", n -> n.toUpperCase(java.util.Locale.ROOT));
    rename("name-bare", "", n -> n.replace(".csv", ""));
    rename("name-xlsx", "", n -> n.replace(".csv", ".xlsx"));
    rename("name-double", "", n -> n + ".csv");
    add("name-gbk", EITHER, "A name in bytes of another charset", d -> d.placing(Placing.GBK_NAME));
    passed("name-hidden", ".", "");
    passed("name-office-lock", "~$", "");
    passed("name-tmp", "", ".tmp");
    passed("name-part", "", ".part");
    // Dates and periods in the name.
    issued("issued-2052", EITHER, "Issued in 2052", "20520101");
    issued("issued-9999", EITHER, "Issued on the last day", "99991231");
    issued("issued-0000", EITHER, "Issued in the year nought", "00000101");
    issued("issued-never", REFUSED, "Issued on 30 February", "20250230");
    issued("issued-month-13", REFUSED, "Issued in the thirteenth month", "20251301");
    add(
        "period-absurd",
        EITHER,
        "A period of no calendar",
        d ->
            d.name(
                d.name()
                    .replaceFirst(
                        "_2024(-H2|07)",
                        d.template.prefix().contains("-H") ? "_0000-H2" : "_202413")));
    // The same again.
    add("content-again", EITHER, "The same file under another name", d -> d.placing(Placing.TWICE));
    add(
        "issue-again",
        EITHER,
        "Another content with the same issue date",
        d -> {
          d.placing(Placing.TWICE_OTHER_CONTENT);
          // The second, which says nothing else of any key, is taken in with a header among its
          // rows.
          d.rowsUnknown();
        });
    // The manifest.
    manifest("manifest-rows", REFUSED, "The manifest promises other rows", "rows", "999");
    manifest("manifest-rows-word", REFUSED, "The manifest counts in words", "rows", "三行");
    manifest(
        "manifest-sha", REFUSED, "The manifest promises another content", "sha256", "0".repeat(64));
    manifest("manifest-period", REFUSED, "The manifest names no period", "period", "去年");
    manifest(
        "manifest-issued-far",
        EITHER,
        "The manifest names a year of nine digits",
        "issued",
        "+999999999-12-31");
    manifest("manifest-issued-word", REFUSED, "The manifest names no date", "issued", "昨天");
    manifest(
        "manifest-issued-escape",
        REFUSED,
        "Orders to the terminal in the manifest",
        "issued",
        "\u001B[2J");
    manifest("manifest-note", TAKEN, "The manifest says more than is asked", "note", "a\"b,c\nd");
    // Places.
    place("place-root", "", "The file lies beside the datasets' folders");
    place("place-unknown", "nowhere/new", "The file lies in a folder of no dataset");
    place("place-deeper", null, "The file lies in a folder inside the dataset's");
    put("folder-named-csv", HARMLESS, Placing.FOLDER, "A folder with the name of a file");
    put(
        "folder-with-file",
        HARMLESS,
        Placing.FOLDER_WITH_FILE,
        "A folder with the name of a file, and a file in it");
    put("link-inside", EITHER, Placing.LINK_INSIDE, "A link to another file of landing");
    put("link-outside", HARMLESS, Placing.LINK_OUTSIDE, "A link that leaves landing");
    put("link-broken", HARMLESS, Placing.LINK_BROKEN, "A link to nothing");
    put("link-loop", HARMLESS, Placing.LINK_LOOP, "A link to itself");
    put("pipe", HARMLESS, Placing.PIPE, "A pipe that nobody writes to");
    put("unreadable", EITHER, Placing.UNREADABLE, "A file that nobody may read");
  }

  private static void add(String name, Fate fate, String says, Consumer<Draft> change) {
    ALL.add(new Mutator(name, fate, says, change));
  }

  private static void tail(String name, String tail) {
    add(
        name,
        EITHER,
        "A file name that is a trap: " + name,
        d -> d.name(d.named("20250301", tail)));
  }

  private static void rename(String name, String before, UnaryOperator<String> change) {
    add(
        name,
        EITHER,
        "A file name of another form: " + name,
        d -> d.name(before + change.apply(d.name())));
  }

  private static void passed(String name, String before, String after) {
    add(
        name,
        HARMLESS,
        "A name that is passed over: " + name,
        d -> {
          d.name(before + d.name() + after);
          d.passedOver();
        });
  }

  private static void issued(String name, Fate fate, String says, String date) {
    add(name, fate, says, d -> d.name(d.named(date, "")));
  }

  private static void manifest(String name, Fate fate, String says, String column, String value) {
    add(name, fate, says, d -> d.manifest.put(column, value));
  }

  private static void place(
      String name, @org.jspecify.annotations.Nullable String folder, String says) {
    add(name, REFUSED, says, d -> d.folder(folder == null ? d.template.folder() + "/old" : folder));
  }

  private static void put(String name, Fate fate, Placing placing, String says) {
    add(name, fate, says, d -> d.placing(placing));
  }
}
