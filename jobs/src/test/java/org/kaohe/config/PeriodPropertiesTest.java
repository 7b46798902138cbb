package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PeriodPropertiesTest {
  private static final int FIRST_DAY = -25_567; // 1900-01-01
  private static final int LAST_DAY = 109_573; // 2270-01-01

  @Property
  void textIsReadBackAsTheSamePeriod(
      @ForAll PeriodKind kind, @ForAll @IntRange(min = FIRST_DAY, max = LAST_DAY) int day) {
    Period period = Period.containing(kind, LocalDate.ofEpochDay(day));

    assertThat(Period.parse(period.text())).contains(period);
  }

  @Property
  void thePeriodContainingADayContainsIt(
      @ForAll PeriodKind kind, @ForAll @IntRange(min = FIRST_DAY, max = LAST_DAY) int day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    Period period = Period.containing(kind, date);

    assertThat(period.contains(Period.containing(PeriodKind.DAY, date))).isTrue();
    assertThat(period.kind()).isEqualTo(kind);
    assertThat(period.start()).isBeforeOrEqualTo(date);
    assertThat(period.end()).isAfterOrEqualTo(date);
  }

  @Property
  void aCoarserPeriodContainsTheFinerOne(
      @ForAll @IntRange(min = FIRST_DAY, max = LAST_DAY) int day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    Period finer = Period.containing(PeriodKind.DAY, date);
    for (PeriodKind kind :
        new PeriodKind[] {
          PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR
        }) {
      Period coarser = Period.containing(kind, date);
      assertThat(coarser.contains(finer)).isTrue();
      assertThat(coarser.months()).containsAll(finer.months());
      finer = coarser;
    }
  }

  @Property
  void theYearBeforeKeepsKindAndPlaceInTheYear(
      @ForAll PeriodKind kind, @ForAll @IntRange(min = FIRST_DAY, max = LAST_DAY) int day) {
    Period period = Period.containing(kind, LocalDate.ofEpochDay(day));
    Period before = period.yearBefore();

    assertThat(before.kind()).isEqualTo(kind);
    assertThat(before.start().getYear()).isEqualTo(period.start().getYear() - 1);
    assertThat(before.end().getMonth()).isEqualTo(period.end().getMonth());
  }
}
