package org.kaohe.config;

import java.util.Optional;

/**
 * One additive (or declared non-additive) quantity read from a dataset or view.
 *
 * @param from dataset id or view name
 * @param aggregate what is computed over its rows
 * @param argument column or expression; empty for counting rows
 * @param where Spark SQL condition over the columns of {@code from}
 * @param at column that places the row in time; empty takes the contract's (views: {@code period})
 * @param unit column of the unit; empty takes the contract's (views: {@code unit})
 * @param additive for {@code GIVEN}: the delivered figure may be summed over units and periods
 * @param holdYear a stock denominator delivered once is valid for its whole year (J7)
 */
public record Part(
    String from,
    Aggregate aggregate,
    Optional<String> argument,
    Optional<String> where,
    Optional<String> at,
    Optional<String> unit,
    boolean additive,
    boolean holdYear) {

  public enum Aggregate {
    COUNT,
    SUM,
    DISTINCT,
    /** A stock: summed over units, the last month with data over time. */
    LAST,
    /** Delivered as such for a unit and period; never rolled up unless additive. */
    GIVEN
  }
}
