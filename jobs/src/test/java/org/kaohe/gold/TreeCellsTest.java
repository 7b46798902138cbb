package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.StandingTarget;
import org.kaohe.config.Target.Operator;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.TargetValue;
import org.kaohe.gold.Judgement.Verdict;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.gold.SeriesSpec.Version;

class TreeCellsTest {
  private static final Place A =
      new Place("A", "county", Set.of("area"), null, null, List.of("A", "P"));

  private static NavigableSet<YearMonth> months(String from, String to) {
    NavigableSet<YearMonth> months = new TreeSet<>();
    for (YearMonth m = YearMonth.parse(from);
        !m.isAfter(YearMonth.parse(to));
        m = m.plusMonths(1)) {
      months.add(m);
    }
    return months;
  }

  private static PartSpec part(
      String role, Aggregate aggregate, NavigableSet<YearMonth> months, String... coarse) {
    Months delivered = new Months();
    months.forEach(delivered::add);
    return part(
        role,
        aggregate,
        new Reported(
            false,
            /* months= */ delivered,
            Stream.of(coarse).flatMap(t -> Period.parse(t).stream()).collect(Collectors.toSet()),
            Map.of(),
            /* held= */ new Months(),
            Set.of(),
            Set.of("P")));
  }

  private static PartSpec part(String role, Aggregate aggregate, Reported reported) {
    return new PartSpec("I." + role, role, aggregate, false, false, reported, false);
  }

  private static PartSpec hold(PartSpec p) {
    return new PartSpec(p.id(), p.role(), p.aggregate(), p.additive(), true, p.reported(), false);
  }

  private static SeriesSpec spec(
      Direction direction,
      Progress progress,
      int per,
      Interval interval,
      @Nullable Integer smallNumbers,
      PartSpec... parts) {
    return new SeriesSpec(
        "I",
        "piece",
        direction,
        2,
        PeriodKind.MONTH,
        progress,
        List.of(
            new Version(
                LocalDate.of(2020, 1, 1),
                List.of(parts),
                per,
                BigDecimal.ONE,
                BigDecimal.ONE,
                interval,
                smallNumbers)));
  }

  private static SeriesSpec level(int per, PartSpec... parts) {
    return spec(Direction.HIGHER, Progress.LEVEL, per, Interval.NONE, null, parts);
  }

  private static Observation row(String role, String period, @Nullable String value) {
    return row("A", role, period, value);
  }

  private static Observation row(String unit, String role, String period, @Nullable String value) {
    return new Observation(
        "I." + role,
        unit,
        Period.parse(period).orElseThrow(),
        Optional.ofNullable(value).map(BigDecimal::new),
        1,
        0,
        Optional.empty());
  }

  private static Cell cell(
      SeriesSpec spec,
      String date,
      String period,
      List<StandingTarget> targets,
      Observation... rows) {
    return cells(spec, date, A, targets, rows).stream()
        .filter(c -> c.period().text().equals(period))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cell " + period));
  }

  private static List<Cell> cells(
      SeriesSpec spec,
      String date,
      Place place,
      List<StandingTarget> targets,
      Observation... rows) {
    return new TreeCells(
            spec,
            Map.of(place.unit(), place),
            LocalDate.parse(date),
            List.of(rows),
            lookup(spec, targets))
        .of(Set.of(place.unit()));
  }

  private static List<String> periods(SeriesSpec spec, String date, Observation... rows) {
    return new TreeCells(
            spec, Map.of("A", A), LocalDate.parse(date), List.of(rows), lookup(spec, List.of()))
        .periods().stream().map(Period::text).toList();
  }

  private static Cell cell(SeriesSpec spec, String date, String period, Observation... rows) {
    return cell(spec, date, period, List.of(), rows);
  }

  private static String value(Cell cell) {
    return cell.value().map(BigDecimal::toPlainString).orElse(cell.reason());
  }

  private static TargetLookup lookup(SeriesSpec spec, List<StandingTarget> targets) {
    return TargetLookup.of(List.of(), Path.of("")).delivered(spec.indicator(), targets);
  }

  private static StandingTarget target(String op, String value) {
    return target("A", op, value);
  }

