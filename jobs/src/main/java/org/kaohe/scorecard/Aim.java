package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.TargetValue;

/**
 * A target (or another named parameter) as it stands for one reading.
 *
 * @param source where it was set, {@code plan conf/targets/2025.csv:3}
 */
record Aim(TargetValue goal, String source) {

  Optional<TargetValue.Standing> judge(BigDecimal x, Direction direction) {
    return goal.judge(x, direction);
  }

  /** The bound; empty for a range. */
  Optional<BigDecimal> value() {
    return goal.value();
  }

  /** A part of the target of a quantity that adds up. */
  Aim times(BigDecimal share) {
    return new Aim(goal.times(share), source);
  }
}
