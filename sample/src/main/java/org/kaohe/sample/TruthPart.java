package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A numerator or denominator of the truth. Facts are entered for a unit and all above it, so that
 * nothing is ever added up from something rounded or deduplicated.
 */
final class TruthPart {
  enum Kind {
    /** Adds over months. */
    SUM,
    /** Persons, each once. */
    DISTINCT,
    /** The last month of the period. */
    LAST,
    /** One figure a year that holds for every period in it. */
    YEARLY,
    /** Reported for a unit and year; not rolled up. */
    GIVEN
  }

  final Kind kind;
  private final SampleUnits units;
  private final Map<String, NavigableMap<YearMonth, BigDecimal>> sums = new HashMap<>();
  private final Map<String, NavigableMap<YearMonth, Set<String>>> persons = new HashMap<>();

  TruthPart(Kind kind, SampleUnits units) {
    this.kind = kind;
    this.units = units;
  }

  void add(String unit, YearMonth month, BigDecimal value) {
    for (String above : units.upwards(unit)) {
      if (kind != Kind.GIVEN || above.equals(unit)) {
        sums.computeIfAbsent(above, u -> new TreeMap<>()).merge(month, value, BigDecimal::add);
      }
    }
  }

  void count(String unit, YearMonth month) {
    add(unit, month, BigDecimal.ONE);
  }

  void see(String unit, YearMonth month, String person) {
    for (String above : units.upwards(unit)) {
      persons
          .computeIfAbsent(above, u -> new TreeMap<>())
          .computeIfAbsent(month, m -> new HashSet<>())
          .add(person);
    }
  }

  /** The part's value; empty where the kind has no zero. */
  Optional<BigDecimal> value(String unit, SampleYears.Span span) {
    NavigableMap<YearMonth, BigDecimal> months = sums.getOrDefault(unit, new TreeMap<>());
    return switch (kind) {
      case SUM ->
          Optional.of(
              months.subMap(span.first(), true, span.last(), true).values().stream()
                  .reduce(BigDecimal.ZERO, BigDecimal::add));
      case LAST -> Optional.ofNullable(months.get(span.last()));
      case YEARLY, GIVEN ->
          Optional.ofNullable(months.get(YearMonth.of(span.first().getYear(), 1)));
      case DISTINCT -> {
        Set<String> all = new HashSet<>();
        persons
            .getOrDefault(unit, new TreeMap<>())
            .subMap(span.first(), true, span.last(), true)
            .values()
            .forEach(all::addAll);
        yield Optional.of(BigDecimal.valueOf(all.size()));
      }
    };
  }
}
