package org.kaohe.gold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Period;
import org.kaohe.gold.Judgement.Verdict;

/**
 * Judges a published value against a target (RULES R5, R6, R11). Whether a target is reached, 完成率
 * and 序时进度 are published numbers themselves: two decimals, half up, and the rounded ones decide.
 */
final class Judge {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int PERCENT_DECIMALS = 2;

  private final Direction direction;
  private final Progress progress;

  Judge(Direction direction, Progress progress) {
    this.direction = direction;
    this.progress = progress;
  }

  /** Which side of the target is good. */
  private enum Side {
    AT_LEAST,
    AT_MOST,
    WITHIN,
    EXACTLY
  }

  /**
   * @param value the published value
   * @param cell the cell's period
   * @param cutOff data cut-off of the cell
   */
  Judgement judge(BigDecimal value, Period cell, TargetSpec target, LocalDate cutOff) {
    Optional<Side> side = side(target);
    if (side.isEmpty()) {
      return Judgement.none(Reason.NO_DIRECTION);
    }
    boolean reached = reached(value, target, side.get());
    Optional<BigDecimal> attainment = attainment(value, target, side.get());
    Period due = Period.parse(target.period()).orElse(cell);
    return switch (progress) {
      case CUMULATIVE_DAYS, CUMULATIVE_MONTHS ->
          cumulative(value, side.get(), reached, attainment, due, cutOff);
      case LEVEL -> level(reached, attainment, Verdict.NOT_MET, Reason.NOT_REACHED);
      case STOCK ->
          cutOff.isBefore(due.end())
              ? level(reached, attainment, Verdict.BEHIND, Reason.NOT_DUE)
              : level(reached, attainment, Verdict.NOT_MET, Reason.NOT_REACHED);
    };
  }

  private Optional<Side> side(TargetSpec target) {
    if (target.range()) {
      return Optional.of(Side.WITHIN);
    }
    return switch (target.op()) {
      case ">=" -> Optional.of(Side.AT_LEAST);
      case "<=" -> Optional.of(Side.AT_MOST);
      case "between" -> Optional.of(Side.WITHIN);
      default ->
          switch (direction) {
            case HIGHER -> Optional.of(Side.AT_LEAST);
            case LOWER -> Optional.of(Side.AT_MOST);
            case BAND -> Optional.of(Side.EXACTLY);
            case NONE -> Optional.empty();
          };
    };
  }

  private static boolean reached(BigDecimal value, TargetSpec target, Side side) {
    BigDecimal goal = target.value();
    return switch (side) {
      case AT_LEAST -> goal != null && value.compareTo(goal) >= 0;
      case AT_MOST -> goal != null && value.compareTo(goal) <= 0;
      case EXACTLY -> goal != null && value.compareTo(goal) == 0;
      case WITHIN -> !below(value, target.low()) && !above(value, target.high());
    };
  }

  private static boolean below(BigDecimal value, @Nullable BigDecimal low) {
    return low != null && value.compareTo(low) < 0;
  }

  private static boolean above(BigDecimal value, @Nullable BigDecimal high) {
    return high != null && value.compareTo(high) > 0;
  }

  private Optional<BigDecimal> attainment(BigDecimal value, TargetSpec target, Side side) {
    BigDecimal goal = target.value();
    return switch (side) {
      // A limit of a running total is used up by it; a limit of a level is compared upside down.
      case AT_MOST -> cumulative() ? percent(value, goal) : percent(goal, value);
      case AT_LEAST, EXACTLY -> percent(value, goal);
      case WITHIN -> {
        if (below(value, target.low())) {
          yield percent(value, target.low());
        }
        yield above(value, target.high()) ? percent(target.high(), value) : Optional.of(HUNDRED);
      }
    };
  }

  private boolean cumulative() {
    return progress == Progress.CUMULATIVE_DAYS || progress == Progress.CUMULATIVE_MONTHS;
  }

  private static Optional<BigDecimal> percent(@Nullable BigDecimal part, @Nullable BigDecimal of) {
    // A share of a target that is zero or below means nothing.
    if (part == null || of == null || of.signum() <= 0 || part.signum() < 0) {
      return Optional.empty();
    }
    return Optional.of(part.multiply(HUNDRED).divide(of, PERCENT_DECIMALS, RoundingMode.HALF_UP));
  }

  private static Judgement level(
      boolean reached, Optional<BigDecimal> attainment, Verdict otherwise, Reason why) {
    BigDecimal score =
        reached
            ? HUNDRED
            : attainment.orElse(BigDecimal.ZERO).subtract(HUNDRED).min(BigDecimal.ZERO);
    return new Judgement(
        reached ? Verdict.MET : otherwise,
        reached ? Reason.REACHED : why,
        attainment,
        Optional.empty(),
        Optional.of(score));
  }

  private Judgement cumulative(
      BigDecimal value,
      Side side,
      boolean reached,
      Optional<BigDecimal> attainment,
      Period due,
      LocalDate cutOff) {
    BigDecimal pace = pace(due, cutOff);
    boolean closed = !cutOff.isBefore(due.end());
    boolean limit = side == Side.AT_MOST;
    BigDecimal share = attainment.orElse(value.signum() > 0 && limit ? HUNDRED : BigDecimal.ZERO);
    BigDecimal ahead = limit ? pace.subtract(share) : share.subtract(pace);
    Verdict verdict;
    Reason reason;
    if (closed) {
      verdict = reached ? Verdict.MET : Verdict.NOT_MET;
      reason = reached ? Reason.REACHED : Reason.NOT_REACHED;
    } else if (limit && !reached) {
      verdict = Verdict.NOT_MET;
      reason = Reason.LIMIT_EXCEEDED;
    } else if (!limit && reached && side == Side.AT_LEAST) {
      verdict = Verdict.MET;
      reason = Reason.ALREADY_REACHED;
    } else {
      boolean ok = ahead.signum() >= 0;
      verdict = ok ? Verdict.ON_TRACK : Verdict.BEHIND;
      Reason fine = limit ? Reason.WITHIN_PACE : Reason.ON_PACE;
      Reason bad = limit ? Reason.FASTER_THAN_PACE : Reason.BEHIND_PACE;
      reason = ok ? fine : bad;
    }
    BigDecimal score = verdict == Verdict.MET ? HUNDRED : ahead;
    return new Judgement(verdict, reason, attainment, Optional.of(pace), Optional.of(score));
  }

  /** Percent of the target's period elapsed at the data cut-off: 133/365 = 36.44, 5/12 = 41.67. */
  BigDecimal pace(Period due, LocalDate cutOff) {
    LocalDate until = cutOff.isAfter(due.end()) ? due.end() : cutOff;
    long elapsed;
    long total;
    if (progress == Progress.CUMULATIVE_MONTHS) {
      elapsed = due.months().stream().filter(m -> !m.atDay(1).isAfter(until)).count();
      total = due.months().size();
    } else {
      elapsed = Math.max(0, ChronoUnit.DAYS.between(due.start(), until) + 1);
      total = ChronoUnit.DAYS.between(due.start(), due.end()) + 1;
    }
    return BigDecimal.valueOf(elapsed)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(total), PERCENT_DECIMALS, RoundingMode.HALF_UP);
  }
}
