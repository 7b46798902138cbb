package org.kaohe.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kaohe.run.Workspaces;

/**
 * A small workspace with four datasets, two of them personal, one of each in GB18030, and good
 * deliveries of two counties whose figures are worked out by hand.
 */
final class DirtyWorkspace {
  private static final Path DEFINITIONS = Path.of("src/test/resources/dirty");
  private static final Charset GB18030 = Charset.forName("GB18030");

  private DirtyWorkspace() {}

  static Path definitions(Path workspace) {
    Workspaces.copy(DEFINITIONS, workspace);
    return workspace;
  }

  /** A cell of gold: what the good deliveries must give, whatever lies beside them. */
  record Expected(String indicator, String unit, String period, String value) {}

  /** One good delivery. */
  private record Good(String file, Charset charset, String text) {}

  private static final List<Good> FIRST =
      List.of(
          new Good(
              "county/report/report_2025-H1_20250710_good.csv",
              StandardCharsets.UTF_8,
              """
              县代码,半年,应缴户数,已缴户数,到位资金,备注
              520901,2025-H1,400,200,1000.50,好
              520902,2025-H1,500,355,70.00,
              """),
          new Good(
              "grain/stock/stock_202503_20250405_good.csv",
              GB18030,
              """
              库点代码,日期,区划,品种,数量,完好率,操作
              A0001,2025-03-31,520901,小麦,1200.125,98.5%,
              A0002,20250331,520902,稻谷,800,97,
              """),
          new Good(
              "social/person/person_202503_20250405_good.csv",
              StandardCharsets.UTF_8,
              """
              身份证号,姓名,手机号,住址,银行账号,区划,登记日期,状态,补助金额,备注
              520901198001010010,好人一,13500000001,甲县一号,6228480000000000001,520901,2025-03-01,1,150.50,
              520901198001010029,好人二,13500000002,甲县二号,6228480000000000002,520901,2025-03-02,1,49.50,新增
              520902198001010033,好人三,13500000003,乙县三号,,520902,20250303,2,10.25,
              """),
          new Good(
              "social/payment/payment_202503_20250405_good.csv",
              GB18030,
              """
              AAC002,AAE003,AAC003,AAE010,AAB301,AAE019,AAE013
              520901198001010010,202503,好人一,6228480000000000001,520901,3000.00,
              520902198001010033,202503,好人三,6228480000000000003,520902,1234.56,补发
              """));

  private static final List<Good> SECOND =
      List.of(
          new Good(
              "county/report/report_2025-H2_20251210_good.csv",
              StandardCharsets.UTF_8,
              """
              县代码,半年,应缴户数,已缴户数,到位资金,备注
              520901,2025-H2,600,382,2000,好
              520902,2025-H2,500,360,5.5,
              """),
          new Good(
              "grain/stock/stock_202509_20251005_good.csv",
              GB18030,
              """
              库点代码,日期,区划,品种,数量,完好率,操作
              A0001,2025年9月30日,520901,小麦,10.5,98.5%,
              A0002,20250930,520902,稻谷,20,97,
              """),
          new Good(
              "social/person/person_202509_20251005_good.csv",
              StandardCharsets.UTF_8,
              """
              身份证号,姓名,手机号,住址,银行账号,区划,登记日期,状态,补助金额,备注
              520902198001010041,好人四,13500000004,乙县四号,,520902,2025-09-03,1,89.75,
              """),
          new Good(
              "social/payment/payment_202509_20251005_good.csv",
              GB18030,
              """
              AAC002,AAE003,AAC003,AAE010,AAB301,AAE019,AAE013
              520901198001010010,202509,好人一,6228480000000000001,520901,0.44,
              """));

  static final List<Expected> CELLS_OF_FIRST =
      List.of(
          new Expected("PAY", "520901", "2025-H1", "50.00"),
          new Expected("PAY", "520902", "2025-H1", "71.00"),
          // 555 of 900 households.
          new Expected("PAY", "520900", "2025-H1", "61.67"),
          new Expected("FUND", "520901", "2025-H1", "1000.50"),
          new Expected("FUND", "520902", "2025-H1", "70.00"),
          new Expected("FUND", "520900", "2025-H1", "1070.50"),
          new Expected("STOCK", "520901", "2025-H1", "1200.125"),
          new Expected("STOCK", "520902", "2025-H1", "800"),
          new Expected("STOCK", "520900", "2025-H1", "2000.125"),
          new Expected("PERSONS", "520901", "2025-H1", "2"),
          new Expected("PERSONS", "520902", "2025-H1", "1"),
          new Expected("PERSONS", "520900", "2025-H1", "3"),
          new Expected("GRANTS", "520901", "2025-H1", "200.00"),
          new Expected("GRANTS", "520902", "2025-H1", "10.25"),
          new Expected("GRANTS", "520900", "2025-H1", "210.25"),
          new Expected("PAYMENTS", "520901", "2025-H1", "3000.00"),
          new Expected("PAYMENTS", "520902", "2025-H1", "1234.56"),
          new Expected("PAYMENTS", "520900", "2025-H1", "4234.56"));

  static final List<Expected> CELLS_OF_SECOND =
      List.of(
          new Expected("PAY", "520901", "2025-H2", "63.67"),
          new Expected("PAY", "520902", "2025-H2", "72.00"),
          new Expected("FUND", "520900", "2025-H2", "2005.50"),
          new Expected("STOCK", "520901", "2025-H2", "10.500"),
          new Expected("STOCK", "520900", "2025-H2", "30.500"),
          new Expected("PERSONS", "520902", "2025-H2", "1"),
          new Expected("GRANTS", "520902", "2025-H2", "89.75"),
          new Expected("PAYMENTS", "520901", "2025-H2", "0.44"));

  /** Delivers the good files of the first night. */
  static void deliverFirst(Path workspace) {
    FIRST.forEach(g -> deliver(workspace, g));
  }

  /** Delivers the good files of the second night. */
  static void deliverSecond(Path workspace) {
    SECOND.forEach(g -> deliver(workspace, g));
  }

  private static void deliver(Path workspace, Good good) {
    Path file = workspace.resolve("landing").resolve(good.file());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, good.text().getBytes(good.charset()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
