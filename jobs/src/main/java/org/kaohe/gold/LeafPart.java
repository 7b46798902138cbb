package org.kaohe.gold;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.gold.SeriesSpec.PartSpec;

/**
 * One part at one unit that has rows of its own, over time (RULES R37): flows add up, and a longer
 * delivery stands for its months, never split (J7); a stock is the last one reported inside the
 * period; a figure that holds for its year is taken from it.
 */
final class LeafPart {
  private final PartSpec part;
  private final Place place;
  private final List<Observation> rows;
  private final LocalDate businessDate;

  /**
   * @param rows measures of the part at the place
   */
  LeafPart(PartSpec part, Place place, List<Observation> rows, LocalDate businessDate) {
    this.part = part;
    this.place = place;
    this.rows =
        rows.stream()
            .filter(o -> place.existed(o.period()) && !o.period().start().isAfter(businessDate))
            .toList();
    this.businessDate = businessDate;
  }

  Place place() {
    return place;
  }

  private static boolean longer(Period period) {
    return period.kind() != PeriodKind.MONTH && period.kind() != PeriodKind.DAY;
  }

  private Months begun(Period period) {
    return Months.of(period).begunBy(businessDate);
  }

  /** From when on a report of the unit is expected; empty when none is. */
  boolean owes(Period period) {
    if (part.reported().each()) {
      return part.reported().expected().contains(place.unit()) || !rows.isEmpty();
    }
    return part.countsZero()
        || rows.stream().anyMatch(o -> !o.period().start().isAfter(period.end()));
  }

  /** Months of the period that are delivered, a month inside a longer delivery with all of it. */
  Months delivered(Period period) {
    Months months = new Months();
    if (part.countsZero()) {
      months.add(part.reported().delivered(place.unit()));
      rows.stream()
          .filter(o -> !part.distinct() && longer(o.period()))
          .forEach(o -> months.remove(o.period()));
      Months found = months.within(period).begunBy(businessDate);
      part.reported().longer(place.unit()).stream()
          .filter(period::contains)
          .filter(
              p ->
                  part.reported().each()
                      || rows.stream()
                          .noneMatch(o -> !longer(o.period()) && p.contains(o.period())))
          .forEach(p -> found.add(begun(p)));
      rows.stream()
          .filter(o -> !part.distinct() && longer(o.period()) && period.contains(o.period()))
          .forEach(o -> found.add(begun(o.period())));
      return found;
    }
    rows.stream()
        .filter(o -> part.asDelivered() ? o.period().equals(period) : period.contains(o.period()))
        .filter(o -> part.asDelivered() || o.delivered())
        .forEach(o -> months.add(begun(o.period())));
    if (part.stock()) {
      // A stock covers the months before its last report.
      months.last().ifPresent(last -> months.add(Months.of(period).begunBy(last.atEndOfMonth())));
    }
    return months;
  }

  /**
   * Months of the period of which something is known: those delivered, and those of which rows came
   * with the deliveries of others. A row is no witness for its month (R34), so they count as
   * numbers and not as reports.
   */
  Months present(Period period) {
    Months months = delivered(period);
    if (part.countsZero() && !part.distinct()) {
      rows.stream()
          .filter(o -> !longer(o.period()) && period.contains(o.period()))
          .forEach(o -> months.add(begun(o.period())));
    }
    return months;
  }

  /** Rows of the unit wait in quarantine for some of the months. */
  boolean rejected(Months months) {
    return part.reported().own(place.unit()).rejected().meets(months);
  }

  /**
   * Drops from the common months those of a longer delivery that is not common as a whole, because
   * it can't be split.
   */
  void whole(Period period, Months common) {
    if (part.addsUp() && !part.stock() && !part.hold()) {
      rows.stream()
          .filter(o -> longer(o.period()) && period.contains(o.period()))
          .filter(o -> !common.containsAll(begun(o.period())))
          .forEach(o -> common.remove(o.period()));
    }
  }

