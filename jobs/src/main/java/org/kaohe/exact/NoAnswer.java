package org.kaohe.exact;

/** An expression has no answer for these inputs; it costs this one value and nothing else (R42). */
public final class NoAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Fault {
    /** An input is missing and names no default. */
    MISSING,
    ZERO_DENOMINATOR,
    /** A quantity below zero to divide by: a share of it says nothing. */
    NEGATIVE_DENOMINATOR,
    /** More digits before the point than a number may have. */
    OVERFLOW,
    /** The root of a negative number, the logarithm of zero. */
    OUTSIDE_DOMAIN
  }

  private final Fault fault;

  public NoAnswer(Fault fault) {
    super(fault.name(), null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