  private static StandingTarget target(String unit, String op, String value) {
    Operator operator = op.equals("<=") ? Operator.AT_MOST : Operator.AT_LEAST;
    return new StandingTarget(
        unit,
        Period.year(2025),
        new TargetValue.Bound(operator, new BigDecimal(value)),
        "plan t:2");
  }

  @Test
  void cellsExistAtTheFrequencyAndLongerAndToDateUntilTheBusinessDate() {
    SeriesSpec spec = level(1, part("value", Aggregate.COUNT, months("2025-02", "2025-04")));
    assertThat(periods(spec, "2025-04-30"))
        .containsExactlyInAnyOrder(
            "2025-02",
            "2025-03",
            "2025-04",
            "2025-Q1",
            "2025-Q2",
            "2025-H1",
            "2025",
            "2025-01..02",
            "2025-01..03",
            "2025-01..04");
  }

  @Test
  void aQuarterlyIndicatorHasYearsToDateAtQuarterEnds() {
    SeriesSpec monthly = level(1, part("value", Aggregate.COUNT, months("2025-01", "2025-07")));
    SeriesSpec spec =
        new SeriesSpec(
            "I",
            "piece",
            Direction.HIGHER,
            2,
            PeriodKind.QUARTER,
            Progress.LEVEL,
            monthly.versions());
    assertThat(periods(spec, "2025-07-31"))
        .containsExactlyInAnyOrder(
            "2025-Q1",
            "2025-Q2",
            "2025-Q3",
            "2025-H1",
            "2025-H2",
            "2025",
            "2025-01..03",
            "2025-01..06");
  }

  @Test
  void anOpenPeriodIsToDateAndItsCutOffIsThatOfTheSlowestPart() {
    SeriesSpec spec =
        level(
            100,
            part("numerator", Aggregate.SUM, months("2025-01", "2025-05")),
            part("denominator", Aggregate.SUM, months("2025-01", "2025-04")));
    List<Observation> rows = new ArrayList<>();
    for (int m = 1; m <= 5; m++) {
      rows.add(row("numerator", "2025-0" + m, "1"));
      rows.add(row("denominator", "2025-0" + m, m == 5 ? "999" : "2"));
    }
    Cell year = cell(spec, "2025-05-31", "2025", rows.toArray(Observation[]::new));
    assertThat(value(year)).isEqualTo("50.00");
    assertThat(year.asOf()).contains(LocalDate.of(2025, 4, 30));
    assertThat(year.coverage()).isEqualByComparingTo("0.8");
    assertThat(year.status()).isEqualTo(Cell.DataStatus.PARTIAL);
    assertThat(year.reason()).isEqualTo("partly-delivered");
  }

  @Test
  void theCutOffIsNeverAfterTheBusinessDate() {
    SeriesSpec spec = level(1, part("value", Aggregate.COUNT, months("2025-01", "2025-05")));
    Cell cell = cell(spec, "2025-05-13", "2025", row("value", "2025-05", "3"));
    assertThat(cell.asOf()).contains(LocalDate.of(2025, 5, 13));
  }

  @Test
  void aMonthWhoseDeliveryWasRefusedIsHeldAndNotAwaited() {
    PartSpec held =
        part(
            "value",
            Aggregate.COUNT,
            new Reported(
                false,
                new Months().add(YearMonth.of(2025, 1)),
                Set.of(),
                Map.of(),
                new Months().add(YearMonth.of(2025, 1)).add(YearMonth.of(2025, 2)),
                Set.of(),
                Set.of()));
    SeriesSpec spec = level(1, held);
    assertThat(value(cell(spec, "2025-03-31", "2025-02", row("value", "2025-01", "4"))))
        .isEqualTo("held");
    assertThat(value(cell(spec, "2025-03-31", "2025-03", row("value", "2025-01", "4"))))
        .isEqualTo("awaiting-data");
    // What was taken in after all is there.
    assertThat(value(cell(spec, "2025-03-31", "2025-01", row("value", "2025-01", "4"))))
        .isEqualTo("4.00");
  }

