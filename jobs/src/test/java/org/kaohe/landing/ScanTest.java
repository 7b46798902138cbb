package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private static final RecordCursor.Form SEVERAL = RecordCursor.Form.SEVERAL_LINES;

  @TempDir Path folder;

  @Test
  void theHashIsTheOneSha256sumPrints() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a,b\n1,2\n");
    // printf 'a,b\n1,2\n' | sha256sum
    assertThat(Scan.of(file, StandardCharsets.UTF_8, SEVERAL).sha256())
        .isEqualTo("492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470");
  }

  @Test
  void slicesOfEveryLengthHoldTheRecordsAndLinesOfTheWholeFile() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder("姓名,备注\r\n");
    for (int i = 0; i < 3000; i++) {
      text.append("张").append(i).append(",\"");
      for (int j = random.nextInt(6); j > 0; j--) {
        text.append(
            switch (random.nextInt(5)) {
              case 0 -> "\n";
              case 1 -> "\"\"";
              case 2 -> "，𠮷";
              case 3 -> ",";
              default -> "字";
            });
      }
      text.append("\"\n");
    }
    for (Charset charset : List.of(StandardCharsets.UTF_8, GB18030)) {
      byte[] bytes = text.toString().getBytes(charset);
      Path file = Files.write(folder.resolve("b.csv"), bytes);
      List<String> whole = records(bytes, List.of(new Slice(0, bytes.length, 1)), charset);
      for (int stretch : new int[] {100, 1000, 4096, 1 << 20}) {
        Scan scan = Scan.of(file, charset, SEVERAL, stretch);
        assertThat(scan.header()).containsExactly("姓名", "备注");
        assertThat(scan.records()).isEqualTo(3000);
        assertThat(records(bytes, scan.slices(), charset))
            .isEqualTo(whole.subList(1, whole.size()));
      }
    }
  }

  @Test
  void anOpenQuoteIsDecidedTheSameWayByTheScanAndByTheSlices() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 400_000; i++) {
      text.append(i % 90_000 == 80_000 ? "\"open" : "value").append(i).append(",1\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("c.csv"), bytes);
    Scan scan = Scan.of(file, StandardCharsets.UTF_8, SEVERAL, 3 << 20);
    List<String> sliced = records(bytes, scan.slices(), StandardCharsets.UTF_8);
    List<String> whole =
        records(bytes, List.of(new Slice(0, bytes.length, 1)), StandardCharsets.UTF_8);
    assertThat(sliced).isEqualTo(whole.subList(1, whole.size()));
    assertThat(scan.records()).isEqualTo(sliced.size());
    assertThat(scan.slices()).hasSizeGreaterThan(1);
  }

  @Test
  void aByteThatIsNotOfTheDeclaredCharsetIsRefusedWhereverItStands() throws IOException {
    StringBuilder text = new StringBuilder("a\n");
    text.append("好\n".repeat(5000));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 3] = (byte) 0xFF;
    Path file = Files.write(folder.resolve("d.csv"), bytes);
    assertThatThrownBy(() -> Scan.of(file, StandardCharsets.UTF_8, SEVERAL, 1000))
        .isInstanceOf(CharacterCodingException.class);
  }

  private static List<String> records(byte[] bytes, List<Slice> slices, Charset charset) {
    List<String> records = new ArrayList<>();
    for (Slice slice : slices) {
      byte[] part = java.util.Arrays.copyOfRange(bytes, (int) slice.start(), (int) slice.end());
      RecordCursor cursor =
          new RecordCursor(part, 0, part.length, slice.firstLine(), true, SEVERAL);
      while (cursor.next()) {
        StringBuilder record = new StringBuilder().append(cursor.line());
        for (int i = 0; i < cursor.fields(); i++) {
          record.append('|').append(cursor.text(i, charset));
        }
        records.add(record.toString());
      }
    }
    return records;
  }
}
