package org.kaohe.fuzz;

import static org.kaohe.fuzz.Mutator.Fate.EITHER;
import static org.kaohe.fuzz.Mutator.Fate.REFUSED;
import static org.kaohe.fuzz.Mutator.Fate.TAKEN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.kaohe.fuzz.Mutator.Fate;

/** Rows and columns are not where they should be. */
final class TableMutators {
  static final List<Mutator> ALL = new ArrayList<>();

  private TableMutators() {}

  static {
    add("columns-moved", TAKEN, "The columns come in another order", TableMutators::shuffle);
    add("rows-reversed", TAKEN, "The rows come in another order", d -> reverse(d));
    add(
        "column-added",
        TAKEN,
        "A column more that nobody announced",
        d -> insertColumn(d, "新增", "甲"));
    add("columns-unnamed", TAKEN, "Columns without a header", d -> insertColumn(d, "", ""));
    add("column-index", TAKEN, "A running number in front", d -> insertColumn(d, "序号", "1"));
    add("column-twice", REFUSED, "A column stands twice", TableMutators::twice);
    add(
        "column-optional-gone",
        TAKEN,
        "A column that may be left out is",
        d -> remove(d, optional(d)));
    add(
        "column-required-gone",
        REFUSED,
        "A column that must be there is not",
        d -> remove(d, required(d)));
    add("column-renamed", REFUSED, "A header was renamed", d -> d.header().set(required(d), "新名称"));
    add(
        "column-optional-renamed",
        TAKEN,
        "A header that may be absent was renamed",
        d -> d.header().set(optional(d), "新名称"));
    add("header-cell-empty", REFUSED, "A header was deleted", d -> d.header().set(required(d), ""));
    add(
        "header-decorated",
        TAKEN,
        "Blanks in the headers",
        d ->
            d.header()
                .replaceAll(h -> " " + h.substring(0, 1) + "\u3000" + h.substring(1) + "\u00A0"));
    add(
        "header-escape",
        EITHER,
        "Orders to the terminal in a header",
        d -> insertColumn(d, "\u001B[2J\u202E", "x"));
    add(
        "header-forged",
        EITHER,
        "A header of two lines that forges one of ours",
        d -> insertColumn(d, "甲\nERROR  K9999: 假", "x"));
    add(
        "header-long",
        EITHER,
        "A header of a megabyte",
        d -> insertColumn(d, "长".repeat(350_000), "x"));
    add(
        "header-html",
        EITHER,
        "A header that is a page",
        d -> insertColumn(d, "</script><b>", "x"));
    add(
        "header-is-row",
        REFUSED,
        "The header was forgotten",
        d -> {
          d.rows().remove(0);
        });
    add(
        "header-again",
        TAKEN,
        "The header comes again in the middle, as after a page break",
        d -> d.rows().add(2, new ArrayList<>(d.header())));
    add(
        "header-only",
        TAKEN,
        "Nothing but the header",
        d -> d.rows().subList(1, d.rows().size()).clear());
    add(
        "banner",
        REFUSED,
        "A title stands over the table",
        d -> d.rows().add(0, new ArrayList<>(List.of("丙县2024年下半年统计表", "", ""))));
    add(
        "signature-below",
        TAKEN,
        "Who filled it in and when stands below",
        d -> Collections.addAll(d.rows(), List.of("填报单位：丙县"), List.of("2024年7月", "单位：元")));
    add("banner-lines-first", REFUSED, "Three lines stand over the table", TableMutators::banners);
    add(
        "notes-below",
        TAKEN,
        "Notes under the table",
        d -> Collections.addAll(d.rows(), List.of("注：本表由统计科填报。"), List.of("审核人：", "", "填表人：")));
    add("totals", TAKEN, "A total under the table", d -> d.rows().add(filled(d, "合计", "1")));
    add("totals-apart", TAKEN, "A total with decoration", d -> d.rows().add(filled(d, "合　计", "")));
    add(
        "comma-rows",
        TAKEN,
        "Rows that are nothing but separators",
        d -> Collections.addAll(d.rows(), filled(d, "", ""), filled(d, "", "")));
    add("row-short", TAKEN, "A row lost its end", d -> shorten(d.anyRow()));
    add(
        "row-of-one",
        TAKEN,
        "A row of one cell",
        d -> d.anyRow().subList(1, d.header().size()).clear());
    add(
        "row-long",
        TAKEN,
        "A row has cells beyond the header",
        d -> d.anyRow().addAll(List.of("多", "余")));
    add(
        "row-trailing-commas",
        TAKEN,
        "A row ends in separators",
        d -> d.anyRow().addAll(List.of("", "", "")));
    add(
        "trailing-commas",
        TAKEN,
        "Every line ends in separators",
        d -> d.rows().forEach(r -> r.addAll(List.of("", ""))));
    add(
        "row-shifted",
        TAKEN,
        "A row's cells slipped to the right by one",
        d -> {
          List<String> row = d.anyRow();
          row.add(0, "");
          row.remove(row.size() - 1);
        });
    add(
        "row-shifted-left",
        TAKEN,
        "A row's cells slipped to the left by one",
        d -> {
          List<String> row = d.anyRow();
          row.add("");
          row.remove(0);
        });
    add("columns-10000", EITHER, "Ten thousand columns", TableMutators::wide);
    add(
        "row-10000",
        TAKEN,
        "One row of ten thousand cells",
        d -> d.anyRow().addAll(Collections.nCopies(10_000, "1")));
    add(
        "rows-20000",
        EITHER,
        "Twenty thousand rows of one key",
        d -> d.rows().addAll(Collections.nCopies(20_000, d.anyRow())));
    add("transposed", REFUSED, "Rows and columns exchanged", TableMutators::transpose);
    add("other-dataset", REFUSED, "The file of another department", TableMutators::foreign);
    add(
        "two-tables",
        TAKEN,
        "Two tables in one file, the second with its own header",
        d ->
            Collections.addAll(
                d.rows(), filled(d, "", ""), List.of("项目", "数值"), List.of("甲", "1")));
    add(
        "synonyms",
        REFUSED,
        "Headers in English",
        d -> d.header().replaceAll(h -> "column " + h.length()));
  }

