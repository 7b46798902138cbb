package org.kaohe.config;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Part.Aggregate;

/**
 * Which target stands for an indicator, a unit and a period (RULES R10, R11): the unit's own, else,
 * for rates, averages and given levels, that of the nearest unit above; the one set for the period
 * itself, else for the shortest longer period that may stand for it. Cells, scorecards and {@code
 * validate} ask here and nowhere else.
 */
public record TargetLookup(Map<Key, List<StandingTarget>> targets) implements Serializable {
  /** The name of the target proper among baselines, thresholds and others. */
  public static final String TARGET = "target";

  /** What is asked for. */
  public record Key(String indicator, String name, String unit) implements Serializable {}

  /**
   * How far a target of an indicator reaches.
   *
   * @param inherited down the tree; counts, sums and stocks are decomposed instead
   */
  public record Reach(Progress progress, boolean inherited) implements Serializable {
    public static Reach of(Indicator indicator, Period period) {
      Value value = indicator.versionFor(period).orElse(indicator.versions().get(0)).value();
      boolean quantity =
          value instanceof Value.Single single
              && (single.part().aggregate() != Aggregate.GIVEN || single.part().additive());
      return new Reach(indicator.progress(), !quantity);
    }

    /** True when what is set for one period is asked for in the other. */
    public boolean standsFor(Period set, Period period) {
      if (set.equals(period)) {
        return true;
      }
      if (!set.contains(period)) {
        return false;
      }
      return switch (progress) {
        // A running total runs towards the target of the period that begins where it begins.
        case CUMULATIVE_DAYS, CUMULATIVE_MONTHS ->
            period.kind() == PeriodKind.YEAR_TO_DATE && set.start().equals(period.start());
        case STOCK -> true;
        case LEVEL -> inherited;
      };
    }
  }

  /** Those of the plans. */
  public static TargetLookup of(Collection<Target> plans, Path workspace) {
    Map<Key, List<StandingTarget>> targets = new HashMap<>();
    for (Target t : plans) {
      TargetValue.of(t.op(), t.value(), t.low(), t.high())
          .map(goal -> new StandingTarget(t.unit(), t.period(), goal, t.source(workspace)))
          .ifPresent(
              s ->
                  targets
                      .computeIfAbsent(
                          new Key(t.indicator(), t.name(), t.unit()), k -> new ArrayList<>())
                      .add(s));
    }
    return new TargetLookup(targets);
  }

  /** With targets that came beside the figures, which are nearer than any plan (J10). */
  public TargetLookup delivered(String indicator, List<StandingTarget> delivered) {
    Map<Key, List<StandingTarget>> all = new HashMap<>(targets);
    delivered.forEach(
        d ->
            all.merge(
                new Key(indicator, TARGET, d.unit()),
                List.of(d),
                (known, one) -> {
                  List<StandingTarget> both = new ArrayList<>(one);
                  both.addAll(known);
                  return both;
                }));
    return new TargetLookup(all);
  }

  /**
   * @param holders the unit and those above it, nearest first; only the first where the indicator
   *     does not inherit
   */
  public Optional<StandingTarget> find(
      String indicator, Reach reach, List<String> holders, Period period, String name) {
    for (String unit : reach.inherited() ? holders : holders.subList(0, 1)) {
      Optional<StandingTarget> found =
          targets.getOrDefault(new Key(indicator, name, unit), List.of()).stream()
              .filter(t -> reach.standsFor(t.period(), period))
              .min(Comparator.comparing(t -> t.period().days()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Any target of the name on the way up, whatever its period: what a message can point at. */
  Optional<StandingTarget> nearMiss(String indicator, List<String> holders, String name) {
    return holders.stream()
        .flatMap(u -> targets.getOrDefault(new Key(indicator, name, u), List.of()).stream())
        .findFirst();
  }
}
