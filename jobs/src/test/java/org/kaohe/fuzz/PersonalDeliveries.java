package org.kaohe.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kaohe.fuzz.Planted.Person;

/**
 * Deliveries of the two personal datasets with planted values in every place where one has been
 * seen: in its own cell in every form, in other columns, in slipped rows, behind quotes, in
 * headers, names of files, manifests and contracts.
 */
final class PersonalDeliveries {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String REGISTER = "身份证号,姓名,手机号,住址,银行账号,区划,登记日期,状态,补助金额,备注";
  private static final String PAYMENT = "AAC002,AAE003,AAC003,AAE010,AAB301,AAE019,AAE013";

  /** Columns of the register that are not personal. */
  private static final List<Integer> PLAIN = List.of(5, 6, 7, 8, 9);

  private final Planted planted;
  private final Path landing;
  private int files;

  PersonalDeliveries(Planted planted, Path landing) {
    this.planted = planted;
    this.landing = landing;
  }

  /** Everything that the first night finds. */
  void first() {
    ownCells();
    wrongColumns();
    slippedRows();
    quotes();
    wholeFiles();
    headers();
    names();
    manifests();
    strays();
    payments();
  }

  private List<String> row(Person p) {
    return new ArrayList<>(
        List.of(
            p.id(),
            p.name(),
            p.phone(),
            p.address(),
            p.account(),
            "410327",
            "2025-03-05",
            "1",
            "100.00",
            "无误"));
  }

  private String line(Person p) {
    return String.join(",", row(p));
  }

  private void ownCells() {
    List<String> lines = new ArrayList<>(List.of(REGISTER));
    String how = "own cell";
    for (String id : planted.ids(how)) {
      List<String> row = row(planted.person(how));
      row.set(0, id);
      lines.add(String.join(",", row));
    }
    for (String phone : planted.phones(how)) {
      List<String> row = row(planted.person(how));
      row.set(2, phone);
      lines.add(String.join(",", row));
    }
    for (String account : planted.accounts(how)) {
      List<String> row = row(planted.person(how));
      row.set(4, account);
      lines.add(String.join(",", row));
    }
    Person nobody = planted.person("beside a placeholder");
    lines.add(line(new Person("暂无", nobody.name(), nobody.phone(), "无", nobody.account())));
    Person known = planted.person("row with other mistakes");
    lines.add(line(known).replace("410327", "999999"));
    lines.add(line(planted.person("row with other mistakes")).replace("2025-03-05", "昨天"));
    lines.add(line(planted.person("row twice")) + "\n" + line(known));
    register(lines);
  }

  /** What a machine can recognise, in every column that is not personal, and in one unknown. */
  private void wrongColumns() {
    List<String> lines = new ArrayList<>(List.of(REGISTER));
    for (int column : PLAIN) {
      String how = "in column " + REGISTER.split(",")[column];
      List<String> values = new ArrayList<>(planted.ids(how));
      values.addAll(planted.phones(how));
      values.addAll(planted.accounts(how));
      for (String value : values) {
        List<String> row = row(planted.person("beside one " + how));
        row.set(column, value);
        lines.add(String.join(",", row));
      }
    }
    String how = "inside a note";
    for (String value : List.of(planted.id(how), planted.phone(how), planted.account(how))) {
      List<String> row = row(planted.person("beside one " + how));
      row.set(9, "已联系家属，证件" + value + "，待核");
      lines.add(String.join(",", row));
    }
    register(lines);
    lines = new ArrayList<>(List.of(REGISTER + ",联系电话"));
    lines.add(
        line(planted.person("beside an unknown column")) + "," + planted.phone("unknown column"));
    lines.add(
        line(planted.person("beside an unknown column")) + "," + planted.name("unknown column"));
    register(lines);
  }

  private void slippedRows() {
    List<String> lines = new ArrayList<>(List.of(REGISTER));
    String right = line(planted.person("slipped right, equal width"));
    lines.add("," + right.substring(0, right.lastIndexOf(',')));
    String left = line(planted.person("slipped left, equal width"));
    lines.add(left.substring(left.indexOf(',') + 1) + ",");
    lines.add("," + line(planted.person("slipped right, a cell more")));
    lines.add(left(line(planted.person("slipped left, a cell less"))));
    lines.add("1," + line(planted.person("numbered in front")));
    lines.add(
        line(planted.person("two rows in one")) + "," + line(planted.person("two rows in one")));
    lines.add(line(planted.person("separated otherwise")).replace(',', ';'));
    lines.add(line(planted.person("separated otherwise")).replace(',', '，'));
    List<String> turned = row(planted.person("from the last column to the first"));
    java.util.Collections.reverse(turned);
    lines.add(String.join(",", turned));
    register(lines);
  }

