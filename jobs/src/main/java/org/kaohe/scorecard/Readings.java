package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kaohe.config.Indicator;
import org.kaohe.config.Part;
import org.kaohe.config.Period;
import org.kaohe.config.Scales;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.TargetValue;

/** Takes the cells of an item's measured units together (RULES R1, R7, R8; J9). */
final class Readings {
  private static final String NOT_APPLICABLE = "not-applicable";

  private static final Set<String> UNDEFINED = Set.of("overflow", "not-computable");

  /** Gold keeps nine digits of an unrounded value. */
  private static final BigDecimal VALUE_ACCURACY = new BigDecimal("0.000000001");

  private Readings() {}

  /**
   * What an item reads of one indicator.
   *
   * @param scales factors between the units of measure of a ratio's parts
   * @param cells one for each measured unit
   * @param aims target rows found for them
   * @param existsFor whether an indicator exists for a unit, to tell "not delivered" from "not
   *     applicable" (J8)
   */
  static Reading of(
      Indicator indicator,
      Period period,
      Scales scales,
      List<CellFact> cells,
      List<AimFact> aims,
      BiPredicate<Indicator, String> existsFor) {
    List<CellFact> ordered =
        cells.stream().sorted(Comparator.comparing(CellFact::measured)).toList();
    List<CellFact> applicable =
        ordered.stream().filter(c -> applies(c, indicator, existsFor)).toList();
    List<CellFact> present = applicable.stream().filter(c -> c.value().isPresent()).toList();
    Optional<Indicator.Value> definition =
        indicator.versionFor(period).map(Indicator.Version::value);
    boolean additive = definition.map(Readings::additive).orElse(false);
    Map<String, Aim> resolved = aims(applicable, aims, additive && !isRatio(definition));
    List<String> measured = ordered.stream().map(CellFact::measured).toList();
    Optional<LocalDate> asOf =
        present.stream().flatMap(c -> c.asOf().stream()).min(Comparator.naturalOrder());
    boolean partial =
        present.size() < applicable.size()
            || present.stream().anyMatch(c -> c.status().orElse("").equals("partial"));
    String reason =
        applicable.stream()
            .filter(c -> c.value().isEmpty() && !c.reason().isEmpty())
            .map(CellFact::reason)
            .findFirst()
            .or(
                () ->
                    applicable.stream().map(CellFact::reason).filter(r -> !r.isEmpty()).findFirst())
            .orElse("");
    Set<String> silent = silent(applicable);

    if (applicable.isEmpty()) {
      String why = ordered.stream().map(CellFact::reason).findFirst().orElse("");
      return new Reading(
          indicator.code(),
          Reading.State.NOT_APPLICABLE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          resolved,
          measured,
          0,
          false,
          why,
          silent,
          Optional.empty());
    }
    if (applicable.size() == 1) {
      CellFact only = applicable.get(0);
      return new Reading(
          indicator.code(),
          only.value().isPresent() ? Reading.State.PRESENT : Reading.State.MISSING,
          only.numerator(),
          only.denominator(),
          only.value(),
          only.value().isPresent()
              ? ratioOfSums(definition, scales, List.of(only)).or(only::exact).or(only::value)
              : Optional.empty(),
          resolved,
          measured,
          present.size(),
          partial,
          reason,
          silent,
          asOf);
    }
    Optional<String> undefined =
        applicable.stream().map(CellFact::reason).filter(Readings::undefined).findFirst();
    if (undefined.isPresent()) {
      // The sum of the others would pass for the whole.
      return new Reading(
          indicator.code(),
          Reading.State.MISSING,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          resolved,
          measured,
          present.size(),
          true,
          undefined.get(),
          silent,
          asOf);
    }
    if (!additive) {
      return new Reading(
          indicator.code(),
          present.isEmpty() ? Reading.State.MISSING : Reading.State.NOT_ADDITIVE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          resolved,
          measured,
          present.size(),
          partial,
          reason,
          silent,
          asOf);
    }
    return together(
        indicator,
        definition.orElseThrow(),
        scales,
        present,
        resolved,
        measured,
        partial,
        reason,
        silent,
        asOf);
  }

  /** Who is silent: named by gold, or a measured unit without a value. */
  private static Set<String> silent(List<CellFact> cells) {
    Set<String> silent = new LinkedHashSet<>();
    for (CellFact cell : cells) {
      if (!cell.silent().isEmpty()) {
        silent.addAll(List.of(cell.silent().split(";")));
      } else if (cell.value().isEmpty()) {
        silent.add(cell.measured());
      }
    }
    return silent;
  }

  private static Reading together(
      Indicator indicator,
      Indicator.Value definition,
      Scales scales,
      List<CellFact> present,
      Map<String, Aim> resolved,
      List<String> measured,
      boolean partial,
      String reason,
      Set<String> silent,
      Optional<LocalDate> asOf) {
    Optional<BigDecimal> numerator = sum(present, CellFact::numerator);
    Optional<BigDecimal> denominator = sum(present, CellFact::denominator);
    Optional<BigDecimal> exact =
        definition instanceof Indicator.Value.Ratio
            ? ratioOfSums(Optional.of(definition), scales, present)
            : sum(present, c -> c.exact().or(c::value));
    return new Reading(
        indicator.code(),
        exact.isPresent() ? Reading.State.PRESENT : Reading.State.MISSING,
        numerator,
        denominator,
        exact.map(x -> Decimals.round(x, indicator.decimals())),
        exact,
        resolved,
        measured,
        present.size(),
        partial,
        reason,
        silent,
        asOf);
  }

