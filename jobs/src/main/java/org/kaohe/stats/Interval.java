package org.kaohe.stats;

/**
 * A confidence interval of a proportion or a rate, as estimates (double).
 *
 * @param lower never below 0, except of a funnel
 * @param upper at most 1 for a proportion, unbounded for a rate
 */
public record Interval(double lower, double upper, Method method) {

  /** How an interval was made. */
  public enum Method {
    WILSON("wilson"),
    /** Exact Poisson, below 10 events. */
    EXACT("exact"),
    /** Byar's approximation, from 10 events. */
    BYAR("byar"),
    /** Of a directly standardised rate. */
    DOBSON("dobson"),
    /** Control limits around an average. */
    FUNNEL("funnel");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    /** The word used in tables. */
    public String text() {
      return text;
    }
  }

  /** The same interval per 100, per 1,000 …: both limits times {@code per}. */
  public Interval per(int per) {
    return new Interval(lower * per, upper * per, method);
  }
}
