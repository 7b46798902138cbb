package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Period;
import org.kaohe.stats.Growth.Kind;

class GrowthTest {

  @Test
  void aQuantityGrowsByPercentAndARateByPoints() {
    Map<Period, BigDecimal> values = values("2024-03", "80", "2025-02", "90", "2025-03", "84.4");
    Growth quantity = new Growth(values, Kind.QUANTITY);
    Growth rate = new Growth(values, Kind.RATE);
    assertChange(quantity.onYear(period("2025-03")), "5.5");
    assertChange(rate.onYear(period("2025-03")), "4.4");
    assertChange(rate.onPeriod(period("2025-03")), "-5.6");
    // -5.6 of 90 is -6.2222… %: kept with 18 decimals.
    assertChange(quantity.onPeriod(period("2025-03")), "-6.222222222222222222");
  }

  @Test
  void jointlyPublishedMonthsHaveNoPeriodBefore() {
    Growth growth =
        new Growth(
            values(
                "2024-01..02",
                "100",
                "2024-12",
                "60",
                "2025-01..02",
                "110",
                "2025-03",
                "50",
                "2025-04",
                "55"),
            Kind.QUANTITY);
    assertNone(growth.onPeriod(period("2025-01..02")), NoEstimate.JOINT_PUBLICATION);
    assertNone(growth.onPeriod(period("2025-01")), NoEstimate.JOINT_PUBLICATION);
    assertNone(growth.onPeriod(period("2025-02")), NoEstimate.JOINT_PUBLICATION);
    assertNone(growth.onPeriod(period("2025-03")), NoEstimate.JOINT_PUBLICATION);
    assertChange(growth.onPeriod(period("2025-04")), "10");
    assertChange(growth.onYear(period("2025-01..02")), "10");
  }

  @Test
  void aYearToDateThatIsNotAJointMonthHasNoPeriodBefore() {
    Growth growth =
        new Growth(values("2025-01", "1", "2025-01..02", "3", "2025-01..05", "9"), Kind.QUANTITY);
    assertNone(growth.onPeriod(period("2025-01..05")), NoEstimate.KIND_NOT_COVERED);
    assertNone(growth.onPeriod(period("2025-01..02")), NoEstimate.KIND_NOT_COVERED);
  }

  @Test
  void theYearToDateAddsTheJointMonthsAndThoseAfterThem() {
    Growth growth =
        new Growth(
            values(
                "2024-01",
                "40",
                "2024-02",
                "60",
                "2024-03",
                "100",
                "2025-01..02",
                "110",
                "2025-03",
                "130"),
            Kind.QUANTITY);
    // 240 against 200.
    assertChange(growth.toDateOnYear(YearMonth.of(2025, 3)), "20");
    assertChange(growth.toDateOnYear(YearMonth.of(2025, 2)), "10");
    assertNone(growth.toDateOnYear(YearMonth.of(2025, 4)), NoEstimate.INCOMPLETE_PERIOD);
    assertNone(growth.toDateOnYear(YearMonth.of(2025, 1)), NoEstimate.INCOMPLETE_PERIOD);
    assertNone(growth.toDateOnYear(YearMonth.of(2024, 3)), NoEstimate.NO_BASE);
  }

  @Test
  void aRateHasAYearToDateOnlyWhereItWasPublished() {
    Growth growth =
        new Growth(values("2025-01", "95", "2024-01..03", "90", "2025-01..03", "92"), Kind.RATE);
    assertChange(growth.toDateOnYear(YearMonth.of(2025, 3)), "2");
    assertNone(growth.toDateOnYear(YearMonth.of(2025, 1)), NoEstimate.KIND_NOT_COVERED);
  }

  @Test
  void quartersAndYearsFollowEachOtherToo() {
    Growth growth =
        new Growth(
            values("2024-Q4", "50", "2025-Q1", "60", "2024", "100", "2025", "99"), Kind.QUANTITY);
    assertChange(growth.onPeriod(period("2025-Q1")), "20");
    assertChange(growth.onYear(period("2025")), "-1");
    assertChange(growth.onPeriod(period("2025")), "-1");
  }

  @Test
  void basesThatCarryNoPercentSayWhy() {
    Growth growth =
        new Growth(
            values("2024-03", "0", "2025-03", "5", "2024-04", "-2", "2025-04", "5"), Kind.QUANTITY);
    assertNone(growth.onYear(period("2025-03")), NoEstimate.ZERO_BASE);
    assertNone(growth.onYear(period("2025-04")), NoEstimate.NEGATIVE_BASE);
    assertNone(growth.onYear(period("2025-05")), NoEstimate.NO_CURRENT);
    assertNone(growth.onYear(period("2024-03")), NoEstimate.NO_BASE);
    assertChange(new Growth(growth.values(), Kind.RATE).onYear(period("2025-04")), "7");
  }

  private static void assertChange(Estimate<BigDecimal> found, String expected) {
    assertThat(found.found().orElseThrow()).isEqualByComparingTo(expected);
  }

  private static void assertNone(Estimate<BigDecimal> found, NoEstimate why) {
    assertThat(found).isEqualTo(Estimate.none(why));
  }

  private static Map<Period, BigDecimal> values(String... pairs) {
    Map<Period, BigDecimal> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(period(pairs[i]), new BigDecimal(pairs[i + 1]));
    }
    return values;
  }

  private static Period period(String text) {
    return Period.parse(text).orElseThrow();
  }
}