  /**
   * The number for a period.
   *
   * @param common months that all parts share
   * @param elapsed months that are over, or delivered
   */
  PartValue value(Period period, Months common, Months elapsed) {
    if (part.failed()) {
      return PartValue.missing(Reason.NOT_COMPUTABLE);
    }
    PartValue value =
        part.hold()
            ? held(period).orElseGet(() -> PartValue.missing(absent(period, elapsed)))
            : part.stock() ? stock(period, common, elapsed) : flow(period, common, elapsed);
    return blamed(value, period, elapsed);
  }

  /** Whoever delivered what was refused is not awaited but owes a correction (RULES R8, R35). */
  private PartValue blamed(PartValue value, Period period, Months elapsed) {
    if (!value.reason().equals(Optional.of(Reason.AWAITING_DATA))) {
      return value;
    }
    Months silent = elapsed.copy().remove(delivered(period));
    if (rejected(silent)) {
      return PartValue.missing(Reason.REJECTED);
    }
    return part.reported().held().meets(silent) ? PartValue.missing(Reason.HELD) : value;
  }

  private Reason absent(Period period, Months elapsed) {
    boolean coarser =
        rows.stream().anyMatch(o -> o.period().contains(period) && !o.period().equals(period));
    if (coarser) {
      return Reason.COARSER_DELIVERY;
    }
    return elapsed.isEmpty() ? Reason.PERIOD_OPEN : Reason.AWAITING_DATA;
  }

  private PartValue of(Observation row, Reason otherwise) {
    return new PartValue(
        row.value(),
        row.value().isPresent() ? Optional.empty() : Optional.of(row.failure().orElse(otherwise)),
        row.empty() > 0,
        row.value().map(v -> List.of(source(List.of(row.period()), v))).orElse(List.of()));
  }

  private CellSource source(List<Period> periods, BigDecimal value) {
    return new CellSource(part.id(), place.unit(), periods, Optional.of(value));
  }

  /** The figure of the year that holds for the period. */
  private Optional<PartValue> held(Period period) {
    Period year = Period.containing(PeriodKind.YEAR, period.start());
    List<Observation> candidates =
        rows.stream()
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
        .map(o -> of(o, Reason.VALUE_NOT_DELIVERED));
  }

  /** The figure delivered for exactly the period. */
  PartValue asDelivered(Period period, Months elapsed) {
    if (part.failed()) {
      return PartValue.missing(Reason.NOT_COMPUTABLE);
    }
    Optional<Observation> exact = rows.stream().filter(o -> o.period().equals(period)).findFirst();
    if (exact.isEmpty()) {
      return blamed(PartValue.missing(absent(period, elapsed)), period, elapsed);
    }
    return of(
        exact.get(), exact.get().rows() > 1 ? Reason.SEVERAL_VALUES : Reason.VALUE_NOT_DELIVERED);
  }

  /** The number of distinct values that was counted for the period. */
  PartValue counted(Period period, Months common, Months elapsed) {
    if (part.failed()) {
      return PartValue.missing(Reason.NOT_COMPUTABLE);
    }
    return rows.stream()
        .filter(o -> o.period().equals(period) && !common.isEmpty())
        .findFirst()
        .flatMap(Observation::value)
        .map(n -> new PartValue(Optional.of(n), Optional.empty(), false, List.of()))
        .orElseGet(() -> blamed(zero(period, common, elapsed), period, elapsed));
  }

  /** Of a month and a year-to-date of the same days the month is inside. */
  private static boolean isInside(Period smaller, Period larger) {
    return larger.contains(smaller)
        && (!smaller.contains(larger)
            || (smaller.kind() == PeriodKind.MONTH && larger.kind() != PeriodKind.MONTH));
  }

  private Optional<Reason> failure(Period period) {
    return rows.stream()
        .filter(o -> period.contains(o.period()))
        .flatMap(o -> o.failure().stream())
        .findFirst();
  }

  /** Of what is counted for every unit apart: why there is nothing to count, if so. */
  PartValue nothing(Period period, Months common, Months elapsed) {
    if (part.failed()) {
      return PartValue.missing(Reason.NOT_COMPUTABLE);
    }
    Optional<Reason> none =
        common.isEmpty()
            ? blamed(zero(period, common, elapsed), period, elapsed).reason()
            : Optional.empty();
    return new PartValue(Optional.empty(), failure(period).or(() -> none), false, List.of());
  }

