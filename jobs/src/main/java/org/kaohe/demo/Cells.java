package org.kaohe.demo;

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
import org.kaohe.config.PeriodKind;
import org.kaohe.demo.Event.Benefit;
import org.kaohe.demo.Event.Birth;
import org.kaohe.demo.Event.Book;
import org.kaohe.demo.Event.Cleared;
import org.kaohe.demo.Event.Contribution;
import org.kaohe.demo.Event.Death;
import org.kaohe.demo.Event.Enrolment;
import org.kaohe.demo.Event.Lot;
import org.kaohe.demo.Event.Negative;
import org.kaohe.demo.Event.Plan;
import org.kaohe.demo.Event.Reported;
import org.kaohe.demo.Event.Reserve;
import org.kaohe.demo.Event.StockIn;
import org.kaohe.demo.Event.Subsidy;
import org.kaohe.demo.Event.Training;
import org.kaohe.demo.Event.Visit;
import org.kaohe.demo.Places.Place;

/**
 * The truth: every cell of every indicator of the demo, added up from the events that must survive.
 * It repeats in plain Java what {@code conf/indicators} defines, on purpose: two ways to one
 * number.
 */
final class Cells {
  /** One row of {@code truth/cells.csv}. The value is rounded once, HALF_UP. */
  record Cell(
      String indicator,
      String unit,
      String period,
      BigDecimal numerator,
      Optional<BigDecimal> denominator,
      Optional<BigDecimal> value) {}

  private static final List<String> AREAS = List.of("province", "prefecture", "county");
  private static final List<String> GRAIN = List.of("province", "prefecture", "depot");
  private static final List<String> AGENCIES = List.of("government", "party", "institution");

  private final Places places;
  private final List<Line> lines;
  private final List<Cell> cells = new ArrayList<>();

  private Cells(Places places, List<Line> lines) {
    this.places = places;
    this.lines = lines;
  }

  static List<Cell> of(Places places, List<Line> surviving) {
    Cells cells = new Cells(places, surviving);
    cells.health();
    cells.grain();
    cells.social();
    cells.agencies();
    return List.copyOf(cells.cells);
  }

  private <E extends Event> void each(Class<E> kind, java.util.function.Consumer<E> use) {
    for (Line line : lines) {
      if (kind.isInstance(line.event)) {
        use.accept(kind.cast(line.event));
      }
    }
  }

  private <E extends Event> Part part(Part.Kind kind, Class<E> events, BiConsumer<Part, E> enter) {
    Part part = new Part(kind, places);
    each(events, e -> enter.accept(part, e));
    return part;
  }

  private static YearMonth january(int year) {
    return YearMonth.of(year, 1);
  }

  private void health() {
    Part births =
        part(Part.Kind.SUM, Birth.class, (p, e) -> p.count(e.county(), YearMonth.from(e.date())));
    ratio(
        "HLT-001",
        AREAS,
        PeriodKind.QUARTER,
        2,
        BigDecimal.valueOf(1000),
        deathsBefore(1, ChronoUnit.YEARS),
        births);
    ratio(
        "HLT-002",
        AREAS,
        PeriodKind.QUARTER,
        2,
        BigDecimal.valueOf(1000),
        deathsBefore(28, ChronoUnit.DAYS),
        births);
    ratio(
        "HLT-003",
        AREAS,
        PeriodKind.QUARTER,
        2,
        BigDecimal.valueOf(1000),
        deathsBefore(5, ChronoUnit.YEARS),
        births);
    single("HLT-101", AREAS, PeriodKind.MONTH, 0, births);

    record Managed(String person, String county, int year) {}
    Map<Managed, List<Visit>> managed = new HashMap<>();
    each(
        Visit.class,
        v ->
            managed
                .computeIfAbsent(
                    new Managed(v.person(), v.county(), v.date().getYear()), m -> new ArrayList<>())
                .add(v));
    Part patients = new Part(Part.Kind.SUM, places);
    Part standard = new Part(Part.Kind.SUM, places);
    Part controlled = new Part(Part.Kind.SUM, places);
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
    ratio("HLT-008", AREAS, PeriodKind.YEAR, 2, BigDecimal.valueOf(100), standard, patients);
    ratio("HLT-010", AREAS, PeriodKind.YEAR, 2, BigDecimal.valueOf(100), controlled, patients);
  }

