package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;
import org.kaohe.quality.RowSpec;

/** What a record gives when it arrives, what of it is kept, and what that gives when read again. */
class RecordReaderTest {
  private static final String ID = "11010519491231002X";
  private static final String OTHER_ID = "440524188001010014";
  private static final String NAME = "欧阳䶮";
  private static final String PHONE = "13812345678";
  private static final byte[] KEY = {1, 2, 3};

  private static final Contract PEOPLE = TestContracts.people();
  private static final String HEADER = "身份证号,姓名,电话,备注,统筹区,费款所属期,实缴金额,到账日期,操作标志";
  private static final RowSpec SPEC = RowSpec.of(PEOPLE, Set.of("520102"));

  /** What a record gave. */
  private record Read(
      String record, List<String> reasons, boolean control, List<@Nullable Object> cells) {}

  @Test
  void aRecordThatIsRightGivesItsCellsAndKeepsNobodysName() {
    Read read =
        arrived(ID + "," + NAME + "," + PHONE + ",常住,520102,202501,12.50,2025-01-09,\n").get(0);
    assertThat(read.reasons()).isEmpty();
    assertThat(read.record()).endsWith(",常住,520102,202501,12.50,2025-01-09,");
    assertThat(read.record()).doesNotContain(ID).doesNotContain(NAME).doesNotContain(PHONE);
  }

  @Test
  void aRowShiftedByOneAtEqualWidthKeepsNobodyInTheWrongColumn() {
    List<Read> reads =
        arrived(
            "1,"
                + ID
                + ","
                + NAME
                + ","
                + PHONE
                + ",常住,520102,202501,12.50,2025-01-09\n"
                + NAME
                + ","
                + PHONE
                + ",常住,520102,202501,12.50,2025-01-09,,"
                + ID
                + "\n"
                + ID
                + ",,"
                + PHONE
                + ","
                + NAME
                + ",5201"
                + NAME
                + ",202501,1,2025-01-09,\n"
                + ","
                + NAME
                + ",常住,"
                + NAME
                + ",520102,202501,1,2025-01-09,\n");
    assertThat(reads).hasSize(4).allSatisfy(r -> assertThat(r.reasons()).isNotEmpty());
    assertThat(reads)
        .extracting(Read::record)
        .allSatisfy(
            r -> assertThat(r).doesNotContain(ID).doesNotContain(NAME).doesNotContain(PHONE));
  }

  @Test
  void aNumberOfAPersonInANoteKeepsTheRowAsideAndUnreadable() {
    Read read =
        arrived(ID + "," + NAME + ",,联系 138-1234-5678,520102,202501,1,2025-01-09,\n").get(0);
    assertThat(read.reasons()).containsExactly("personal:note");
    assertThat(read.record()).doesNotContain("1234");
  }

  @Test
  void textAfterAClosingQuoteDoesNotMergeTwoPersons() {
    String good = OTHER_ID + "," + NAME + ",,好,520102,202502,1,2025-01-09,\n";
    List<Read> reads =
        arrived(
            ID
                + ","
                + NAME
                + ",,\"好\"余下,520102,202501,1,2025-01-09,\n"
                + ID
                + ","
                + NAME
                + ",,\"说明,520102,202501,1,2025-01-09,\n"
                + good);
    assertThat(reads)
        .extracting(Read::reasons)
        .containsExactly(List.of("ragged:record"), List.of("ragged:record"), List.of());
    assertThat(reads.toString()).doesNotContain(ID).doesNotContain(NAME);
  }

  @Test
  void placeholdersAreNobodyWhenTheyArriveAndWhenTheyAreReadAgain() {
    String record = "暂无,不详,N/A,暂无,520102,202501,1,2025-01-09,\n";
    Read read = arrived(record).get(0);
    assertThat(read.reasons()).containsExactly("required:person");
    assertThat(read.cells().subList(0, 4)).containsOnlyNulls();
    assertThat(kept(read.record()).cells()).isEqualTo(read.cells());
  }

  @Test
  void aCodeThatWasCoveredIsFoundAgainWhenTheContractKnowsIt() {
    Read read = arrived(ID + "," + NAME + ",,,贵阳市南明区,202501,1,2025-01-09,\n").get(0);
    assertThat(read.reasons()).containsExactly("pattern:county");
    assertThat(read.record()).doesNotContain("贵阳");
    assertThat(kept(read.record()).reasons()).containsExactly("pattern:county");
    RowSpec knows =
        RowSpec.of(
            TestContracts.withMapping(PEOPLE, "county", "贵阳市南明区", "520102"), Set.of("520102"));
    Read again =
        read(knows, RecordReader.Origin.KEPT, read.record(), StandardCharsets.UTF_8).get(0);
    assertThat(again.reasons()).isEmpty();
    assertThat(again.cells().get(4)).hasToString("520102");
  }

  @Test
  void aFigureThatDoesNotFitStaysReadableForTheContractThatWillTakeIt() {
    Read read = arrived(ID + "," + NAME + ",,常住,520102,202501,1.239,2025年1月9日,\n").get(0);
    assertThat(read.reasons()).containsExactly("decimals:paid", "type:paid_on");
    assertThat(read.record()).endsWith(",常住,520102,202501,1.239,2025年1月9日,");
  }

