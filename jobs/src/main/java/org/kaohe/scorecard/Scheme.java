package org.kaohe.scorecard;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Label;
import org.kaohe.config.NotApplicable;
import org.kaohe.config.Part;
import org.kaohe.config.PartMeasures;
import org.kaohe.config.Period;
import org.kaohe.config.Scales;
import org.kaohe.config.Scorecard;
import org.kaohe.config.StandingTarget;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.TargetLookup.Reach;
import org.kaohe.config.Unit;
import org.kaohe.config.UnitTree;
import org.kaohe.config.View;

/**
 * A scorecard with all it needs to score a unit, and nothing else, so that it can travel to a task.
 *
 * @param indicators those its items read
 * @param unitLabels unit of measure by indicator code
 * @param partLabels units of measure of numerator and denominator by indicator code, where they are
 *     not the same
 * @param members unit codes by class, of the classes that an indicator exists for
 * @param notApplicable the rows that papers take from units
 * @param providers by item, who delivers the datasets it is made of, with their names; an empty
 *     code stands for a dataset that names nobody
 * @param shares what part of an item is a unit's own
 * @param scales factors between units of measure, by indicator code and first day of its version
 * @param targets those of the plans
 */
record Scheme(
    Scorecard card,
    Map<String, Indicator> indicators,
    Map<String, Label> unitLabels,
    Map<String, List<Label>> partLabels,
    Map<String, Set<String>> members,
    List<NotApplicable> notApplicable,
    Map<String, Map<String, Label>> providers,
    Shares shares,
    Map<String, Map<LocalDate, Scales>> scales,
    UnitTree tree,
    TargetLookup targets,
    LocalDate businessDate) {

  private static final Label ITSELF = new Label("本单位", "this unit");

  static Scheme of(Scorecard card, Definitions definitions, LocalDate businessDate) {
    Map<String, Indicator> indicators = new TreeMap<>();
    Map<String, Label> unitLabels = new TreeMap<>();
    Map<String, List<Label>> partLabels = new TreeMap<>();
    Map<String, Map<LocalDate, Scales>> scales = new TreeMap<>();
    for (String code : codes(card)) {
      Indicator indicator = definitions.indicators().get(code);
      if (indicator == null) {
        throw new IllegalArgumentException(card.name() + " reads no known indicator: " + code);
      }
      indicators.put(code, indicator);
      Map<LocalDate, Scales> byVersion = new TreeMap<>();
      indicator
          .versions()
          .forEach(v -> byVersion.put(v.validFrom(), Scales.of(definitions, indicator, v.value())));
      scales.put(code, byVersion);
      PartMeasures.labels(definitions, indicator).ifPresent(l -> partLabels.put(code, l));
      unitLabels.put(
          code,
          definitions
              .measures()
              .find(indicator.unit())
              .map(m -> m.label())
              .orElse(Label.of(indicator.unit())));
    }
    Map<String, Set<String>> members = new TreeMap<>();
    indicators.values().forEach(i -> i.unitClasses().forEach(c -> members.put(c, new TreeSet<>())));
    for (Unit unit : definitions.units().values()) {
      for (String unitClass : unit.classes()) {
        Optional.ofNullable(members.get(unitClass)).ifPresent(m -> m.add(unit.code()));
      }
    }
    Map<String, Map<String, Label>> providers = new TreeMap<>();
    for (Scorecard.Item item : card.items()) {
      Map<String, Label> of = new TreeMap<>();
      codes(item).stream()
          .flatMap(code -> Stream.ofNullable(indicators.get(code)))
          .flatMap(indicator -> datasets(indicator, definitions).stream())
          .map(definitions.contracts()::get)
          .map(c -> Optional.ofNullable(c).flatMap(Contract::provider).orElse(""))
          .forEach(p -> of.put(p, named(p, definitions)));
      providers.put(item.code(), of);
    }
    List<NotApplicable> notApplicable =
        definitions.notApplicable().stream()
            .filter(row -> row.scorecard().equals(card.name()))
            .toList();
    Shares shares =
        new Shares(
            card.shares(),
            definitions.responsibilities().stream()
                .filter(d -> card.shares().isPresent() && d.scorecard().equals(card.name()))
                .toList());
    return new Scheme(
        card,
        indicators,
        unitLabels,
        partLabels,
        members,
        notApplicable,
        providers,
        shares,
        scales,
        new UnitTree(definitions.units()),
        TargetLookup.of(
            definitions.targets().stream()
                .filter(t -> indicators.containsKey(t.indicator()))
                .toList(),
            definitions.project().workspace()),
        businessDate);
  }

  /**
   * What the plans hold a unit and its measured units against: the targets that cells are judged
   * by, found in the same way, and the other parameters that formulas name.
   */
  List<AimFact> planned(
      Scorecard.Item item, String code, String unit, Collection<String> measured, Period period) {
    Reach reach = Reach.of(indicator(code), period);
    Set<String> names = new LinkedHashSet<>(ItemFormulas.targetNames(card));
    names.add(TargetLookup.TARGET);
    List<AimFact> found = new ArrayList<>();
    for (String name : names) {
      if (!List.copyOf(measured).equals(List.of(unit))) {
        targets
            .find(code, reach, List.of(unit), period, name)
            .ifPresent(t -> found.add(fact(item, code, unit, name, AimFact.OWN, t)));
      }
      for (String one : measured) {
        List<String> chain = tree.chain(one);
        targets
            .find(code, reach, chain, period, name)
            .ifPresent(t -> found.add(fact(item, code, one, name, chain.indexOf(t.unit()), t)));
      }
    }
    return found;
  }

  private static AimFact fact(
      Scorecard.Item item, String code, String unit, String name, int depth, StandingTarget t) {
    return new AimFact(item.code(), code, unit, name, depth, new Aim(t.goal(), t.source()));
  }

  /** Ids of the datasets that an indicator is made of, through views as well. */
  private static Set<String> datasets(Indicator indicator, Definitions definitions) {
    Set<String> datasets = new TreeSet<>();
    for (Indicator.Version version : indicator.versions()) {
      for (Part part : version.value().parts()) {
        View view = definitions.views().get(part.from());
        if (view == null) {
          datasets.add(part.from());
        } else {
          datasets.addAll(view.inputs());
        }
      }
    }
    return datasets;
  }

  /** Codes of all indicators that the items read, in order. */
  static Set<String> codes(Scorecard card) {
    Set<String> codes = new LinkedHashSet<>();
    card.items().forEach(item -> codes.addAll(codes(item)));
    return codes;
  }

  /** Codes of the indicators that an item reads, its own first. */
  static Set<String> codes(Scorecard.Item item) {
    Set<String> codes = new LinkedHashSet<>();
    item.indicator().ifPresent(codes::add);
    if (item.rule() instanceof Scorecard.Rule.Formula formula) {
      for (Scorecard.Input input : formula.inputs().values()) {
        if (input.item().isEmpty()) {
          codes.add(indicatorOf(item, input));
        }
      }
    }
    return codes;
  }

  /** The indicator that a formula's input reads: the one it names, else the item's own. */
  static String indicatorOf(Scorecard.Item item, Scorecard.Input input) {
    return input
        .indicator()
        .or(item::indicator)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Item " + item.code() + " has an input without an indicator"));
  }

  /** The period still runs: its totals are for monitoring only (R39). */
  boolean open(Period period) {
    return businessDate.isBefore(period.end());
  }

  /**
   * What an item reads while the period runs: a running total is held against what should be done
   * by the data cut-off (R39). A reading that is not whole has no cut-off of its own, so that
   * nobody gains by reporting late.
   */
  Reading toDate(Reading reading, Period period) {
    Progress progress = indicator(reading.indicator()).progress();
    if (!open(period) || !progress.cumulative()) {
      return reading;
    }
    LocalDate cutOff = reading.partial() ? businessDate : reading.asOf().orElse(businessDate);
    return reading.toDate(progress.pace(period, cutOff));
  }

  Indicator indicator(String code) {
    Indicator indicator = indicators.get(code);
    if (indicator == null) {
      throw new IllegalArgumentException(card.name() + " does not read " + code);
    }
    return indicator;
  }

  /** The factors between the units of measure of an indicator in a period. */
  Scales scales(Indicator indicator, Period period) {
    return indicator
        .versionFor(period)
        .map(v -> scales.getOrDefault(indicator.code(), Map.of()).get(v.validFrom()))
        .orElse(Scales.NONE);
  }

  Optional<Indicator> indicator(Scorecard.Item item) {
    return item.indicator().map(this::indicator);
  }

  Label unitLabel(String code) {
    return unitLabels.getOrDefault(code, Label.of(""));
  }

  /**
   * Units of measure of numerator and denominator where they are not the same, so that {@code
   * 31,919,437.5 公斤 / 32,130 吨} is not taken for a plain quotient; else two empty ones.
   */
  List<Label> partLabels(String code) {
    return partLabels.getOrDefault(code, List.of(Label.of(""), Label.of("")));
  }

  /** True when the indicator exists for the unit (J8); one without classes exists for all. */
  boolean existsFor(Indicator indicator, String unit) {
    return indicator.unitClasses().isEmpty()
        || indicator.unitClasses().stream()
            .anyMatch(c -> members.getOrDefault(c, Set.of()).contains(unit));
  }

  /** The paper that takes the item from the unit, in force on the period's last day (R8). */
  Optional<NotApplicable> takenBy(Scorecard.Item item, String unit, Period period) {
    return notApplicable.stream()
        .filter(row -> row.item().equals(item.code()) && row.unit().equals(unit))
        .filter(row -> row.holds(period.end()))
        .findFirst();
  }

  /**
   * What a missing value does (R19): what the item says; else zero where the unit owed every number
   * the item is made of, and a range where anybody else did.
   *
   * @param measured the units whose numbers the item reads for the unit
   */
  Scorecard.MissingItem policy(Scorecard.Item item, String unit, Collection<String> measured) {
    if (item.missing().isPresent()) {
      return item.missing().get();
    }
    Set<String> owing = providers.getOrDefault(item.code(), Map.of()).keySet();
    boolean own =
        !owing.isEmpty() && owing.stream().allMatch(provider -> itself(provider, unit, measured));
    return own ? Scorecard.MissingItem.ZERO : Scorecard.MissingItem.RANGE;
  }

  /** Who owes the item's numbers for the unit, as far as contracts name somebody (R8). */
  List<Label> owing(Scorecard.Item item, String unit, Collection<String> measured) {
    return providers.getOrDefault(item.code(), Map.of()).entrySet().stream()
        .filter(e -> !e.getKey().isEmpty())
        .map(e -> itself(e.getKey(), unit, measured) ? ITSELF : e.getValue())
        .distinct()
        .toList();
  }

  private static boolean itself(String provider, String unit, Collection<String> measured) {
    return provider.equals(Contract.EACH)
        ? !measured.isEmpty() && measured.stream().allMatch(unit::equals)
        : provider.equals(unit);
  }

  private static Label named(String provider, Definitions definitions) {
    return provider.equals(Contract.EACH)
        ? new Label("监测对象各自", "each measured unit")
        : Optional.ofNullable(definitions.units().get(provider))
            .map(Unit::name)
            .orElse(Label.of(provider));
  }

  /** True when the item speaks to the unit: to the whole class, or to it by name (R1). */
  static boolean addresses(Scorecard.Item item, String unit) {
    return item.units().isEmpty() || item.units().contains(unit);
  }
}