  private static String left(String line) {
    return line.substring(line.indexOf(',') + 1);
  }

  private void quotes() {
    List<String> lines = new ArrayList<>(List.of(REGISTER));
    lines.add(line(planted.person("text after a closing quote")).replace("无误", "\"好\"余下"));
    lines.add(line(planted.person("a note opens a quote")).replace("无误", "\"说明"));
    lines.add(line(planted.person("the next row after an open quote")).replace("无误", "完\""));
    lines.add(line(planted.person("a row after that")));
    register(lines);
    lines = new ArrayList<>(List.of(REGISTER));
    lines.add('"' + line(planted.person("a row opens a quote")));
    lines.add(line(planted.person("a row after an open quote")));
    lines.add(line(planted.person("a row after an open quote")).replace("410327", "\"410327"));
    lines.add(line(planted.person("a row after two open quotes")));
    register(lines);
    lines = new ArrayList<>(List.of(REGISTER));
    lines.add(
        line(planted.person("a note of two lines"))
            .replace("无误", "\"一\n" + line(planted.person("second line of a note")) + "\""));
    lines.add('"' + line(planted.person("a row in quotes")) + '"');
    lines.add(line(planted.person("every cell in quotes")).replace(",", "\",\""));
    register(lines);
  }

  private void wholeFiles() {
    for (String end : List.of("\r", "\u0085", "\u2028", "\n\r", "\r\r\n")) {
      String how = "lines end in U+%04X".formatted((int) end.charAt(0)) + " x " + end.length();
      String text =
          REGISTER + end + line(planted.person(how)) + end + line(planted.person(how)) + end;
      write("social/person", name("person_202503"), text, StandardCharsets.UTF_8);
    }
    String how = "separated by semicolons";
    register(List.of(REGISTER.replace(',', ';'), line(planted.person(how)).replace(',', ';')));
    how = "separated by tabs";
    register(List.of(REGISTER.replace(',', '\t'), line(planted.person(how)).replace(',', '\t')));
    how = "other charset";
    write(
        "social/person",
        name("person_202503"),
        REGISTER + "\n" + line(planted.person(how)),
        GB18030);
    write(
        "social/person",
        name("person_202503"),
        REGISTER + "\n" + line(planted.person(how)),
        StandardCharsets.UTF_16);
    how = "a page";
    write(
        "social/person",
        name("person_202503"),
        "<table><tr><td>%s</td></tr></table>".formatted(line(planted.person(how))),
        StandardCharsets.UTF_8);
    how = "JSON";
    write(
        "social/person",
        name("person_202503"),
        "[{\"身份证号\":\"%s\",\"姓名\":\"%s\"}]".formatted(planted.id(how), planted.name(how)),
        StandardCharsets.UTF_8);
  }

  private void headers() {
    register(
        List.of(
            line(planted.person("row for a header")),
            line(planted.person("after a row for a header"))));
    register(
        List.of(
            REGISTER.replace("备注", "\"备注"), line(planted.person("open quote in the last header"))));
    register(List.of(REGISTER + "\"", line(planted.person("quote after the last header"))));
    register(
        List.of(
            REGISTER
                + ","
                + planted.name("cell of the header")
                + ","
                + planted.id("cell of the header"),
            line(planted.person("under such a header")) + ",,"));
    register(
        List.of(
            "人员登记表 填报人%s %s".formatted(planted.name("banner"), planted.phone("banner")),
            REGISTER,
            line(planted.person("under a banner"))));
    // The optional columns replaced by a person's values: a renamed column, as far as one can see.
    register(
        List.of(
            REGISTER
                .replace("备注", planted.name("renamed header"))
                .replace("补助金额", planted.id("renamed header")),
            line(planted.person("under a renamed header"))));
  }

  private void names() {
    String text = REGISTER + "\n" + line(planted.person("beside a name of a file")) + "\n";
    for (String value :
        List.of(
            planted.id("name of an accepted file"),
            planted.idWithX("name of an accepted file"),
            planted.oldId("name of an accepted file"),
            planted.phone("name of an accepted file"),
            planted.account("name of an accepted file"))) {
      write(
          "social/person",
          "person_202503_20250405_" + value + ".csv",
          text + line(planted.person("own cell")) + "\n",
          StandardCharsets.UTF_8);
    }
    for (String value :
        List.of(planted.id("name of a refused file"), planted.phone("name of a refused file"))) {
      write("social/person", "名单" + value + ".csv", text, StandardCharsets.UTF_8);
    }
    String twice =
        "person_202503_20250405_" + planted.id("name of a file that comes again") + ".csv";
    write("social/person", name("person_202503"), text + "\n", StandardCharsets.UTF_8);
    write("social/person", twice, text + "\n", StandardCharsets.UTF_8);
  }

