package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCursorTest {
  private static final RecordCursor.Form SEVERAL = RecordCursor.Form.SEVERAL_LINES;
  private static final RecordCursor.Form ONE = RecordCursor.Form.ONE_LINE;
  private static final Path SPECTRUM = Path.of("src/test/resources/csv-spectrum");

  static Stream<Path> spectrum() throws IOException {
    try (Stream<Path> cases = Files.list(SPECTRUM.resolve("csvs"))) {
      return cases.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("spectrum")
  void readsEveryCaseOfCsvSpectrumAsItsJsonSays(Path csv) throws IOException {
    List<List<String>> records = RecordCursor.all(Files.readString(csv));
    String json = csv.getFileName().toString().replace(".csv", ".json");
    List<Map<String, String>> expected = new ArrayList<>();
    for (JsonNode row :
        new ObjectMapper().readTree(SPECTRUM.resolve("json").resolve(json).toFile())) {
      Map<String, String> cells = new LinkedHashMap<>();
      row.properties().forEach(e -> cells.put(e.getKey(), e.getValue().asText()));
      expected.add(cells);
    }
    List<Map<String, String>> actual = new ArrayList<>();
    for (List<String> record : records.subList(1, records.size())) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < record.size(); i++) {
        cells.put(records.get(0).get(i), record.get(i));
      }
      actual.add(cells);
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void aRecordIsNamedByTheLineItStartsOnThoughEarlierOnesSpanSeveral() {
    assertThat(lines("a,b\n\"x\ny\",1\r\n\nz,2\n", SEVERAL)).containsExactly(1L, 2L, 5L);
  }

  @Test
  void aQuoteThatNeverClosesCostsItsOwnLineOnly() {
    String text = "a,b\n\"open,1\nx,2\ny,3\n";
    assertThat(RecordCursor.all(text))
        .containsExactly(
            List.of("a", "b"), List.of("\"open,1"), List.of("x", "2"), List.of("y", "3"));
  }

  @Test
  void aCarriageReturnEndsARecordAsALineFeedDoes() {
    assertThat(RecordCursor.all("a,b\rx,1\ry,2"))
        .containsExactly(List.of("a", "b"), List.of("x", "1"), List.of("y", "2"));
    assertThat(lines("a,b\rx,1\r\r\ny,2\n\rz,3\r\n", SEVERAL)).containsExactly(1L, 2L, 4L, 6L);
  }

  @Test
  void textAfterAClosingQuoteCostsItsOwnLineOnly() {
    String text = "a,b\n\"好\"余下,1\nx,\"说明\ny,2\nz,\"结\"束\"\nw,3\n";
    for (RecordCursor.Form form : RecordCursor.Form.values()) {
      assertThat(broken(text, form))
          .as(form.name())
          .containsExactly(
              "a|b", "BROKEN \"好\"余下,1", "BROKEN x,\"说明", "y|2", "BROKEN z,\"结\"束\"", "w|3");
    }
  }

  @Test
  void aRecordOfOneLineNeverTakesTheNextOne() {
    assertThat(broken("a,b\nx,\"1\ny\",2\nz,3\n", ONE))
        .containsExactly("a|b", "BROKEN x,\"1", "y\"|2", "z|3");
    assertThat(broken("a,b\nx,\"1\ny\"\nz,3\n", SEVERAL)).containsExactly("a|b", "x|1\ny", "z|3");
  }

  @Test
  void linesOfNothingButSeparatorsAreNoRecords() {
    assertThat(RecordCursor.all("a,b\n,\n , \t\n\"\",\n,,,\r\nx,1\n,"))
        .containsExactly(List.of("a", "b"), List.of("", ""), List.of("x", "1"));
  }

  @Test
  void gb18030CharactersNeverLookLikeSeparatorsOrQuotes() {
    // 𠮷 is a four-byte character; 腬 and others have trail bytes in the ASCII range.
    Charset charset = Charset.forName("GB18030");
    String text = "名,值\n𠮷\u8182\u4E02|~,\"镕,堃\"\n";
    byte[] bytes = text.getBytes(charset);
    RecordCursor cursor = new RecordCursor(bytes, 0, bytes.length, 1, true, SEVERAL);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.text(0, charset)).isEqualTo("𠮷\u8182\u4E02|~");
    assertThat(cursor.text(1, charset)).isEqualTo("镕,堃");
  }

  @Property(tries = 200)
  void cuttingBetweenRecordsChangesNothing(@ForAll("tables") List<List<String>> table) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : table) {
      List<String> cells = new ArrayList<>();
      row.forEach(c -> cells.add('"' + c.replace("\"", "\"\"") + '"'));
      text.append(String.join(",", cells)).append("\r\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    List<List<String>> whole = RecordCursor.all(text.toString());
    assertThat(whole).isEqualTo(table);
    RecordCursor starts = new RecordCursor(bytes, 0, bytes.length, 1, true, SEVERAL);
    int at = 0;
    while (starts.next()) {
      RecordCursor rest =
          new RecordCursor(bytes, starts.recordStart(), bytes.length, starts.line(), true, SEVERAL);
      assertThat(rest.next()).isTrue();
      assertThat(rest.text(0, StandardCharsets.UTF_8)).isEqualTo(table.get(at++).get(0));
      assertThat(rest.line()).isEqualTo(starts.line());
    }
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> cell =
        Arbitraries.strings().withChars("a,\"\n\r 年1").ofMinLength(0).ofMaxLength(6);
    return cell.list().ofMinSize(2).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(6);
  }

  private static List<Long> lines(String text, RecordCursor.Form form) {
    RecordCursor cursor = cursor(text, form);
    List<Long> lines = new ArrayList<>();
    while (cursor.next()) {
      lines.add(cursor.line());
    }
    return lines;
  }

  private static List<String> broken(String text, RecordCursor.Form form) {
    RecordCursor cursor = cursor(text, form);
    List<String> records = new ArrayList<>();
    while (cursor.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < cursor.fields(); i++) {
        cells.add(cursor.text(i, StandardCharsets.UTF_8));
      }
      records.add((cursor.broken() ? "BROKEN " : "") + String.join("|", cells));
    }
    return records;
  }

  private static RecordCursor cursor(String text, RecordCursor.Form form) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new RecordCursor(bytes, 0, bytes.length, 1, true, form);
  }
}
