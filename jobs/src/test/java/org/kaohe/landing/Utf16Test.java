package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;
import org.kaohe.quality.RowSpec;

/** Deliveries in UTF-16, in both byte orders, with a mark and without. */
class Utf16Test {
  private static final RecordCursor.Form FORM = RecordCursor.Form.ONE_LINE;
  private static final String HEADER = "身份证号,统筹区,费款所属期,备注\n";
  private static final String NAME = "contribution_202501_20250205.csv";

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void theSameRecordsComeOutHoweverItIsCut(String order) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    // 上 holds the byte of a line feed, 𠮷 is a pair of units, and U+2C2C two bytes of commas.
    for (int i = 0; i < 500; i++) {
      text.append("11010519491231002X,520102,202501,\"").append("上,𠮷\u2C2C".repeat(i % 7));
      text.append(i).append("\"\r\n").append(i % 50 == 0 ? ",,,\r\n" : "");
    }
    for (String mark : List.of("", "\uFEFF")) {
      byte[] bytes = (mark + text).getBytes(Charset.forName(order));
      Path file = Files.write(root.resolve("x.csv"), bytes);
      for (String declared : List.of("UTF-16", order)) {
        for (int stretch : new int[] {200, 1001, 1 << 20}) {
          Scan scan = Scan.of(file, Charset.forName(declared), FORM, stretch);
          assertThat(scan.records()).isEqualTo(500);
          assertThat(scan.header()).containsExactly("身份证号", "统筹区", "费款所属期", "备注");
          assertThat(scan.bytes()).isEqualTo(bytes.length);
          List<String> read = read(file, scan, declared);
          assertThat(read).hasSize(500);
          assertThat(read.get(499)).isEqualTo("511 520102 2025-01");
        }
      }
    }
  }

  @Test
  void aDeliveryInUtf16IsIdentifiedAndWhatIsNoneIsRefused() throws IOException {
    Contract contract = TestContracts.contributions(StandardCharsets.UTF_16, List.of());
    String content = HEADER + "11010519491231002X,520102,202501,粮\n";
    for (String order : List.of("UTF-16LE", "UTF-16BE", "UTF-16")) {
      Arrivals arrivals = identify(contract, content.getBytes(Charset.forName(order)));
      assertThat(arrivals.refused()).isEmpty();
      assertThat(arrivals.fresh()).extracting(Delivery::records).containsExactly(1L);
    }
    for (String other : List.of(content, "a,b,c,d\n1,2,3,4\n")) {
      Refusal refusal = refused(contract, other.getBytes(StandardCharsets.UTF_8));
      assertThat(refusal.code()).isIn("K3104", "K3119");
      assertThat(refusal.detail()).contains("Declare charset: UTF-8 in contribution.yaml");
    }
    byte[] tabs = content.replace(',', '\t').getBytes(StandardCharsets.UTF_16LE);
    assertThat(refused(contract, tabs).code()).isEqualTo("K3121");
  }

  @Test
  void halfAPairIsToldByItsLine() throws IOException {
    Contract contract = TestContracts.contributions(StandardCharsets.UTF_16LE, List.of());
    byte[] bytes = (HEADER + "上,𠮷\n").getBytes(StandardCharsets.UTF_16LE);
    int pair = bytes.length - 6;
    byte[] half = Arrays.copyOf(bytes, bytes.length);
    half[pair + 2] = 'x';
    half[pair + 3] = 0;
    Refusal refusal = refused(contract, half);
    assertThat(refusal.code()).isEqualTo("K3104");
    assertThat(refusal.detail()).contains("line 2, byte offset " + pair);
    assertThatThrownBy(
            () ->
                Scan.of(
                    Files.write(root.resolve("odd"), Arrays.copyOf(bytes, bytes.length - 1)),
                    StandardCharsets.UTF_16,
                    FORM))
        .isInstanceOf(CharacterCodingException.class);
  }

  private Refusal refused(Contract contract, byte[] bytes) throws IOException {
    Arrivals arrivals = identify(contract, bytes);
    assertThat(arrivals.fresh()).isEmpty();
    assertThat(arrivals.refused()).hasSize(1);
    return arrivals.refused().get(0);
  }

  private Arrivals identify(Contract contract, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(root.resolve("social/contribution"));
    Files.write(folder.resolve(NAME), bytes);
    Landing landing = new Landing(root);
    return landing.identify(
        landing.list(List.of(contract)),
        Map.of(contract.id(), contract),
        Set.of(),
        LocalDate.of(2026, 1, 6));
  }

  /** Line, county and month of every row. */
  private static List<String> read(Path file, Scan scan, String declared) throws IOException {
    Contract contract = TestContracts.contributions();
    ReadPlan plan =
        new ReadPlan(
            declared,
            RowSpec.of(contract, Set.of("520102")),
            List.of(
                new ReadPlan.Source(
                    file.toUri().toString(),
                    "d",
                    0,
                    0,
                    "2025-01",
                    Header.match(contract, scan.header()).places(),
                    scan.slices())));
    StructType schema =
        new StructType()
            .add(DeliveryReader.LINE, DataTypes.LongType)
            .add("county", DataTypes.StringType)
            .add("month", DataTypes.StringType);
    List<String> rows = new ArrayList<>();
    List<DeliverySource.Piece> pieces =
        scan.slices().stream().map(s -> new DeliverySource.Piece(0, s)).toList();
    try (SliceReader reader = new SliceReader(plan, schema, new byte[] {1}, pieces)) {
      while (reader.next()) {
        rows.add(
            reader.get().getLong(0)
                + " "
                + reader.get().getString(1)
                + " "
                + reader.get().getString(2));
      }
    }
    return rows;
  }
}
