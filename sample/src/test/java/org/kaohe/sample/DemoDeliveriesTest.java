package org.kaohe.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDeliveriesTest {
  private static final int SMALL = 6000;

  @Test
  void theSameSeedWritesTheSameBytes(@TempDir Path a, @TempDir Path b) {
    DemoDeliveries.write(Sample.workspace(a), 7, SMALL);
    DemoDeliveries.write(Sample.workspace(b), 7, SMALL);

    assertThat(Sample.files(a)).isEqualTo(Sample.files(b));
  }

  @Test
  void writingAgainTouchesNoFileAndAnotherSampleLeavesNothingBehind(@TempDir Path folder)
      throws IOException {
    Sample.workspace(folder);
    DemoDeliveries.write(folder, 7, SMALL);
    Map<String, String> first = Sample.files(folder.resolve("landing"));
    Path one = folder.resolve("landing/health/birth/birth_202401_20240205.csv");
    var written = Files.getLastModifiedTime(one);

    DemoDeliveries.write(folder, 7, SMALL);
    assertThat(Files.getLastModifiedTime(one)).isEqualTo(written);

    DemoDeliveries.write(folder, 8, SMALL);
    DemoDeliveries.write(folder, 7, SMALL);
    assertThat(Sample.files(folder.resolve("landing"))).isEqualTo(first);
  }

  @Test
  void everyRowHasExactlyOneFate(@TempDir Path folder) throws IOException {
    WrittenSample truth = DemoDeliveries.write(Sample.workspace(folder), 7, SMALL);

    List<TruthRow> deliveries = TruthRow.read(truth.deliveries());
    assertThat(deliveries)
        .hasSize(truth.files())
        .allSatisfy(
            d ->
                assertThat(d.number("delivered"))
                    .as(d.of("file"))
                    .isEqualTo(
                        d.number("accepted")
                            + d.number("superseded")
                            + d.number("deleted")
                            + d.number("control")
                            + d.number("quarantined")));
    assertThat(deliveries.stream().mapToLong(d -> d.number("delivered")).sum())
        .isEqualTo(truth.rows());
  }

  @Test
  void plantsDefectsOfManyKindsAndNamesTheirLines(@TempDir Path folder) throws IOException {
    WrittenSample truth = DemoDeliveries.write(Sample.workspace(folder), 7, SMALL);

    List<TruthRow> defects = TruthRow.read(truth.defects());
    Set<String> kinds = new HashSet<>();
    defects.forEach(d -> kinds.add(d.of("code")));
    assertThat(kinds)
        .contains(
            "D01", "D02", "D03", "D04", "D06", "D07", "D08", "D09", "D10", "D11", "D12", "D13",
            "D14", "D15", "D16", "D17", "D18", "D19", "D24", "D26", "D27", "RAGGED", "NEWLINE");
    TruthRow reversal =
        defects.stream()
            .filter(d -> d.of("code").equals("D24") && d.of("dataset").equals("grain_stock_in"))
            .findFirst()
            .orElseThrow();
    List<String> lines =
        Files.readAllLines(
            folder.resolve("landing").resolve(reversal.of("file")), Charset.forName("GB18030"));
    assertThat(lines.get((int) reversal.number("line") - 1)).contains("红冲");
  }

  @Test
  void departmentsKeepTheirCharsets(@TempDir Path folder) throws IOException {
    DemoDeliveries.write(Sample.workspace(folder), 7, SMALL);

    Path landing = folder.resolve("landing");
    assertThat(
            Files.readAllLines(
                    landing.resolve("health/birth/birth_202401_20240205.csv"),
                    Charset.forName("GB18030"))
                .get(0))
        .startsWith("出生证编号,新生儿性别,出生日期,常住地区划代码");
    assertThat(
            Files.readString(
                landing.resolve("social/contribution/contribution_202401_20240210.csv"),
                StandardCharsets.UTF_8))
        .startsWith("\uFEFF流水号,");
    // From 2025 the columns stand the other way round and some have other names.
    assertThat(
            Files.readAllLines(
                    landing.resolve("health/birth/birth_202501_20250205.csv"),
                    Charset.forName("GB18030"))
                .get(0))
        .endsWith("新生儿性别,出生医学证明编号");
  }

  @Test
  void filesFollowTheContracts(@TempDir Path folder) throws IOException {
    Path contract = Sample.workspace(folder).resolve("schemas/party/training.yaml");
    Files.writeString(
        contract,
        Files.readString(contract)
            .replace("value: UTF-8", "value: GB18030")
            .replace("businessName: 主题", "businessName: 题目"));

    DemoDeliveries.write(folder, 7, SMALL);

    assertThat(
            Files.readAllLines(
                    folder.resolve("landing/party/training/training_2024-Q1_20240404.csv"),
                    Charset.forName("GB18030"))
                .get(0))
        .isEqualTo("班次编号,被考核单位代码,开班日期,题目,参训人数,合格人数");
  }

  @Test
  void aContractWithoutAColumnThatTheDemoFillsIsNamed(@TempDir Path folder) throws IOException {
    Path contract = Sample.workspace(folder).resolve("schemas/party/training.yaml");
    Files.writeString(contract, Files.readString(contract).replace("- name: topic", "- name: x"));

    assertThatThrownBy(() -> DemoDeliveries.write(folder, 7, SMALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The contract party_training has no column topic");
  }

  /** The published levels of the README of conf, as the province's years must show them. */
  @Test
  void theProvinceStandsNearPublishedLevels(@TempDir Path folder) throws IOException {
    WrittenSample truth =
        DemoDeliveries.write(Sample.workspace(folder), DemoDeliveries.SEED, 60_000);

    Map<String, BigDecimal> values = new HashMap<>();
    for (TruthRow cell : TruthRow.read(truth.cells())) {
      if (!cell.of("value").isEmpty()) {
        values.put(
            cell.of("indicator") + " " + cell.of("unit") + " " + cell.of("period"),
            new BigDecimal(cell.of("value")));
      }
    }
    assertThat(values.get("HLT-001 520000 2025")).isBetween(decimal("3.8"), decimal("5.6"));
    assertThat(values.get("HLT-008 520000 2025")).isBetween(decimal("60"), decimal("72"));
    assertThat(values.get("HLT-010 520000 2025")).isBetween(decimal("42"), decimal("54"));
    assertThat(values.get("SSC-001 520000 2025-Q4")).isBetween(decimal("93"), decimal("99"));
    assertThat(values.get("SSC-005 520000 2025")).isBetween(decimal("98.5"), decimal("100"));
    assertThat(values.get("SSC-010 520000 2025")).isBetween(decimal("94"), decimal("99"));
    assertThat(values.get("GRN-007 530500 2025")).isBetween(decimal("0.1"), decimal("0.2"));
    assertThat(values.get("GRN-015 530500 2024")).isEqualByComparingTo("341.2");
    assertThat(values.get("GRN-015 530500 2025")).isEqualByComparingTo("329.1");
    assertThat(values.get("GRN-001 91530581DEM000106G 2025")).isEqualByComparingTo("100");
    assertThat(values.get("GRN-001 91530523DEM000104A 2025")).isEqualByComparingTo("86");
    assertThat(values.get("SSC-015 520000 2025")).isPositive();
  }

  @Test
  void theTruthAddsUpOverCountiesAndQuarters(@TempDir Path folder) throws IOException {
    WrittenSample truth = DemoDeliveries.write(Sample.workspace(folder), 7, SMALL);

    BigDecimal province = BigDecimal.ZERO;
    BigDecimal prefectures = BigDecimal.ZERO;
    BigDecimal quarters = BigDecimal.ZERO;
    for (TruthRow cell : TruthRow.read(truth.cells())) {
      if (cell.of("indicator").equals("HLT-101")) {
        BigDecimal births = new BigDecimal(cell.of("numerator"));
        boolean year = cell.of("period").equals("2025");
        if (year && cell.of("unit").equals("520000")) {
          province = births;
        } else if (year && cell.of("unit").matches("52\\d{2}00")) {
          prefectures = prefectures.add(births);
        } else if (cell.of("unit").equals("520000") && cell.of("period").startsWith("2025-Q")) {
          quarters = quarters.add(births);
        }
      }
    }
    assertThat(province).isPositive().isEqualByComparingTo(prefectures);
    assertThat(province).isEqualByComparingTo(quarters);
  }

  @Test
  void residentNumbersAreValidAndTakenByNobodyElse() {
    // Vectors of GB 11643: 11010519491231002 -> X, 52000019900101001 -> X, 53050020210315123 -> 9.
    assertThat(People.id("110105", LocalDate.of(1949, 12, 31), 2)).endsWith("X");
    assertThat(People.id("520000", LocalDate.of(1990, 1, 1), 1)).endsWith("X");
    assertThat(People.id("530500", LocalDate.of(2021, 3, 15), 123)).endsWith("9");
    Set<String> ids = new HashSet<>();
    for (People.Pool pool : People.Pool.values()) {
      for (int i = 0; i < 20_000; i++) {
        assertThat(ids.add(People.id(pool, i))).as("%s %d", pool, i).isTrue();
      }
    }
  }

  @Test
  void theKeyIsWrittenOnceAndForTheOwnerAlone(@TempDir Path folder) throws IOException {
    DemoDeliveries.write(Sample.workspace(folder), 7, SMALL);

    Path key = folder.resolve(".kaohe/key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).matches("[0-9a-f]{64}");
    Files.writeString(key, "kept");
    DemoDeliveries.write(folder, 7, SMALL);
    assertThat(Files.readString(key)).isEqualTo("kept");
  }

  @Test
  void refusesTooSmallASampleAndAFolderThatIsNoWorkspace(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> DemoDeliveries.write(folder, 7, SMALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("conf/units");
    assertThatThrownBy(() -> DemoDeliveries.write(Sample.workspace(folder), 7, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10 rows");
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
