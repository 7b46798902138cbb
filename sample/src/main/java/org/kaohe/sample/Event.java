package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * What really happened in the sample years. A delivered row tells of one event; the truth is
 * computed from the events of the rows that must survive, never from what any room made of them.
 */
sealed interface Event {
  /** Something that counts for a unit in a month. */
  sealed interface Counted extends Event {
    String unit();

    YearMonth month();
  }

  /** Something that happened on a day. */
  sealed interface Dated extends Counted {
    LocalDate date();

    @Override
    default YearMonth month() {
      return YearMonth.from(date());
    }
  }

  /** Something that holds for a year. */
  sealed interface Yearly extends Counted {
    int year();

    @Override
    default YearMonth month() {
      return YearMonth.of(year(), 1);
    }
  }

  record Birth(String unit, LocalDate date) implements Dated {}

  record Death(String unit, LocalDate date, int ageDays, String person) implements Dated {}

  /** A follow-up visit; a missing reading is not controlled. */
  record Visit(String unit, LocalDate date, String person, boolean faceToFace, boolean controlled)
      implements Dated {}

  record Plan(String number, LocalDate end) implements Event {}

  /** A lot to be rotated in. */
  record Lot(String unit, int year, String number, String plan, BigDecimal tonnes)
      implements Yearly {}

  record StockIn(String unit, LocalDate date, String lot, BigDecimal kilograms, boolean accepted)
      implements Dated {}

  /** The clearing of a position. */
  record Cleared(String unit, LocalDate date, BigDecimal stored, BigDecimal loss)
      implements Dated {}

  record Book(String unit, YearMonth month, BigDecimal closing) implements Counted {}

  record Reserve(String unit, int year, BigDecimal tonnes) implements Yearly {}

  /**
   * @param amount 万元
   */
  record Subsidy(String unit, LocalDate date, BigDecimal amount, BigDecimal tonnes)
      implements Dated {}

  /**
   * A person in the register at a quarter's end.
   *
   * @param due 应参保, not ended
   */
  record Enrolment(
      String unit, YearMonth month, String person, boolean pension, boolean insured, boolean due)
      implements Counted {}

  record Contribution(String unit, YearMonth month, BigDecimal due, BigDecimal paid)
      implements Counted {}

  record Benefit(String unit, YearMonth month, String person, BigDecimal paid, boolean onTimeInFull)
      implements Counted {}

  /** A number reported as such for a year: {@code rating, budget-execution …}. */
  record Reported(String unit, int year, String what, BigDecimal value) implements Yearly {}

  /** An upheld event of the negative list. */
  record Negative(String unit, LocalDate date) implements Dated {}

  record Training(String unit, LocalDate date, int trained, int passed) implements Dated {}

  /** A row that no indicator reads. */
  record Nothing() implements Event {}
}