  private static void add(String name, Fate fate, String says, Consumer<Draft> change) {
    ALL.add(new Mutator(name, fate, says, change));
  }

  private static int required(Draft d) {
    return d.template.required().get(d.random.nextInt(d.template.required().size()));
  }

  private static int optional(Draft d) {
    return d.template.columns().text();
  }

  private static void shuffle(Draft d) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < d.header().size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, d.random);
    d.rows().replaceAll(row -> new ArrayList<>(order.stream().map(row::get).toList()));
  }

  private static void reverse(Draft d) {
    Collections.reverse(d.rows().subList(1, d.rows().size()));
  }

  private static void insertColumn(Draft d, String header, String cell) {
    int at = d.random.nextInt(d.header().size() + 1);
    for (List<String> row : d.rows()) {
      row.add(at, row == d.header() ? header : cell);
    }
  }

  private static void twice(Draft d) {
    int column = required(d);
    d.rows().forEach(r -> r.add(r.get(column)));
  }

  private static void remove(Draft d, int column) {
    d.rows().forEach(r -> r.remove(column));
  }

  private static void shorten(List<String> row) {
    row.subList(row.size() / 2, row.size()).clear();
  }

  private static List<String> filled(Draft d, String first, String other) {
    List<String> row = new ArrayList<>(Collections.nCopies(d.header().size(), other));
    row.set(0, first);
    return row;
  }

  private static void banners(Draft d) {
    d.rows().addAll(0, List.of(List.of("汇总表"), List.of("填报单位：丙县"), List.of("单位：元")));
  }

  private static void wide(Draft d) {
    for (List<String> row : d.rows()) {
      for (int i = 0; i < 10_000; i++) {
        row.add(row == d.header() ? "列" + i : "");
      }
    }
  }

  private static void transpose(Draft d) {
    List<List<String>> turned = new ArrayList<>();
    for (int c = 0; c < d.header().size(); c++) {
      int column = c;
      turned.add(new ArrayList<>(d.rows().stream().map(r -> r.get(column)).toList()));
    }
    d.rows().clear();
    d.rows().addAll(turned);
  }

  private static void foreign(Draft d) {
    int own = Template.ALL.indexOf(d.template);
    Template other = Template.ALL.get((own + 1) % Template.ALL.size());
    d.rows().clear();
    d.rows().addAll(other.rows(d.random));
  }
}