  /** Deaths of those whose age had not reached so many years or days. */
  private Part deathsBefore(long age, ChronoUnit unit) {
    return part(
        Part.Kind.SUM,
        Death.class,
        (p, e) -> {
          LocalDate born = e.date().minusDays(e.ageDays());
          if (e.date().isBefore(born.plus(age, unit))) {
            p.count(e.county(), YearMonth.from(e.date()));
          }
        });
  }

  private void grain() {
    Part planned =
        part(
            Part.Kind.YEARLY,
            Lot.class,
            (p, e) -> p.add(e.company(), january(e.year()), e.tonnes()));
    Part rotated =
        part(
            Part.Kind.SUM,
            StockIn.class,
            (p, e) -> {
              if (e.accepted()) {
                p.add(e.company(), YearMonth.from(e.date()), e.kilograms());
              }
            });
    // Kilograms over tonnes, in per cent: 100 / 1000.
    ratio("GRN-001", GRAIN, PeriodKind.MONTH, 2, new BigDecimal("0.1"), rotated, planned);

    Map<String, LocalDate> ends = new HashMap<>();
    each(Plan.class, p -> ends.put(p.number(), p.end()));
    Map<String, List<StockIn>> lorries = new HashMap<>();
    each(StockIn.class, s -> lorries.computeIfAbsent(s.lot(), l -> new ArrayList<>()).add(s));
    Part due = new Part(Part.Kind.SUM, places);
    Part onTime = new Part(Part.Kind.SUM, places);
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
    ratio("GRN-002", GRAIN, PeriodKind.QUARTER, 2, BigDecimal.valueOf(100), onTime, due);

    Part stock =
        part(Part.Kind.LAST, Book.class, (p, e) -> p.add(e.company(), e.month(), e.closing()));
    Part size =
        part(
            Part.Kind.YEARLY,
            Reserve.class,
            (p, e) -> p.add(e.company(), january(e.year()), e.tonnes()));
    ratio("GRN-005", GRAIN, PeriodKind.MONTH, 2, new BigDecimal("0.1"), stock, size);

    Part lost =
        part(
            Part.Kind.SUM,
            Cleared.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.loss()));
    Part stored =
        part(
            Part.Kind.SUM,
            Cleared.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.stored()));
    ratio("GRN-007", GRAIN, PeriodKind.QUARTER, 3, BigDecimal.valueOf(100), lost, stored);

    Part paid =
        part(
            Part.Kind.SUM,
            Subsidy.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.amount()));
    Part tonnes =
        part(
            Part.Kind.SUM,
            Subsidy.class,
            (p, e) -> p.add(e.company(), YearMonth.from(e.date()), e.tonnes()));
    single("GRN-015", GRAIN, PeriodKind.MONTH, 2, paid);
    // 万元 over tonnes, in yuan a tonne.
    ratio("GRN-016", GRAIN, PeriodKind.YEAR, 2, BigDecimal.valueOf(10_000), paid, tonnes);
  }

  private void social() {
    Part pension = enrolled(true, true);
    ratio(
        "SSC-001",
        AREAS,
        PeriodKind.QUARTER,
        2,
        BigDecimal.valueOf(100),
        pension,
        enrolled(true, false));
    ratio(
        "SSC-004",
        AREAS,
        PeriodKind.QUARTER,
        2,
        BigDecimal.valueOf(100),
        enrolled(false, true),
        enrolled(false, false));
    single("SSC-101", AREAS, PeriodKind.QUARTER, 0, pension);
    Part payments = part(Part.Kind.SUM, Benefit.class, (p, e) -> p.count(e.county(), e.month()));
    Part right =
        part(
            Part.Kind.SUM,
            Benefit.class,
            (p, e) -> {
              if (e.onTimeInFull()) {
                p.count(e.county(), e.month());
              }
            });
    ratio("SSC-005", AREAS, PeriodKind.MONTH, 2, BigDecimal.valueOf(100), right, payments);
    Part due =
        part(Part.Kind.SUM, Contribution.class, (p, e) -> p.add(e.county(), e.month(), e.due()));
    Part paid =
        part(Part.Kind.SUM, Contribution.class, (p, e) -> p.add(e.county(), e.month(), e.paid()));
    ratio("SSC-010", AREAS, PeriodKind.MONTH, 2, BigDecimal.valueOf(100), paid, due);

    Map<String, YearMonth> died = new HashMap<>();
    each(
        Death.class,
        d -> died.merge(d.person(), YearMonth.from(d.date()), (a, b) -> a.isBefore(b) ? a : b));
    Part persons = new Part(Part.Kind.DISTINCT, places);
    Part amount = new Part(Part.Kind.SUM, places);
    each(
        Benefit.class,
        b -> {
          YearMonth month = died.get(b.person());
          if (month != null && b.month().isAfter(month) && b.paid().signum() > 0) {
            persons.see(b.county(), b.month(), b.person());
            amount.add(b.county(), b.month(), b.paid());
          }
        });
    single("SSC-015", AREAS, PeriodKind.MONTH, 0, persons);
    single("SSC-115", AREAS, PeriodKind.MONTH, 2, amount);
  }

  private Part enrolled(boolean pension, boolean onlyInsured) {
    return part(
        Part.Kind.DISTINCT,
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
    Part negative =
        part(
            Part.Kind.SUM, Negative.class, (p, e) -> p.count(e.agency(), YearMonth.from(e.date())));
    single("APR-002", AGENCIES, PeriodKind.QUARTER, 0, negative);
    Part sessions =
        part(
            Part.Kind.SUM, Training.class, (p, e) -> p.count(e.agency(), YearMonth.from(e.date())));
    single("PTY-003", AGENCIES, PeriodKind.MONTH, 0, sessions);
    Part passed =
        part(
            Part.Kind.SUM,
            Training.class,
            (p, e) -> p.add(e.agency(), YearMonth.from(e.date()), BigDecimal.valueOf(e.passed())));
    Part trained =
        part(
            Part.Kind.SUM,
            Training.class,
            (p, e) -> p.add(e.agency(), YearMonth.from(e.date()), BigDecimal.valueOf(e.trained())));
    ratio("PTY-103", AGENCIES, PeriodKind.QUARTER, 2, BigDecimal.valueOf(100), passed, trained);
  }

  private void given(String code, List<String> classes, String what) {
    Part part =
        part(
            Part.Kind.GIVEN,
            Reported.class,
            (p, e) -> {
              if (e.what().equals(what)) {
                p.add(e.unit(), january(e.year()), e.value());
              }
            });
    single(code, classes, PeriodKind.YEAR, 2, part);
  }

  private void single(String code, List<String> classes, PeriodKind from, int decimals, Part part) {
    cells(
        classes,
        from,
        (unit, period) ->
            part.value(unit, period.first(), period.last())
                .ifPresent(
                    v ->
                        cells.add(
                            new Cell(
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
      PeriodKind from,
      int decimals,
      BigDecimal per,
      Part numerator,
      Part denominator) {
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
          cells.add(new Cell(code, unit, period.text(), above.get(), below, value));
        });
  }

  private void cells(List<String> classes, PeriodKind from, BiConsumer<String, SpanOfMonths> use) {
    Set<String> seen = new HashSet<>();
    for (Place place : places.ofClasses(classes)) {
      if (seen.add(place.code())) {
        for (SpanOfMonths span : SpanOfMonths.from(from)) {
          use.accept(place.code(), span);
        }
      }
    }
  }

  /** A period of the sample years, in months. */
  private record SpanOfMonths(String text, YearMonth first, YearMonth last) {
    static List<SpanOfMonths> from(PeriodKind shortest) {
      List<SpanOfMonths> all = new ArrayList<>();
      for (int year : Calendar.YEARS) {
        for (int m = 1; m <= 12; m++) {
          YearMonth month = YearMonth.of(year, m);
          if (shortest == PeriodKind.MONTH) {
            all.add(new SpanOfMonths(month.toString(), month, month));
          }
          // Year to date, as often as the indicator comes.
          if (shortest == PeriodKind.MONTH || (shortest == PeriodKind.QUARTER && m % 3 == 0)) {
            all.add(new SpanOfMonths("%d-01..%02d".formatted(year, m), january(year), month));
          }
          if (m % 3 == 0 && shortest.compareTo(PeriodKind.QUARTER) <= 0) {
            all.add(new SpanOfMonths(Calendar.quarter(month), month.minusMonths(2), month));
          }
          if (m % 6 == 0 && shortest.compareTo(PeriodKind.HALF_YEAR) <= 0) {
            all.add(new SpanOfMonths(year + "-H" + m / 6, month.minusMonths(5), month));
          }
        }
        all.add(new SpanOfMonths(Integer.toString(year), january(year), YearMonth.of(year, 12)));
      }
      return all;
    }
  }
}
