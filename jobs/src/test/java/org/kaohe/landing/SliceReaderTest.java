package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;
import org.kaohe.quality.RowSpec;

/** What of a record reaches bronze when its contract has personal columns. */
class SliceReaderTest {
  private static final String ID = "11010519491231002X";

  private final Contract contract = TestContracts.contributions();

  @TempDir Path folder;

  @Test
  void personalCellsAreReplacedWhereverTheHeaderPutsThem() throws IOException {
    assertThat(records("统筹区,费款所属期,身份证号\n520102,202501," + ID + "\n"))
        .singleElement()
        .asString()
        .startsWith("520102,202501,id_")
        .doesNotContain(ID);
  }

  @Test
  void cellsUnderAHeaderThatTheContractDoesNotKnowMayBePersonalToo() throws IOException {
    assertThat(records("统筹区,费款所属期,身份证号,手机号码\n520102,202501," + ID + ",13800001111\n"))
        .singleElement()
        .asString()
        .startsWith("520102,202501,id_")
        .doesNotContain("13800001111");
  }

  @Test
  void cellsOfAShiftedRecordMayBePersonalOnesInTheWrongPlace() throws IOException {
    assertThat(records("统筹区,费款所属期,身份证号\n520102," + ID + "\n"))
        .singleElement()
        .asString()
        .doesNotContain(ID);
  }

  private List<String> records(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), text);
    Scan scan = Scan.of(file, StandardCharsets.UTF_8, RecordCursor.Form.ONE_LINE);
    ReadPlan plan =
        new ReadPlan(
            "UTF-8",
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
    List<DeliverySource.Piece> pieces = new ArrayList<>();
    scan.slices().forEach(s -> pieces.add(new DeliverySource.Piece(0, s)));
    List<String> records = new ArrayList<>();
    try (SliceReader reader =
        new SliceReader(
            plan,
            new StructType().add(DeliveryReader.RECORD, DataTypes.StringType),
            new byte[] {1, 2, 3},
            pieces)) {
      while (reader.next()) {
        records.add(reader.get().getString(0));
      }
    }
    return records;
  }
}
