package org.kaohe.gold;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.StandingTarget;
import org.kaohe.config.TargetValue;
import org.kaohe.config.TargetValue.Side;
import org.kaohe.config.TargetValue.Standing;
import org.kaohe.gold.Judgement.Verdict;

/**
 * Judges a published value against a target (RULES R5, R6, R11). Whether a target is reached, 完成率
 * and 序时进度 are published numbers themselves: two decimals, half up, and the rounded ones decide.
 */
final class Judge {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Direction direction;
  private final Progress progress;

  Judge(Direction direction, Progress progress) {
    this.direction = direction;
    this.progress = progress;
  }

  /**
   * @param value the published value
   * @param cutOff data cut-off of the cell
   */
  Judgement judge(BigDecimal value, StandingTarget target, LocalDate cutOff) {
    TargetValue goal = target.goal();
    Optional<Side> side = goal.side(direction);
    Optional<Standing> standing = goal.judge(value, direction);
    if (side.isEmpty() || standing.isEmpty()) {
      return Judgement.none(Reason.NO_DIRECTION);
    }
    boolean reached = standing.get().met();
    Optional<BigDecimal> attainment = goal.attainment(value, side.get(), false);
    return switch (progress) {
      case CUMULATIVE_DAYS, CUMULATIVE_MONTHS ->
          running(value, target, side.get(), reached, cutOff);
      case LEVEL -> level(reached, attainment, Verdict.NOT_MET, Reason.NOT_REACHED);
      case STOCK ->
          cutOff.isBefore(target.period().end())
              ? level(reached, attainment, Verdict.BEHIND, Reason.NOT_DUE)
              : level(reached, attainment, Verdict.NOT_MET, Reason.NOT_REACHED);
    };
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

  private Judgement running(
      BigDecimal value, StandingTarget target, Side side, boolean reached, LocalDate cutOff) {
    TargetValue goal = target.goal();
    BigDecimal pace = progress.pace(target.period(), cutOff);
    boolean limit = side == Side.AT_MOST;
    BigDecimal share = goal.share(value, side);
    BigDecimal ahead = limit ? pace.subtract(share) : share.subtract(pace);
    Verdict verdict;
    Reason reason;
    if (!cutOff.isBefore(target.period().end())) {
      verdict = reached ? Verdict.MET : Verdict.NOT_MET;
      reason = reached ? Reason.REACHED : Reason.NOT_REACHED;
    } else if (limit && !reached) {
      verdict = Verdict.NOT_MET;
      reason = Reason.LIMIT_EXCEEDED;
    } else if (reached && side == Side.AT_LEAST) {
      verdict = Verdict.MET;
      reason = Reason.ALREADY_REACHED;
    } else {
      boolean ok = goal.judgeToDate(value, direction, pace).filter(Standing::met).isPresent();
      verdict = ok ? Verdict.ON_TRACK : Verdict.BEHIND;
      Reason fine = limit ? Reason.WITHIN_PACE : Reason.ON_PACE;
      Reason bad = limit ? Reason.FASTER_THAN_PACE : Reason.BEHIND_PACE;
      reason = ok ? fine : bad;
    }
    BigDecimal score = verdict == Verdict.MET ? HUNDRED : ahead;
    return new Judgement(
        verdict, reason, goal.attainment(value, side, true), Optional.of(pace), Optional.of(score));
  }
}
