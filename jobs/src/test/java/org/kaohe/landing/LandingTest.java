package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;
import org.kaohe.config.Period;

class LandingTest {
  private static final String HEADER = "身份证号,统筹区,费款所属期,实缴金额,到账日期,操作标志\n";
  private static final String ROW = "11010519491231002X,520102,202501,12.30,2025-01-09,\n";

  private static final LocalDate TODAY = LocalDate.of(2026, 1, 6);

  @TempDir Path root;
  private Contract contract = TestContracts.contributions();

  @Test
  void aDeliveryIsItsDatasetPeriodIssueDateAndContent() throws IOException {
    put("contribution_202501_20250205.csv", HEADER + ROW + ROW);
    Delivery delivery = identify().fresh().get(0);
    assertThat(delivery.period()).map(Period::text).contains("2025-01");
    assertThat(delivery.issued()).isEqualTo("2025-02-05");
    assertThat(delivery.records()).isEqualTo(2);
    // Computed with sha256sum over the same text.
    assertThat(delivery.sha256()).hasSize(64).startsWith(delivery.id().substring(0, 16));
  }

  @Test
  void theSameBytesUnderAnotherNameAreOneDeliveryButAResendWithANewDateIsAnother()
      throws IOException {
    put("contribution_202501_20250205.csv", HEADER + ROW);
    put("contribution_202501_20250205_copy.csv", HEADER + ROW);
    put("contribution_202501_20250301.csv", HEADER + ROW);
    put("contribution_202502_20250205.csv", HEADER + ROW);
    Arrivals arrivals = identify();
    assertThat(arrivals.fresh()).hasSize(3);
    assertThat(arrivals.repeated()).singleElement().extracting(Refusal::code).isEqualTo("K3001");
  }

  @Test
  void whatTheReleaseAlreadyHoldsIsNotFresh() throws IOException {
    put("contribution_202501_20250205.csv", HEADER + ROW);
    String id = identify().fresh().get(0).id();
    Landing landing = new Landing(root);
    Arrivals again =
        landing.identify(
            landing.list(List.of(contract)), Map.of(contract.id(), contract), Set.of(id), TODAY);
    assertThat(again.fresh()).isEmpty();
    assertThat(again.repeated()).hasSize(1);
  }

  @Test
  void aWronglyDeclaredCharsetIsRefusedAndNotReadAsMojibake() throws IOException {
    putBytes(
        "contribution_202501_20250205.csv", (HEADER + ROW).getBytes(Charset.forName("GB18030")));
    assertThat(identify().refused())
        .singleElement()
        .satisfies(r -> assertThat(r.code()).isEqualTo("K3104"))
        .satisfies(r -> assertThat(r.period()).map(Period::text).contains("2025-01"));
    contract = TestContracts.contributions(Charset.forName("GB18030"), List.of());
    assertThat(identify().fresh()).singleElement().extracting(Delivery::records).isEqualTo(1L);
  }

  @Test
  void emptyFilesAndFilesWithoutTheirColumnsAreRefusedByNameAndNilReportsAreNot()
      throws IOException {
    put("contribution_202501_20250205.csv", "");
    put("contribution_202502_20250205.csv", "身份证号,费款所属期\n");
    put("contribution_202503_20250205.csv", HEADER);
    put("notes.csv", HEADER);
    put("contribution_202504_20250205.csv.tmp", HEADER);
    Arrivals arrivals = identify();
    assertThat(arrivals.refused())
        .extracting(Refusal::code)
        .containsExactlyInAnyOrder("K3106", "K3107", "K3101");
    assertThat(arrivals.refused()).anySatisfy(r -> assertThat(r.detail()).contains("统筹区"));
    assertThat(arrivals.fresh()).singleElement().extracting(Delivery::records).isEqualTo(0L);
  }

  @Test
  void headersAreMatchedByNameAndSynonymInAnyOrderAndWidth() throws IOException {
    put("contribution_202501_20250205.csv", "\uFEFF费款所属期 ,参保地,身份 证号,备注\n202501,520102,1,x\n");
    Delivery delivery = identify().fresh().get(0);
    Header header = Header.match(contract, delivery.header());
    assertThat(header.places().indices()).containsExactly(2, 1, 0, -1, -1, -1);
    assertThat(header.unknown()).containsExactly(Header.COVERED);
  }

  @Test
  void aRowOfPeopleWhereTheHeaderShouldBeIsNowhereTold() throws IOException {
    String people = "11010519491231002X,520102,202501";
    put("contribution_202501_20250205.csv", people + "\n" + ROW);
    put("contribution_202502_20250205.csv", HEADER.strip() + ",\"备注\n" + people + "\n");
    put("contribution_202503_20250205.csv", HEADER.strip() + ",\"备注\n" + people + ",\"\n" + ROW);
    put("contribution_202504_20250205.csv", HEADER.strip() + ",\"备注\n" + people + ",\"x\n" + ROW);
    put("contribution_202505_20250205.csv", HEADER.strip() + "," + people + "\n" + ROW);
    Arrivals arrivals = identify();
    assertThat(arrivals.refused())
        .extracting(Refusal::code)
        .containsExactly("K3107", "K3140", "K3140", "K3140");
    assertThat(arrivals.fresh())
        .singleElement()
        .satisfies(d -> assertThat(d.header()).endsWith(Header.COVERED, Header.COVERED));
    assertThat(arrivals.toString()).doesNotContain("11010519491231002X").doesNotContain("备注");
    assertThat(Landing.renamed(arrivals.fresh(), Map.of(contract.id(), contract)).toString())
        .doesNotContain("11010519491231002X");
  }