  /**
   * Ratio of sums, never a mean of ratios (R7), from the parts themselves, because gold cuts the
   * unrounded value to nine decimals (R42). Where the parts do not give gold's value, values are
   * weighed by their denominators. Empty for what is no ratio.
   */
  private static Optional<BigDecimal> ratioOfSums(
      Optional<Indicator.Value> definition, Scales scales, List<CellFact> present) {
    if (definition.isEmpty() || !(definition.get() instanceof Indicator.Value.Ratio ratio)) {
      return Optional.empty();
    }
    BigDecimal up = scales.up().multiply(BigDecimal.valueOf(ratio.per()));
    BigDecimal numerators = BigDecimal.ZERO;
    BigDecimal weighted = BigDecimal.ZERO;
    BigDecimal denominators = BigDecimal.ZERO;
    boolean plain = true;
    for (CellFact cell : present) {
      Optional<BigDecimal> value = cell.exact().or(cell::value);
      if (cell.numerator().isEmpty() || cell.denominator().isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      BigDecimal numerator = cell.numerator().get().multiply(up);
      BigDecimal denominator = cell.denominator().get().multiply(scales.down());
      BigDecimal product = value.get().multiply(denominator);
      BigDecimal off = product.subtract(numerator).abs();
      plain &= off.compareTo(denominator.abs().multiply(VALUE_ACCURACY)) <= 0;
      numerators = numerators.add(numerator);
      weighted = weighted.add(product);
      denominators = denominators.add(denominator);
    }
    if (denominators.signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(Decimals.divide(plain ? numerators : weighted, denominators));
  }

  /** Gold's words for data of which no number comes, {@code overflow:numerator}. */
  private static boolean undefined(String reason) {
    return UNDEFINED.contains(reason.split(":", 2)[0]);
  }

  private static boolean applies(
      CellFact cell, Indicator indicator, BiPredicate<Indicator, String> existsFor) {
    if (cell.status().isPresent()) {
      return !cell.status().get().equals(NOT_APPLICABLE);
    }
    return existsFor.test(indicator, cell.measured());
  }

  private static boolean isRatio(Optional<Indicator.Value> definition) {
    return definition.filter(v -> v instanceof Indicator.Value.Ratio).isPresent();
  }

  private static boolean additive(Indicator.Value value) {
    if (value instanceof Indicator.Value.Ratio ratio) {
      return additive(ratio.numerator()) && additive(ratio.denominator());
    }
    return value instanceof Indicator.Value.Single single && additive(single.part());
  }

  private static boolean additive(Part part) {
    return switch (part.aggregate()) {
      case COUNT, SUM, LAST -> true;
      // A person counted in two units is one person: only gold, which has the keys, may add
      // these.
      case DISTINCT -> false;
      case GIVEN -> part.additive();
    };
  }

  private static Optional<BigDecimal> sum(
      List<CellFact> cells, Function<CellFact, Optional<BigDecimal>> quantity) {
    return cells.stream().flatMap(c -> quantity.apply(c).stream()).reduce(BigDecimal::add);
  }

  /**
   * Each named target: the appraised unit's own row; else what all measured units share; else, for
   * quantities that add up, the sum of theirs (R10).
   */
  private static Map<String, Aim> aims(
      List<CellFact> cells, List<AimFact> facts, boolean quantity) {
    Set<String> names = new LinkedHashSet<>();
    names.add(TargetLookup.TARGET);
    facts.forEach(f -> names.add(f.name()));
    Map<String, Aim> resolved = new LinkedHashMap<>();
    for (String name : names) {
      List<AimFact> named = facts.stream().filter(f -> f.name().equals(name)).toList();
      Optional<Aim> own =
          named.stream()
              .filter(f -> f.depth() == AimFact.OWN)
              .min(Comparator.comparing(f -> f.aim().source()))
              .map(AimFact::aim);
      List<Optional<Aim>> measured = new ArrayList<>();
      for (CellFact cell : cells) {
        measured.add(
            name.equals(TargetLookup.TARGET) && cell.aim().isPresent()
                ? cell.aim()
                : nearest(named, cell.measured()));
      }
      own.or(() -> shared(measured, quantity)).ifPresent(aim -> resolved.put(name, aim));
    }
    return resolved;
  }

  private static Optional<Aim> nearest(List<AimFact> named, String measured) {
    return named.stream()
        .filter(f -> f.depth() >= 0 && f.measured().equals(measured))
        .min(Comparator.comparingInt(AimFact::depth).thenComparing(f -> f.aim().source()))
        .map(AimFact::aim);
  }

  private static Optional<Aim> shared(List<Optional<Aim>> measured, boolean quantity) {
    if (measured.isEmpty() || measured.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Aim> all = measured.stream().flatMap(Optional::stream).toList();
    String sources =
        quantity
            ? all.stream().map(Aim::source).distinct().collect(Collectors.joining("; "))
            : all.get(0).source();
    return TargetValue.together(all.stream().map(Aim::goal).toList(), quantity)
        .map(goal -> new Aim(goal, sources));
  }
}
