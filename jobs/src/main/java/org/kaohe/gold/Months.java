package org.kaohe.gold;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.BitSet;
import java.util.Optional;
import org.kaohe.config.Period;

/**
 * A set of months between 1900 and 2399; what lies outside is in no set, because no report can be
 * of it.
 */
final class Months implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_YEAR = 1900;
  private static final int END = 500 * 12;

  private final BitSet bits;

  Months() {
    this(new BitSet());
  }

  private Months(BitSet bits) {
    this.bits = bits;
  }

  Months copy() {
    return new Months((BitSet) bits.clone());
  }

  private static int index(YearMonth month) {
    // Within an int also for the last day there is.
    int year = Math.max(-1, Math.min(END / 12, month.getYear() - FIRST_YEAR));
    return year * 12 + month.getMonthValue() - 1;
  }

  private static YearMonth month(int index) {
    return YearMonth.of(FIRST_YEAR + index / 12, index % 12 + 1);
  }

  private static int from(Period period) {
    return Math.max(0, index(YearMonth.from(period.start())));
  }

  private static int to(Period period) {
    return Math.max(0, Math.min(END, index(YearMonth.from(period.end())) + 1));
  }

  /** All months of a period. */
  static Months of(Period period) {
    return new Months().add(period);
  }

  Months add(Period period) {
    int from = from(period);
    int to = to(period);
    if (from < to) {
      bits.set(from, to);
    }
    return this;
  }

  Months add(YearMonth month) {
    int at = index(month);
    if (at >= 0 && at < END) {
      bits.set(at);
    }
    return this;
  }

  Months add(Months others) {
    bits.or(others.bits);
    return this;
  }

  Months remove(Period period) {
    int from = from(period);
    int to = to(period);
    if (from < to) {
      bits.clear(from, to);
    }
    return this;
  }

  Months remove(Months others) {
    bits.andNot(others.bits);
    return this;
  }

  Months keep(Months others) {
    bits.and(others.bits);
    return this;
  }

  /** Only what lies in the period. */
  Months within(Period period) {
    return new Months(bits.get(0, to(period))).dropBefore(from(period));
  }

  /** Without those before a month. */
  Months since(YearMonth first) {
    return dropBefore(Math.max(0, Math.min(END, index(first))));
  }

  private Months dropBefore(int from) {
    bits.clear(0, from);
    return this;
  }

  /** Only months that begin no later than a day. */
  Months begunBy(LocalDate day) {
    int next = index(YearMonth.from(day)) + 1;
    return new Months(bits.get(0, Math.max(0, Math.min(END, next))));
  }

  /** Only months that are over by a day, it included. */
  Months overBy(LocalDate day) {
    YearMonth month = YearMonth.from(day);
    int next = index(month) + (month.atEndOfMonth().equals(day) ? 1 : 0);
    return new Months(bits.get(0, Math.max(0, Math.min(END, next))));
  }

  boolean contains(YearMonth month) {
    int at = index(month);
    return at >= 0 && bits.get(at);
  }

  boolean containsAll(Months others) {
    BitSet rest = (BitSet) others.bits.clone();
    rest.andNot(bits);
    return rest.isEmpty();
  }

  boolean meets(Months others) {
    return bits.intersects(others.bits);
  }

  boolean isEmpty() {
    return bits.isEmpty();
  }

  int size() {
    return bits.cardinality();
  }

  Optional<YearMonth> first() {
    return bits.isEmpty() ? Optional.empty() : Optional.of(month(bits.nextSetBit(0)));
  }

  Optional<YearMonth> last() {
    return bits.isEmpty() ? Optional.empty() : Optional.of(month(bits.length() - 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Months months && months.bits.equals(bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return bits.stream().mapToObj(Months::month).toList().toString();
  }
}
