package org.kaohe.gold;

import java.util.Arrays;
import java.util.Optional;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;

/** Why a cell has no value, only part of it, or no judgement; the codes are in the tables. */
public enum Reason {
  /** No delivery covers the period yet; nobody knows the number. */
  AWAITING_DATA("awaiting-data"),
  /** A delivery of the period came and was refused (J3). */
  HELD("held"),
  /** Rows of the unit came and wait in quarantine (RULES R35). */
  REJECTED("rejected"),
  /** Some of the units below have not reported (RULES R36). */
  NOT_ALL_REPORTED("not-all-reported"),
  /** Some months of the period are not delivered. */
  PARTLY_DELIVERED("partly-delivered"),
  /** The period is still running and nothing of it is due. */
  PERIOD_OPEN("period-open"),
  /** Others are in the delivery, this unit is not. */
  NO_DATA_OF_UNIT("no-data-of-unit"),
  /** A row came without the figure. */
  VALUE_NOT_DELIVERED("value-not-delivered"),
  /** More than one figure was delivered for the unit and period. */
  SEVERAL_VALUES("several-values"),
  /** Only a longer period was delivered, and it is never split (J7). */
  COARSER_DELIVERY("coarser-delivery"),
  ZERO_DENOMINATOR("zero-denominator"),
  /** A part of a negative whole says nothing (R42). */
  NEGATIVE_DENOMINATOR("negative-denominator"),
  /** The number is larger than any that is published (R42). */
  OVERFLOW("overflow"),
  /** A row's expression raised: a zero divisor, a text that is no number (R42). */
  NOT_COMPUTABLE("not-computable"),
  NO_VALUE("no-value"),
  NO_TARGET("no-target"),
  /** 监测不计分: too few events expected (RULES R9). */
  SMALL_NUMBERS("small-numbers"),
  REACHED("reached"),
  NOT_REACHED("not-reached"),
  /** Reached before the period's end. */
  ALREADY_REACHED("already-reached"),
  ON_PACE("on-pace"),
  BEHIND_PACE("behind-pace"),
  /** A limit that is used up no faster than time passes. */
  WITHIN_PACE("within-pace"),
  FASTER_THAN_PACE("faster-than-pace"),
  /** A cumulative limit is passed before the period's end; it can't be kept any more. */
  LIMIT_EXCEEDED("limit-exceeded"),
  /** A stock is below its target, which is due at the end of a later day. */
  NOT_DUE("not-due"),
  /** The operator asks to reach a number, but the indicator has no better side. */
  NO_DIRECTION("no-direction");

  private final String code;

  Reason(String code) {
    this.code = code;
  }

  /** There are data, and no number comes of them: what holds such a cell has no number either. */
  boolean undefined() {
    return this == OVERFLOW || this == NOT_COMPUTABLE;
  }

  /** The reason of a word in the tables. */
  static Optional<Reason> of(String code) {
    return Arrays.stream(values()).filter(r -> r.code.equals(code)).findFirst();
  }

  /** The word in the tables. */
  public String code() {
    return code;
  }

  public Label label() {
    return Glossary.load().word("reason." + code);
  }
}
