package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;

/** Files that are not the CSV that a contract expects, and what their sender is told. */
class NotOurCsvTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 6);
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String HEADER = "身份证号,统筹区,费款所属期,实缴金额,到账日期,操作标志";
  private static final String ROW = "11010519491231002X,520102,202501,12.30,2025-01-09,";
  private static final String CONTENT = HEADER + "\n" + ROW + "\n";
  private static final String NAME = "contribution_202501_20250205.csv";

  @TempDir Path root;
  private Contract contract = TestContracts.contributions();

  @Test
  void workbooksArchivesAndDocumentsAreToExportAndNotToRename() throws IOException {
    byte[] old = HexFormat.of().parseHex("D0CF11E0A1B11AE1000000");
    for (String name : List.of(NAME, "2025年1月.xlsx", "缴费.csv")) {
      assertThat(refused(name, zip("[Content_Types].xml", "xl/workbook.xml")).detail())
          .contains("it is an Excel workbook", "save it as CSV UTF-8")
          .doesNotContain("ename");
      assertThat(refused(name, old).detail()).contains("it is an Excel workbook");
      assertThat(refused(name, zip("缴费.csv")).detail()).contains("an archive", "Unpack");
      assertThat(refused(name, gzip(CONTENT)).detail()).contains("an archive");
      assertThat(refused(name, "%PDF-1.7\n".getBytes(StandardCharsets.UTF_8)).code())
          .isEqualTo("K3120");
      assertThat(refused(name, HexFormat.of().parseHex("504152311504153E" + "50415231")).detail())
          .contains("Parquet");
      assertThat(refused(name, CONTENT.getBytes(StandardCharsets.UTF_16)).detail())
          .contains("UTF-16");
      assertThat(refused(name, CONTENT.getBytes(StandardCharsets.UTF_16LE)).detail())
          .contains("UTF-16");
      for (String text :
          List.of("[{\"a\": 1}]", "{\"a\": 1}\n{\"a\": 2}\n", "<?xml version=\"1.0\"?><rows/>")) {
        assertThat(refused(name, "\uFEFF" + text).detail()).contains("JSON, XML");
      }
      assertThat(refused(name, "<html><body><table><tr><td>1").detail()).contains("a web page");
    }
    assertThat(refused("缴费.xls", HEADER.replace(',', '\t')).detail()).contains("Excel");
    assertThat(refused("缴费.json", "").code()).isEqualTo("K3120");
    assertThat(refused("缴费.csv", CONTENT).code()).isEqualTo("K3101");
    assertThat(refused(NAME.replace(".csv", ".CSV"), CONTENT).detail())
        .contains("only capitals differ");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|", "，"})
  void otherSeparatorsAreToldOnce(String separator) throws IOException {
    Refusal refusal = refused(NAME, CONTENT.replace(",", separator));
    assertThat(refusal.code()).isEqualTo("K3121");
    assertThat(refusal.detail())
        .contains("separated by", "CSV UTF-8 (comma delimited)")
        .doesNotContain("lacks");
    // Also when one of the columns that it must have is missing as well.
    Refusal less = refused(NAME, CONTENT.replace("费款所属期", "月").replace(",", separator));
    assertThat(less.code()).isEqualTo("K3121");
  }

  @Test
  void linesAboveTheHeaderAreCounted() throws IOException {
    String title = "2025年1月缴费明细统计表,,,,,\n";
    String by = "填报单位：某局,,,,,张三\n";
    assertThat(refused(NAME, title + CONTENT).detail())
        .contains("Line 2 looks like the header", "Remove the line above it");
    Refusal three = refused(NAME, title + "\r\n" + by + CONTENT);
    assertThat(three.code()).isEqualTo("K3122");
    assertThat(three.detail())
        .contains("Line 4 looks like the header", "Remove the 3 lines above it")
        .doesNotContain("张三");
    assertThat(refused(NAME, "sep=;\n" + CONTENT.replace(',', ';')).detail())
        .contains("Line 2 looks like", "separated by semicolons");
    assertThat(refused(NAME, title.repeat(10) + CONTENT).code()).isEqualTo("K3107");
    contract = TestContracts.contributions(GB18030, List.of());
    assertThat(refused(NAME, (title + by + CONTENT).getBytes(GB18030)).detail()).contains("Line 3");
  }

  @Test
  void utf8UnderGb18030IsRefusedThoughOnlyItsCellsAreChinese() throws IOException {
    contract = TestContracts.contributions(GB18030, List.of());
    String ascii = "person,county,month,paid,paid_on,op\n1,520102,202501,1,,粮食\n";
    for (String text : List.of(ascii, "\uFEFF" + ascii, CONTENT)) {
      Refusal refusal = refused(NAME, text);
      assertThat(refusal.code()).isIn("K3119", "K3104");
      assertThat(refusal.detail()).contains("Declare charset: UTF-8 in contribution.yaml");
    }
    assertThat(refused(NAME, ascii).code()).isEqualTo("K3119");
    assertThat(identify(NAME, ascii.getBytes(GB18030)).fresh()).hasSize(1);
    assertThat(identify(NAME, "person,county,month\n".getBytes(GB18030)).fresh()).hasSize(1);
  }

  @Test
  void bytesOfAnotherCharsetAreToldByLineAndOffset() throws IOException {
    String ascii = "person,county,month,paid,paid_on,op\n1,520102,202501,1,,";
    Refusal gb = refused(NAME, Names.bytes(ascii.getBytes(GB18030), "粮食\n".getBytes(GB18030)));
    assertThat(gb.code()).isEqualTo("K3104");
    assertThat(gb.detail())
        .contains(
            "line 2, byte offset " + ascii.length(),
            "valid GB18030: declare charset: GB18030 in contribution.yaml, or in Excel save it as"
                + " 'CSV UTF-8'");
    Refusal neither =
        refused(
            NAME, Names.bytes(CONTENT.getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xFF}));
    assertThat(neither.detail())
        .contains("line 3, byte offset " + CONTENT.getBytes(StandardCharsets.UTF_8).length)
        .contains("exported again");
  }

  @Test
  void datesThatNobodyMeansAreRefusedAndThoseToComeWait() throws IOException {
    for (String date :
        List.of("+999999999-12-31", "9999-12-31", "0001-01-01", "2025-02-30", "soon")) {
      manifest("2025-01," + date);
      Refusal refusal = refused("a.csv", CONTENT);
      assertThat(refusal.code()).as(date).isEqualTo("K3103");
      assertThat(refusal.retry()).isFalse();
      assertThat(refusal.detail()).contains(date);
    }
    for (String period : List.of("9999", "0000-01", "1899-12", "x".repeat(100_000))) {
      manifest(period + ",2025-02-05");
      Refusal refusal = refused("a.csv", CONTENT);
      assertThat(refusal.code()).as(period).isEqualTo("K3102");
      assertThat(refusal.detail()).hasSizeLessThan(300);
    }
    manifest("2025-01,2026-01-07");
    Refusal early = refused("a.csv", CONTENT);
    assertThat(early.code()).isEqualTo("K3118");
    assertThat(early.retry()).isTrue();
    assertThat(early.period()).isPresent();
    manifest("2025-01,2026-01-06");
    assertThat(identify("a.csv", CONTENT.getBytes(StandardCharsets.UTF_8)).fresh()).hasSize(1);
  }

  @Test
  void aManifestThatTellsNothingIsAFindingAndFilesWithFullNamesGoOn() throws IOException {
    for (byte[] garbage :
        List.of(
            new byte[0],
            zip("xl/workbook.xml"),
            "file;period;issued\n".getBytes(StandardCharsets.UTF_8),
            "x".repeat(100_000).getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xFF, 1, 2})) {
      Path folder = Files.createDirectories(root.resolve("social/contribution"));
      Files.write(folder.resolve("manifest.csv"), garbage);
      Arrivals arrivals = identify(NAME, CONTENT.getBytes(StandardCharsets.UTF_8));
      assertThat(arrivals.fresh()).hasSize(1);
      assertThat(arrivals.refused())
          .singleElement()
          .satisfies(r -> assertThat(r.code()).isEqualTo("K3115"))
          .satisfies(r -> assertThat(r.file()).isEqualTo("social/contribution/manifest.csv"))
          .satisfies(r -> assertThat(r.detail()).hasSizeLessThan(400));
    }
  }

  @Test
  void rowsOfAManifestThatDifferOrNameNothingAreToldAndHurtNoOtherFile() throws IOException {
    Path folder = Files.createDirectories(root.resolve("social/contribution"));
    Files.writeString(
        folder.resolve("manifest.csv"),
        """
        file,period,issued
        a.csv,2025-01,2025-02-05
        a.csv,2025-02,2025-02-05
        b.csv,2025-01,2025-02-05
        b.csv,2025-01,2025-02-05
        absent.csv,2025-01,2025-02-05
        c.csv,2025-01,2025-02-05,oops
        """);
    for (String name : List.of("a.csv", "b.csv", "c.csv")) {
      Files.writeString(folder.resolve(name), CONTENT);
    }
    Arrivals arrivals = identify(NAME, (CONTENT + ROW).getBytes(StandardCharsets.UTF_8));
    assertThat(arrivals.fresh()).extracting(Delivery::file).hasSize(2);
    assertThat(arrivals.refused())
        .extracting(Refusal::code)
        .containsExactlyInAnyOrder("K3116", "K3116", "K3117");
    assertThat(arrivals.refused()).anySatisfy(r -> assertThat(r.detail()).contains("absent.csv"));
  }

  @Test
  void messagesStayShortWhateverTheFileHolds() throws IOException {
    String long_ = "x".repeat(10_000_000);
    assertThat(refused(NAME, long_ + "\n1\n").detail()).hasSizeLessThan(500);
    assertThat(refused(NAME, ("身份证号,统筹区,费款所属期" + ",身份证号".repeat(500_000)) + "\n").detail())
        .hasSizeLessThan(500);
    manifest("2025-01,2025-02-05," + long_);
    Files.writeString(
        root.resolve("social/contribution/manifest.csv"),
        "file,period,issued,rows\na.csv,2025-01,2025-02-05," + long_ + "\n");
    assertThat(refused("a.csv", CONTENT).detail()).hasSizeLessThan(500);
    Arrivals renamed =
        identify(
            NAME,
            ("身份证号,统筹区,费款所属期," + "y".repeat(1_000_000) + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(Landing.renamed(renamed.fresh(), Map.of(contract.id(), contract)))
        .singleElement()
        .asString()
        .hasSizeLessThan(700);
  }

  @Test
  void aRecordThatNoStretchHoldsIsNotPromisedToPass() throws IOException {
    Refusal refusal = refused(NAME, HEADER + "\n" + "1".repeat(Scan.STRETCH + 1));
    assertThat(refusal.code()).isEqualTo("K3123");
    assertThat(refusal.retry()).isFalse();
    assertThat(refusal.detail()).doesNotContain("next time");
  }

  private void manifest(String row) throws IOException {
    Path folder = Files.createDirectories(root.resolve("social/contribution"));
    Files.writeString(folder.resolve("manifest.csv"), "file,period,issued\na.csv," + row + "\n");
  }

  private Refusal refused(String name, String text) throws IOException {
    return refused(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Refusal refused(String name, byte[] bytes) throws IOException {
    Arrivals arrivals = identify(name, bytes);
    assertThat(arrivals.fresh()).isEmpty();
    assertThat(arrivals.refused()).hasSize(1);
    return arrivals.refused().get(0);
  }

  private Arrivals identify(String name, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(root.resolve("social/contribution"));
    Path file = Names.in(folder, name.getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes);
    Landing landing = new Landing(root);
    Arrivals arrivals =
        landing.identify(
            landing.list(List.of(contract)), Map.of(contract.id(), contract), Set.of(), TODAY);
    Files.delete(file);
    return arrivals;
  }

  private static byte[] zip(String... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (String member : members) {
        zip.putNextEntry(new ZipEntry(member));
        zip.write(new byte[100]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
