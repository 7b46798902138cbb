package org.kaohe.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kaohe.delta.RecordTable.Named;
import org.kaohe.delta.RecordTable.StoredAs;

class RecordTableTest {
  private enum Level {
    HALF_WAY,
    DONE
  }

  private record Entry(
      @Named("run_id") String id,
      long rowsRead,
      int rank,
      boolean counted,
      BigDecimal points,
      Level level,
      LocalDate day,
      Optional<LocalDate> until,
      Optional<Year> year,
      List<String> header) {}

  private static final RecordTable<Entry> ENTRIES =
      RecordTable.of(Entry.class, new StoredAs<>(Year.class, Year::toString, Year::parse));

  private static final Entry FULL =
      new Entry(
          "R1",
          17L,
          3,
          true,
          new BigDecimal("4.5"),
          Level.HALF_WAY,
          LocalDate.of(2025, 3, 1),
          Optional.of(LocalDate.of(2025, 4, 1)),
          Optional.of(Year.of(2025)),
          List.of("a", "b"));

  private static TableRow row(List<@Nullable Object> values) {
    Map<String, Integer> positions = new LinkedHashMap<>();
    ENTRIES.columns().forEach(c -> positions.put(c.name(), positions.size()));
    return new TableRow(positions, values.toArray());
  }

  private static List<@Nullable Object> written() {
    return new ArrayList<@Nullable Object>(ENTRIES.rows(List.of(FULL)).get(0));
  }

  @Test
  void componentsAreColumnsInSnakeCaseUnlessNamed() {
    assertThat(ENTRIES.columns())
        .containsExactly(
            ColumnInfo.of("run_id", ColumnType.TEXT),
            ColumnInfo.of("rows_read", ColumnType.LONG),
            ColumnInfo.of("rank", ColumnType.INTEGER),
            ColumnInfo.of("counted", ColumnType.FLAG),
            ColumnInfo.decimal("points"),
            ColumnInfo.of("level", ColumnType.TEXT),
            ColumnInfo.of("day", ColumnType.DATE),
            ColumnInfo.of("until", ColumnType.DATE),
            ColumnInfo.of("year", ColumnType.TEXT),
            ColumnInfo.of("header", ColumnType.TEXTS));
  }

  @Test
  void aRecordIsWrittenAsTheTableStoresItAndReadBack() {
    List<@Nullable Object> row = written();
    assertThat(row)
        .containsExactly(
            "R1",
            17L,
            3,
            true,
            new BigDecimal("4.5"),
            "half-way",
            LocalDate.of(2025, 3, 1),
            LocalDate.of(2025, 4, 1),
            "2025",
            List.of("a", "b"));
    assertThat(ENTRIES.read(row(row))).isEqualTo(FULL);
  }

  @Test
  void nullIsEmptyAndNeverADateThatMustBeThere() {
    List<@Nullable Object> row = written();
    for (int column : List.of(0, 1, 7, 8, 9)) {
      row.set(column, null);
    }
    Entry read = ENTRIES.read(row(row));
    assertThat(read.id()).isEmpty();
    assertThat(read.rowsRead()).isZero();
    assertThat(read.until()).isEmpty();
    assertThat(read.year()).isEmpty();
    assertThat(read.header()).isEmpty();
    assertThat(ENTRIES.rows(List.of(read)).get(0)).element(7).isNull();
    row.set(6, null);
    assertThatThrownBy(() -> ENTRIES.read(row(row)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("day");
  }

  @Test
  void aTypeThatNoColumnHoldsIsAProgrammersError() {
    record Odd(Thread thread) {}
    assertThatThrownBy(() -> RecordTable.of(Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Thread");
  }
}
