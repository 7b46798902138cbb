package org.kaohe.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.kaohe.sample.Event.Benefit;
import org.kaohe.sample.Event.Birth;
import org.kaohe.sample.Event.Book;
import org.kaohe.sample.Event.Cleared;
import org.kaohe.sample.Event.Contribution;
import org.kaohe.sample.Event.Death;
import org.kaohe.sample.Event.Enrolment;
import org.kaohe.sample.Event.Lot;
import org.kaohe.sample.Event.Negative;
import org.kaohe.sample.Event.Plan;
import org.kaohe.sample.Event.Reported;
import org.kaohe.sample.Event.Reserve;
import org.kaohe.sample.Event.StockIn;
import org.kaohe.sample.Event.Subsidy;
import org.kaohe.sample.Event.Training;
import org.kaohe.sample.Event.Visit;
import org.kaohe.sample.SampleUnits.SampleUnit;

/**
 * The truth: every cell of every indicator of the demo, added up from the events that must survive.
 * It repeats in plain Java what {@code conf/indicators} defines, on purpose: two ways to one
 * number.
 */
final class TruthCells {
  /** One row of {@code truth/cells.csv}. The value is rounded once, HALF_UP. */
  record TruthCell(
      String indicator,
      String unit,
      String period,
      BigDecimal numerator,
      Optional<BigDecimal> denominator,
      Optional<BigDecimal> value) {}

  /** The shortest period of an indicator. */
  private enum Step {
    MONTH,
    QUARTER,
    HALF_YEAR,
    YEAR
  }

  private static final List<String> AREAS = List.of("province", "prefecture", "county");
  private static final List<String> GRAIN = List.of("province", "prefecture", "depot");
  private static final List<String> AGENCIES = List.of("government", "party", "institution");

  private final SampleUnits places;
  private final List<DeliveredRow> lines;
  private final List<TruthCell> cells = new ArrayList<>();

  private TruthCells(SampleUnits places, List<DeliveredRow> lines) {
    this.places = places;
    this.lines = lines;
  }

  static List<TruthCell> of(SampleUnits places, List<DeliveredRow> surviving) {
    TruthCells cells = new TruthCells(places, surviving);
    cells.health();
    cells.grain();
    cells.social();
    cells.agencies();
    return List.copyOf(cells.cells);
  }

  private <E extends Event> void each(Class<E> kind, java.util.function.Consumer<E> use) {
    for (DeliveredRow line : lines) {
      if (kind.isInstance(line.event)) {
        use.accept(kind.cast(line.event));
      }
    }
  }

  private <E extends Event> TruthPart part(
      TruthPart.Kind kind, Class<E> events, BiConsumer<TruthPart, E> enter) {
    TruthPart part = new TruthPart(kind, places);
    each(events, e -> enter.accept(part, e));
    return part;
  }

  private static YearMonth january(int year) {
    return YearMonth.of(year, 1);
  }

  private void health() {
    TruthPart births =
        part(
            TruthPart.Kind.SUM,
            Birth.class,
            (p, e) -> p.count(e.county(), YearMonth.from(e.date())));
    ratio(
        "HLT-001",
        AREAS,
        Step.QUARTER,
        2,
        BigDecimal.valueOf(1000),
        deathsBefore(1, ChronoUnit.YEARS),
        births);
    ratio(
        "HLT-002",
        AREAS,
        Step.QUARTER,
        2,
        BigDecimal.valueOf(1000),
        deathsBefore(28, ChronoUnit.DAYS),
        births);
    ratio(
        "HLT-003",
        AREAS,
        Step.QUARTER,
        2,
        BigDecimal.valueOf(1000),
        deathsBefore(5, ChronoUnit.YEARS),
        births);
    single("HLT-101", AREAS, Step.MONTH, 0, births);

    record Managed(String person, String county, int year) {}
    Map<Managed, List<Visit>> managed = new HashMap<>();
    each(
        Visit.class,
        v ->
            managed
                .computeIfAbsent(
                    new Managed(v.person(), v.county(), v.date().getYear()), m -> new ArrayList<>())
                .add(v));
    TruthPart patients = new TruthPart(TruthPart.Kind.SUM, places);
    TruthPart standard = new TruthPart(TruthPart.Kind.SUM, places);
    TruthPart controlled = new TruthPart(TruthPart.Kind.SUM, places);
    managed.forEach(
        (m, visits) -> {
          patients.count(m.county(), january(m.year()));
          if (visits.stream().filter(Visit::faceToFace).count() >= 4) {
            standard.count(m.county(), january(m.year()));
          }
          Visit last =
              visits.stream().max(java.util.Comparator.comparing(Visit::date)).orElseThrow();
          if (last.controlled()) {
            controlled.count(m.county(), january(m.year()));
          }
        });
    ratio("HLT-008", AREAS, Step.YEAR, 2, BigDecimal.valueOf(100), standard, patients);
    ratio("HLT-010", AREAS, Step.YEAR, 2, BigDecimal.valueOf(100), controlled, patients);
  }

