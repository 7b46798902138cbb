package org.kaohe.gold;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kaohe.config.Period;
import org.kaohe.config.TargetLookup;
import org.kaohe.error.Causes;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.gold.SeriesSpec.Version;

/**
 * All cells of one indicator, from the measures of all units: a pure function without Spark.
 *
 * <p>Time before space (RULES R37): every {@link Node} is resolved over a period first, over the
 * months that all parts of a ratio share there, and nodes are added up afterwards, so that a unit
 * is the sum of what those below it show. What a node owes and has not reported makes every unit
 * above it partial, and names it (R36).
 */
final class TreeCells {
  /** Units that a cell names as silent; of more the number is told. */
  private static final int NAMED = 5;

  private final SeriesSpec spec;
  private final Map<String, Place> places;
  private final LocalDate businessDate;
  private final Map<String, Map<String, List<Observation>>> observed = new HashMap<>();
  private final List<Period> periods;
  private final Map<Version, Optional<YearMonth>> began = new HashMap<>();
  private final CellValues values;
  private final List<String> failures = new ArrayList<>();

  /**
   * @param observations measures of all units; a unit's own rows only, but for what is counted or
   *     delivered for a unit with those below it
   */
  TreeCells(
      SeriesSpec spec,
      Map<String, Place> places,
      LocalDate businessDate,
      List<Observation> observations,
      TargetLookup targets) {
    this.spec = spec;
    this.places = places;
    this.businessDate = businessDate;
    Map<String, Set<Period>> seen = new HashMap<>();
    for (Observation o : observations) {
      observed
          .computeIfAbsent(o.part(), k -> new HashMap<>())
          .computeIfAbsent(o.unit(), k -> new ArrayList<>())
          .add(o);
      seen.computeIfAbsent(o.part(), k -> new HashSet<>()).add(o.period());
    }
    SeriesPeriods series = new SeriesPeriods(spec, businessDate, seen);
    this.periods = series.all();
    spec.versions().forEach(v -> began.put(v, series.began(v)));
    this.values = new CellValues(spec, businessDate, targets);
  }

  List<Period> periods() {
    return periods;
  }

  /** Cells that could not be made, and why. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** The cells of some units, in any order. */
  List<Cell> of(Set<String> units) {
    List<Cell> cells = new ArrayList<>();
    for (Version version : spec.versions()) {
      List<Period> mine =
          periods.stream()
              .filter(p -> spec.version(p).filter(version::equals).isPresent())
              .toList();
      if (!mine.isEmpty()) {
        Map<String, List<Node>> nodes = new NodePlan(version, places, observed).nodes(businessDate);
        for (Period period : mine) {
          Map<Node, Node.Resolved> memo = new HashMap<>();
          for (String unit : new TreeSet<>(units)) {
            Place place = places.get(unit);
            if (place != null && place.existed(period)) {
              cells.add(made(place, period, version, nodes, memo));
            }
          }
        }
      }
    }
    return cells;
  }

  /** A cell that can't be made must not take the others with it (J25). */
  private Cell made(
      Place place,
      Period period,
      Version version,
      Map<String, List<Node>> nodes,
      Map<Node, Node.Resolved> memo) {
    try {
      return cell(place, period, version, nodes, memo);
    } catch (RuntimeException e) {
      failures.add(
          "%s %s %s: %s".formatted(spec.indicator(), place.unit(), period.text(), Causes.text(e)));
      return values.none(place, period, version, Reason.NOT_COMPUTABLE);
    }
  }

  private List<Observation> rows(PartSpec part, String unit) {
    return observed.getOrDefault(part.id(), Map.of()).getOrDefault(unit, List.of());
  }

  private LeafPart leaf(PartSpec part, Place place) {
    return new LeafPart(part, place, rows(part, place.unit()), businessDate);
  }

  private Cell cell(
      Place place,
      Period period,
      Version version,
      Map<String, List<Node>> nodes,
      Map<Node, Node.Resolved> memo) {
    Optional<YearMonth> since = began.getOrDefault(version, Optional.empty());
    List<Node.Resolved> below = new ArrayList<>();
    for (Node node : nodes.getOrDefault(place.unit(), List.of())) {
      if (node.place().existed(period)) {
        Node.Resolved resolved =
            memo.computeIfAbsent(node, n -> n.resolve(period, businessDate, since));
        if (resolved.expected() > 0
            || resolved.valued()
            || place.unit().equals(node.place().unit())) {
          below.add(resolved);
        }
      }
    }
    if (below.isEmpty()) {
      Node.Resolved alone =
          Node.alone(place, version, p -> leaf(p, place)).resolve(period, businessDate, since);
      below.add(alone.valued() && metAbove(place, nodes) ? apart(version, place, alone) : alone);
    }
    return together(place, period, version, below);
  }

  /** The parts of the unit meet only at one above it, which is not split (RULES R37). */
  private static boolean metAbove(Place place, Map<String, List<Node>> nodes) {
    return place.chain().stream()
        .skip(1)
        .anyMatch(
            above ->
                nodes.getOrDefault(above, List.of()).stream()
                    .anyMatch(n -> n.place().unit().equals(above)));
  }

  private Node.Resolved apart(Version version, Place place, Node.Resolved alone) {
    int lacking = 0;
    for (int i = 0; i < version.parts().size(); i++) {
      lacking = rows(version.parts().get(i), place.unit()).isEmpty() ? i : lacking;
    }
    return version.ratio() ? alone.without(Reason.NO_DATA_OF_UNIT, lacking) : alone;
  }

