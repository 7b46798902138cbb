package org.kaohe.gold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Unit;
import org.kaohe.config.UnitTree;
import org.kaohe.config.View;
import org.kaohe.gold.Changes.Delivered;
import org.kaohe.gold.Reported.Own;

/** What has been reported of every dataset, and so of every view (RULES R34–R36). */
final class Reports {
  private final Definitions definitions;
  private final UnitTree tree;
  private final Map<String, Reported> datasets = new TreeMap<>();
  private final Map<String, List<Witness>> witnesses;
  private final Map<String, List<Delivered>> deliveries;

  private Reports(
      Definitions definitions, List<Delivered> delivered, Map<String, List<Witness>> witnesses) {
    this.definitions = definitions;
    this.tree = new UnitTree(definitions.units());
    this.witnesses = witnesses;
    this.deliveries = delivered.stream().collect(Collectors.groupingBy(Delivered::dataset));
  }

  /**
   * Rows that tell of a report.
   *
   * @param unit whose rows they are; empty where no column names it
   * @param period written form; empty where nothing tells it
   * @param declared the delivery says the period, not its rows
   * @param issued of their delivery
   * @param rejected they are in quarantine
   */
  record Witness(
      String unit,
      String period,
      boolean declared,
      LocalDate issued,
      long rows,
      boolean rejected) {}

  static Reports of(
      Definitions definitions, List<Delivered> delivered, Map<String, List<Witness>> witnesses) {
    Reports reporting = new Reports(definitions, delivered, witnesses);
    for (Contract contract : definitions.contracts().values()) {
      reporting.datasets.put(contract.id(), reporting.reported(contract));
    }
    return reporting;
  }

  List<Witness> witnesses(String dataset) {
    return witnesses.getOrDefault(dataset, List.of());
  }

  List<Delivered> deliveries(String dataset) {
    return deliveries.getOrDefault(dataset, List.of());
  }

  UnitTree tree() {
    return tree;
  }

  /** Of a dataset or a view. */
  Reported of(String source) {
    View view = definitions.views().get(source);
    if (view == null) {
      return datasets.getOrDefault(source, nothing());
    }
    List<Reported> inputs =
        view.inputs().stream().map(i -> datasets.getOrDefault(i, nothing())).toList();
    return inputs.size() == 1 ? inputs.get(0) : together(inputs);
  }

  private static Reported nothing() {
    return new Reported(false, new Months(), Set.of(), Map.of(), new Months(), Set.of(), Set.of());
  }

  /**
   * A view has what all of its inputs have. What one of them has for a whole year, such as a plan,
   * it has for every month of it; only what all have for longer periods is longer.
   */
  private Reported together(List<Reported> inputs) {
    boolean each = inputs.stream().anyMatch(Reported::each);
    Months held = new Months();
    inputs.forEach(i -> held.add(i.held()));
    Own all = shared(inputs.stream().map(i -> new Own(i.months(), i.coarse(), i.held())).toList());
    Map<String, Own> units = new HashMap<>();
    Set<String> known = new TreeSet<>();
    inputs.forEach(i -> known.addAll(i.units().keySet()));
    for (String unit : known) {
      units.put(
          unit,
          shared(
              inputs.stream()
                  .map(i -> new Own(i.delivered(unit), i.longer(unit), i.own(unit).rejected()))
                  .toList()));
    }
    Set<String> expected = new TreeSet<>();
    Set<String> roots = new TreeSet<>();
    inputs.forEach(i -> expected.addAll(i.expected()));
    inputs.forEach(i -> roots.addAll(i.roots()));
    return new Reported(each, all.months(), all.coarse(), units, held, expected, roots);
  }

  /** What all have. */
  private static Own shared(List<Own> inputs) {
    Set<Period> coarse = new HashSet<>();
    inputs.forEach(i -> coarse.addAll(i.coarse()));
    coarse.removeIf(p -> !inputs.stream().allMatch(i -> i.coarse().contains(p)));
    Months rejected = new Months();
    List<Months> known = new ArrayList<>();
    for (Own input : inputs) {
      rejected.add(input.rejected());
      Months months = input.months().copy();
      input.coarse().forEach(months::add);
      known.add(months);
    }
    Months months = known.isEmpty() ? new Months() : known.get(0);
    known.forEach(months::keep);
    coarse.forEach(months::remove);
    return new Own(months, coarse, rejected);
  }

  private Reported reported(Contract contract) {
    List<Witness> seen = witnesses(contract.id());
    boolean each = contract.reporting().each();
    Months months = new Months();
    Months held = new Months();
    for (Delivered delivery : deliveries(contract.id())) {
      Optional<Period> period = Period.parse(delivery.period());
      Months covered = period.map(Months::of).orElseGet(Months::new).begunBy(delivery.issued());
      (delivery.refused() ? held : months).add(covered);
    }
    Map<String, Own> units = own(seen);
    if (each) {
      said(contract, units);
    }
    Set<Period> coarse = new HashSet<>();
    Months byMonth = new Months();
    units.values().forEach(o -> byMonth.add(o.months()));
    units.values().forEach(o -> coarse.addAll(o.coarse()));
    // A month inside a longer period that rows were delivered for is not known by itself (J7).
    coarse.forEach(months::remove);
    months.add(byMonth);
    Set<String> expected = expected(contract, units.keySet());
    Set<String> roots = new TreeSet<>();
    seen.stream()
        .filter(w -> !w.rejected())
        .map(Witness::unit)
        .filter(tree.units()::containsKey)
        .forEach(u -> roots.add(tree.root(u)));
    if (each) {
      around(units, expected);
    }
    return new Reported(each, months, coarse, units, held, expected, roots);
  }

