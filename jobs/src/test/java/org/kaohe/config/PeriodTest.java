package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
  @ParameterizedTest
  @CsvSource({
    "2025,        YEAR,         2025-01-01, 2025-12-31, 2025",
    "2025-H2,     HALF_YEAR,    2025-07-01, 2025-12-31, 2025-H2",
    "2025H1,      HALF_YEAR,    2025-01-01, 2025-06-30, 2025-H1",
    "2025-Q1,     QUARTER,      2025-01-01, 2025-03-31, 2025-Q1",
    "2025Q4,      QUARTER,      2025-10-01, 2025-12-31, 2025-Q4",
    "2024-02,     MONTH,        2024-02-01, 2024-02-29, 2024-02",
    "202502,      MONTH,        2025-02-01, 2025-02-28, 2025-02",
    "2024-02-29,  DAY,          2024-02-29, 2024-02-29, 2024-02-29",
    "20250305,    DAY,          2025-03-05, 2025-03-05, 2025-03-05",
    "2025-01..05, YEAR_TO_DATE, 2025-01-01, 2025-05-31, 2025-01..05",
    "2024-01..02, YEAR_TO_DATE, 2024-01-01, 2024-02-29, 2024-01..02",
    "' 2025-03 ', MONTH,        2025-03-01, 2025-03-31, 2025-03",
  })
  void readsItsWrittenForms(
      String text, PeriodKind kind, LocalDate start, LocalDate end, String canonical) {
    Period period = Period.parse(text).orElseThrow();

    assertThat(period).isEqualTo(new Period(kind, start, end));
    assertThat(period.text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "25",
        "2025-13",
        "2025-00",
        "2025-Q5",
        "2025-Q0",
        "2025-H3",
        "2025-02-29",
        "2025-04-31",
        "2025-02..05",
        "2025-01..13",
        "2025-01..00",
        "2025年3月",
        "2025-3",
        "2025-1-1",
        "20251301",
        "2025-03-05T00",
        "abc"
      })
  void refusesTheRest(String text) {
    assertThat(Period.parse(text)).isEmpty();
  }

  @Test
  void theYearBeforeALeapDayIsTheLastOfFebruary() {
    assertThat(Period.parse("2024-02-29").orElseThrow().yearBefore().text())
        .isEqualTo("2023-02-28");
    assertThat(Period.parse("2024-02").orElseThrow().yearBefore().end())
        .isEqualTo(LocalDate.of(2023, 2, 28));
    assertThat(Period.parse("2025-01..02").orElseThrow().yearBefore().end())
        .isEqualTo(LocalDate.of(2024, 2, 29));
  }

  @Test
  void listsItsMonths() {
    assertThat(Period.parse("2025-Q4").orElseThrow().months())
        .containsExactly(YearMonth.of(2025, 10), YearMonth.of(2025, 11), YearMonth.of(2025, 12));
    assertThat(Period.parse("2025-03-31").orElseThrow().months())
        .containsExactly(YearMonth.of(2025, 3));
    assertThat(Period.parse("2025-01..01").orElseThrow().months())
        .containsExactly(YearMonth.of(2025, 1));
  }

  @Test
  void containsItselfAndItsPartsOnly() {
    Period quarter = Period.parse("2025-Q1").orElseThrow();

    assertThat(quarter.contains(quarter)).isTrue();
    assertThat(quarter.contains(Period.parse("2025-01..03").orElseThrow())).isTrue();
    assertThat(quarter.contains(Period.parse("2025-03-31").orElseThrow())).isTrue();
    assertThat(quarter.contains(Period.parse("2025-04").orElseThrow())).isFalse();
    assertThat(quarter.contains(Period.parse("2025-H1").orElseThrow())).isFalse();
  }
}