  /**
   * Where values of the period were found: months, and longer periods in which no month was. The
   * counts of longer periods are made anew from all of them.
   */
  List<CellSource> found(Period period) {
    List<Period> inside =
        rows.stream()
            .map(Observation::period)
            .filter(period::contains)
            .distinct()
            .sorted(Comparator.comparing(Period::start).thenComparing(Period::end))
            .toList();
    List<Period> smallest =
        inside.stream().filter(p -> inside.stream().noneMatch(o -> isInside(o, p))).toList();
    return smallest.isEmpty()
        ? List.of()
        : List.of(new CellSource(part.id(), place.unit(), smallest, Optional.empty()));
  }

  /** No rows of the unit: a zero where the months are delivered, else missing. */
  private PartValue zero(Period period, Months common, Months elapsed) {
    if (common.isEmpty() || !part.countsZero()) {
      return PartValue.missing(absent(period, elapsed));
    }
    boolean elsewhere =
        !part.reported().roots().isEmpty() && !part.reported().roots().contains(place.root());
    return elsewhere
        ? PartValue.missing(Reason.NO_DATA_OF_UNIT)
        : new PartValue(
            Optional.of(BigDecimal.ZERO),
            Optional.empty(),
            false,
            List.of(source(List.of(), BigDecimal.ZERO)));
  }

  private PartValue stock(Period period, Months common, Months elapsed) {
    Optional<Observation> last =
        common
            .last()
            .flatMap(
                end ->
                    rows.stream()
                        .filter(
                            o ->
                                period.contains(o.period())
                                    && !YearMonth.from(o.period().end()).isAfter(end))
                        .max(
                            Comparator.comparing((Observation o) -> o.period().end())
                                .thenComparing(o -> o.period().start())));
    if (last.isEmpty()) {
      boolean empty = rows.stream().anyMatch(o -> period.contains(o.period()));
      return PartValue.missing(
          empty && common.isEmpty() ? Reason.VALUE_NOT_DELIVERED : absent(period, elapsed));
    }
    return of(last.get(), Reason.VALUE_NOT_DELIVERED);
  }

  /** Adds up: from the left, the longest delivered period that fits stands for its months. */
  private PartValue flow(Period period, Months common, Months elapsed) {
    Map<LocalDate, Observation> longest = new TreeMap<>();
    rows.stream()
        .filter(o -> period.contains(o.period()) && common.containsAll(begun(o.period())))
        .filter(o -> !begun(o.period()).isEmpty())
        .forEach(
            o ->
                longest.merge(
                    o.period().start(),
                    o,
                    (a, b) -> a.period().end().isAfter(b.period().end()) ? a : b));
    BigDecimal sum = BigDecimal.ZERO;
    List<Period> taken = new ArrayList<>();
    boolean holes = false;
    LocalDate covered = LocalDate.MIN;
    for (Observation o : longest.values()) {
      if (o.period().start().isAfter(covered)) {
        covered = o.period().end();
        if (o.failure().isPresent()) {
          return PartValue.missing(o.failure().get());
        }
        holes |= o.empty() > 0 || o.value().isEmpty();
        if (o.value().isPresent()) {
          sum = sum.add(o.value().get());
          taken.add(o.period());
        }
      }
    }
    if (!taken.isEmpty()) {
      return new PartValue(Optional.of(sum), Optional.empty(), holes, List.of(source(taken, sum)));
    }
    if (holes || (common.isEmpty() && bare(period))) {
      return PartValue.missing(Reason.VALUE_NOT_DELIVERED);
    }
    if (!common.isEmpty()) {
      return zero(period, common, elapsed);
    }
    boolean other = !elapsed.isEmpty() && !delivered(period).isEmpty();
    return PartValue.missing(other ? Reason.AWAITING_DATA : absent(period, elapsed));
  }

  /** Rows of the period came, and none of them has a figure. */
  private boolean bare(Period period) {
    List<Observation> inside = rows.stream().filter(o -> period.contains(o.period())).toList();
    return !inside.isEmpty() && inside.stream().noneMatch(Observation::delivered);
  }
}