  /** What the rows of each unit tell. */
  private static Map<String, Own> own(List<Witness> seen) {
    Map<String, Own> units = new TreeMap<>();
    Map<String, Optional<Period>> parsed = new HashMap<>();
    Map<String, List<Witness>> accepted =
        seen.stream()
            .filter(w -> !w.rejected())
            .collect(Collectors.groupingBy(w -> w.unit() + " " + w.period()));
    for (Witness w : seen) {
      Optional<Period> period = parsed.computeIfAbsent(w.period(), Period::parse);
      if (period.isEmpty()) {
        continue;
      }
      Own own =
          units.computeIfAbsent(
              w.unit(), k -> new Own(new Months(), new HashSet<>(), new Months()));
      if (w.rejected()) {
        if (!mended(w, accepted.getOrDefault(w.unit() + " " + w.period(), List.of()))) {
          own.rejected().add(period.get());
        }
      } else if (w.declared()) {
        own.months().add(Months.of(period.get()).begunBy(w.issued()));
      } else if (period.get().kind() == PeriodKind.MONTH || period.get().kind() == PeriodKind.DAY) {
        own.months().add(period.get());
      } else {
        own.coarse().add(period.get());
      }
    }
    return units;
  }

  /** What deliveries that name their reporter say of it, with rows or without (R34). */
  private void said(Contract contract, Map<String, Own> units) {
    for (Delivered delivery : deliveries(contract.id())) {
      if (!delivery.refused()
          && !delivery.rejected()
          && definitions.units().containsKey(delivery.reporter())) {
        Period.parse(delivery.period())
            .ifPresent(
                p ->
                    units
                        .computeIfAbsent(
                            delivery.reporter(),
                            k -> new Own(new Months(), new HashSet<>(), new Months()))
                        .months()
                        .add(Months.of(p).begunBy(delivery.issued())));
      }
    }
  }

  /** As many rows of the unit and period came with a later issue: the correction. */
  private static boolean mended(Witness rejected, List<Witness> accepted) {
    long later =
        accepted.stream()
            .filter(w -> w.issued().isAfter(rejected.issued()))
            .mapToLong(Witness::rows)
            .sum();
    return later >= rejected.rows();
  }

  /**
   * The units that owe a report: those that the contract names; else, where each speaks for itself,
   * all units of the kinds that have ever reported, below the units that indicators of the dataset
   * are for. Of two such kinds one below the other it is the lower one.
   */
  private Set<String> expected(Contract contract, Set<String> seen) {
    if (!contract.reporting().each()) {
      return Set.of();
    }
    Set<String> by = contract.reporting().by();
    Set<String> expected = new TreeSet<>();
    if (!by.isEmpty()) {
      for (Unit unit : definitions.units().values()) {
        if (by.contains(unit.code()) || unit.classes().stream().anyMatch(by::contains)) {
          expected.add(unit.code());
        }
      }
      return expected;
    }
    Set<String> kinds = new HashSet<>();
    seen.stream().flatMap(u -> unit(u).stream()).forEach(u -> kinds.add(u.kind()));
    Set<String> under = appraised(contract.id());
    Set<String> above = new HashSet<>();
    for (Unit unit : definitions.units().values()) {
      List<String> chain = tree.chain(unit.code());
      if (kinds.contains(unit.kind()) && chain.stream().anyMatch(under::contains)) {
        expected.add(unit.code());
        above.addAll(chain.subList(1, chain.size()));
      }
    }
    expected.removeAll(above);
    return expected;
  }

  private Optional<Unit> unit(String code) {
    return Optional.ofNullable(definitions.units().get(code));
  }

  /** Units of the classes of all indicators that read a dataset, through views too. */
  private Set<String> appraised(String dataset) {
    Set<String> classes = new HashSet<>();
    for (Indicator indicator : definitions.indicators().values()) {
      boolean reads =
          Parts.of(indicator).stream()
              .map(r -> r.part().from())
              .anyMatch(
                  from -> {
                    View view = definitions.views().get(from);
                    return from.equals(dataset)
                        || (view != null && view.inputs().contains(dataset));
                  });
      if (reads) {
        classes.addAll(indicator.unitClasses());
      }
    }
    return definitions.units().values().stream()
        .filter(u -> u.classes().stream().anyMatch(classes::contains))
        .map(Unit::code)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Gives units that do not report themselves what those say that do: of a unit above all of those
   * below it together, of one below the nearest above.
   */
  private void around(Map<String, Own> units, Set<String> expected) {
    Set<String> reporters = new TreeSet<>(units.keySet());
    reporters.addAll(expected);
    Map<String, List<Own>> below = new HashMap<>();
    for (String reporter : reporters) {
      List<String> chain = tree.chain(reporter);
      for (String above : chain.subList(1, chain.size())) {
        if (!reporters.contains(above)) {
          below
              .computeIfAbsent(above, k -> new ArrayList<>())
              .add(units.getOrDefault(reporter, Own.NOTHING));
        }
      }
    }
    below.forEach((unit, owns) -> units.put(unit, all(owns)));
    for (String unit : tree.units().keySet()) {
      if (!units.containsKey(unit) && !expected.contains(unit)) {
        tree.chain(unit).stream()
            .filter(reporters::contains)
            .findFirst()
            .map(units::get)
            .ifPresent(own -> units.put(unit, own));
      }
    }
  }

  private static Own all(Collection<Own> owns) {
    Months months = owns.iterator().next().months().copy();
    Months rejected = new Months();
    Set<Period> coarse = new HashSet<>(owns.iterator().next().coarse());
    for (Own own : owns) {
      months.keep(own.months());
      coarse.retainAll(own.coarse());
      rejected.add(own.rejected());
    }
    return new Own(months, coarse, rejected);
  }
}