  @Test
  void yearsThatNobodyMeansAreNoDates() {
    for (String date : new String[] {"-0044-03-15", "+12025-01-09", "0000-01-09"}) {
      assertThat(arrived(ID + ",,,,520102,202501,1," + date + ",\n").get(0).reasons())
          .as(date)
          .containsExactly("type:paid_on");
    }
    assertThat(arrived(ID + ",,,,520102,000001,1,2025-01-09,\n").get(0).reasons())
        .containsExactly("type:month");
  }

  @Test
  @Timeout(20)
  void aCellOfTenMillionDigitsIsTooLongAndCostsNoTime() {
    String digits = "9".repeat(10_000_000);
    assertThat(arrived(ID + ",,,,520102,202501," + digits + ",2025-01-09,\n").get(0).reasons())
        .contains("length:paid");
    assertThat(arrived(ID + ",,,,520102,202501,1e400,2025-01-09,\n").get(0).reasons())
        .containsExactly("type:paid");
  }

  @Property(tries = 3_000)
  void readingAgainWhatWasKeptChangesNothing(@ForAll("records") String text, @ForAll boolean gbk) {
    Charset charset = gbk ? Charset.forName("GB18030") : StandardCharsets.UTF_8;
    for (Read read : read(SPEC, RecordReader.Origin.ARRIVED, text, charset)) {
      Read again = kept(read.record());
      assertThat(again.reasons()).as(read.record()).isEqualTo(read.reasons());
      assertThat(again.control()).isEqualTo(read.control());
      if (read.reasons().isEmpty() && !read.control()) {
        assertThat(again.cells()).as(read.record()).isEqualTo(read.cells());
      }
      // A name in a note is found by nobody while only figures of its row are wrong (ADR 8).
      boolean figures =
          read.reasons().stream().allMatch(r -> r.matches("(type|decimals|range):.*"));
      for (String person : List.of(ID, OTHER_ID, PHONE, NAME)) {
        if (!read.reasons().isEmpty() && !(figures && person.equals(NAME))) {
          // Grown together with other digits it is another number.
          assertThat(read.record()).doesNotContainPattern("(?<![0-9.])" + person + "(?![0-9X.])");
        }
      }
    }
  }

  @Provide
  Arbitrary<String> records() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(
                4,
                Arbitraries.of(
                    ID,
                    OTHER_ID,
                    PHONE,
                    NAME,
                    "520102",
                    "202501",
                    "2025-03",
                    "12.50",
                    "2025-01-09")),
            Tuple.of(
                3,
                Arbitraries.of(
                    "暂无",
                    "—",
                    "合计",
                    "合 计",
                    "d",
                    "1.239",
                    "1582-10-10",
                    "0001-01-01",
                    "５２０１０２",
                    "张三",
                    "n/a",
                    "不详",
                    "1,234.50",
                    "abc",
                    "2e-2",
                    "")),
            Tuple.of(
                1,
                Arbitraries.of(
                    "\uFEFF", "\u00A0", "\u3000", "\u200B", "\t", "\f", "\u001C", "\u0085", "\"",
                    "\"\"", ",", "\n", "\r", "\r\n", "𠮷", "×", "+type", "cv_", "\u2028")));
    Arbitrary<String> cell = piece.list().ofMinSize(0).ofMaxSize(3).map(p -> String.join("", p));
    Arbitrary<String> written =
        Arbitraries.oneOf(cell, cell.map(c -> '"' + c.replace("\"", "\"\"") + '"'));
    return written
        .list()
        .ofMinSize(7)
        .ofMaxSize(11)
        .map(cells -> String.join(",", cells))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(lines -> lines.stream().collect(Collectors.joining("\n", "", "\n")));
  }

  private static List<Read> arrived(String text) {
    return read(SPEC, RecordReader.Origin.ARRIVED, text, StandardCharsets.UTF_8);
  }

  private static Read kept(String record) {
    return read(SPEC, RecordReader.Origin.KEPT, record, StandardCharsets.UTF_8).get(0);
  }

  private static List<Read> read(
      RowSpec spec, RecordReader.Origin origin, String text, Charset charset) {
    boolean[] all = new boolean[spec.columns().size()];
    Arrays.fill(all, true);
    RecordReader reader = new RecordReader(spec, origin, charset, KEY, all);
    byte[] bytes = text.getBytes(charset);
    reader.begin(bytes, 2, Header.match(PEOPLE, List.of(HEADER.split(","))).places());
    List<Read> reads = new ArrayList<>();
    if (origin == RecordReader.Origin.KEPT) {
      reader.only();
      reads.add(result(reader, text, all.length));
    } else {
      while (reader.next()) {
        reads.add(result(reader, reader.record().toString(), all.length));
      }
    }
    return reads;
  }

  private static Read result(RecordReader reader, String record, int columns) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      cells.add(reader.typed(c));
    }
    return new Read(record, List.copyOf(reader.reasons()), reader.control(), cells);
  }
}
