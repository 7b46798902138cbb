package org.kaohe.gold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Unit;
import org.kaohe.gold.Changes.Delivered;
import org.kaohe.gold.Reports.Witness;

/** The lines of {@code gold/reporting}: reporter, dataset, period (RULES R36). */
final class ReportingGrid {
  private ReportingGrid() {}

  /** How a report stands. */
  enum Status {
    ACCEPTED("accepted"),
    /** Rows of it wait in quarantine. */
    REJECTED("rejected"),
    /** The whole delivery was refused. */
    HELD("held"),
    /** Delivered without a row. */
    NIL("nil"),
    /** Nothing came. */
    SILENT("silent"),
    /** Nothing came, and nothing has to yet. */
    NOT_DUE("not-due");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * A line.
   *
   * @param reporter who owes it; empty where the contract names nobody
   * @param unit whose report it is; empty where one delivery speaks for everybody
   * @param replaced deliveries of it that a later one followed, of those that say what they are for
   */
  record Line(
      String dataset,
      String reporter,
      String unit,
      Period period,
      boolean expected,
      Optional<LocalDate> due,
      Optional<LocalDate> received,
      Status status,
      long rows,
      long rejected,
      long replaced) {
    /** Whether it came by its day; empty where none is set, or it has not come. */
    Optional<Boolean> onTime() {
      return due.flatMap(d -> received.map(r -> !r.isAfter(d)));
    }
  }

  static List<Line> lines(
      Definitions definitions, Reports reports, Set<String> datasets, LocalDate businessDate) {
    List<Line> lines = new ArrayList<>();
    for (String dataset : datasets) {
      Contract contract = definitions.contracts().get(dataset);
      if (contract != null) {
        lines.addAll(lines(definitions, reports, contract, businessDate));
      }
    }
    return lines;
  }

  private static List<Line> lines(
      Definitions definitions, Reports reports, Contract contract, LocalDate businessDate) {
    Reported reported = reports.of(contract.id());
    List<Witness> seen = reports.witnesses(contract.id());
    List<Period> periods = periods(seen, reports.deliveries(contract.id()), businessDate);
    Set<String> units = new TreeSet<>(reported.expected());
    if (reported.each()) {
      seen.stream().map(Witness::unit).filter(definitions.units()::containsKey).forEach(units::add);
    } else {
      units.add("");
    }
    Map<String, List<Witness>> found = new HashMap<>();
    for (Witness witness : seen) {
      String unit = reported.each() ? witness.unit() : "";
      Period.parse(witness.period())
          .ifPresent(
              p ->
                  found
                      .computeIfAbsent(unit + " " + p.text(), k -> new ArrayList<>())
                      .add(witness));
    }
    List<Line> lines = new ArrayList<>();
    for (String unit : units) {
      Optional<Unit> known = Optional.ofNullable(definitions.units().get(unit));
      for (Period period : periods) {
        if (known.isEmpty() || known.get().existed(period)) {
          List<Witness> mine = found.getOrDefault(unit + " " + period.text(), List.of());
          lines.add(line(contract, reports, reported, mine, unit, period, businessDate));
        }
      }
    }
    return lines;
  }

  private static Line line(
      Contract contract,
      Reports reports,
      Reported reported,
      List<Witness> mine,
      String unit,
      Period period,
      LocalDate businessDate) {
    long rows = mine.stream().filter(w -> !w.rejected()).mapToLong(Witness::rows).sum();
    long rejected = mine.stream().filter(Witness::rejected).mapToLong(Witness::rows).sum();
    Months months = Months.of(period).begunBy(businessDate);
    Months delivered = reported.delivered(unit);
    boolean whole = delivered.containsAll(months) || reported.longer(unit).contains(period);
    Optional<LocalDate> due =
        contract.reporting().due().isPresent()
            ? Optional.of(period.end().plusDays(contract.reporting().due().getAsInt()))
            : Optional.empty();
    boolean open = due.orElse(period.end()).compareTo(businessDate) >= 0;
    Status status =
        rejected > 0 && (unit.isEmpty() || reported.own(unit).rejected().meets(months))
            ? Status.REJECTED
            : rows > 0
                ? Status.ACCEPTED
                : whole && !months.isEmpty()
                    ? Status.NIL
                    : reported.held().meets(months)
                        ? Status.HELD
                        : open ? Status.NOT_DUE : Status.SILENT;
    Optional<LocalDate> received =
        mine.stream()
            .map(Witness::issued)
            .filter(d -> d.isAfter(LocalDate.MIN))
            .min(Comparator.naturalOrder());
    List<LocalDate> issues =
        reports.deliveries(contract.id()).stream()
            .filter(d -> !d.refused() && d.period().equals(period.text()))
            .filter(d -> unit.isEmpty() || d.reporter().equals(unit))
            .map(Delivered::issued)
            .toList();
    received = Stream.concat(received.stream(), issues.stream()).min(Comparator.naturalOrder());
    String owes = contract.provider().filter(p -> !p.equals(Contract.EACH)).orElse(unit);
    return new Line(
        contract.id(),
        owes,
        unit,
        period,
        unit.isEmpty() || reported.expected().contains(unit),
        due,
        received,
        status,
        rows,
        rejected,
        Math.max(0, issues.size() - 1));
  }

  /** All periods that somebody has told of, and those of the shortest kind between them and now. */
  private static List<Period> periods(
      List<Witness> seen, List<Delivered> delivered, LocalDate businessDate) {
    TreeMap<String, Period> periods = new TreeMap<>();
    seen.forEach(w -> Period.parse(w.period()).ifPresent(p -> periods.put(p.text(), p)));
    delivered.forEach(d -> Period.parse(d.period()).ifPresent(p -> periods.put(p.text(), p)));
    periods
        .values()
        .removeIf(
            p ->
                p.start().isAfter(businessDate)
                    || p.kind() == PeriodKind.DAY
                    || p.start().getYear() < 1900);
    Optional<PeriodKind> kind =
        periods.values().stream().map(Period::kind).min(Comparator.naturalOrder());
    Optional<LocalDate> first =
        periods.values().stream().map(Period::start).min(Comparator.naturalOrder());
    if (kind.isPresent() && first.isPresent() && kind.get() != PeriodKind.YEAR_TO_DATE) {
      Period at = Period.containing(kind.get(), first.get());
      while (!at.end().isAfter(businessDate)) {
        periods.putIfAbsent(at.text(), at);
        at = Period.containing(kind.get(), at.end().plusDays(1));
      }
    }
    return List.copyOf(periods.values());
  }
}
