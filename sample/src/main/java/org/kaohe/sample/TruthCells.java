package org.kaohe.sample;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.YEARS;
import static org.kaohe.sample.TruthPart.Kind.DISTINCT;
import static org.kaohe.sample.TruthPart.Kind.GIVEN;
import static org.kaohe.sample.TruthPart.Kind.LAST;
import static org.kaohe.sample.TruthPart.Kind.SUM;
import static org.kaohe.sample.TruthPart.Kind.YEARLY;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kaohe.sample.Event.Benefit;
import org.kaohe.sample.Event.Birth;
import org.kaohe.sample.Event.Book;
import org.kaohe.sample.Event.Cleared;
import org.kaohe.sample.Event.Contribution;
import org.kaohe.sample.Event.Counted;
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
import org.kaohe.sample.SampleYears.Span;
import org.kaohe.sample.SampleYears.Step;

/**
 * The truth: every cell of every indicator of the demo, added up from the events that must survive.
 * It repeats in plain Java what {@code conf/indicators} defines, on purpose: two ways to one
 * number.
 */
final class TruthCells {
  private static final List<String> AREAS = List.of("province", "prefecture", "county");
  private static final List<String> GRAIN = List.of("province", "prefecture", "depot");
  private static final List<String> AGENCIES = List.of("government", "party", "institution");

  private final SampleUnits units;
  private final List<Event> events;
  private final List<List<Object>> cells = new ArrayList<>();

  private TruthCells(SampleUnits units, List<Event> events) {
    this.units = units;
    this.events = events;
  }

  /** Rows of {@code truth/cells.csv}. The value is rounded once, HALF_UP. */
  static List<List<Object>> of(SampleUnits units, List<Event> surviving) {
    TruthCells truth = new TruthCells(units, surviving);
    truth.health();
    truth.grain();
    truth.social();
    truth.agencies();
    return truth.cells;
  }

  private <E extends Event> Stream<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  private <E extends Counted> TruthPart part(
      TruthPart.Kind kind, Stream<E> some, Function<E, BigDecimal> value) {
    TruthPart part = new TruthPart(kind, units);
    some.forEach(e -> part.add(e.unit(), e.month(), value.apply(e)));
    return part;
  }

  private <E extends Counted> TruthPart sum(Class<E> kind, Function<E, BigDecimal> value) {
    return part(SUM, all(kind), value);
  }

  private <E extends Counted> TruthPart count(Class<E> kind, Predicate<E> which) {
    return part(SUM, all(kind).filter(which), e -> BigDecimal.ONE);
  }

  private void health() {
    TruthPart births = count(Birth.class, e -> true);
    Indicator infant = new Indicator("HLT-001", AREAS, Step.QUARTER, 2);
    ratio(infant, "1000", deathsBefore(1, YEARS), births);
    ratio(infant.as("HLT-002"), "1000", deathsBefore(28, DAYS), births);
    ratio(infant.as("HLT-003"), "1000", deathsBefore(5, YEARS), births);
    single(new Indicator("HLT-101", AREAS, Step.MONTH, 0), births);

    record Managed(String person, String unit, int year) {}
    Map<Managed, List<Visit>> managed = new HashMap<>();
    all(Visit.class)
        .forEach(
            v ->
                managed
                    .computeIfAbsent(
                        new Managed(v.person(), v.unit(), v.date().getYear()),
                        m -> new ArrayList<>())
                    .add(v));
    TruthPart patients = new TruthPart(SUM, units);
    TruthPart standard = new TruthPart(SUM, units);
    TruthPart controlled = new TruthPart(SUM, units);
    managed.forEach(
        (m, visits) -> {
          YearMonth january = YearMonth.of(m.year(), 1);
          patients.count(m.unit(), january);
          if (visits.stream().filter(Visit::faceToFace).count() >= 4) {
            standard.count(m.unit(), january);
          }
          if (visits.stream().max(Comparator.comparing(Visit::date)).orElseThrow().controlled()) {
            controlled.count(m.unit(), january);
          }
        });
    ratio(new Indicator("HLT-008", AREAS, Step.YEAR, 2), "100", standard, patients);
    ratio(new Indicator("HLT-010", AREAS, Step.YEAR, 2), "100", controlled, patients);
  }

