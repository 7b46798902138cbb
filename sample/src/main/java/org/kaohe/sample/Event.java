package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * What really happened in the sample years. A delivered row tells of one event; the truth is
 * computed from the events of the rows that must survive, never from what any room made of them.
 */
sealed interface Event {

  record Birth(String county, LocalDate date) implements Event {}

  record Death(String county, LocalDate date, int ageDays, String person) implements Event {}

  /** A follow-up visit; a missing reading is not controlled. */
  record Visit(
      String id,
      String person,
      String county,
      LocalDate date,
      boolean faceToFace,
      boolean controlled)
      implements Event {}

  record Plan(String number, LocalDate end) implements Event {}

  /** A lot to be rotated in. */
  record Lot(String number, String plan, int year, String company, BigDecimal tonnes)
      implements Event {}

  record StockIn(String company, LocalDate date, String lot, BigDecimal kilograms, boolean accepted)
      implements Event {}

  /** The clearing of a position. */
  record Cleared(String company, LocalDate date, BigDecimal stored, BigDecimal loss)
      implements Event {}

  record Book(String company, YearMonth month, BigDecimal closing) implements Event {}

  record Reserve(String company, int year, BigDecimal tonnes) implements Event {}

  /**
   * @param amount 万元
   */
  record Subsidy(String company, LocalDate date, BigDecimal amount, BigDecimal tonnes)
      implements Event {}

  /**
   * A person in the register at a quarter's end.
   *
   * @param due 应参保, not ended
   */
  record Enrolment(
      String person,
      String county,
      YearMonth quarterEnd,
      boolean pension,
      boolean insured,
      boolean due)
      implements Event {}

  record Contribution(String county, YearMonth month, BigDecimal due, BigDecimal paid)
      implements Event {}

  record Benefit(
      String person, String county, YearMonth month, BigDecimal paid, boolean onTimeInFull)
      implements Event {}

  /** A number reported as such for a year: {@code rating, budget-execution …}. */
  record Reported(String what, String unit, int year, BigDecimal value) implements Event {}

  /** An upheld event of the negative list. */
  record Negative(String agency, LocalDate date) implements Event {}

  record Training(String agency, LocalDate date, int trained, int passed) implements Event {}

  /** A row that no indicator reads. */
  record Nothing() implements Event {}
}