  @Test
  void aDeliveredMonthWithoutRowsOfTheUnitIsZeroAndAnUndeliveredOneIsMissing() {
    SeriesSpec spec = level(1, part("value", Aggregate.COUNT, months("2025-01", "2025-02")));
    assertThat(value(cell(spec, "2025-03-31", "2025-02", row("value", "2025-01", "4"))))
        .isEqualTo("0.00");
    assertThat(value(cell(spec, "2025-03-31", "2025-03", row("value", "2025-01", "4"))))
        .isEqualTo("awaiting-data");
    assertThat(value(cell(spec, "2025-03-15", "2025-03", row("value", "2025-01", "4"))))
        .isEqualTo("period-open");
  }

  @Test
  void aUnitOfATreeThatNeverDeliveredHasNoZeros() {
    SeriesSpec spec = level(1, part("value", Aggregate.COUNT, months("2025-01", "2025-01")));
    Place elsewhere = new Place("Y", "county", Set.of("area"), null, null, List.of("Y"));
    List<Cell> cells = cells(spec, "2025-01-31", elsewhere, List.of());
    assertThat(cells)
        .isNotEmpty()
        .allSatisfy(c -> assertThat(value(c)).isEqualTo("no-data-of-unit"));
  }

  @Test
  void aStockIsTheLastMonthWithDataAndNeverSummed() {
    SeriesSpec spec = level(1, part("value", Aggregate.LAST, months("2025-01", "2025-02")));
    Cell quarter =
        cell(
            spec,
            "2025-03-31",
            "2025-Q1",
            row("value", "2025-01", "10"),
            row("value", "2025-02", "7"));
    assertThat(value(quarter)).isEqualTo("7.00");
    assertThat(quarter.asOf()).contains(LocalDate.of(2025, 2, 28));
    assertThat(quarter.status()).isEqualTo(Cell.DataStatus.PARTIAL);
  }

  @Test
  void longerDeliveriesStandForTheirMonthsAndAreNeverSplit() {
    SeriesSpec spec =
        level(1, part("value", Aggregate.SUM, months("2025-07", "2025-08"), "2025-H1"));
    Observation[] rows = {
      row("value", "2025-H1", "60"), row("value", "2025-07", "1"), row("value", "2025-08", "2")
    };
    assertThat(value(cell(spec, "2025-08-31", "2025", rows))).isEqualTo("63.00");
    assertThat(value(cell(spec, "2025-08-31", "2025-H1", rows))).isEqualTo("60.00");
    assertThat(value(cell(spec, "2025-08-31", "2025-03", rows))).isEqualTo("coarser-delivery");
    assertThat(value(cell(spec, "2025-08-31", "2025-01..07", rows))).isEqualTo("61.00");
  }

  @Test
  void aDenominatorHeldForTheYearServesEveryPeriodOfIt() {
    SeriesSpec spec =
        level(
            100,
            part("numerator", Aggregate.SUM, months("2025-01", "2025-05")),
            hold(part("denominator", Aggregate.SUM, new TreeSet<>(), "2025")));
    Observation[] rows = {
      row("numerator", "2025-02", "30"),
      row("numerator", "2025-05", "20"),
      row("denominator", "2025", "200")
    };
    assertThat(value(cell(spec, "2025-05-31", "2025-02", rows))).isEqualTo("15.00");
    assertThat(value(cell(spec, "2025-05-31", "2025-01..05", rows))).isEqualTo("25.00");
    assertThat(cell(spec, "2025-05-31", "2025", rows).coverage()).isEqualByComparingTo("1");
  }

  @Test
  void withoutHoldingAYearlyDenominatorServesOnlyTheYear() {
    SeriesSpec spec =
        level(
            100,
            part("numerator", Aggregate.SUM, months("2025-01", "2025-05")),
            part("denominator", Aggregate.SUM, new TreeSet<>(), "2025"));
    Observation[] rows = {row("numerator", "2025-02", "30"), row("denominator", "2025", "200")};
    assertThat(value(cell(spec, "2025-05-31", "2025-02", rows)))
        .isEqualTo("coarser-delivery:denominator");
    assertThat(value(cell(spec, "2025-05-31", "2025", rows))).isEqualTo("15.00");
  }

