package org.kaohe.stats;

import java.util.Locale;

/** Why a statistic is not given. */
public enum NoEstimate {
  /** Fewer points than the method needs. */
  TOO_FEW_POINTS,
  /** Every value is the same: there is no variation to measure against. */
  CONSTANT_SERIES,
  /** No two values differ once outlying moving ranges are left out. */
  NO_VARIATION_LEFT,
  /** Values lie on a line: the residuals are floating noise and carry no information. */
  PERFECT_FIT,
  /** The newest period has no value. */
  LAST_VALUE_MISSING,
  /** Fewer events than a published rate may rest on. */
  TOO_FEW_EVENTS,
  /** A population or expected count of zero or below, or none given. */
  POPULATION_NOT_POSITIVE,
  /** A count below zero. */
  NEGATIVE_COUNT,
  /** A standard population below zero or not given. */
  WEIGHT_NEGATIVE,
  /** The standard populations add up to zero. */
  NO_WEIGHT,
  /** More events than cases. */
  COUNT_ABOVE_TOTAL,
  /** Nothing to compare with in the earlier period. */
  NO_BASE,
  /** The base is zero. */
  ZERO_BASE,
  /** The base is below zero: a percentage of it reads the wrong way round. */
  NEGATIVE_BASE,
  /** January and February were published as one: no month stands before March (R3). */
  JOINT_PUBLICATION,
  /** A year-to-date lacks one of its months. */
  INCOMPLETE_PERIOD,
  /** The newest period has no value to compare. */
  NO_CURRENT,
  /** Base and target are the same: there is no way to have gone. */
  TARGET_EQUALS_BASE,
  /** The target is due in the base year or before. */
  TARGET_NOT_AFTER_BASE,
  /** The target lies on the worse side of the base. */
  TARGET_ON_WRONG_SIDE,
  /** Base and value, or base and target, have different signs: no growth rate joins them. */
  SIGN_CHANGE,
  /** No value at the base year or after it. */
  NOTHING_SINCE_BASE,
  /** No target was given. */
  NO_TARGET,
  /** Neither better nor worse is declared, so nothing can be passed or failed. */
  NO_DIRECTION,
  /** The requested moment is not after the last value. */
  HORIZON_NOT_AHEAD,
  /** Fewer than two whole cycles: season and trend cannot be told apart. */
  TOO_FEW_CYCLES,
  /** A multiplicative season needs values above zero. */
  NOT_POSITIVE,
  /** The series has gaps that the method cannot bridge. */
  GAPS,
  /** No benchmark was given, or a unit would be compared with itself. */
  NO_BENCHMARK,
  /** The value lies above the end of the scale. */
  ABOVE_SCALE,
  /** The value lies in no band of the legend. */
  NO_BAND,
  /** A value comes without its confidence limits. */
  NO_INTERVAL,
  /** The method is not defined for this kind of value. */
  KIND_NOT_COVERED,
  /** Drawn shares of points are too few for an interval of ranks (R26). */
  TOO_LITTLE_DRAWN,
  /** The result lies beyond the reach of a double. */
  OVERFLOW;

  /** The stable code used in tables, for example {@code too-few-points}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