  /** Deaths of those whose age had not reached so many years or days. */
  private TruthPart deathsBefore(long age, ChronoUnit unit) {
    return count(
        Death.class, e -> e.date().isBefore(e.date().minusDays(e.ageDays()).plus(age, unit)));
  }

  private void grain() {
    TruthPart planned = part(YEARLY, all(Lot.class), Lot::tonnes);
    TruthPart rotated = part(SUM, all(StockIn.class).filter(StockIn::accepted), StockIn::kilograms);
    // Kilograms over tonnes, in per cent: 100 / 1000.
    ratio(new Indicator("GRN-001", GRAIN, Step.MONTH, 2), "0.1", rotated, planned);

    Map<String, LocalDate> ends = new HashMap<>();
    all(Plan.class).forEach(p -> ends.put(p.number(), p.end()));
    Map<String, List<StockIn>> lorries = new HashMap<>();
    all(StockIn.class)
        .forEach(s -> lorries.computeIfAbsent(s.lot(), l -> new ArrayList<>()).add(s));
    TruthPart due = new TruthPart(SUM, units);
    TruthPart onTime = new TruthPart(SUM, units);
    all(Lot.class)
        .forEach(
            lot -> {
              LocalDate end = ends.get(lot.plan());
              if (end == null) {
                throw new IllegalStateException("A lot without a plan: " + lot);
              }
              due.count(lot.unit(), YearMonth.from(end));
              BigDecimal kilograms =
                  lorries.getOrDefault(lot.number(), List.of()).stream()
                      .filter(s -> s.accepted() && !s.date().isAfter(end))
                      .map(StockIn::kilograms)
                      .reduce(BigDecimal.ZERO, BigDecimal::add);
              if (kilograms.compareTo(lot.tonnes().movePointRight(3)) >= 0) {
                onTime.count(lot.unit(), YearMonth.from(end));
              }
            });
    ratio(new Indicator("GRN-002", GRAIN, Step.QUARTER, 2), "100", onTime, due);

    TruthPart stock = part(LAST, all(Book.class), Book::closing);
    TruthPart size = part(YEARLY, all(Reserve.class), Reserve::tonnes);
    ratio(new Indicator("GRN-005", GRAIN, Step.MONTH, 2), "0.1", stock, size);

    TruthPart lost = sum(Cleared.class, Cleared::loss);
    TruthPart stored = sum(Cleared.class, Cleared::stored);
    ratio(new Indicator("GRN-007", GRAIN, Step.QUARTER, 3), "100", lost, stored);

    TruthPart paid = sum(Subsidy.class, Subsidy::amount);
    single(new Indicator("GRN-015", GRAIN, Step.MONTH, 2), paid);
    // 万元 over tonnes, in yuan a tonne.
    TruthPart tonnes = sum(Subsidy.class, Subsidy::tonnes);
    ratio(new Indicator("GRN-016", GRAIN, Step.YEAR, 2), "10000", paid, tonnes);
  }