  private void manifests() {
    String text = REGISTER + "\n" + line(planted.person("beside a manifest")) + "\n";
    write("social/person", "a.csv", text, StandardCharsets.UTF_8);
    write("social/person", "b.csv", text + "\n", StandardCharsets.UTF_8);
    String how = "manifest";
    write(
        "social/person",
        "manifest.csv",
        """
        file,period,issued,rows,note
        a.csv,202503,20250405,1,%s %s
        b.csv,%s,%s,%s,
        %s.csv,202503,20250405,1,
        """
            .formatted(
                planted.id(how),
                planted.name(how),
                planted.id(how),
                planted.phone(how),
                planted.oldId(how),
                planted.id(how)),
        StandardCharsets.UTF_8);
  }

  private void strays() {
    String text = REGISTER + "\n" + line(planted.person("stray file")) + "\n";
    write("", "person_202503_20250405_root.csv", text, StandardCharsets.UTF_8);
    write(
        "nowhere",
        "名单" + planted.id("name of a stray file") + ".csv",
        text,
        StandardCharsets.UTF_8);
    write(
        "social/person/" + planted.id("name of a folder"),
        "person.csv",
        text,
        StandardCharsets.UTF_8);
    // Persons among the datasets that have none.
    write("county/report", "report_2025-H1_20250711_p.csv", text, StandardCharsets.UTF_8);
    write("social/payment", "payment_202503_20250411_p.csv", text, GB18030);
  }

  private void payments() {
    String how = "payment, ";
    List<String> lines = new ArrayList<>(List.of(PAYMENT));
    for (String id : planted.ids(how + "own cell")) {
      lines.add(paid(id, how + "own cell", "100.00", "正常"));
    }
    for (String value : List.of(planted.phone(how + "amount"), planted.oldId(how + "amount"))) {
      lines.add(paid(planted.id(how + "beside"), how + "beside", value, "正常"));
    }
    for (String value : List.of(planted.phone(how + "note"), planted.id(how + "note"))) {
      lines.add(paid(planted.id(how + "beside"), how + "beside", "1.00", value));
    }
    lines.add(
        ","
            + paid(planted.id(how + "slipped"), how + "slipped", "1.00", "正常")
                .replaceFirst(",[^,]*$", ""));
    write("social/payment", name("payment_202503"), text(lines), GB18030);
    lines = new ArrayList<>(List.of(PAYMENT));
    lines.add(paid(planted.id(how + "UTF-8"), how + "UTF-8", "1.00", "正常"));
    write("social/payment", name("payment_202503"), text(lines), StandardCharsets.UTF_8);
    write("social/payment", name("payment_202503"), "\uFEFF" + text(lines), StandardCharsets.UTF_8);
    write("social/payment", name("payment_202503"), text(lines).replace('\n', '\r'), GB18030);
  }

  private String paid(String id, String how, String amount, String note) {
    return String.join(
        ",", id, "202503", planted.name(how), planted.account(how), "410327", amount, note);
  }

  /** A delivery of which the contract's checks refuse the whole. */
  void refused() {
    List<String> lines = new ArrayList<>(List.of(PAYMENT));
    for (int i = 0; i < 5; i++) {
      String how = "refused by a check";
      lines.add(paid(planted.id(how), how, "没有", planted.phone(how + ", note")));
    }
    write("social/payment", name("payment_202504"), text(lines), GB18030);
  }

  /** What is delivered again, and more. */
  void correction(String how) {
    List<String> lines = new ArrayList<>(List.of(REGISTER));
    Person known = planted.person(how + ", known");
    lines.add(line(known));
    lines.add(
        line(new Person(
                known.id(),
                planted.name(how + ", again"),
                planted.phone(how + ", again"),
                planted.address(how + ", again"),
                planted.account(how + ", again")))
            .replace("100.00", "200.00"));
    lines.add(line(planted.person(how + ", quarantined")).replace("2025-03-05", "2025-02-30"));
    lines.add("," + left(line(planted.person(how + ", slipped"))));
    register(lines);
  }

  private void register(List<String> lines) {
    write("social/person", name("person_202503"), text(lines), StandardCharsets.UTF_8);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private String name(String prefix) {
    return "%s_2025%02d%02d_f%d.csv".formatted(prefix, 4 + files / 28, 1 + files % 28, files++);
  }

  private void write(String folder, String name, String text, Charset charset) {
    Path file = landing.resolve(folder).resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, text.getBytes(charset));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