  @Test
  void aFileWithCarriageReturnsOnlyIsReadWhole() throws IOException {
    put("contribution_202501_20250205.csv", (HEADER + ROW + ROW).replace('\n', '\r'));
    assertThat(identify().fresh()).singleElement().extracting(Delivery::records).isEqualTo(2L);
  }

  @Test
  void aManifestTellsWhatTheNameDoesNot() throws IOException {
    put("export.csv", HEADER + ROW);
    put("manifest.csv", "file,period,issued,rows\nexport.csv,2025-01,2025-02-05,1\n");
    assertThat(identify().fresh()).singleElement().extracting(Delivery::issued).isNotNull();
    put("manifest.csv", "file,period,issued,rows\nexport.csv,2025-01,2025-02-05,7\n");
    assertThat(identify().refused()).singleElement().extracting(Refusal::code).isEqualTo("K3109");
  }

  @Test
  void aHeaderWithoutRowsIsAReportOnlyWhereItsContractSaysSo() throws IOException {
    put("export.csv", HEADER);
    put("manifest.csv", "file,period,issued,from\nexport.csv,2025-01,2025-02-05,520102\n");
    Delivery empty = identify().fresh().get(0);
    assertThat(empty.reporter()).contains("520102");
    assertThat(Landing.unsaid(empty, contract))
        .hasValueSatisfying(
            why -> assertThat(why).contains("K3203", "2025-01", "nil: header-only"));
    Contract nil = TestContracts.replacing(contract, Optional.empty());
    assertThat(Landing.unsaid(empty, nil)).isEmpty();
    put("manifest.csv", "file,period,issued,from\nexport.csv,,2025-02-05,520102\n");
    assertThat(Landing.unsaid(identify().fresh().get(0), nil))
        .hasValueSatisfying(why -> assertThat(why).contains("of which period"));
  }

  @Test
  void aManifestMayBeInTheCharsetOfTheDepartment() throws IOException {
    put("导出.csv", HEADER + ROW);
    putBytes(
        "manifest.csv",
        "file,period,issued,rows\n导出.csv,2025-01,2025-02-05,1\n"
            .getBytes(Charset.forName("GB18030")));
    assertThat(identify().fresh()).singleElement().extracting(Delivery::records).isEqualTo(1L);
  }

  @Test
  void filesWhereNoContractLooksAreRefusedAndNotPassedOver() throws IOException {
    put("contribution_202501_20250205.csv", HEADER + ROW);
    put("2025/contribution_202502_20250305.csv", HEADER + ROW);
    put("../../late.csv", HEADER + ROW);
    put("../../socail/contribution/contribution_202503_20250405.csv", HEADER + ROW);
    put("../../.cache/thumbs.db", "x");
    Landing landing = new Landing(root);

    List<Listing> strays = landing.strays(List.of(contract));
    Arrivals arrivals = landing.identify(strays, Map.of(contract.id(), contract), Set.of(), TODAY);

    assertThat(arrivals.fresh()).isEmpty();
    assertThat(arrivals.refused()).extracting(Refusal::code).containsOnly("K3110");
    assertThat(arrivals.refused())
        .extracting(Refusal::file)
        .containsExactly(
            "late.csv",
            "socail/contribution/contribution_202503_20250405.csv",
            "social/contribution/2025/contribution_202502_20250305.csv");
    assertThat(arrivals.refused().get(2).detail()).endsWith("Move it up into social/contribution.");
    assertThat(new Landing(root.resolve("nowhere")).strays(List.of(contract))).isEmpty();
  }

  @Test
  void aColumnThatSeemsRenamedIsNotMissingWithoutAWord() throws IOException {
    String other = "身份证号,统筹区,费款所属期,实缴金额(元),到账日期,操作标志\n";
    put("contribution_202501_20250205.csv", other + ROW);
    put("contribution_202502_20250305.csv", other);
    put("contribution_202503_20250405.csv", HEADER + ROW);
    put("contribution_202504_20250505.csv", "身份证号,统筹区,费款所属期\n");

    assertThat(Landing.renamed(identify().fresh(), Map.of(contract.id(), contract)))
        .singleElement()
        .asString()
        .contains("contribution_202501_20250205.csv and 1 more")
        .contains("lacks 实缴金额 and has ********")
        .contains("synonyms");
  }

  private Arrivals identify() {
    Landing landing = new Landing(root);
    return landing.identify(
        landing.list(List.of(contract)), Map.of(contract.id(), contract), Set.of(), TODAY);
  }

  private void put(String name, String text) throws IOException {
    putBytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void putBytes(String name, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(root.resolve("social/contribution"));
    Path file = folder.resolve(name).normalize();
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
