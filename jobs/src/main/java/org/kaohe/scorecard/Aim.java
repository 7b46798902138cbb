package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.TargetValue;

/**
 * A target (or another named parameter) as it stands for one reading.
 *
 * @param pace percent of a running total that should be done by now; empty when all of it should
 * @param source where it was set, {@code plan conf/targets/2025.csv:3}
 */
record Aim(TargetValue goal, Optional<BigDecimal> pace, String source) {

  Aim(TargetValue goal, String source) {
    this(goal, Optional.empty(), source);
  }

  Optional<TargetValue.Standing> judge(BigDecimal x, Direction direction) {
    return pace.isPresent() ? goal.judgeToDate(x, direction, pace.get()) : goal.judge(x, direction);
  }

  /** The bound that should be reached by now; empty for a range. */
  Optional<BigDecimal> value() {
    return goal.value().map(this::toDate);
  }

  /** The one number of a parameter: its bound, else the low end of its range. */
  BigDecimal number() {
    return toDate(goal.number());
  }

  private BigDecimal toDate(BigDecimal bound) {
    return pace.map(p -> TargetValue.toDate(bound, p)).orElse(bound);
  }

  /** A part of the target of a quantity that adds up. */
  Aim times(BigDecimal share) {
    return new Aim(goal.times(share), source);
  }
}
