package org.kaohe.gold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.error.Causes;
import org.kaohe.gold.Cell.DataStatus;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.gold.SeriesSpec.Version;
import org.kaohe.stage.Stored;

/**
 * All cells of one indicator for one unit, from the unit's rolled-up measures: a pure function
 * without Spark.
 *
 * <p>Over time: flows add up (a longer delivery stands for its months, never split), a stock is the
 * last one reported, distinct counts are taken as computed, a given figure is taken as delivered. A
 * ratio is the ratio of sums over the months that all its parts have delivered, so that its cut-off
 * is the end of the last month of its slowest part (J8).
 */
final class SeriesCells {
  private static final int EXACT_DECIMALS = 9;
  private static final int COVERAGE_DECIMALS = 4;

  private final SeriesSpec spec;
  private final LocalDate businessDate;
  private final Judge judge;
  private final List<String> failures = new ArrayList<>();

  SeriesCells(SeriesSpec spec, LocalDate businessDate) {
    this.spec = spec;
    this.businessDate = businessDate;
    this.judge = new Judge(spec.direction(), spec.progress());
  }

  /**
   * A measure of the unit.
   *
   * @param value empty when rows came without a figure, or contradict each other
   * @param failure why the rows give no number; there is no value then
   */
  record Observation(
      String part, Period period, Optional<BigDecimal> value, long rows, Optional<Reason> failure) {

    /** Something came that is or should be a number. */
    boolean delivered() {
      return value.isPresent() || failure.isPresent();
    }

    PartValue orElse(Reason otherwise) {
      return value.map(PartValue::of).orElseGet(() -> PartValue.missing(failure.orElse(otherwise)));
    }
  }

  /**
   * The unit that the cells are for.
   *
   * @param chain the unit and its ancestors, nearest first, with their dates of validity
   */
  record Place(
      String unit,
      String root,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      List<String> chain)
      implements java.io.Serializable {
    boolean existed(Period period) {
      return (from == null || !from.isAfter(period.end()))
          && (to == null || !to.isBefore(period.start()));
    }
  }

  /**
   * Makes the cells.
   *
   * @param observations measures of the unit, its descendants included
   * @param targets by unit: the unit's own and, for what is inherited, its ancestors'
   */
  List<Cell> of(
      Place place, List<Observation> observations, Map<String, List<TargetSpec>> targets) {
    Map<String, List<Observation>> byPart =
        observations.stream().collect(Collectors.groupingBy(Observation::part));
    List<Cell> cells = new ArrayList<>();
    for (Period period : periods()) {
      Optional<Version> version = version(period);
      if (version.isPresent() && place.existed(period)) {
        cells.add(made(place, period, version.get(), byPart, targets));
      }
    }
    return cells;
  }

  /** A cell that can't be made must not take the others with it (J25). */
  private Cell made(
      Place place,
      Period period,
      Version version,
      Map<String, List<Observation>> byPart,
      Map<String, List<TargetSpec>> targets) {
    try {
      return cell(place, period, version, byPart, targets);
    } catch (RuntimeException e) {
      failures.add(
          "%s %s %s: %s".formatted(spec.indicator(), place.unit(), period.text(), Causes.text(e)));
      return new Cell(
          spec.indicator(),
          place.unit(),
          period,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          BigDecimal.ZERO,
          DataStatus.MISSING,
          Reason.NOT_COMPUTABLE.code(),
          Optional.empty(),
          Judgement.none(Reason.NO_VALUE),
          version.validFrom(),
          Optional.empty());
    }
  }