  @Test
  void aGivenFigureIsTakenAsDeliveredAndNeverAddedUp() {
    PartSpec given = part("value", Aggregate.GIVEN, months("2025-01", "2025-02"));
    Observation[] rows = {row("value", "2025-01", "5"), row("value", "2025-02", "6")};
    SeriesSpec spec = level(1, given);
    assertThat(value(cell(spec, "2025-03-31", "2025-02", rows))).isEqualTo("6.00");
    assertThat(value(cell(spec, "2025-03-31", "2025-03", rows))).isEqualTo("awaiting-data");
    assertThat(periods(spec, "2025-03-31", rows)).doesNotContain("2025", "2025-Q1");
  }

  @Test
  void contradictingAndEmptyFiguresAreTwoReasons() {
    SeriesSpec spec = level(1, part("value", Aggregate.GIVEN, months("2025-01", "2025-02")));
    Observation several =
        new Observation(
            "I.value",
            "A",
            Period.parse("2025-01").orElseThrow(),
            Optional.empty(),
            2,
            0,
            Optional.empty());
    assertThat(value(cell(spec, "2025-02-28", "2025-01", several))).isEqualTo("several-values");
    assertThat(value(cell(spec, "2025-02-28", "2025-02", row("value", "2025-02", null))))
        .isEqualTo("value-not-delivered");
  }

  @Test
  void theValueIsRoundedOnceFromTheExactQuotient() {
    SeriesSpec spec =
        level(
            1,
            part("numerator", Aggregate.SUM, months("2025-01", "2025-01")),
            part("denominator", Aggregate.SUM, months("2025-01", "2025-01")));
    // 0.0049999999996… rounds to 0.005000000 at nine decimals, and twice rounded it would be 0.01.
    Cell cell =
        cell(
            spec,
            "2025-01-31",
            "2025-01",
            row("numerator", "2025-01", "12499999999"),
            row("denominator", "2025-01", "2500000000000"));
    assertThat(value(cell)).isEqualTo("0.00");
    assertThat(cell.exact()).hasValueSatisfying(e -> assertThat(e).isEqualByComparingTo("0.005"));
  }

  @Test
  void aProportionHasWilsonsLimitsInTheScaleOfItsValue() {
    SeriesSpec spec =
        spec(
            Direction.HIGHER,
            Progress.LEVEL,
            100,
            Interval.PROPORTION,
            null,
            part("numerator", Aggregate.COUNT, months("2025-01", "2025-01")),
            part("denominator", Aggregate.COUNT, months("2025-01", "2025-01")));
    Cell cell =
        cell(
            spec,
            "2025-01-31",
            "2025-01",
            row("numerator", "2025-01", "65"),
            row("denominator", "2025-01", "100"));
    // PHEindicatormethods: 65 of 100 at 95 %: 0.5525445 to 0.7363575.
    assertThat(cell.interval())
        .hasValueSatisfying(
            i -> {
              assertThat(i.lower()).isCloseTo(55.25445, within(1e-4));
              assertThat(i.upper()).isCloseTo(73.63575, within(1e-4));
              assertThat(i.method().text()).isEqualTo("wilson");
            });
  }