  /** What the nodes below a unit come to. */
  private Cell together(Place place, Period period, Version version, List<Node.Resolved> below) {
    List<Node.Resolved> valued = below.stream().filter(Node.Resolved::valued).toList();
    List<Node.Resolved> silent = below.stream().filter(n -> !n.valued() && n.owes()).toList();
    Months common = new Months();
    valued.forEach(n -> common.add(n.common()));
    Months elapsed = new Months();
    below.forEach(n -> elapsed.add(n.elapsed()));
    List<PartValue> sums = new ArrayList<>();
    Optional<String> missing = Optional.empty();
    boolean undefined = false;
    for (int i = 0; i < version.parts().size(); i++) {
      PartSpec part = version.parts().get(i);
      int at = i;
      PartValue value =
          part.addsUp()
              ? PartValue.sum(
                  valued.stream().map(n -> n.part(at)).toList(), false, Reason.AWAITING_DATA)
              : own(part, place, period, below, elapsed, i);
      sums.add(value);
      if (value.reason().isPresent() && missing.isEmpty() && !part.addsUp()) {
        missing = Optional.of(version.told(value.reason().get(), i));
        undefined = value.reason().get().undefined();
      }
    }
    Optional<Node.Resolved> cause = cause(version, below, valued, silent);
    if (cause.isPresent()) {
      missing = Optional.of(cause.get().told(version));
      undefined = cause.get().undefined();
    }
    boolean holes =
        valued.stream().anyMatch(Node.Resolved::holes) || sums.stream().anyMatch(PartValue::holes);
    boolean rejected = below.stream().anyMatch(Node.Resolved::rejected);
    int expected =
        below.stream().filter(Node.Resolved::owes).mapToInt(Node.Resolved::expected).sum();
    int reported =
        below.stream()
            .filter(n -> n.valued() || n.undefined())
            .mapToInt(Node.Resolved::reported)
            .sum();
    List<Months> figures =
        version.parts().stream()
            .filter(PartSpec::asDelivered)
            .map(p -> leaf(p, place).delivered(period))
            .toList();
    for (Months figure : figures) {
      expected = Math.max(expected, elapsed.copy().add(figure).size());
      reported = figure.isEmpty() ? 0 : Math.max(reported, figure.size());
    }
    CellValues.Reports reports =
        new CellValues.Reports(
            reported,
            Math.max(expected, reported),
            holes,
            rejected,
            !silent.isEmpty() && below.size() > 1,
            names(below),
            figures.stream().anyMatch(Months::isEmpty) ? Optional.empty() : asOf(period, below));
    return values.cell(place, period, version, sums, missing, undefined, reports);
  }

  /**
   * The node for which nothing can be shown although others have a number: none has any; one has
   * data of which no number comes; or a stock is not known everywhere, and what is known would pass
   * for the whole.
   */
  private static Optional<Node.Resolved> cause(
      Version version,
      List<Node.Resolved> below,
      List<Node.Resolved> valued,
      List<Node.Resolved> silent) {
    Optional<Node.Resolved> undefined = below.stream().filter(Node.Resolved::undefined).findFirst();
    if (undefined.isPresent()) {
      return undefined;
    }
    boolean stock = version.parts().stream().anyMatch(PartSpec::stock);
    if (valued.isEmpty() || (stock && !silent.isEmpty())) {
      return (silent.isEmpty() ? below : silent)
          .stream()
              .filter(n -> !n.valued())
              .min(
                  Comparator.comparing(
                      (Node.Resolved n) ->
                          n.reason()
                              .filter(r -> r == Reason.AWAITING_DATA || r == Reason.PERIOD_OPEN)
                              .isPresent()));
    }
    return Optional.empty();
  }

  /** What is counted or delivered for the unit itself. */
  private PartValue own(
      PartSpec part,
      Place place,
      Period period,
      List<Node.Resolved> below,
      Months elapsed,
      int index) {
    LeafPart leaf = leaf(part, place);
    if (part.asDelivered()) {
      return leaf.asDelivered(period, Months.of(period).overBy(businessDate));
    }
    Months common = new Months();
    below.forEach(n -> common.add(n.common()));
    return leaf.counted(period, common, elapsed)
        .with(below.stream().flatMap(n -> n.part(index).sources().stream()).toList());
  }

  private Optional<LocalDate> asOf(Period period, List<Node.Resolved> below) {
    return below.stream()
        .filter(n -> n.valued() || n.undefined())
        .flatMap(n -> n.common().last().stream())
        .min(Comparator.naturalOrder())
        .map(last -> cutOff(period, last));
  }

  private LocalDate cutOff(Period period, YearMonth last) {
    LocalDate end = last.atEndOfMonth();
    LocalDate within = end.isAfter(period.end()) ? period.end() : end;
    return within.isAfter(businessDate) ? businessDate : within;
  }

  /** Units that have not reported all they owe, or whose rows were rejected. */
  private static String names(List<Node.Resolved> below) {
    List<String> all =
        below.stream()
            .filter(n -> n.owes() && (!n.valued() || n.rejected() || n.reported() < n.expected()))
            .map(n -> n.place().unit())
            .sorted()
            .toList();
    String named = all.stream().limit(NAMED).collect(Collectors.joining(";"));
    return all.size() > NAMED ? named + ";+" + (all.size() - NAMED) : named;
  }

  /** Units of the indicator's classes. */
  static Set<String> members(Map<String, Place> places, Set<String> classes) {
    return places.values().stream()
        .filter(p -> !Collections.disjoint(p.classes(), classes))
        .map(Place::unit)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