  /** Cells that could not be made, and why. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private Optional<Version> version(Period period) {
    return spec.versions().stream()
        .filter(v -> !v.validFrom().isAfter(period.end()))
        .reduce((earlier, later) -> later);
  }

  /**
   * The periods for which every unit has a cell: at the indicator's frequency and longer, from the
   * first data of any unit to the business date, and year-to-date. A figure taken as delivered has
   * cells longer than its frequency only for the periods that are delivered to somebody.
   */
  List<Period> periods() {
    Optional<YearMonth> first = first();
    if (first.isEmpty()) {
      return List.of();
    }
    Map<String, Period> periods = new LinkedHashMap<>();
    boolean delivered =
        spec.versions().stream().allMatch(v -> v.parts().stream().anyMatch(PartSpec::asDelivered));
    for (PeriodKind kind : PeriodKind.values()) {
      boolean shown =
          kind != PeriodKind.DAY
              && kind != PeriodKind.YEAR_TO_DATE
              && kind.compareTo(spec.frequency()) >= 0
              && (!delivered || kind == spec.frequency());
      if (shown) {
        Period at = Period.containing(kind, first.get().atDay(1));
        while (!at.start().isAfter(businessDate)) {
          periods.put(at.text(), at);
          at = Period.containing(kind, at.end().plusDays(1));
        }
      }
    }
    if (delivered) {
      spec.versions().stream()
          .flatMap(v -> v.parts().stream())
          .filter(PartSpec::asDelivered)
          .flatMap(p -> p.coarse().stream())
          .filter(p -> !p.start().isAfter(businessDate))
          .filter(p -> p.kind().compareTo(spec.frequency()) >= 0)
          .forEach(p -> periods.putIfAbsent(p.text(), p));
    } else {
      yearsToDate(first.get()).forEach(p -> periods.put(p.text(), p));
    }
    return List.copyOf(periods.values());
  }

  private List<Period> yearsToDate(YearMonth first) {
    int step =
        switch (spec.frequency()) {
          case DAY, MONTH -> 1;
          case QUARTER -> 3;
          case HALF_YEAR, YEAR, YEAR_TO_DATE -> 0;
        };
    List<Period> periods = new ArrayList<>();
    if (step == 0) {
      return periods;
    }
    for (YearMonth month = first;
        !month.atDay(1).isAfter(businessDate);
        month = month.plusMonths(1)) {
      YearMonth m = month;
      boolean elapsed =
          !m.atEndOfMonth().isAfter(businessDate)
              || spec.versions().stream()
                  .flatMap(v -> v.parts().stream())
                  .anyMatch(p -> p.months().contains(m));
      if (m.getMonthValue() % step == 0 && elapsed) {
        periods.add(Period.yearToDate(m));
      }
    }
    return periods;
  }

  /** The first month for which all parts of some version have data; else any of them. */
  private Optional<YearMonth> first() {
    return spec.versions().stream()
        .flatMap(
            v ->
                v.parts().stream()
                    .filter(p -> !p.hold())
                    .flatMap(p -> first(p).stream())
                    .max(Comparator.naturalOrder())
                    .stream())
        .min(Comparator.naturalOrder())
        .or(this::ofNothing);
  }

  /** Of a part that no query can compute nobody knows where it has data; today's cells say so. */
  private Optional<YearMonth> ofNothing() {
    return spec.versions().stream()
        .flatMap(v -> v.parts().stream())
        .filter(PartSpec::failed)
        .map(p -> YearMonth.from(businessDate))
        .findFirst();
  }

  private static Optional<YearMonth> first(PartSpec part) {
    List<YearMonth> firsts = new ArrayList<>();
    if (!part.months().isEmpty()) {
      firsts.add(part.months().first());
    }
    part.coarse().stream().forEach(p -> firsts.add(YearMonth.from(p.start())));
    return firsts.stream().min(Comparator.naturalOrder());
  }

  /** A part's number in a cell, or why there is none. */
  private record PartValue(Optional<BigDecimal> value, Optional<Reason> reason, boolean holes) {
    static PartValue missing(Reason reason) {
      return new PartValue(Optional.empty(), Optional.of(reason), false);
    }

    static PartValue of(BigDecimal value) {
      return new PartValue(Optional.of(value), Optional.empty(), false);
    }
  }