  /** Deaths of those whose age had not reached so many years or days. */
  private TruthPart deathsBefore(long age, ChronoUnit unit) {
    return part(
        TruthPart.Kind.SUM,
        Death.class,
        (p, e) -> {
          LocalDate born = e.date().minusDays(e.ageDays());
          if (e.date().isBefore(born.plus(age, unit))) {
            p.count(e.county(), YearMonth.from(e.date()));
          }
        });
  }

  private void grain() {
    TruthPart planned =
        part(
            TruthPart.Kind.YEARLY,
            Lot.class,
            (p, e) -> p.add(e.company(), january(e.year()), e.tonnes()));
    TruthPart rotated =
        part(
            TruthPart.Kind.SUM,
            StockIn.class,
            (p, e) -> {
              if (e.accepted()) {
                p.add(e.company(), YearMonth.from(e.date()), e.kilograms());
              }
            });
    // Kilograms over tonnes, in per cent: 100 / 1000.
    ratio("GRN-001", GRAIN, Step.MONTH, 2, new BigDecimal("0.1"), rotated, planned);

    Map<String, LocalDate> ends = new HashMap<>();
    each(Plan.class, p -> ends.put(p.number(), p.end()));
    Map<String, List<StockIn>> lorries = new HashMap<>();
    each(StockIn.class, s -> lorries.computeIfAbsent(s.lot(), l -> new ArrayList<>()).add(s));
    TruthPart due = new TruthPart(TruthPart.Kind.SUM, places);
    TruthPart onTime = new TruthPart(TruthPart.Kind.SUM, places);
    each(
        Lot.class,
        lot -> {
          LocalDate end = ends.get(lot.plan());
          if (end == null) {
            throw new IllegalStateException("A lot without a plan: " + lot);
          }
          due.count(lot.company(), YearMonth.from(end));
          BigDecimal kilograms =
              lorries.getOrDefault(lot.number(), List.of()).stream()
                  .filter(s -> s.accepted() && !s.date().isAfter(end))
                  .map(StockIn::kilograms)
                  .reduce(BigDecimal.ZERO, BigDecimal::add);
          if (kilograms.compareTo(lot.tonnes().movePointRight(3)) >= 0) {
            onTime.count(lot.company(), YearMonth.from(end));
          }
        });
    ratio("GRN-002", GRAIN, Step.QUARTER, 2, BigDecimal.valueOf(100), onTime, due);

    TruthPart stock =
        part(TruthPart.Kind.LAST, Book.class, (p, e) -> p.add(e.company(), e.month(), e.closing()));
    TruthPart size =
        part(
            TruthPart.Kind.YEARLY,
            Reserve.class,
            (p, e) -> p.add(e.company(), january(e.year()), e.tonnes()));
    ratio("GRN-005", GRAIN, Step.MONTH, 2, new BigDecimal("0.1"), stock, size);

    TruthPart lost =
        part(
            TruthPart.Kind.SUM,
            Cleared.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.loss()));
    TruthPart stored =
        part(
            TruthPart.Kind.SUM,
            Cleared.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.stored()));
    ratio("GRN-007", GRAIN, Step.QUARTER, 3, BigDecimal.valueOf(100), lost, stored);

    TruthPart paid =
        part(
            TruthPart.Kind.SUM,
            Subsidy.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.amount()));
    TruthPart tonnes =
        part(
            TruthPart.Kind.SUM,
            Subsidy.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.tonnes()));
    single("GRN-015", GRAIN, Step.MONTH, 2, paid);
    // 万元 over tonnes, in yuan a tonne.
    ratio("GRN-016", GRAIN, Step.YEAR, 2, BigDecimal.valueOf(10_000), paid, tonnes);
  }

  private void social() {
    TruthPart pension = enrolled(true, true);
    ratio(
        "SSC-001", AREAS, Step.QUARTER, 2, BigDecimal.valueOf(100), pension, enrolled(true, false));
    ratio(
        "SSC-004",
        AREAS,
        Step.QUARTER,
        2,
        BigDecimal.valueOf(100),
        enrolled(false, true),
        enrolled(false, false));
    single("SSC-101", AREAS, Step.QUARTER, 0, pension);
    TruthPart payments =
        part(TruthPart.Kind.SUM, Benefit.class, (p, e) -> p.count(e.county(), e.month()));
    TruthPart right =
        part(
            TruthPart.Kind.SUM,
            Benefit.class,
            (p, e) -> {
              if (e.onTimeInFull()) {
                p.count(e.county(), e.month());
              }
            });
    ratio("SSC-005", AREAS, Step.MONTH, 2, BigDecimal.valueOf(100), right, payments);
    TruthPart due =
        part(
            TruthPart.Kind.SUM,
            Contribution.class,
            (p, e) -> p.add(e.county(), e.month(), e.due()));
    TruthPart paid =
        part(
            TruthPart.Kind.SUM,
            Contribution.class,
            (p, e) -> p.add(e.county(), e.month(), e.paid()));
    ratio("SSC-010", AREAS, Step.MONTH, 2, BigDecimal.valueOf(100), paid, due);

    Map<String, YearMonth> died = new HashMap<>();
    each(
        Death.class,
        d -> died.merge(d.person(), YearMonth.from(d.date()), (a, b) -> a.isBefore(b) ? a : b));
    TruthPart persons = new TruthPart(TruthPart.Kind.DISTINCT, places);
    TruthPart amount = new TruthPart(TruthPart.Kind.SUM, places);
    each(
        Benefit.class,
        b -> {
          YearMonth month = died.get(b.person());
          if (month != null && b.month().isAfter(month) && b.paid().signum() > 0) {
            persons.see(b.county(), b.month(), b.person());
            amount.add(b.county(), b.month(), b.paid());
          }
        });
    single("SSC-015", AREAS, Step.MONTH, 0, persons);
    single("SSC-115", AREAS, Step.MONTH, 2, amount);
  }

  private TruthPart enrolled(boolean pension, boolean onlyInsured) {
    return part(
        TruthPart.Kind.DISTINCT,
        Enrolment.class,
        (p, e) -> {
          if (e.pension() == pension && (onlyInsured ? e.insured() : e.due())) {
            p.see(e.county(), e.quarterEnd(), e.person());
          }
        });
  }

  private void agencies() {
    given("SSC-014", AGENCIES, "e-prescription");
    given("APR-001", AGENCIES, "rating");
    given("FIN-001", AGENCIES, "budget-execution");
    given("ECO-001", List.of("province"), "forest-cover");
    given("ECO-003", AGENCIES, "carbon-trade");
    TruthPart negative =
        part(
            TruthPart.Kind.SUM,
            Negative.class,
            (p, e) -> p.count(e.agency(), YearMonth.from(e.date())));
    single("APR-002", AGENCIES, Step.QUARTER, 0, negative);
    TruthPart sessions =
        part(
            TruthPart.Kind.SUM,
            Training.class,
            (p, e) -> p.count(e.agency(), YearMonth.from(e.date())));
    single("PTY-003", AGENCIES, Step.MONTH, 0, sessions);
    TruthPart passed =
        part(
            TruthPart.Kind.SUM,
            Training.class,
            (p, e) -> p.add(e.agency(), YearMonth.from(e.date()), BigDecimal.valueOf(e.passed())));
    TruthPart trained =
        part(
            TruthPart.Kind.SUM,
            Training.class,
            (p, e) -> p.add(e.agency(), YearMonth.from(e.date()), BigDecimal.valueOf(e.trained())));
    ratio("PTY-103", AGENCIES, Step.QUARTER, 2, BigDecimal.valueOf(100), passed, trained);
  }

  private void given(String code, List<String> classes, String what) {
    TruthPart part =
        part(
            TruthPart.Kind.GIVEN,
            Reported.class,
            (p, e) -> {
              if (e.what().equals(what)) {
                p.add(e.unit(), january(e.year()), e.value());
              }
            });
    single(code, classes, Step.YEAR, 2, part);
  }

  private void single(String code, List<String> classes, Step from, int decimals, TruthPart part) {
    cells(
        classes,
        from,
        (unit, period) ->
            part.value(unit, period.first(), period.last())
                .ifPresent(
                    v ->
                        cells.add(
                            new TruthCell(
                                code,
                                unit,
                                period.text(),
                                v,
                                Optional.empty(),
                                Optional.of(v.setScale(decimals, RoundingMode.HALF_UP))))));
  }

  private void ratio(
      String code,
      List<String> classes,
      Step from,
      int decimals,
      BigDecimal per,
      TruthPart numerator,
      TruthPart denominator) {
    cells(
        classes,
        from,
        (unit, period) -> {
          Optional<BigDecimal> above = numerator.value(unit, period.first(), period.last());
          Optional<BigDecimal> below = denominator.value(unit, period.first(), period.last());
          if (above.isEmpty() || below.isEmpty()) {
            return;
          }
          Optional<BigDecimal> value =
              below.get().signum() == 0
                  ? Optional.empty()
                  : Optional.of(
                      above
                          .get()
                          .multiply(per)
                          .divide(below.get(), decimals, RoundingMode.HALF_UP));
          cells.add(new TruthCell(code, unit, period.text(), above.get(), below, value));
        });
  }

  private void cells(List<String> classes, Step from, BiConsumer<String, SpanOfMonths> use) {
    Set<String> seen = new HashSet<>();
    for (SampleUnit place : places.ofClasses(classes)) {
      if (seen.add(place.code())) {
        for (SpanOfMonths span : SpanOfMonths.from(from)) {
          use.accept(place.code(), span);
        }
      }
    }
  }

  /** A period of the sample years, in months. */
  private record SpanOfMonths(String text, YearMonth first, YearMonth last) {
    static List<SpanOfMonths> from(Step shortest) {
      List<SpanOfMonths> all = new ArrayList<>();
      for (int year : SampleYears.YEARS) {
        for (int m = 1; m <= 12; m++) {
          YearMonth month = YearMonth.of(year, m);
          if (shortest == Step.MONTH) {
            all.add(new SpanOfMonths(month.toString(), month, month));
          }
          // Year to date, as often as the indicator comes.
          if (shortest == Step.MONTH || (shortest == Step.QUARTER && m % 3 == 0)) {
            all.add(new SpanOfMonths("%d-01..%02d".formatted(year, m), january(year), month));
          }
          if (m % 3 == 0 && shortest.compareTo(Step.QUARTER) <= 0) {
            all.add(new SpanOfMonths(SampleYears.quarter(month), month.minusMonths(2), month));
          }
          if (m % 6 == 0 && shortest.compareTo(Step.HALF_YEAR) <= 0) {
            all.add(new SpanOfMonths(year + "-H" + m / 6, month.minusMonths(5), month));
          }
        }
        all.add(new SpanOfMonths(Integer.toString(year), january(year), YearMonth.of(year, 12)));
      }
      return all;
    }
  }
}
