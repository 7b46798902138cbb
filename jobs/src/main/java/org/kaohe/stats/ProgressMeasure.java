package org.kaohe.stats;

import java.util.Collection;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Set;
import org.kaohe.stats.Progress.Note;
import org.kaohe.stats.Progress.Status;

/**
 * Progress from compound annual growth rates (Eurostat, Sustainable development in the European
 * Union, annex; Statistics Canada, Canadian Indicator Framework; as Open SDG publishes it,
 * docs/progress-methodology). With a target, observed growth over needed growth; without, growth
 * per year against 0, 0.5 and 1.5 %. Only base and current value count.
 */
public final class ProgressMeasure {
  private static final double INSTEAD_OF_ZERO = 0.001;
  private static final double LIMIT_POWER = 4.44;
  private static final double SUBSTANTIAL_GROWTH = 0.015;
  private static final double MODERATE_GROWTH = 0.005;

  private ProgressMeasure() {}

  /**
   * What a series is measured against.
   *
   * @param higher whether higher is better
   * @param limit a natural end of the scale, for example 100 %: growth counts less far from it and
   *     needs less near it; only asked without a target
   */
  public record Goal(
      boolean higher, int baseYear, OptionalDouble target, int targetYear, OptionalDouble limit) {
    double sign() {
      return higher ? 1 : -1;
    }

    boolean met(double value) {
      return target.isPresent() && sign() * (value - end()) >= 0;
    }

    /** The target, of which only the presence may be asked before. */
    double end() {
      double given = target.orElseThrow();
      return given == 0 ? INSTEAD_OF_ZERO : given;
    }
  }

  /** The progress of present values by year, from the base year or the first one after it. */
  public static Estimate<Progress> of(NavigableMap<Integer, Double> values, Goal goal) {
    NavigableMap<Integer, Double> since = values.tailMap(goal.baseYear, true);
    if (since.isEmpty()) {
      return Estimate.none(
          values.isEmpty() ? NoEstimate.TOO_FEW_POINTS : NoEstimate.NOTHING_SINCE_BASE);
    }
    double given = since.firstEntry().getValue();
    double current = since.lastEntry().getValue();
    double base = given == 0 ? INSTEAD_OF_ZERO : given;
    int years = since.lastKey() - since.firstKey();
    Estimate<Double> measure =
        goal.target.isPresent()
            ? towards(goal, base, current, years, goal.targetYear - since.firstKey())
            : growth(base, current, years).map(g -> direction(goal, base) * g);
    boolean met = goal.met(current);
    Set<Note> notes = notes(goal, given, met, since.size());
    if (met) {
      return Estimate.of(
          new Progress(
              since.firstKey(), since.lastKey(), measure, 5, Status.TARGET_ACHIEVED, notes));
    }
    if (measure.why().filter(r -> r == NoEstimate.TARGET_EQUALS_BASE).isPresent()) {
      // It stood at its target and is worse now, or it would be met.
      return Estimate.of(
          new Progress(
              since.firstKey(), since.lastKey(), measure, -5, Status.DETERIORATION, notes));
    }
    double nearness = goal.limit.isPresent() ? nearness(base, goal.limit.getAsDouble()) : 1;
    return measure.map(
        m ->
            new Progress(
                since.firstKey(),
                since.lastKey(),
                measure,
                goal.target.isPresent() ? targetScore(m) : growthScore(m, nearness),
                goal.target.isPresent() ? targetStatus(m) : growthStatus(m, nearness),
                notes));
  }

  /** The mean score of an indicator's series that have one. */
  public static Estimate<Double> mean(Collection<Estimate<Progress>> series) {
    return series.stream()
        .flatMap(s -> s.found().stream())
        .mapToDouble(Progress::score)
        .average()
        .stream()
        .boxed()
        .map(Estimate::of)
        .findFirst()
        .orElse(Estimate.none(NoEstimate.TOO_FEW_POINTS));
  }