  @Test
  void tooFewExpectedEventsAreMonitoredAndNotJudged() {
    SeriesSpec spec =
        spec(
            Direction.LOWER,
            Progress.LEVEL,
            1000,
            Interval.RATE,
            20,
            part("numerator", Aggregate.COUNT, months("2025-01", "2025-12")),
            part("denominator", Aggregate.COUNT, months("2025-01", "2025-12")));
    // 5.2 per mille of 3,846 births are 19.9992 deaths, of 3,847 they are 20.0044.
    Cell few =
        cell(
            spec,
            "2025-12-31",
            "2025",
            List.of(target("<=", "5.2")),
            row("numerator", "2025-01", "30"),
            row("denominator", "2025-01", "3846"));
    assertThat(few.judgement().verdict()).isEqualTo(Verdict.NOT_JUDGED);
    assertThat(few.judgement().reason()).isEqualTo(Reason.SMALL_NUMBERS);
    Cell enough =
        cell(
            spec,
            "2025-12-31",
            "2025",
            List.of(target("<=", "5.2")),
            row("numerator", "2025-01", "30"),
            row("denominator", "2025-01", "3847"));
    assertThat(enough.judgement().verdict()).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void thePublishedValueDecidesNotTheExactOne() {
    SeriesSpec spec =
        spec(
            Direction.LOWER,
            Progress.LEVEL,
            1000,
            Interval.NONE,
            null,
            part("numerator", Aggregate.COUNT, months("2025-01", "2025-12")),
            part("denominator", Aggregate.COUNT, months("2025-01", "2025-12")));
    Cell cell =
        cell(
            spec,
            "2025-12-31",
            "2025",
            List.of(target("<=", "5.2")),
            row("numerator", "2025-01", "52049"),
            row("denominator", "2025-01", "10000000"));
    // 5.2049 per mille is published as 5.20.
    assertThat(value(cell)).isEqualTo("5.20");
    assertThat(cell.judgement().verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void aRunningTotalToDateRunsTowardsTheTargetOfItsYear() {
    SeriesSpec spec =
        spec(
            Direction.HIGHER,
            Progress.CUMULATIVE_MONTHS,
            1,
            Interval.NONE,
            null,
            part("value", Aggregate.SUM, months("2025-01", "2025-05")));
    List<StandingTarget> targets = List.of(target(">=", "120"));
    Observation[] rows = {row("value", "2025-02", "20"), row("value", "2025-05", "29")};
    Cell toDate = cell(spec, "2025-05-31", "2025-01..05", targets, rows);
    assertThat(toDate.judgement().attainment())
        .hasValueSatisfying(a -> assertThat(a).isEqualByComparingTo("40.83"));
    assertThat(toDate.judgement().pace())
        .hasValueSatisfying(p -> assertThat(p).isEqualByComparingTo("41.67"));
    assertThat(toDate.judgement().verdict()).isEqualTo(Verdict.BEHIND);
    Cell month = cell(spec, "2025-05-31", "2025-05", targets, rows);
    assertThat(month.judgement().reason()).isEqualTo(Reason.NO_TARGET);
  }

  @Test
  void ratesInheritTheNearestTargetAndSumsDoNot() {
    NavigableSet<YearMonth> year = months("2025-01", "2025-12");
    List<StandingTarget> targets = List.of(target("P", ">=", "10"));
    SeriesSpec rate =
        level(
            100,
            part("numerator", Aggregate.COUNT, year),
            part("denominator", Aggregate.COUNT, year));
    SeriesSpec sum = level(1, part("value", Aggregate.SUM, year));
    assertThat(cells(rate, "2025-12-31", A, targets))
        .filteredOn(c -> c.period().text().equals("2025-03"))
        .singleElement()
        .satisfies(
            c ->
                assertThat(c.target())
                    .hasValueSatisfying(t -> assertThat(t.unit()).isEqualTo("P")));
    assertThat(cells(sum, "2025-12-31", A, targets))
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.target()).isEmpty());
  }

  @Test
  void eachPeriodIsMadeByTheDefinitionValidAtItsEnd() {
    PartSpec old = part("value", Aggregate.COUNT, months("2024-01", "2025-12"));
    PartSpec now =
        new PartSpec("I.new", "value", Aggregate.COUNT, false, false, old.reported(), false);
    SeriesSpec spec =
        new SeriesSpec(
            "I",
            "piece",
            Direction.HIGHER,
            0,
            PeriodKind.MONTH,
            Progress.LEVEL,
            List.of(version("2020-01-01", old), version("2025-07-01", now)));
    Observation[] rows = {
      row("value", "2025-06", "1"), row("new", "2025-06", "10"), row("new", "2025-08", "5")
    };
    assertThat(value(cell(spec, "2025-12-31", "2025-06", rows))).isEqualTo("1");
    assertThat(value(cell(spec, "2025-12-31", "2025-08", rows))).isEqualTo("5");
    Cell year = cell(spec, "2025-12-31", "2025", rows);
    assertThat(value(year)).isEqualTo("15");
    assertThat(year.definitionVersion()).isEqualTo(LocalDate.of(2025, 7, 1));
  }

  private static Version version(String from, PartSpec part) {
    return new Version(
        LocalDate.parse(from),
        List.of(part),
        1,
        BigDecimal.ONE,
        BigDecimal.ONE,
        Interval.NONE,
        null);
  }

  @Test
  void aUnitHasCellsOnlyWhileItExists() {
    SeriesSpec spec = level(1, part("value", Aggregate.COUNT, months("2025-01", "2025-06")));
    Place merged =
        new Place(
            "A", "county", Set.of("area"), null, LocalDate.parse("2025-02-15"), List.of("A", "P"));
    assertThat(cells(spec, "2025-06-30", merged, List.of()).stream().map(c -> c.period().text()))
        .contains("2025-02", "2025-Q1", "2025")
        .doesNotContain("2025-03", "2025-Q2");
  }

  private static final Place P =
      new Place("P", "prefecture", Set.of("area"), null, null, List.of("P"));
  private static final Place B =
      new Place("B", "county", Set.of("area"), null, null, List.of("B", "P"));

  private static Reported.Own own(String from, String to) {
    Months months = new Months();
    months(from, to).forEach(months::add);
    return new Reported.Own(months, Set.of(), new Months());
  }

  private static Reported each(Map<String, Reported.Own> units) {
    return new Reported(
        true, new Months(), Set.of(), units, new Months(), Set.of("A", "B"), Set.of("P"));
  }

  private static Map<String, Cell> tree(SeriesSpec spec, String period, Observation... rows) {
    return new TreeCells(
            spec,
            Map.of("A", A, "B", B, "P", P),
            LocalDate.parse("2025-03-31"),
            List.of(rows),
            lookup(spec, List.of()))
        .of(Set.of("A", "B", "P")).stream()
            .filter(c -> c.period().text().equals(period))
            .collect(Collectors.toMap(Cell::unit, c -> c));
  }

  private static Cell in(Map<String, Cell> cells, String unit) {
    return java.util.Objects.requireNonNull(cells.get(unit), unit);
  }

  @Test
  void aUnitThatOwesAMonthAndIsSilentHasNoZeroAndIsNamedAboveIt() {
    SeriesSpec spec =
        level(
            1,
            part(
                "value",
                Aggregate.SUM,
                each(Map.of("A", own("2025-01", "2025-03"), "B", own("2025-01", "2025-02")))));
    Observation[] rows = {
      row("A", "value", "2025-01", "10"),
      row("A", "value", "2025-02", "10"),
      row("A", "value", "2025-03", "10"),
      row("B", "value", "2025-01", "10"),
      row("B", "value", "2025-02", "10")
    };
    Map<String, Cell> march = tree(spec, "2025-03", rows);
    assertThat(value(in(march, "B"))).isEqualTo("awaiting-data");
    assertThat(value(in(march, "P"))).isEqualTo("10.00");
    assertThat(in(march, "P").status()).isEqualTo(Cell.DataStatus.PARTIAL);
    assertThat(in(march, "P").coverage()).isEqualByComparingTo("0.5");
    assertThat(in(march, "P").silent()).isEqualTo("B");
    assertThat(in(march, "P").reason()).isEqualTo("not-all-reported");
    Map<String, Cell> quarter = tree(spec, "2025-Q1", rows);
    assertThat(in(quarter, "B").coverage()).isEqualByComparingTo("0.6667");
    assertThat(in(quarter, "B").status()).isEqualTo(Cell.DataStatus.PARTIAL);
    assertThat(in(quarter, "A").status()).isEqualTo(Cell.DataStatus.COMPLETE);
    assertThat(value(in(quarter, "P"))).isEqualTo("50.00");
    assertThat(in(quarter, "P").coverage()).isEqualByComparingTo("0.8333");
  }

  /** Jan to March by month, 30 of 60, and the quarter as one, 60 of 80. */
  @Test
  void unitsThatReportByDifferentLengthsAddUp() {
    NavigableSet<YearMonth> quarter = months("2025-01", "2025-03");
    SeriesSpec rate =
        level(
            100,
            part("numerator", Aggregate.SUM, quarter, "2025-Q1"),
            part("denominator", Aggregate.SUM, quarter, "2025-Q1"));
    List<Observation> rows = new ArrayList<>();
    for (int m = 1; m <= 3; m++) {
      rows.add(row("A", "numerator", "2025-0" + m, "10"));
      rows.add(row("A", "denominator", "2025-0" + m, "20"));
    }
    rows.add(row("B", "numerator", "2025-Q1", "60"));
    rows.add(row("B", "denominator", "2025-Q1", "80"));
    Observation[] all = rows.toArray(Observation[]::new);
    assertThat(value(in(tree(rate, "2025-Q1", all), "P"))).isEqualTo("64.29");
    assertThat(in(tree(rate, "2025-Q1", all), "P").status()).isEqualTo(Cell.DataStatus.COMPLETE);
    assertThat(value(in(tree(rate, "2025-02", all), "A"))).isEqualTo("50.00");
    assertThat(value(in(tree(rate, "2025-02", all), "B"))).startsWith("coarser-delivery");
  }

  @Test
  void aStockIsTheLastOneOfEveryUnitAndNotKnownAboveOneThatIsSilent() {
    SeriesSpec spec = level(1, part("value", Aggregate.LAST, months("2025-01", "2025-03")));
    Observation[] rows = {
      row("A", "value", "2025-01", "500"),
      row("A", "value", "2025-02", "600"),
      row("A", "value", "2025-03", "700"),
      row("B", "value", "2025-01", "900"),
      row("B", "value", "2025-02", "950")
    };
    Map<String, Cell> quarter = tree(spec, "2025-Q1", rows);
    assertThat(value(in(quarter, "P"))).isEqualTo("1650.00");
    assertThat(in(quarter, "P").status()).isEqualTo(Cell.DataStatus.PARTIAL);
    assertThat(in(quarter, "P").silent()).isEqualTo("B");
    assertThat(value(in(tree(spec, "2025-03", rows), "P"))).isEqualTo("awaiting-data");
    assertThat(value(in(tree(spec, "2025-02", rows), "P"))).isEqualTo("1550.00");
  }

  @Test
  void onlyMonthsThatBothSidesOfARatioHaveCountLeafByLeaf() {
    SeriesSpec spec =
        level(
            100,
            part(
                "numerator",
                Aggregate.SUM,
                each(Map.of("A", own("2025-01", "2025-03"), "B", own("2025-01", "2025-03")))),
            part(
                "denominator",
                Aggregate.SUM,
                each(Map.of("A", own("2025-01", "2025-03"), "B", own("2025-01", "2025-01")))));
    List<Observation> rows = new ArrayList<>();
    for (String unit : List.of("A", "B")) {
      for (int m = 1; m <= 3; m++) {
        rows.add(row(unit, "numerator", "2025-0" + m, "10"));
        if (unit.equals("A") || m == 1) {
          rows.add(row(unit, "denominator", "2025-0" + m, "20"));
        }
      }
    }
    Map<String, Cell> quarter = tree(spec, "2025-Q1", rows.toArray(Observation[]::new));
    assertThat(in(quarter, "P").numerator())
        .hasValueSatisfying(n -> assertThat(n).isEqualByComparingTo("40"));
    assertThat(in(quarter, "P").denominator())
        .hasValueSatisfying(n -> assertThat(n).isEqualByComparingTo("80"));
    assertThat(in(quarter, "P").status()).isEqualTo(Cell.DataStatus.PARTIAL);
  }

  @Test
  void partsReportedByUnitsOfDifferentLevelsMeetAtTheLowestUnitAboveBoth() {
    NavigableSet<YearMonth> month = months("2025-03", "2025-03");
    SeriesSpec spec =
        level(
            1000,
            part("numerator", Aggregate.COUNT, month),
            part("denominator", Aggregate.SUM, month));
    Map<String, Cell> cells =
        tree(
            spec,
            "2025-03",
            row("A", "numerator", "2025-03", "2"),
            row("B", "numerator", "2025-03", "3"),
            row("P", "denominator", "2025-03", "1000"));
    assertThat(value(in(cells, "P"))).isEqualTo("5.00");
    assertThat(in(cells, "P").status()).isEqualTo(Cell.DataStatus.COMPLETE);
  }

  @Test
  void aNegativeDenominatorMakesNoRatio() {
    NavigableSet<YearMonth> month = months("2025-03", "2025-03");
    SeriesSpec spec =
        level(
            100,
            part("numerator", Aggregate.SUM, month),
            part("denominator", Aggregate.SUM, month));
    Cell cell =
        cell(
            spec,
            "2025-03-31",
            "2025-03",
            row("numerator", "2025-03", "-50"),
            row("denominator", "2025-03", "-60"));
    assertThat(value(cell)).isEqualTo("negative-denominator");
  }
}
