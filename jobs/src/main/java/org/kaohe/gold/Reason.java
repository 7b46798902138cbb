package org.kaohe.gold;

import java.util.Arrays;
import java.util.Optional;
import org.kaohe.config.Label;

/** Why a cell has no value, only part of it, or no judgement; the codes are in the tables. */
public enum Reason {
  /** No delivery covers the period yet; nobody knows the number. */
  AWAITING_DATA("awaiting-data", "待报送", "Not delivered yet"),
  /** A delivery of the period came and was refused (J3). */
  HELD("held", "报送被拒，待更正", "Delivery refused, waiting for a correction"),
  /** Rows of the unit came and wait in quarantine (RULES R35). */
  REJECTED("rejected", "报送行被退回，待更正", "Rows are in quarantine, waiting for a correction"),
  /** Some of the units below have not reported (RULES R36). */
  NOT_ALL_REPORTED("not-all-reported", "部分单位未报送", "Not all units have reported"),
  /** Some months of the period are not delivered. */
  PARTLY_DELIVERED("partly-delivered", "部分月份未报送", "Some months not delivered"),
  /** The period is still running and nothing of it is due. */
  PERIOD_OPEN("period-open", "期间未结束", "The period is still open"),
  /** Others are in the delivery, this unit is not. */
  NO_DATA_OF_UNIT("no-data-of-unit", "报送中无本单位数据", "The unit is not in the delivery"),
  /** A row came without the figure. */
  VALUE_NOT_DELIVERED("value-not-delivered", "报送行中无数值", "A row came without the figure"),
  /** More than one figure was delivered for the unit and period. */
  SEVERAL_VALUES("several-values", "同期报送多个数值", "Several figures for one period"),
  /** Only a longer period was delivered, and it is never split (J7). */
  COARSER_DELIVERY("coarser-delivery", "仅有更长期间的数据", "Only a longer period is delivered"),
  ZERO_DENOMINATOR("zero-denominator", "分母为零", "The denominator is zero"),
  /** A part of a negative whole says nothing (R42). */
  NEGATIVE_DENOMINATOR("negative-denominator", "分母为负", "The denominator is negative"),
  /** The number is larger than any that is published (R42). */
  OVERFLOW("overflow", "数值超出可记录范围", "The number is too large to be written down"),
  /** A row's expression raised: a zero divisor, a text that is no number (R42). */
  NOT_COMPUTABLE("not-computable", "数据或定义使数值无法计算", "The number cannot be computed from the data"),
  NO_VALUE("no-value", "无数值", "No value"),
  NO_TARGET("no-target", "未设目标", "No target"),
  /** 监测不计分: too few events expected (RULES R9). */
  SMALL_NUMBERS("small-numbers", "监测不计分：期望事件数不足", "Monitored only: too few events expected"),
  REACHED("reached", "达到目标", "The target is reached"),
  NOT_REACHED("not-reached", "未达目标", "The target is not reached"),
  /** Reached before the period's end. */
  ALREADY_REACHED("already-reached", "提前达到目标", "The target is reached early"),
  ON_PACE("on-pace", "不低于序时进度", "At or ahead of the pace"),
  BEHIND_PACE("behind-pace", "低于序时进度", "Behind the pace"),
  /** A limit that is used up no faster than time passes. */
  WITHIN_PACE("within-pace", "未超序时进度", "Used no faster than time passes"),
  FASTER_THAN_PACE("faster-than-pace", "超序时进度", "Used faster than time passes"),
  /** A cumulative limit is passed before the period's end; it can't be kept any more. */
  LIMIT_EXCEEDED("limit-exceeded", "已突破上限", "The limit is exceeded"),
  /** A stock is below its target, which is due at the end of a later day. */
  NOT_DUE("not-due", "目标尚未到期", "The target is not due yet"),
  /** The operator asks to reach a number, but the indicator has no better side. */
  NO_DIRECTION("no-direction", "指标无方向", "The indicator has no better side");

  private final String code;
  private final String zh;
  private final String en;

  Reason(String code, String zh, String en) {
    this.code = code;
    this.zh = zh;
    this.en = en;
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
    return new Label(zh, en);
  }
}
