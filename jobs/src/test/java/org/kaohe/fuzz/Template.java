package org.kaohe.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a dataset of the dirty workspace delivers when nothing is wrong. Rows belong to the other
 * prefecture's counties and to years of their own, so that no mutation can reach the keys of the
 * good deliveries beside them.
 *
 * @param required positions of columns that a header must have
 */
record Template(
    String dataset,
    String folder,
    String prefix,
    Charset charset,
    List<String> header,
    List<Integer> required,
    Columns columns) {

  /** Positions of columns by what they hold; -1 where the dataset has none of the kind. */
  record Columns(int unit, int whole, int number, int time, int text) {}

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final List<String> UNITS = List.of("410327", "410328");

  static final List<Template> ALL =
      List.of(
          new Template(
              "county_report",
              "county/report",
              "report_2024-H2",
              StandardCharsets.UTF_8,
              List.of("县代码", "半年", "应缴户数", "已缴户数", "到位资金", "备注"),
              List.of(0, 1, 2, 3),
              new Columns(0, 2, 4, 1, 5)),
          new Template(
              "grain_stock",
              "grain/stock",
              "stock_202407",
              GB18030,
              List.of("库点代码", "日期", "区划", "品种", "数量", "完好率", "操作"),
              List.of(0, 1, 2, 4),
              new Columns(2, -1, 4, 1, 6)),
          new Template(
              "social_person",
              "social/person",
              "person_202407",
              StandardCharsets.UTF_8,
              List.of("身份证号", "姓名", "手机号", "住址", "银行账号", "区划", "登记日期", "状态", "补助金额", "备注"),
              List.of(0, 5, 6),
              new Columns(5, -1, 8, 6, 9)),
          new Template(
              "social_payment",
              "social/payment",
              "payment_202407",
              GB18030,
              List.of("AAC002", "AAE003", "AAC003", "AAE010", "AAB301", "AAE019", "AAE013"),
              List.of(0, 1, 4),
              new Columns(4, -1, 5, 1, 6)));

  /** Header and rows; every row would be accepted. */
  List<List<String>> rows(Random random) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(new ArrayList<>(header));
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      rows.add(new ArrayList<>(row(random, i)));
    }
    return rows;
  }

  private List<String> row(Random random, int i) {
    String unit = UNITS.get(random.nextInt(UNITS.size()));
    String day = "2024-07-%02d".formatted(1 + random.nextInt(28));
    return switch (dataset) {
      case "county_report" ->
          List.of(
              UNITS.get(i % 2),
              "%d-H%d".formatted(2021 + i / 4, 1 + i / 2 % 2),
              Integer.toString(500 + random.nextInt(500)),
              Integer.toString(random.nextInt(500)),
              "%d.%02d".formatted(random.nextInt(1000), random.nextInt(100)),
              "一切正常");
      case "grain_stock" ->
          List.of(
              "M%04d".formatted(random.nextInt(10000)),
              day,
              unit,
              random.nextBoolean() ? "小麦" : "2",
              "%d.%03d".formatted(random.nextInt(5000), random.nextInt(1000)),
              "98.5",
              "");
      case "social_person" ->
          List.of(
              Persons.residentId(random),
              Persons.name(random),
              Persons.mobile(random),
              Persons.address(random),
              Persons.card(random),
              unit,
              day,
              "1",
              "%d.50".formatted(random.nextInt(900)),
              "无误");
      case "social_payment" ->
          List.of(
              Persons.residentId(random),
              "202407",
              Persons.name(random),
              Persons.card(random),
              unit,
              "%d.00".formatted(random.nextInt(9000)),
              "正常");
      default -> throw new IllegalStateException(dataset);
    };
  }
}