  private void social() {
    Indicator quarterly = new Indicator("SSC-001", AREAS, Step.QUARTER, 2);
    TruthPart pension = persons(e -> e.pension() && e.insured());
    ratio(quarterly, "100", pension, persons(e -> e.pension() && e.due()));
    TruthPart health = persons(e -> !e.pension() && e.insured());
    ratio(quarterly.as("SSC-004"), "100", health, persons(e -> !e.pension() && e.due()));
    single(new Indicator("SSC-101", AREAS, Step.QUARTER, 0), pension);
    Indicator monthly = new Indicator("SSC-005", AREAS, Step.MONTH, 2);
    TruthPart right = count(Benefit.class, Benefit::onTimeInFull);
    ratio(monthly, "100", right, count(Benefit.class, e -> true));
    TruthPart paid = sum(Contribution.class, Contribution::paid);
    ratio(monthly.as("SSC-010"), "100", paid, sum(Contribution.class, Contribution::due));

    Map<String, YearMonth> died = new HashMap<>();
    all(Death.class)
        .forEach(d -> died.merge(d.person(), d.month(), (a, b) -> a.isBefore(b) ? a : b));
    TruthPart persons = new TruthPart(DISTINCT, units);
    TruthPart amount = new TruthPart(SUM, units);
    all(Benefit.class)
        .forEach(
            b -> {
              YearMonth month = died.get(b.person());
              if (month != null && b.month().isAfter(month) && b.paid().signum() > 0) {
                persons.see(b.unit(), b.month(), b.person());
                amount.add(b.unit(), b.month(), b.paid());
              }
            });
    single(new Indicator("SSC-015", AREAS, Step.MONTH, 0), persons);
    single(monthly.as("SSC-115"), amount);
  }

  private TruthPart persons(Predicate<Enrolment> which) {
    TruthPart part = new TruthPart(DISTINCT, units);
    all(Enrolment.class).filter(which).forEach(e -> part.see(e.unit(), e.month(), e.person()));
    return part;
  }

  private void agencies() {
    given("SSC-014", AGENCIES, "e-prescription");
    given("APR-001", AGENCIES, "rating");
    given("FIN-001", AGENCIES, "budget-execution");
    given("ECO-001", List.of("province"), "forest-cover");
    given("ECO-003", AGENCIES, "carbon-trade");
    TruthPart negative = count(Negative.class, e -> true);
    single(new Indicator("APR-002", AGENCIES, Step.QUARTER, 0), negative);
    single(new Indicator("PTY-003", AGENCIES, Step.MONTH, 0), count(Training.class, e -> true));
    TruthPart passed = sum(Training.class, e -> BigDecimal.valueOf(e.passed()));
    TruthPart trained = sum(Training.class, e -> BigDecimal.valueOf(e.trained()));
    ratio(new Indicator("PTY-103", AGENCIES, Step.QUARTER, 2), "100", passed, trained);
  }

  private void given(String code, List<String> classes, String what) {
    Stream<Reported> reported = all(Reported.class).filter(e -> e.what().equals(what));
    single(new Indicator(code, classes, Step.YEAR, 2), part(GIVEN, reported, Reported::value));
  }

  /**
   * What is wanted of an indicator.
   *
   * @param from the shortest period
   */
  private record Indicator(String code, List<String> classes, Step from, int decimals) {
    Indicator as(String other) {
      return new Indicator(other, classes, from, decimals);
    }
  }

  private void single(Indicator indicator, TruthPart part) {
    for (SampleUnit unit : units.ofClasses(indicator.classes())) {
      for (Span span : Span.from(indicator.from())) {
        part.value(unit.code(), span)
            .ifPresent(
                v -> {
                  BigDecimal value = v.setScale(indicator.decimals(), RoundingMode.HALF_UP);
                  cell(indicator, unit, span, plain(v), "", value.toPlainString());
                });
      }
    }
  }

  private void ratio(Indicator indicator, String per, TruthPart above, TruthPart below) {
    for (SampleUnit unit : units.ofClasses(indicator.classes())) {
      for (Span span : Span.from(indicator.from())) {
        Optional<BigDecimal> numerator = above.value(unit.code(), span);
        Optional<BigDecimal> denominator = below.value(unit.code(), span);
        if (numerator.isPresent() && denominator.isPresent()) {
          BigDecimal n = numerator.get();
          BigDecimal d = denominator.get();
          String value =
              d.signum() == 0
                  ? ""
                  : n.multiply(new BigDecimal(per))
                      .divide(d, indicator.decimals(), RoundingMode.HALF_UP)
                      .toPlainString();
          cell(indicator, unit, span, plain(n), plain(d), value);
        }
      }
    }
  }

  private void cell(
      Indicator indicator, SampleUnit unit, Span span, String above, String below, String value) {
    cells.add(List.of(indicator.code(), unit.code(), span.text(), above, below, value));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
