package org.kaohe.gold;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Period;
import org.kaohe.config.StandingTarget;

/**
 * A row of {@code gold/indicator_value} before it is written.
 *
 * @param value published: rounded once, half up, to the indicator's decimals (RULES R5)
 * @param coverage reports delivered by reports expected, each of a unit and month, 0 to 1 (R36)
 * @param reason why the value is missing or partial; {@code code} or {@code code:part}
 * @param silent units that have not reported all they owe or whose rows were rejected, separated by
 *     semicolons, at most five and the number of the others, {@code +3}
 * @param sources what each of the numbers above is made of (R41)
 * @param asOf end of the last month that the slowest part delivered
 */
record Cell(
    String indicator,
    String unit,
    Period period,
    Optional<BigDecimal> numerator,
    Optional<BigDecimal> denominator,
    Optional<BigDecimal> value,
    Optional<BigDecimal> exact,
    Optional<org.kaohe.stats.Interval> interval,
    BigDecimal coverage,
    DataStatus status,
    String reason,
    String silent,
    Optional<StandingTarget> target,
    Judgement judgement,
    List<CellSource> sources,
    LocalDate definitionVersion,
    Optional<LocalDate> asOf) {

  /** How much of the data is there (RULES R8). */
  enum DataStatus {
    COMPLETE("complete"),
    PARTIAL("partial"),
    MISSING("missing");

    private final String text;

    DataStatus(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