  private Cell cell(
      Place place,
      Period period,
      Version version,
      Map<String, List<Observation>> byPart,
      Map<String, List<TargetSpec>> targets) {
    List<NavigableSet<YearMonth>> delivered =
        version.parts().stream()
            .map(p -> delivered(p, period, byPart.getOrDefault(p.id(), List.of())))
            .toList();
    NavigableSet<YearMonth> common = common(version, period, delivered);
    NavigableSet<YearMonth> elapsed = elapsed(period, common);
    List<PartValue> values = new ArrayList<>();
    Optional<String> missing = Optional.empty();
    boolean holes = false;
    boolean blamed = false;
    boolean undefined = false;
    for (int i = 0; i < version.parts().size(); i++) {
      PartSpec part = version.parts().get(i);
      PartValue value =
          value(
              part,
              place,
              period,
              byPart.getOrDefault(part.id(), List.of()),
              common,
              delivered.get(i),
              elapsed);
      values.add(value);
      holes |= value.holes();
      // The part that nobody delivered is the cause, also of what the other one could not show.
      boolean cause = delivered.get(i).isEmpty();
      if (value.reason().isPresent() && (missing.isEmpty() || (cause && !blamed && !undefined))) {
        String code = value.reason().get().code();
        undefined |= value.reason().get().undefined();
        missing = Optional.of(version.ratio() ? code + ":" + part.role() : code);
        blamed = cause;
      }
    }
    for (int i = 0; i < values.size() && missing.isEmpty(); i++) {
      if (values
          .get(i)
          .value()
          .filter(v -> Stored.fit(v, Aggregation.NUMBER).isEmpty())
          .isPresent()) {
        String code = Reason.OVERFLOW.code();
        missing = Optional.of(version.ratio() ? code + ":" + version.parts().get(i).role() : code);
        undefined = true;
      }
    }
    Optional<BigDecimal> numerator = stored(values.get(0).value());
    Optional<BigDecimal> denominator =
        version.ratio() ? stored(values.get(1).value()) : Optional.empty();
    BigDecimal coverage = coverage(common, elapsed);
    DataStatus status =
        missing.isPresent() && !undefined
            ? DataStatus.MISSING
            : holes || coverage.compareTo(BigDecimal.ONE) < 0
                ? DataStatus.PARTIAL
                : DataStatus.COMPLETE;
    String reason =
        missing.orElse(
            status == DataStatus.PARTIAL
                ? (holes ? Reason.VALUE_NOT_DELIVERED : Reason.PARTLY_DELIVERED).code()
                : "");
    boolean divisible = !version.ratio() || denominator.filter(d -> d.signum() != 0).isPresent();
    if (missing.isEmpty() && !divisible) {
      reason = Reason.ZERO_DENOMINATOR.code();
    }
    boolean divided = missing.isEmpty() && divisible;
    Optional<BigDecimal> value =
        divided
            ? stored(Optional.of(quotient(version, values, spec.decimals())))
            : Optional.empty();
    Optional<BigDecimal> exact =
        value.isPresent()
            ? Optional.of(quotient(version, values, EXACT_DECIMALS))
            : Optional.empty();
    boolean valued = stored(exact).isPresent();
    if (divided && !valued) {
      reason = Reason.OVERFLOW.code();
      value = Optional.empty();
      exact = Optional.empty();
    }
    Optional<LocalDate> asOf =
        common.isEmpty() ? Optional.empty() : Optional.of(cutOff(period, common.last()));
    Optional<TargetSpec> target = target(place, period, version, targets);
    return new Cell(
        spec.indicator(),
        place.unit(),
        period,
        numerator,
        denominator,
        value,
        exact,
        valued ? Estimates.interval(version, numerator, denominator) : Optional.empty(),
        missing.isPresent() && common.isEmpty() ? BigDecimal.ZERO : coverage,
        status,
        reason,
        target,
        judge(period, version, value, denominator, target, asOf),
        version.validFrom(),
        asOf);
  }

  /** The number as it is, if the tables can hold it. */
  private static Optional<BigDecimal> stored(Optional<BigDecimal> number) {
    return number.filter(n -> Stored.fit(n, Aggregation.NUMBER).isPresent());
  }

  /** Months of the period that a part has delivered: of the house, or of the unit itself. */
  private NavigableSet<YearMonth> delivered(PartSpec part, Period period, List<Observation> own) {
    NavigableSet<YearMonth> months = new TreeSet<>();
    if (part.countsZero()) {
      for (YearMonth month : period.months()) {
        if (part.months().contains(month) && !month.atDay(1).isAfter(businessDate)) {
          months.add(month);
        }
      }
      part.coarse().stream().filter(period::contains).forEach(p -> months.addAll(begun(p)));
    } else if (part.asDelivered()) {
      if (own.stream().anyMatch(o -> o.period().equals(period))) {
        months.addAll(begun(period));
      }
    } else {
      own.stream()
          .filter(o -> period.contains(o.period()) && o.delivered())
          .forEach(o -> months.addAll(begun(o.period())));
      if (part.aggregate() == Aggregate.LAST && !months.isEmpty()) {
        // A stock covers the months before its last report.
        YearMonth last = months.last();
        period.months().stream().filter(m -> !m.isAfter(last)).forEach(months::add);
      }
    }
    return months;
  }

