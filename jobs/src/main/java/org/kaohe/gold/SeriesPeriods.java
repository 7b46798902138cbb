package org.kaohe.gold;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.gold.SeriesSpec.PartSpec;

/**
 * The periods for which every unit has a cell: at the indicator's frequency and longer, from the
 * first data of any unit to the business date, and year-to-date. A figure taken as delivered has
 * cells longer than its frequency only for the periods that are delivered to somebody.
 */
final class SeriesPeriods {
  private final SeriesSpec spec;
  private final LocalDate businessDate;
  private final Map<String, Set<Period>> observed;

  /**
   * @param observed periods of the measures, by part
   */
  SeriesPeriods(SeriesSpec spec, LocalDate businessDate, Map<String, Set<Period>> observed) {
    this.spec = spec;
    this.businessDate = businessDate;
    this.observed = observed;
  }

  List<Period> all() {
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
      parts()
          .filter(PartSpec::asDelivered)
          .flatMap(p -> observed(p).stream())
          .filter(p -> !p.start().isAfter(businessDate))
          .filter(p -> p.kind().compareTo(spec.frequency()) >= 0)
          .forEach(p -> periods.putIfAbsent(p.text(), p));
    } else {
      yearsToDate(first.get()).forEach(p -> periods.put(p.text(), p));
    }
    return List.copyOf(periods.values());
  }

  private java.util.stream.Stream<PartSpec> parts() {
    return spec.versions().stream().flatMap(v -> v.parts().stream());
  }

  private Collection<Period> observed(PartSpec part) {
    return observed.getOrDefault(part.id(), Set.of());
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
    Months reported = new Months();
    parts().forEach(p -> reported.add(p.reported().anywhere()).add(months(p)));
    for (YearMonth month = first;
        !month.atDay(1).isAfter(businessDate);
        month = month.plusMonths(1)) {
      boolean elapsed = !month.atEndOfMonth().isAfter(businessDate) || reported.contains(month);
      if (month.getMonthValue() % step == 0 && elapsed) {
        periods.add(Period.yearToDate(month));
      }
    }
    return periods;
  }

  /** Months of which a part has rows of its own. */
  private Months months(PartSpec part) {
    Months months = new Months();
    observed(part).stream()
        .filter(p -> p.kind() == PeriodKind.MONTH || p.kind() == PeriodKind.DAY)
        .forEach(months::add);
    return months;
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

  /**
   * The month from which reports of a version are expected: the first of which anybody has ever
   * delivered a part of it. Before it nobody was asked.
   */
  Optional<YearMonth> began(SeriesSpec.Version version) {
    return version.parts().stream()
        .filter(p -> !p.hold())
        .flatMap(p -> first(p).stream())
        .min(Comparator.naturalOrder());
  }

  /** Of a part that no query can compute nobody knows where it has data; today's cells say so. */
  private Optional<YearMonth> ofNothing() {
    return parts().filter(PartSpec::failed).map(p -> YearMonth.from(businessDate)).findFirst();
  }

  private Optional<YearMonth> first(PartSpec part) {
    TreeSet<YearMonth> firsts = new TreeSet<>();
    part.reported().anywhere().first().ifPresent(firsts::add);
    observed(part).stream()
        .filter(p -> p.start().getYear() >= 1900)
        .forEach(p -> firsts.add(YearMonth.from(p.start())));
    return firsts.isEmpty() ? Optional.empty() : Optional.of(firsts.first());
  }
}