  /** The status of an indicator: from its mean score, achieved only when every series is. */
  public static Estimate<Status> status(Collection<Estimate<Progress>> series) {
    boolean achieved =
        series.stream()
            .flatMap(s -> s.found().stream())
            .allMatch(p -> p.status() == Status.TARGET_ACHIEVED);
    return mean(series).map(score -> Status.of(score, achieved));
  }

  private static Set<Note> notes(Goal goal, double given, boolean met, int points) {
    Set<Note> notes = EnumSet.noneOf(Note.class);
    if (points == 2) {
      notes.add(Note.TWO_POINTS);
    }
    if (given == 0 || goal.target.orElse(1) == 0) {
      notes.add(Note.ZERO_REPLACED);
    }
    if (goal.met(given)) {
      notes.add(given == goal.end() ? Note.TARGET_EQUALS_BASE : Note.MET_AT_BASE);
      if (!met) {
        notes.add(Note.LOST_AGAIN);
      }
    }
    return Set.copyOf(notes);
  }

  private static Estimate<Double> towards(
      Goal goal, double base, double current, int years, int ahead) {
    if (ahead <= 0) {
      return Estimate.none(NoEstimate.TARGET_NOT_AFTER_BASE);
    }
    if (goal.end() == base) {
      return Estimate.none(NoEstimate.TARGET_EQUALS_BASE);
    }
    return growth(base, current, years)
        .then(
            went ->
                growth(base, goal.end(), ahead)
                    .then(
                        needed ->
                            Estimate.finite(
                                direction(goal, base) * went / Math.abs(needed),
                                NoEstimate.OVERFLOW)));
  }

  /** (to/from)^(1/years) − 1; of two negative numbers it is the growth of their distance from 0. */
  private static Estimate<Double> growth(double from, double to, int years) {
    if (years < 1) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    if (from * to < 0) {
      return Estimate.none(NoEstimate.SIGN_CHANGE);
    }
    return Estimate.finite(Math.pow(to / from, 1.0 / years) - 1, NoEstimate.OVERFLOW);
  }

  private static double direction(Goal goal, double base) {
    return base < 0 ? -goal.sign() : goal.sign();
  }

  private static Status targetStatus(double measure) {
    if (measure >= 0.95) {
      return Status.SUBSTANTIAL_PROGRESS;
    }
    if (measure >= 0.6) {
      return Status.MODERATE_PROGRESS;
    }
    return measure >= 0 ? Status.LIMITED_PROGRESS : Status.DETERIORATION;
  }

  private static double targetScore(double measure) {
    return measure >= 0.6
        ? Math.min(7.1429 * measure - 4.2857, 5)
        : Math.max(4.1667 * measure - 2.5, -5);
  }

  /** How much growth the distance from the limit asks for, 1 in the open and 0 at the limit. */
  private static double nearness(double base, double limit) {
    double b = Math.abs(base);
    double l = Math.abs(limit);
    if (b >= 2 * l) {
      return 1;
    }
    return 1 - Math.pow((b <= l ? b : 2 * l - b) / l, LIMIT_POWER);
  }

  private static Status growthStatus(double measure, double nearness) {
    if (measure >= SUBSTANTIAL_GROWTH * nearness) {
      return Status.SUBSTANTIAL_PROGRESS;
    }
    if (measure >= MODERATE_GROWTH * nearness) {
      return Status.MODERATE_PROGRESS;
    }
    return measure >= 0 ? Status.LIMITED_PROGRESS : Status.DETERIORATION;
  }

  private static double growthScore(double measure, double nearness) {
    if (measure < 0) {
      return Math.max(125 * measure - 2.5, -5);
    }
    if (nearness == 0) {
      return 5;
    }
    if (measure >= SUBSTANTIAL_GROWTH * nearness) {
      return Math.min(500 * measure / nearness - 5, 5);
    }
    return measure >= MODERATE_GROWTH * nearness
        ? 250 * measure / nearness - 1.25
        : 500 * measure / nearness - 2.5;
  }
}