  private List<YearMonth> begun(Period period) {
    return period.months().stream().filter(m -> !m.atDay(1).isAfter(businessDate)).toList();
  }

  private NavigableSet<YearMonth> common(
      Version version, Period period, List<NavigableSet<YearMonth>> delivered) {
    NavigableSet<YearMonth> common = new TreeSet<>(begun(period));
    for (int i = 0; i < delivered.size(); i++) {
      if (!version.parts().get(i).hold()) {
        common.retainAll(delivered.get(i));
      }
    }
    return common;
  }

  /** Months of the period that are over, and the running one once it is delivered. */
  private NavigableSet<YearMonth> elapsed(Period period, Set<YearMonth> common) {
    return period.months().stream()
        .filter(m -> !m.atEndOfMonth().isAfter(businessDate) || common.contains(m))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static BigDecimal coverage(Set<YearMonth> common, Set<YearMonth> elapsed) {
    return elapsed.isEmpty()
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(common.size())
            .divide(BigDecimal.valueOf(elapsed.size()), COVERAGE_DECIMALS, RoundingMode.HALF_UP);
  }

  private LocalDate cutOff(Period period, YearMonth last) {
    LocalDate end = last.atEndOfMonth();
    LocalDate within = end.isAfter(period.end()) ? period.end() : end;
    return within.isAfter(businessDate) ? businessDate : within;
  }

  /** Whoever delivered what was refused is not awaited but owes a correction (RULES R8). */
  private PartValue value(
      PartSpec part,
      Place place,
      Period period,
      List<Observation> own,
      NavigableSet<YearMonth> common,
      NavigableSet<YearMonth> delivered,
      NavigableSet<YearMonth> elapsed) {
    PartValue value = found(part, place, period, own, common, delivered, elapsed);
    boolean held =
        value.reason().equals(Optional.of(Reason.AWAITING_DATA))
            && elapsed.stream().anyMatch(m -> part.held().contains(m) && !delivered.contains(m));
    return held ? PartValue.missing(Reason.HELD) : value;
  }

  private PartValue found(
      PartSpec part,
      Place place,
      Period period,
      List<Observation> own,
      NavigableSet<YearMonth> common,
      NavigableSet<YearMonth> delivered,
      NavigableSet<YearMonth> elapsed) {
    if (part.failed()) {
      return PartValue.missing(Reason.NOT_COMPUTABLE);
    }
    if (part.hold()) {
      return held(period, own).orElseGet(() -> PartValue.missing(absent(own, period, elapsed)));
    }
    return switch (part.aggregate()) {
      case GIVEN ->
          part.additive()
              ? flow(part, place, period, own, common, delivered, elapsed)
              : asDelivered(period, own, elapsed);
      case DISTINCT -> distinct(part, place, period, own, delivered, elapsed);
      case LAST -> stock(period, own, common, elapsed);
      case COUNT, SUM -> flow(part, place, period, own, common, delivered, elapsed);
    };
  }

  private static Reason absent(List<Observation> own, Period period, Set<YearMonth> elapsed) {
    boolean coarser =
        own.stream().anyMatch(o -> o.period().contains(period) && !o.period().equals(period));
    if (coarser) {
      return Reason.COARSER_DELIVERY;
    }
    return elapsed.isEmpty() ? Reason.PERIOD_OPEN : Reason.AWAITING_DATA;
  }

  /** The figure of the year that holds for the period. */
  private static Optional<PartValue> held(Period period, List<Observation> own) {
    Period year = Period.containing(PeriodKind.YEAR, period.start());
    List<Observation> candidates =
        own.stream()
            .filter(o -> o.delivered() && year.contains(o.period()))
            .sorted(
                Comparator.comparing((Observation o) -> o.period().end())
                    .thenComparing(o -> o.period().start(), Comparator.reverseOrder()))
            .toList();
    Optional<Observation> around =
        candidates.stream()
            .filter(o -> o.period().contains(period))
            .max(Comparator.comparing(o -> o.period().start()));
    Optional<Observation> before =
        candidates.stream()
            .filter(o -> !o.period().end().isAfter(period.end()))
            .reduce((earlier, later) -> later);
    return around
        .or(() -> before)
        .or(() -> candidates.stream().findFirst())
        .map(o -> o.orElse(Reason.VALUE_NOT_DELIVERED));
  }

  private static PartValue asDelivered(
      Period period, List<Observation> own, Set<YearMonth> elapsed) {
    Optional<Observation> exact = own.stream().filter(o -> o.period().equals(period)).findFirst();
    if (exact.isEmpty()) {
      return PartValue.missing(absent(own, period, elapsed));
    }
    return exact
        .get()
        .orElse(exact.get().rows() > 1 ? Reason.SEVERAL_VALUES : Reason.VALUE_NOT_DELIVERED);
  }

  private static PartValue distinct(
      PartSpec part,
      Place place,
      Period period,
      List<Observation> own,
      Set<YearMonth> delivered,
      Set<YearMonth> elapsed) {
    Optional<Reason> failure =
        own.stream()
            .filter(o -> period.contains(o.period()))
            .flatMap(o -> o.failure().stream())
            .findFirst();
    if (failure.isPresent()) {
      return PartValue.missing(failure.get());
    }
    Optional<BigDecimal> counted =
        own.stream().filter(o -> o.period().equals(period)).findFirst().flatMap(Observation::value);
    if (counted.isPresent()) {
      return PartValue.of(counted.get());
    }
    return zero(part, place, period, own, delivered, elapsed);
  }

  /** No rows of the unit: a zero where its tree delivers and has delivered, else missing. */
  private static PartValue zero(
      PartSpec part,
      Place place,
      Period period,
      List<Observation> own,
      Set<YearMonth> delivered,
      Set<YearMonth> elapsed) {
    if (delivered.isEmpty() || !part.countsZero()) {
      return PartValue.missing(absent(own, period, elapsed));
    }
    if (!part.roots().isEmpty() && !part.roots().contains(place.root())) {
      return PartValue.missing(Reason.NO_DATA_OF_UNIT);
    }
    return PartValue.of(BigDecimal.ZERO);
  }

  private static PartValue stock(
      Period period,
      List<Observation> own,
      NavigableSet<YearMonth> common,
      Set<YearMonth> elapsed) {
    Optional<Observation> last =
        common.isEmpty()
            ? Optional.empty()
            : own.stream()
                .filter(
                    o ->
                        period.contains(o.period())
                            && !YearMonth.from(o.period().end()).isAfter(common.last()))
                .max(
                    Comparator.comparing((Observation o) -> o.period().end())
                        .thenComparing(o -> o.period().start()));
    if (last.isEmpty()) {
      boolean empty = own.stream().anyMatch(o -> period.contains(o.period()));
      return PartValue.missing(
          empty && common.isEmpty() ? Reason.VALUE_NOT_DELIVERED : absent(own, period, elapsed));
    }
    return last.get().orElse(Reason.VALUE_NOT_DELIVERED);
  }

  /** Adds up: from the left, the longest delivered period that fits stands for its months. */
  private PartValue flow(
      PartSpec part,
      Place place,
      Period period,
      List<Observation> own,
      NavigableSet<YearMonth> common,
      NavigableSet<YearMonth> delivered,
      NavigableSet<YearMonth> elapsed) {
    Map<LocalDate, Observation> longest = new java.util.TreeMap<>();
    own.stream()
        .filter(o -> period.contains(o.period()))
        .filter(
            o ->
                o.period().kind() != PeriodKind.MONTH
                    || common.contains(YearMonth.from(o.period().start())))
        .forEach(
            o ->
                longest.merge(
                    o.period().start(),
                    o,
                    (a, b) -> a.period().end().isAfter(b.period().end()) ? a : b));
    BigDecimal sum = BigDecimal.ZERO;
    boolean some = false;
    boolean holes = false;
    LocalDate covered = LocalDate.MIN;
    for (Observation o : longest.values()) {
      if (o.period().start().isAfter(covered)) {
        covered = o.period().end();
        if (o.failure().isPresent()) {
          return PartValue.missing(o.failure().get());
        }
        if (o.value().isPresent()) {
          sum = sum.add(o.value().get());
          some = true;
        } else {
          holes = true;
        }
      }
    }
    if (!some) {
      return holes
          ? PartValue.missing(Reason.VALUE_NOT_DELIVERED)
          : common.isEmpty()
              ? PartValue.missing(
                  delivered.isEmpty() || elapsed.isEmpty()
                      ? absent(own, period, elapsed)
                      : Reason.AWAITING_DATA)
              : zero(part, place, period, own, delivered, elapsed);
    }
    return new PartValue(Optional.of(sum), Optional.empty(), holes);
  }

  private static BigDecimal quotient(Version version, List<PartValue> values, int decimals) {
    BigDecimal above = values.get(0).value().orElseThrow().multiply(version.up());
    if (!version.ratio()) {
      return above.divide(version.down(), decimals, RoundingMode.HALF_UP);
    }
    BigDecimal below = values.get(1).value().orElseThrow().multiply(version.down());
    return above
        .multiply(BigDecimal.valueOf(version.per()))
        .divide(below, decimals, RoundingMode.HALF_UP);
  }

  /**
   * The cell's target: the unit's own, else the nearest ancestor's where targets are inherited
   * (R10); the one set for the period itself, else for the shortest longer period that may stand
   * for it.
   */
  private Optional<TargetSpec> target(
      Place place, Period period, Version version, Map<String, List<TargetSpec>> targets) {
    List<String> units = spec.inheritsTargets(version) ? place.chain() : List.of(place.unit());
    for (String unit : units) {
      Optional<TargetSpec> found =
          targets.getOrDefault(unit, List.of()).stream()
              .filter(t -> standsFor(t, period, version))
              .min(
                  Comparator.comparing(
                      (TargetSpec t) ->
                          Period.parse(t.period())
                              .map(p -> p.end().toEpochDay() - p.start().toEpochDay())
                              .orElse(Long.MAX_VALUE)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean standsFor(TargetSpec target, Period period, Version version) {
    Optional<Period> set = Period.parse(target.period());
    if (set.isEmpty()) {
      return false;
    }
    if (set.get().equals(period)) {
      return true;
    }
    if (!set.get().contains(period)) {
      return false;
    }
    Progress progress = spec.progress();
    return switch (progress) {
      // A running total runs towards the target of the period that begins where it begins.
      case CUMULATIVE_DAYS, CUMULATIVE_MONTHS ->
          period.kind() == PeriodKind.YEAR_TO_DATE && set.get().start().equals(period.start());
      case STOCK -> true;
      case LEVEL -> spec.inheritsTargets(version);
    };
  }

  private Judgement judge(
      Period period,
      Version version,
      Optional<BigDecimal> value,
      Optional<BigDecimal> denominator,
      Optional<TargetSpec> target,
      Optional<LocalDate> asOf) {
    if (value.isEmpty()) {
      return Judgement.none(Reason.NO_VALUE);
    }
    if (target.isEmpty()) {
      return Judgement.none(Reason.NO_TARGET);
    }
    Judgement judgement = judge.judge(value.get(), period, target.get(), asOf.orElse(businessDate));
    if (tooFew(version, denominator, target.get())) {
      return new Judgement(
          Judgement.Verdict.NOT_JUDGED,
          Reason.SMALL_NUMBERS,
          judgement.attainment(),
          judgement.pace(),
          Optional.empty());
    }
    return judgement;
  }

  /** Fewer events than the declared number would be expected at the target (RULES R9). */
  private static boolean tooFew(
      Version version, Optional<BigDecimal> denominator, TargetSpec target) {
    BigDecimal goal = target.value();
    Integer least = version.smallNumbers();
    if (least == null || goal == null || denominator.isEmpty()) {
      return false;
    }
    BigDecimal expected = goal.multiply(denominator.get());
    return expected.compareTo(BigDecimal.valueOf(least).multiply(BigDecimal.valueOf(version.per())))
        < 0;
  }
}
